"""Files with names, in a folder or in a zip archive: looked through and read in the same way.

Names are relative, with "/" between their parts. Hidden files are left out. What is in the files is not
known here.
"""

import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from reader_app.errors import IntakeError
from reader_app.intake.archive import check_members, read_member
from reader_app.intake.sources import Source, printable

HEAD = 65_536
"""How many bytes of a file are looked at to tell what it is."""

_LARGEST = 1 << 30
_UTF8_NAME = 0x800  # the flag of a zip member whose name is in UTF-8
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class Walk:
    """What a tree holds.

    Attributes:
        names: The files, sorted.
        problems: The name and one sentence for each part that cannot be looked into.
    """

    names: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()


class FileTree(Protocol):
    """Files with names."""

    def walk(self) -> Walk:
        """Return the names of all files that are not hidden."""
        ...

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        ...

    def read(self, name: str, largest: int = _LARGEST) -> bytes:
        """Return what is in a file.

        Raises:
            IntakeError: It cannot be read, or is larger than so many bytes.
        """
        ...

    def head(self, name: str) -> bytes:
        """Return the first ``HEAD`` bytes of a file.

        Raises:
            IntakeError: It cannot be read.
        """
        ...

    def source(self, name: str) -> Source:
        """Return a file as something to save."""
        ...


class Folder:
    """The files in a folder and in those below it, each folder once: links may lead around in circles."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def walk(self) -> Walk:
        """Return the names of all files that are not hidden."""
        names: list[str] = []
        problems: list[tuple[str, str]] = []
        seen: set[tuple[int, int]] = set()
        waiting = [""]
        while waiting:
            folder = waiting.pop()
            try:
                state = (self._path / folder).stat()
                if (state.st_dev, state.st_ino) in seen:
                    continue
                seen.add((state.st_dev, state.st_ino))
                with os.scandir(self._path / folder) as entries:
                    for entry in entries:
                        name = f"{folder}/{entry.name}" if folder else entry.name
                        if entry.name.startswith("."):
                            continue
                        with suppress(OSError):  # a link that leads nowhere, or to itself
                            if entry.is_dir():
                                waiting.append(name)
                            elif entry.is_file():
                                names.append(name)
            except OSError as error:
                shown = printable(str(self._path / folder))
                problems.append((shown, f"The folder cannot be looked into: {error.strerror}."))
        return Walk(_sorted(names), tuple(problems))

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        try:
            return (self._path / name).is_file()
        except (OSError, ValueError):
            return False

    def read(self, name: str, largest: int = _LARGEST) -> bytes:
        """Return what is in a file.

        Raises:
            IntakeError: It cannot be read, or is larger than so many bytes.
        """
        return self._first_bytes(name, largest, is_whole=True)

    def head(self, name: str) -> bytes:
        """Return the first ``HEAD`` bytes of a file.

        Raises:
            IntakeError: It cannot be read.
        """
        return self._first_bytes(name, HEAD, is_whole=False)

    def source(self, name: str) -> Source:
        """Return a file as something to save."""
        path = self._path / name
        return Source(name=printable(path.name), path=path)

    def _first_bytes(self, name: str, count: int, *, is_whole: bool) -> bytes:
        try:
            # A pipe would be waited for, a device never ends.
            if not stat.S_ISREG((self._path / name).stat().st_mode):
                raise IntakeError("It is not a file.")
            with (self._path / name).open("rb") as file:
                # A file may grow while it is read.
                content = file.read(count + 1)
        except FileNotFoundError as error:
            raise IntakeError("There is no such file.") from error
        except OSError as error:
            raise IntakeError(f"The file cannot be read: {error.strerror}.") from error
        except ValueError as error:
            raise IntakeError("There is no such file.") from error
        if is_whole and len(content) > count:
            raise too_large(count)
        return content[:count]


class Archive:
    """The files in a zip archive, unpacked one by one when they are read."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self._members = {
            info.filename: info for info in archive.infolist() if not info.is_dir() and not _is_hidden(info)
        }

    def walk(self) -> Walk:
        """Return the names of all files that are not hidden; locked ones are a problem."""
        locked = [info for info in self._members.values() if info.flag_bits & _ENCRYPTED]
        names = [info.filename for info in self._members.values() if not info.flag_bits & _ENCRYPTED]
        sentence = "The archive is locked by a password; unpack it and add what is in it."
        return Walk(_sorted(names), ((printable(str(self._path)), sentence),) if locked else ())

    def has(self, name: str) -> bool:
        """Tell whether there is a file of this name."""
        return name in self._members

    def read(self, name: str, largest: int = _LARGEST) -> bytes:
        """Return what is in a file.

        Raises:
            IntakeError: It cannot be unpacked, or is larger than so many bytes.
        """
        info = self._info(name)
        if info.file_size > largest:
            raise too_large(largest)
        check_members([info], info.compress_size)
        return read_member(self._archive, info, largest)

    def head(self, name: str) -> bytes:
        """Return the first ``HEAD`` bytes of a file.

        Raises:
            IntakeError: It cannot be unpacked.
        """
        return read_member(self._archive, self._info(name), HEAD)

    def source(self, name: str) -> Source:
        """Return a file as something to save."""
        shown = PurePosixPath(_readable(self._info(name))).name
        return Source(name=printable(shown), path=self._path, member=name)

    def _info(self, name: str) -> zipfile.ZipInfo:
        if name not in self._members:
            raise IntakeError("The archive has no such file any more.")
        return self._members[name]


@contextmanager
def open_zip(path: Path) -> Iterator[Archive]:
    """Open an archive of files, its table of contents checked.

    Raises:
        IntakeError: It is damaged, or made to do harm.
    """
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError("The file is damaged or incomplete.") from error
    with archive:
        check_members(archive.infolist(), path.stat().st_size)
        yield Archive(path, archive)


def too_large(largest: int) -> IntakeError:
    """Return the error that tells how large a file may be."""
    return IntakeError(f"The file is larger than {largest >> 20:,} MB, the most that this program reads.")


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename).parts
    return any(part.startswith(".") or part == "__MACOSX" for part in parts)


def _readable(info: zipfile.ZipInfo) -> str:
    """Return a member's name; many programs write UTF-8 and do not say so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _sorted(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: name.split("/")))
