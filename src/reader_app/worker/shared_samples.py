"""Memory that the window and its document child share, for the samples of tiles.

A file that is mapped by both, not ``multiprocessing.shared_memory``: that starts a process of its own
to track segments, and removes them when the child dies. The window makes the file; on systems that
have memory for files (/dev/shm) it never touches a disk.
"""

import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# The largest tile: 1,024 by 1,024 pixels of 3 bytes.
TILE_SIDE = 1024
SLOT_BYTES = TILE_SIDE * TILE_SIDE * 3
SLOTS = 3
_MEMORY_FILES = Path("/dev/shm")


class SharedSamples:
    """A few slots of shared memory, each as large as the largest tile."""

    def __init__(self, path: Path, *, is_owner: bool = False) -> None:
        self.path = path
        self._is_owner = is_owner
        with path.open("r+b") as file:
            self._map = mmap.mmap(file.fileno(), SLOTS * SLOT_BYTES)

    @classmethod
    def create(cls) -> "SharedSamples":
        """Make the memory; ``close`` removes it.

        Raises:
            OSError: No room for it.
        """
        folder = _MEMORY_FILES if os.access(_MEMORY_FILES, os.W_OK) else None
        handle, name = tempfile.mkstemp(prefix="reader-app-", dir=folder)
        try:
            os.ftruncate(handle, SLOTS * SLOT_BYTES)
        finally:
            os.close(handle)
        return cls(Path(name), is_owner=True)

    @contextmanager
    def slot(self, index: int) -> Iterator[memoryview]:
        """Lend the memory of a slot."""
        with memoryview(self._map) as whole, whole[index * SLOT_BYTES : (index + 1) * SLOT_BYTES] as part:
            yield part

    def close(self) -> None:
        """Give the memory back."""
        self._map.close()
        if self._is_owner:
            self.path.unlink(missing_ok=True)
