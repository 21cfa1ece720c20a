"""Memory that the window and its document child share, for the samples of tiles.

A file that is mapped by both, not ``multiprocessing.shared_memory``: that starts a process of its own
to track segments, and removes them when the child dies. On Linux the file has no name and lives in
memory, so nothing of it stays behind, even where the window is killed; elsewhere it is a temporary file.
"""

import mmap
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The largest tile: 1,024 by 1,024 pixels of 3 bytes.
TILE_SIDE = 1024
SLOT_BYTES = TILE_SIDE * TILE_SIDE * 3
SLOTS = 3


class SharedSamples:
    """A few slots of shared memory, each as large as the largest tile."""

    def __init__(self, path: Path, handle: int | None = None) -> None:
        """Map memory that another process made.

        Args:
            path: Its file.
            handle: Of the owner, which keeps a file without a name open; see ``create``.
        """
        self.path = path
        self._handle = handle
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), SLOTS * SLOT_BYTES)

    @classmethod
    def create(cls) -> "SharedSamples":
        """Make the memory; ``close`` removes it.

        Raises:
            OSError: No room for it.
        """
        handle, path = _new_file()
        os.ftruncate(handle, SLOTS * SLOT_BYTES)
        return cls(path, handle)

    @contextmanager
    def slot(self, index: int) -> Iterator[memoryview]:
        """Lend the memory of a slot."""
        with memoryview(self._map) as whole, whole[index * SLOT_BYTES : (index + 1) * SLOT_BYTES] as part:
            yield part

    def close(self) -> None:
        """Give the memory back."""
        self._map.close()
        if self._handle is None:
            return
        os.close(self._handle)
        self._handle = None
        if self.path.parent != _open_files():
            self.path.unlink(missing_ok=True)


def _new_file() -> tuple[int, Path]:
    """Return an open file, and the path under which a child can open it."""
    if sys.platform == "linux" and _open_files().is_dir():
        handle = os.memfd_create("reader-app-samples")
        return handle, _open_files() / str(handle)
    handle, name = tempfile.mkstemp(prefix="reader-app-")
    return handle, Path(name)


def _open_files() -> Path:
    return Path(f"/proc/{os.getpid()}/fd")
