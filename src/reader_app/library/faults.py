"""Turns the errors of SQLite and of the disk into sentences for the reader.

This is the room's door: the rest of the program never sees ``sqlite3.Error`` or ``OSError`` from
the library. Only what the world does wrong is turned; a wrong statement or a closed connection is
a bug of ours and goes through.
"""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from reader_app.errors import DamagedLibraryError, NotFoundError, StorageError

_BY_ERRNO = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is full",
    errno.EFBIG: "the file is larger than this disk or account allows",
    errno.EROFS: "the folder is on a read-only disk",
    errno.EACCES: "you are not allowed to write there",
    errno.EPERM: "you are not allowed to write there",
    errno.EEXIST: "a file is in the place of a folder",
    errno.ENOTDIR: "a file is in the place of a folder",
    errno.EIO: "the disk reports a fault",
}

_BY_SQLITE_CODE = {
    sqlite3.SQLITE_FULL: "the disk is full",
    sqlite3.SQLITE_READONLY: "the library is read-only",
    sqlite3.SQLITE_PERM: "you are not allowed to write there",
    sqlite3.SQLITE_BUSY: "another program is using the library",
    sqlite3.SQLITE_LOCKED: "another program is using the library",
    sqlite3.SQLITE_PROTOCOL: "another program is using the library",
    # The memory that programs share lies in a file, and there is no room for it.
    sqlite3.SQLITE_IOERR_SHMSIZE: "the disk is full",
    sqlite3.SQLITE_IOERR: "the disk reports a fault",
    sqlite3.SQLITE_CANTOPEN: "its file cannot be opened",
    sqlite3.SQLITE_TOOBIG: "the text is too long",
    sqlite3.SQLITE_NOLFS: "the file is larger than this disk allows",
    sqlite3.SQLITE_NOMEM: "the memory is full",
}

_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def storage_errors(task: str) -> Iterator[None]:
    """Raise a ``StorageError`` for what goes wrong inside.

    Args:
        task: What is being done, to follow "Cannot", such as "save the annotation".
    """
    try:
        yield
    except sqlite3.Error as error:
        translated = translation(task, error)
        if translated is None:
            raise
        raise translated from error
    except UnicodeDecodeError as error:  # of a text in the file, or of SQLite's words about it
        raise damage(task) from error
    except OSError as error:
        reason = _BY_ERRNO.get(error.errno or 0, "the disk refuses it")
        raise StorageError(f"Cannot {task}: {reason}.") from error


@contextmanager
def stored_values(task: str) -> Iterator[None]:
    """Raise a ``DamagedLibraryError`` where a value read inside is none that this program ever writes."""
    try:
        yield
    except UnicodeEncodeError:  # of what is looked for, not of what is stored
        raise
    except (ValueError, TypeError) as error:
        raise damage(task) from error


def damage(task: str) -> DamagedLibraryError:
    """Return the error that says so; ``task`` follows "Cannot"."""
    return DamagedLibraryError(f"Cannot {task}: the library's file is damaged.")


def primary_code(error: sqlite3.Error) -> int | None:
    """Return SQLite's result code without its details; None when SQLite did not speak."""
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def translation(task: str, error: sqlite3.Error) -> StorageError | None:
    """Return the sentence for an error; None for one that only a bug or a strange damage brings."""
    code = primary_code(error)
    detailed: int | None = getattr(error, "sqlite_errorcode", None)
    # Python's own words, without a code, for a text whose bytes are none.
    if code in _DAMAGE or (code is None and str(error).startswith("Could not decode to UTF-8")):
        return damage(task)
    if detailed == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return NotFoundError(f"Cannot {task}: what it belongs to is no longer in the library.")
    reason = _BY_SQLITE_CODE.get(detailed or 0) or _BY_SQLITE_CODE.get(code or 0)
    return None if reason is None else StorageError(f"Cannot {task}: {reason}.")
