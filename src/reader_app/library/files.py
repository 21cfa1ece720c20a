"""The article files: named by what is in them, never changed, written whole or not at all."""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import uuid4

from reader_app.errors import NotFoundError, StorageError
from reader_app.library.faults import storage_errors

ARTICLES_FOLDER: Final = "articles"
"""Where they are in the library's folder."""

LEFTOVER_AGE: Final = timedelta(days=1)
"""A file that is being written is younger than that."""

_NEW: Final = ".new-"
_CHUNK: Final = 1 << 20
_SUFFIX: Final = re.compile(r"\.[a-z0-9]{1,12}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class ArticleFiles:
    """Files named by their SHA-256, spread over sub-folders by its first two characters.

    The suffix stays, because some readers of files go by it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def store(self, source: Path | bytes, suffix: str) -> str:
        """Keep a copy of a file, or of these bytes, and return its SHA-256 in hexadecimal.

        When this returns, the copy is on the disk under its name; if it raises, nothing is.
        What is there already is not written again, whatever its suffix.
        """
        suffix = suffix.lower()
        if not _SUFFIX.fullmatch(suffix):
            suffix = ".bin"
        with storage_errors("save the article's file"):
            # In this folder, because a rename is atomic within one disk only.
            temporary = new_name(self._folder)
            try:
                sha256 = write_whole(source, temporary)
                if not self._holds(sha256):
                    self._rename(temporary, sha256, suffix)
            finally:
                temporary.unlink(missing_ok=True)
        return sha256

    def path(self, sha256: str) -> Path:
        """Return where the file is.

        Raises:
            NotFoundError: The library does not have it.
            StorageError: Nobody may look.
        """
        path = self.find(sha256)
        if path is None:
            raise NotFoundError("The article's file is missing from the library.")
        return path

    def find(self, sha256: str) -> Path | None:
        """Return where the file is; None if the library does not have it.

        Raises:
            StorageError: Nobody may look.
        """
        if not _SHA256.fullmatch(sha256):
            return None
        try:
            return next((self._folder / sha256[:2]).glob(f"{sha256}.*"), None)
        except PermissionError as error:
            raise StorageError("Cannot read the article's file: you are not allowed to.") from error

    def is_sound(self, sha256: str) -> bool:
        """Whether the file's content is still what its name says.

        Raises:
            NotFoundError: The library does not have it.
            StorageError: It cannot be read.
        """
        with storage_errors("read the article's file"), self.path(sha256).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == sha256

    def remove(self, sha256: str) -> None:
        """Remove the file for good; do nothing if it is not there."""
        if path := self.find(sha256):
            with storage_errors("remove the article's file"):
                path.unlink(missing_ok=True)

    def remove_leftovers(self, before: datetime) -> None:
        """Remove what programs began to write before this time and never finished."""
        remove_leftovers(self._folder, before)

    def _holds(self, sha256: str) -> bool:
        # A copy that went bad on the disk is replaced by the good one at hand.
        try:
            return self.is_sound(sha256)
        except StorageError:
            return False

    def _rename(self, temporary: Path, sha256: str, suffix: str) -> None:
        target = self.find(sha256) or self._folder / sha256[:2] / f"{sha256}{suffix}"
        target.parent.mkdir(exist_ok=True)
        temporary.replace(target)
        sync_folder(target.parent)
        sync_folder(self._folder)


def new_name(folder: Path) -> Path:
    """Return a path in the folder that nothing has, for a file that is not whole yet."""
    # Not tempfile: it loads shutil and random, which would slow down every start.
    return folder / f"{_NEW}{uuid4().hex}"


def remove_leftovers(folder: Path, before: datetime) -> None:
    """Remove what programs began to write in a folder before this time and never finished."""
    with storage_errors("remove half-written files"):
        for path in folder.glob(f"{_NEW}*"):
            with suppress(FileNotFoundError):  # another program has just finished it
                if path.stat().st_mtime < before.timestamp():
                    path.unlink()


def write_whole(source: Path | bytes, target: Path) -> str:
    """Copy the source to a new file, onto the disk, and return its SHA-256 in hexadecimal."""
    digest = hashlib.sha256()
    with target.open("xb") as file:
        for chunk in _chunks(source):
            digest.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return digest.hexdigest()


def sync_folder(folder: Path) -> None:
    """Put a folder's own entries on the disk, so that a rename outlives a power cut."""
    if os.name == "nt":
        return  # Windows cannot open a folder for that, and journals its entries itself
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _chunks(source: Path | bytes) -> Iterator[bytes]:
    if isinstance(source, bytes):
        yield source
        return
    with source.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk
