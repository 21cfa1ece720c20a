"""Brings a library's schema up to date, one transaction a migration.

``database`` imports this module only when a library is behind: sqlite-utils brings click, pluggy
and dateutil with it, which would cost every start of the program more than the whole library does.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from sqlite_utils import Database, Migrations

from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.core.article import Form
from reader_app.core.web_address import address_key
from reader_app.library.files import ARTICLES_FOLDER, ArticleFiles
from reader_app.library.schema import (
    APPLICATION_ID,
    FIRST_SCHEMA,
    FORMS_AND_ADDRESSES,
    PURGED_ANNOTATIONS,
    REVIEWS_AND_DRAWINGS,
)

MIGRATIONS = Migrations("reader_app")

_PAGES: Final = frozenset({".html", ".htm", ".xhtml", ".xht"})


@MIGRATIONS()
def first_schema(db: Database) -> None:
    """Make all tables, and the labels that a new library starts with."""
    for statement in FIRST_SCHEMA:
        db.execute(statement)
    db.conn.executemany(
        "INSERT INTO labels (id, name, color, position) VALUES (?, ?, ?, ?)",
        [(label.id, label.name, label.color, label.position) for label in DEFAULT_LABELS],
    )


@MIGRATIONS()
def forms_and_addresses(db: Database) -> None:
    """Tell the forms of web pages apart, and know an article by all its addresses.

    Until then a page was kept whole, and only the suffix of its original says that it is one.
    """
    for statement in FORMS_AND_ADDRESSES:
        db.execute(statement)
    addresses = [
        (address, article_id)
        for article_id, url in db.conn.execute("SELECT id, url FROM articles WHERE url <> ''")
        if (address := address_key(url))
    ]
    db.conn.executemany("INSERT INTO article_addresses (address, article_id) VALUES (?, ?)", addresses)
    versions = db.conn.execute(
        "SELECT id, original_file FROM article_versions WHERE media_type = 'text/html'"
    ).fetchall()
    pages = [(Form.WHOLE_PAGE, version) for version, original in versions if _is_page(db.conn, original)]
    db.conn.executemany("UPDATE article_versions SET form = ?, is_web_page = 1 WHERE id = ?", pages)


@MIGRATIONS()
def reviews_and_drawings(db: Database) -> None:
    """Keep what other programs annotate, and the places that come into question for a mark."""
    for statement in REVIEWS_AND_DRAWINGS:
        db.execute(statement)


@MIGRATIONS()
def purged_annotations(db: Database) -> None:
    """Remember which annotations were deleted for good."""
    for statement in PURGED_ANNOTATIONS:
        db.execute(statement)


def _is_page(connection: sqlite3.Connection, sha256: str) -> bool:
    (_, _, path) = connection.execute("PRAGMA database_list").fetchone()
    file = ArticleFiles(Path(path).parent / ARTICLES_FOLDER).find(sha256)
    return file is not None and file.suffix in _PAGES


def upgrade(
    connection: sqlite3.Connection,
    back_up: Callable[[int], None],
    migrations: Migrations = MIGRATIONS,
) -> None:
    """Apply every migration that the library lacks.

    A new library is made in one transaction, so that nobody ever meets half of one. Each migration of a
    library that is there, its record and the new ``user_version`` are one transaction. It begins with
    the write lock, so that of two programs that open a library at the same moment the second finds
    nothing left to do, and the backup holds what the migration will change.

    Args:
        connection: In autocommit mode, foreign keys off (a migration may rebuild tables).
        back_up: Called with the version the library has, before each migration of a library
            that is not being made just now.
        migrations: The whole list, in order.
    """
    # Plug-ins are other people's code; none may touch the reader's library.
    db = Database(connection, execute_plugins=False, recursive_triggers=False)
    while migrations.pending(db):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _apply_next(db, connection, back_up, migrations)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _apply_next(
    db: Database, connection: sqlite3.Connection, back_up: Callable[[int], None], migrations: Migrations
) -> None:
    # Looked up again, because another program may have been faster.
    names = [migration.name for migration in migrations.pending(db)]
    if not names:
        return
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version:
        back_up(version)
    migrations.apply(db, stop_before=names[1:] if version else ())
    done = len(migrations.applied(db))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {done}")
