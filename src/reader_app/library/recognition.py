"""Tells whether a file is a library, and of which version, before anything is written to it or beside it.

Private to this room. Other programs may open the library meanwhile, or make it.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from reader_app.errors import DamagedLibraryError, ForeignLibraryError, NewerLibraryError, StorageError
from reader_app.library.connections import connect_to_read, one_moment
from reader_app.library.faults import primary_code
from reader_app.library.schema import APPLICATION_ID, SCHEMA_VERSION


def schema_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the library's schema version, 0 for a file with nothing in it.

    Raises:
        NewerLibraryError: A newer version of the program wrote it.
        StorageError: It is another program's database.
    """
    with one_moment(connection):
        application_id, version = _marks(connection)
        if application_id == 0 and version == 0:
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            if tables == 0:
                return 0
    _refuse(path, application_id, version)
    return version


def has_content(path: Path) -> bool:
    """Tell whether there is a file, or something else, that is not empty.

    SQLite makes an empty file before it writes to it, and a program that is killed just then leaves it.
    """
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def refuse_log_alone(path: Path) -> None:
    """Refuse a log without its file, which SQLite would remove: it may hold what the file did not yet.

    Raises:
        DamagedLibraryError: There is one.
    """
    # The log first: whoever makes a library just now writes to its file before there is a log.
    if has_content(path.with_name(f"{path.name}-wal")) and not has_content(path):
        raise DamagedLibraryError(
            f"Cannot open the library: “{path.name}” is lost, and its log is still there."
        )


def refuse_by_header(path: Path) -> None:
    """Refuse what is no library before SQLite makes files beside it, or plays its log back into it."""
    if not path.exists():
        return
    if not path.is_file():
        raise StorageError(f"Cannot open the library: “{path.name}” is not a file.")
    if not os.access(path.parent, os.W_OK):
        # SQLite makes files beside it, and would say of them only that something cannot be opened.
        raise StorageError(f"Cannot open the library: the folder {path.parent} cannot be written.")
    if not has_content(path):
        return
    application_id, version = _header(path)
    if application_id or version:
        _refuse(path, application_id, version)
        return
    with closing(connect_to_read(path)) as reader:
        schema_version(reader, path)


def _header(path: Path) -> tuple[int, int]:
    """Return the file's own application id and schema version, both 0 where its log has to say."""
    while True:
        before = _traces(path)
        # Through SQLite too, because on POSIX whoever closes a file of his own drops all locks that this
        # process has on it, and with them the log that another connection still writes to.
        try:
            with closing(connect_to_read(path, immutable=True)) as reader, one_moment(reader):
                return _marks(reader)
        except sqlite3.DatabaseError as error:
            if primary_code(error) != sqlite3.SQLITE_CORRUPT:
                raise
            # Without its log a file can look broken, as after a full disk or a kill while the one was taken
            # over into the other. While another program does that it looks so too, and then the log goes.
            after = _traces(path)
            if after.has_log:
                return 0, 0
            if after == before:
                raise


class _Traces(NamedTuple):
    """What tells that another program wrote to a library's file."""

    size: int
    changed_at: int
    has_log: bool


def _traces(path: Path) -> _Traces:
    status = path.stat()
    return _Traces(status.st_size, status.st_mtime_ns, path.with_name(f"{path.name}-wal").exists())


def _marks(connection: sqlite3.Connection) -> tuple[int, int]:
    """Return application id and schema version, as they stand in the file's header."""
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return application_id, version


def _refuse(path: Path, application_id: int, version: int) -> None:
    if application_id != APPLICATION_ID:
        raise ForeignLibraryError(f"Cannot open the library: “{path.name}” belongs to another program.")
    if version > SCHEMA_VERSION:
        raise NewerLibraryError(
            "The library was written by a newer version of this program; install that version to open it."
        )
