"""Zip files from strangers: opened only if nothing in them leaves the folder or swells up."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import PurePosixPath

from reader_app.errors import IntakeError

_MOST_MEMBERS = 20_000
_LARGEST_TOTAL = 1 << 30
_LARGEST_DOCUMENT = 16 << 20
# Deflate reaches 1,032 at most; text reaches 20, and a blank picture may pass 100.
_HIGHEST_RATIO = 150
_SMALL = 32 << 20
# What is unpacked a piece at a time. All else comes at once, however much it is.
_IN_PIECES = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = "The file is locked or packed in a way this program does not read."


def open_archive(source: bytes) -> zipfile.ZipFile:
    """Return the archive, its table of contents checked.

    Raises:
        IntakeError: It is damaged, or made to do harm.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(source))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError("The file is damaged or incomplete.") from error
    members = archive.infolist()
    check_members(members, len(source))
    if sum(member.file_size for member in members) > _LARGEST_TOTAL:
        raise IntakeError("The file unpacks to more than this program reads.")
    return archive


def check_members(members: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Check a table of contents, or the part of it that is about to be unpacked.

    Args:
        members: What it holds.
        size: Of the packed members, in bytes.

    Raises:
        IntakeError: They are too many, swell up, or lead out of the folder they would be unpacked to.
    """
    if len(members) > _MOST_MEMBERS:
        raise IntakeError(f"The file holds more than {_MOST_MEMBERS:,} others, too many to look through.")
    total = sum(member.file_size for member in members)
    if total > _SMALL and total > _HIGHEST_RATIO * size:
        raise IntakeError("The file unpacks to far more than it can honestly hold, and was not added.")
    if any(_leaves_the_folder(member.filename) for member in members):
        raise IntakeError("The file has file names that lead out of its folder, and was not added.")


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Return what is in a member, or how it begins.

    Args:
        archive: An open one.
        info: The member; what it says of its size may be a lie.
        most: Of bytes, unpacked.

    Raises:
        IntakeError: It is damaged, encrypted, or packed in an unusual way.
    """
    if info.compress_type not in _IN_PIECES:
        raise IntakeError(_UNREADABLE)
    try:
        with archive.open(info) as file:
            # Never without a number: all that is packed would be unpacked before its size is looked at.
            return file.read(min(most, info.file_size))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise IntakeError("The file is damaged or incomplete.") from error
    except (RuntimeError, NotImplementedError) as error:  # a password, an unknown version
        raise IntakeError(_UNREADABLE) from error


def member(archive: zipfile.ZipFile, name: str, largest: int = _LARGEST_DOCUMENT) -> bytes | None:
    """Return a member of the archive, or None if it has none of that name.

    Args:
        archive: An open one.
        name: As the archive writes it.
        largest: In bytes, unpacked.

    Raises:
        IntakeError: The member is damaged, encrypted or too large.
    """
    try:
        info = archive.getinfo(name)
    except KeyError:
        return None
    if info.file_size > largest:
        raise IntakeError("The file unpacks to more than this program reads.")
    return read_member(archive, info, largest)


def _leaves_the_folder(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (len(name) > 1 and name[1] == ":")
