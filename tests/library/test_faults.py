import errno
import sqlite3

import pytest

from reader_app.errors import DamagedLibraryError, ReaderError, StorageError
from reader_app.library.faults import storage_errors


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "Cannot do it: the disk is full."),
        (errno.EROFS, "Cannot do it: the folder is on a read-only disk."),
        (errno.EACCES, "Cannot do it: you are not allowed to write there."),
        (errno.ENOTDIR, "Cannot do it: a file is in the place of a folder."),
        (errno.EXDEV, "Cannot do it: the disk refuses it."),
    ],
)
def test_each_fault_of_the_disk_has_its_sentence(number: int, sentence: str) -> None:
    with pytest.raises(StorageError) as raised, storage_errors("do it"):
        raise OSError(number, "words of the system")

    assert str(raised.value) == sentence
    assert isinstance(raised.value.__cause__, OSError)


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        (sqlite3.SQLITE_FULL, StorageError, "the disk is full"),
        (sqlite3.SQLITE_READONLY_DBMOVED, StorageError, "the library is read-only"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StorageError, "another program is using the library"),
        (sqlite3.SQLITE_IOERR_SHMSIZE, StorageError, "the disk is full"),
        (sqlite3.SQLITE_IOERR_WRITE, StorageError, "the disk reports a fault"),
        (sqlite3.SQLITE_CORRUPT_VTAB, DamagedLibraryError, "the library's file is damaged"),
        (sqlite3.SQLITE_NOTADB, DamagedLibraryError, "the library's file is damaged"),
    ],
)
def test_detailed_codes_of_sqlite_are_told_as_their_kind(
    code: int, kind: type[ReaderError], sentence: str
) -> None:
    error = sqlite3.DatabaseError("words of SQLite")
    error.sqlite_errorcode = code

    with pytest.raises(kind) as raised, storage_errors("do it"):
        raise error

    assert str(raised.value) == f"Cannot do it: {sentence}."


def test_a_wrong_statement_is_a_bug_and_goes_through() -> None:
    with pytest.raises(sqlite3.OperationalError), storage_errors("do it"):
        sqlite3.connect(":memory:").execute("SELEKT 1")
