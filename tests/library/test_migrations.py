import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from reader_app.library.connections import connect
from reader_app.library.migrations import (
    MIGRATIONS,
    first_schema,
    forms_and_addresses,
    reviews_and_drawings,
    upgrade,
)
from reader_app.library.schema import APPLICATION_ID, SCHEMA_VERSION


def with_one_more(fails: bool = False) -> Migrations:
    migrations = Migrations(MIGRATIONS.name)
    for known in (first_schema, forms_and_addresses, reviews_and_drawings):
        migrations()(known)

    @migrations()
    def one_more(db: Database) -> None:
        db.execute("CREATE TABLE one_more (id TEXT PRIMARY KEY) STRICT")
        if fails:
            raise RuntimeError("a bug in the migration")

    return migrations


def no_backup(version: int) -> None:
    pytest.fail(f"a backup of version {version} was not asked for")


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def tables(connection: sqlite3.Connection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}


def test_the_known_version_is_the_number_of_migrations(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "new.sqlite3")) as connection:
        upgrade(connection, no_backup)

        assert version(connection) == SCHEMA_VERSION
        assert MIGRATIONS.pending(Database(connection)) == []
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)


def test_a_library_that_holds_something_is_backed_up_before_each_step(tmp_path: Path) -> None:
    path = tmp_path / "old.sqlite3"
    seen: list[tuple[int, bool]] = []
    with closing(connect(path)) as connection:
        upgrade(connection, no_backup)

        upgrade(
            connection,
            lambda version: seen.append((version, "one_more" in tables(connection))),
            with_one_more(),
        )

        assert seen == [(SCHEMA_VERSION, False)]
        assert "one_more" in tables(connection)
        assert version(connection) == SCHEMA_VERSION + 1


def test_a_migration_that_fails_changes_nothing(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "old.sqlite3")) as connection:
        upgrade(connection, no_backup)
        before = list(connection.iterdump())

        with pytest.raises(RuntimeError):
            upgrade(connection, lambda _: None, with_one_more(fails=True))

        assert version(connection) == SCHEMA_VERSION
        assert list(connection.iterdump()) == before
        assert not connection.in_transaction


def test_an_up_to_date_library_is_left_alone(tmp_path: Path) -> None:
    with closing(connect(tmp_path / "new.sqlite3")) as connection:
        upgrade(connection, no_backup)
        before = connection.total_changes

        upgrade(connection, no_backup)

        assert connection.total_changes == before
