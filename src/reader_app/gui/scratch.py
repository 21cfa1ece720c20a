"""A folder for files that are looked at and thrown away.

What a killed program leaves there goes at the next start.
"""

import shutil
import tempfile
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

_LOCK = "in-use"


class ScratchFolder:
    """A folder of its own below a common one, locked as long as the program uses it.

    Attributes:
        path: Where the files go.
    """

    def __init__(self, common: Path) -> None:
        """Make the folder.

        Args:
            common: Where all such folders are.

        Raises:
            OSError: It cannot be made.
        """
        common.mkdir(parents=True, exist_ok=True)
        self.path = Path(tempfile.mkdtemp(dir=common))
        self._lock = QLockFile(str(self.path / _LOCK))
        self._lock.setStaleLockTime(0)  # only a process that is gone has left it behind
        self._lock.tryLock(0)

    def close(self) -> None:
        """Remove the folder with all that is in it."""
        self._lock.unlock()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep(common: Path) -> None:
    """Remove the folders that programs left which are gone; those in use stay."""
    with suppress(OSError):
        for folder in [path for path in common.iterdir() if path.is_dir() and not path.is_symlink()]:
            lock = QLockFile(str(folder / _LOCK))
            lock.setStaleLockTime(0)
            # One that is just being made has no lock yet, and is locked within the same moment.
            if (folder / _LOCK).exists() and lock.tryLock(0):
                lock.unlock()
                shutil.rmtree(folder, ignore_errors=True)
