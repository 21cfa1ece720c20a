"""Looks for new files in a watched folder, and remembers those that were taken. Knows no window.

A look may take long, on a share that hangs even for ever, so it is made for a thread of its own.
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SeenFile:
    """A file as it was at a look; one that is still being written differs at the next.

    Attributes:
        path: Absolute.
        size: Bytes.
        modified: Nanoseconds, as the file system has it.
    """

    path: str
    size: int
    modified: int


class TakenFiles:
    """The files of watched folders that were taken, on the disk as a JSON list a line.

    What is lost of it costs a second look at files that are found to be saved already.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files: set[SeenFile] | None = None

    def __contains__(self, file: SeenFile) -> bool:
        return file in self._loaded()

    def add(self, files: Iterable[SeenFile]) -> None:
        """Remember files.

        Raises:
            OSError: They cannot be kept, and are remembered until the program ends.
        """
        new = [file for file in files if file not in self._loaded()]
        self._loaded().update(new)
        with self._path.open("a", encoding="ascii") as lines:
            lines.writelines(f"{json.dumps(astuple(file))}\n" for file in new)

    def _loaded(self) -> set[SeenFile]:
        if self._files is None:
            self._files = set(self._stored())
        return self._files

    def _stored(self) -> Iterator[SeenFile]:
        try:
            lines = self._path.read_text(encoding="ascii", errors="replace").splitlines()
        except OSError:
            return
        for line in lines:
            try:
                path, size, modified = json.loads(line)
                yield SeenFile(str(path), int(size), int(modified))
            except (ValueError, TypeError):
                continue  # cut off when the program was killed


def new_files(folder: Path, suffixes: frozenset[str], taken: TakenFiles) -> list[SeenFile]:
    """Return the files in a folder, at any depth, that were not taken as they are now, sorted by path.

    Args:
        folder: To look into; hidden files and folders in it are left out, and those that a browser lays
            beside a page it saves.
        suffixes: In lower case, with their dots: those of files that can be read.
        taken: Those that are known.

    Raises:
        OSError: The folder is not there, or cannot be read.
    """
    from reader_app.intake.saved_pages import without_page_folders  # late: what it builds on is slow to load

    os.scandir(folder).close()  # os.walk says nothing of a folder that is not there
    files = {Path(file.path).relative_to(folder).as_posix(): file for file in _files(folder, suffixes)}
    found = (files[name] for name in without_page_folders(tuple(files)))
    return sorted((file for file in found if file.size and file not in taken), key=lambda file: file.path)


def _files(folder: Path, suffixes: frozenset[str]) -> Iterator[SeenFile]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if name.startswith(".") or os.path.splitext(name)[1].lower() not in suffixes:  # noqa: PTH122
                continue
            path = os.path.join(parent, name)  # noqa: PTH118  a Path for each of 10,000 files is slow
            try:
                status = os.stat(path)  # noqa: PTH116
            except OSError:
                continue  # gone between two calls
            yield SeenFile(path, status.st_size, status.st_mtime_ns)
