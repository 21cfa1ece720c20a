"""Copies a library's SQLite file, in use or not, to one sound file; private to ``backups``."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from reader_app.errors import DamagedLibraryError, NewerLibraryError, StorageError
from reader_app.library.connections import PATIENCE, connect, connect_to_read
from reader_app.library.faults import storage_errors
from reader_app.library.files import new_name
from reader_app.library.recognition import schema_version
from reader_app.library.soundness import is_damaged

_STEP: Final = 16  # pages: fewer than a library's tables have, so that the first step is not the last

BESIDE: Final = ("-wal", "-shm", "-journal")
"""What SQLite adds to a file's name for the files that it makes beside it."""


def copy_library(source: Path, target: Path) -> None:
    """Copy a library that other programs may read and write meanwhile.

    Raises:
        DamagedLibraryError: It is not sound.
        StorageError: It is not a library, or the target cannot be written.
    """
    # "rw" and not "rwc": a missing source must not be made.
    address = f"{source.absolute().as_uri()}?mode=rw"
    with closing(sqlite3.connect(address, uri=True, timeout=PATIENCE)) as reader:
        _copy(reader, source, target)


def copy_backup(backup: Path, target: Path) -> None:
    """Copy a backup, which is left untouched, and bring the copy up to date.

    Programs that have the library open know no other schema than that.

    Raises:
        StorageError: It is not a sound library, or the target cannot be written.
    """
    # Late on purpose: sqlite-utils costs more to import than all the rest of the library.
    from reader_app.library.migrations import upgrade

    # A backup is one file, perhaps on a disk that cannot be written; but a library that was copied by hand
    # has its last changes in the log beside it.
    has_log = backup.with_name(f"{backup.name}-wal").exists()
    try:
        with storage_errors("restore the backup"):
            with closing(connect_to_read(backup, immutable=not has_log)) as reader:
                _copy(reader, backup, target)
            with closing(connect(target)) as connection:
                upgrade(connection, lambda _version: None)
                if is_damaged(connection):
                    raise DamagedLibraryError("What it holds is not what this program writes.")
    except NewerLibraryError:
        raise
    except (DamagedLibraryError, sqlite3.DatabaseError) as error:
        message = f"Cannot restore the backup: “{backup.name}” is damaged, or no library at all."
        raise StorageError(message) from error


def transfer(
    source: sqlite3.Connection, target: sqlite3.Connection, once_held: Callable[[], None] = lambda: None
) -> None:
    """Let the content of one database take the place of that of another, which may be in use.

    Args:
        source: A library.
        target: Rolled back where anything raises.
        once_held: Called when no other program can write to the target any more, and all in it can still
            be read as it was.

    Raises:
        StorageError: A third program blocks it for too long.
    """
    deadline = time.monotonic() + PATIENCE
    is_held = False

    def on_step(status: int, _remaining: int, _total: int) -> None:
        nonlocal is_held
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            if time.monotonic() > deadline:  # Python would try for ever
                raise StorageError("Cannot copy the library: another program is using it.")
        elif not is_held:
            is_held = True
            once_held()

    source.backup(target, pages=_STEP, progress=on_step)


def passes_check(connection: sqlite3.Connection) -> bool:
    """Whether a file hangs together; far faster than ``is_damaged``, which reads the indexes too."""
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")


@contextmanager
def temporary(folder: Path) -> Iterator[Path]:
    """Give a name for a database in the folder; what is still there at the end of the block goes."""
    path = new_name(folder)
    try:
        yield path
    finally:
        for suffix in ("", *BESIDE):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def _copy(reader: sqlite3.Connection, source: Path, target: Path) -> None:
    with closing(connect(target)) as writer:
        if schema_version(reader, source) == 0:
            raise StorageError(f"Cannot copy “{source.name}”: it is not a library.")
        transfer(reader, writer)
        # One file, with no log beside it, wherever it is carried.
        writer.execute("PRAGMA journal_mode = DELETE").fetchone()
        if not passes_check(writer):
            raise DamagedLibraryError(f"Cannot copy “{source.name}”: it is damaged.")
