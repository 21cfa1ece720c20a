"""The library's SQLite file: how it is opened, read and written.

Private to this room. A reading or a writing block turns SQLite's errors into ``StorageError``;
a writing block is one transaction, committed and on the disk when the block ends.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reader_app.errors import StorageError
from reader_app.library.connections import PATIENCE, connect, one_moment, set_patience
from reader_app.library.faults import damage, primary_code, storage_errors, translation
from reader_app.library.recognition import refuse_by_header, refuse_log_alone, schema_version
from reader_app.library.schema import SCHEMA_VERSION
from reader_app.library.soundness import is_damaged


class Database:
    """One connection to a library's file, used by the thread that made it."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection, self._path = connection, path
        self._file = _identity(path)

    @contextmanager
    def reading(self, task: str) -> Iterator[sqlite3.Connection]:
        """Give the connection for statements that only read, all at one moment of the library."""
        with self._damage_told(task), one_moment(self._connection):
            yield self._connection

    @contextmanager
    def writing(self, task: str) -> Iterator[sqlite3.Connection]:
        """Give the connection inside a transaction, which ends with the block.

        The write lock is taken at once, so a transaction never fails half way because another
        program wrote in between.
        """
        with self._damage_told(task):
            if (present := _identity(self._path)) != self._file:
                # On most systems SQLite would go on writing to a file that no longer has a name.
                folder = self._path.parent
                reason = f"in {folder} is another one now; start the program again to use it"
                if present is None:
                    reason = f"is no longer in {folder}"
                raise StorageError(f"Cannot {task}: the library {reason}.")
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                # SQLite itself may have rolled back already, as on a full disk.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _damage_told(self, task: str) -> Iterator[None]:
        """Turn SQLite's errors into sentences, those too that look like bugs and are damage."""
        with storage_errors(task):
            try:
                yield
            except sqlite3.ProgrammingError:
                raise  # ours, whatever the file is like
            except sqlite3.DatabaseError as error:
                # A flipped bit in the name of a column, say, or in an index that then seems to hold a key
                # twice. To look through the file takes long, but nothing else tells it from a bug of ours.
                if translation(task, error) is None and is_damaged(self._connection):
                    raise damage(task) from error
                raise

    def set_patience(self, seconds: float) -> None:
        """Wait so long for another program's transaction."""
        set_patience(self._connection, seconds)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def open_database(path: Path, back_up: Callable[[int], None]) -> Database:
    """Open the library's file, make it if it is missing, and bring its schema up to date.

    Args:
        path: The file.
        back_up: Called with the file's schema version before that changes.

    Raises:
        NewerLibraryError: A newer version of the program wrote it; it was left untouched.
        DamagedLibraryError: It is not a sound SQLite file; it was left untouched.
        ForeignLibraryError: It belongs to another program; it was left untouched.
        StorageError: It cannot be written.
    """
    try:
        with storage_errors("open the library"):
            refuse_log_alone(path)
            refuse_by_header(path)
            connection = connect(path)
            try:
                _prepare(connection, path, back_up)
            except BaseException:
                connection.close()
                raise
    except (sqlite3.OperationalError, sqlite3.IntegrityError) as error:
        # Libraries of every earlier version are opened in the tests: it is not the migrations.
        raise damage("open the library") from error
    return Database(connection, path)


def data_version(connection: sqlite3.Connection) -> int:
    """Return a number that is another one after each change by another program; asked in a block."""
    (version,) = connection.execute("PRAGMA data_version").fetchone()
    return int(version)


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from every other one; None if it is not there."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_dev, status.st_ino


def _prepare(connection: sqlite3.Connection, path: Path, back_up: Callable[[int], None]) -> None:
    version = schema_version(connection, path)
    _use_write_ahead_log(connection)
    connection.execute("PRAGMA synchronous = FULL")
    if version < SCHEMA_VERSION:
        # Late on purpose: sqlite-utils costs more to import than all the rest of the library.
        from reader_app.library.migrations import upgrade

        upgrade(connection, back_up)
    connection.execute("PRAGMA foreign_keys = ON")
    _check_writable(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # While another program makes the same change, SQLite answers "busy" without waiting.
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
                connection.execute("PRAGMA journal_mode = WAL").fetchone()
            return
        except sqlite3.OperationalError as error:
            if primary_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _check_writable(connection: sqlite3.Connection) -> None:
    # SQLite opens a read-only file without a word, and fails at the first change.
    set_patience(connection, 0)
    try:
        connection.execute("BEGIN IMMEDIATE")  # which alone is no change yet, and allowed
        connection.execute("UPDATE labels SET position = 0 WHERE FALSE")
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if primary_code(error) != sqlite3.SQLITE_BUSY:  # busy: another program can write, so can we
            raise
    finally:
        set_patience(connection, PATIENCE)
