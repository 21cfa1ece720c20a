"""Whether a library is what this program makes: its file, its tables, and what hangs together in them.

It looks and says; it changes nothing, and knows nothing of the article files.
"""

import sqlite3
from contextlib import closing
from typing import Final

_MOST_REPORTS: Final = 20  # of SQLite, which may have as many as there are rows
_NOT_OURS: Final = ("_sqlite", "sqlite_", "search_words_", "search_substrings_")
_SHOWN_OF_OTHERS: Final = (
    "SELECT title FROM articles LEFT JOIN article_versions ON article_versions.id = version_id"
    " WHERE article_versions.article_id IS NOT articles.id ORDER BY title"
)
_WITHOUT_TARGETS: Final = (
    "SELECT title FROM annotations JOIN articles ON articles.id = article_id"
    " WHERE NOT EXISTS (SELECT 1 FROM targets WHERE annotation_id = annotations.id) ORDER BY title"
)


def is_damaged(connection: sqlite3.Connection) -> bool:
    """Whether the file is not what SQLite, or not what this program, wrote; takes as long as it is large."""
    try:
        return bool(file_faults(connection))
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        return True


def file_faults(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each fault of the database file and its tables."""
    reports = connection.execute(f"PRAGMA integrity_check({_MOST_REPORTS})").fetchall()
    faults = [f"The database is damaged: {report}." for (report,) in reports if report != "ok"]
    present, made = _objects(connection), _objects_made()
    changed = {name for name in present if present[name] != made.get(name)}
    # An index alone may be missing: the very first libraries have one less.
    missing = {name for name in made.keys() - present.keys() if not made[name].startswith("CREATE INDEX")}
    return faults + [f"“{name}” in the database is not as it was made." for name in sorted(changed | missing)]


def reference_faults(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each thing that does not belong to what it should."""
    faults = [
        f"Row {row} of “{table}” belongs to something in “{parent}” that is missing."
        for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check")
    ]
    for sentence, query in (
        ("The version of “{}” that is shown is not its own.", _SHOWN_OF_OTHERS),
        ("An annotation of “{}” has no place.", _WITHOUT_TARGETS),
    ):
        faults += [sentence.format(title) for (title,) in connection.execute(query)]
    return faults


def _objects(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what tables, indexes, views and triggers are, by their names, whatever SQLite made them.

    The statements that made tables are not compared: SQLite itself changes them with a new column, and
    writes those for the inside of its full-text index.
    """
    objects: dict[str, str] = {}
    for kind, name, statement in connection.execute(
        "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    ).fetchall():
        if name.startswith(_NOT_OURS):
            continue
        if kind in ("table", "view"):
            columns = connection.execute(
                'SELECT name, type, "notnull", pk FROM pragma_table_info(?)', (name,)
            ).fetchall()
            parents = connection.execute(
                'SELECT "table", "from", "to", on_delete FROM pragma_foreign_key_list(?)', (name,)
            ).fetchall()
            objects[name] = f"{kind} {columns} {sorted(parents)}"
        else:
            objects[name] = " ".join(statement.split())
    return objects


def _objects_made() -> dict[str, str]:
    # Late on purpose: sqlite-utils is slow to import, and who does not check never needs it.
    from reader_app.library.migrations import upgrade

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        upgrade(connection, lambda _version: None)
        return _objects(connection)
