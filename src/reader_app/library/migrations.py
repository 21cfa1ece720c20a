"""Brings a library's schema up to date, one transaction a migration.

``database`` imports this module only when a library is behind: sqlite-utils brings click, pluggy
and dateutil with it, which would cost every start of the program more than the whole library does.
"""

import sqlite3
from collections.abc import Callable

from sqlite_utils import Database, Migrations

from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.library.schema import APPLICATION_ID, FIRST_SCHEMA

MIGRATIONS = Migrations("reader_app")


@MIGRATIONS()
def first_schema(db: Database) -> None:
    """Make all tables, and the labels that a new library starts with."""
    for statement in FIRST_SCHEMA:
        db.execute(statement)
    db.conn.executemany(
        "INSERT INTO labels (id, name, color, position) VALUES (?, ?, ?, ?)",
        [(label.id, label.name, label.color, label.position) for label in DEFAULT_LABELS],
    )


def upgrade(
    connection: sqlite3.Connection,
    back_up: Callable[[int], None],
    migrations: Migrations = MIGRATIONS,
) -> None:
    """Apply every migration that the library lacks.

    Each migration, its record and the new ``user_version`` are one transaction that begins
    with the write lock, so that two programs that open a library at the same moment do not both
    migrate it: the second finds nothing left to do.

    Args:
        connection: In autocommit mode, foreign keys off (a migration may rebuild tables).
        back_up: Called with the version the library has, before each migration of a library
            that holds something.
        migrations: The whole list, in order.
    """
    # Plug-ins are other people's code; none may touch the reader's library.
    db = Database(connection, execute_plugins=False, recursive_triggers=False)
    while migrations.pending(db):
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version:
            back_up(version)
        connection.execute("BEGIN IMMEDIATE")
        try:
            _apply_next(db, connection, migrations)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def _apply_next(db: Database, connection: sqlite3.Connection, migrations: Migrations) -> None:
    # Looked up again, because another program may have been faster.
    names = [migration.name for migration in migrations.pending(db)]
    if not names:
        return
    migrations.apply(db, stop_before=names[1:])
    done = len(migrations.applied(db))
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {done}")
