"""Watches a folder for files that appear in it, and hands each over once when it is written to its end."""

import logging
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from reader_app.gui.folder_look import SeenFile, TakenFiles, new_files
from reader_app.gui.worker_bridge import Mailbox

_log = logging.getLogger(__name__)

LOOK_INTERVAL = 60_000
"""Milliseconds between two looks where the system reports no change: it reports none on some shares."""

STEADY_FOR = 2_000
"""Milliseconds that a file has to stay as it is before it counts as written to its end."""


class WatchedFolder(QObject):
    """One folder, or none.

    Signals:
        arrived: There are new files; carries their paths, ``tuple[str, ...]``. No more are reported until
            ``release`` is called.
        vanished: The folder cannot be read; said once, until it is back.
    """

    arrived = Signal(object)
    vanished = Signal()

    def __init__(
        self, taken: TakenFiles, suffixes: Callable[[], frozenset[str]], parent: QObject | None = None
    ) -> None:
        """Watch nothing yet.

        Args:
            taken: Those that were taken before.
            suffixes: Gives those of files that can be read; called in another thread.
            parent: Owner.
        """
        super().__init__(parent)
        self._taken, self._suffixes = taken, suffixes
        self._folder: Path | None = None
        self._steady: dict[SeenFile, float] = {}  # since when each has been as it is
        self._held: tuple[SeenFile, ...] = ()
        self._is_looking = self._is_gone = self._was_changed = False
        self._mailbox = Mailbox(self)
        self._system = QFileSystemWatcher(self)
        self._system.directoryChanged.connect(self.look)
        self._regular = QTimer(self, interval=LOOK_INTERVAL)
        self._regular.timeout.connect(self.look)
        self._again = QTimer(self, singleShot=True, interval=STEADY_FOR)
        self._again.timeout.connect(self.look)

    def watch(self, folder: Path | None) -> None:
        """Watch a folder from now on, and what is in it already; None for no folder."""
        if self._system.directories():
            self._system.removePaths(self._system.directories())
        self._folder = folder
        self._steady.clear()
        self._is_gone = False
        self._again.stop()
        if folder is None:
            self._regular.stop()
        else:
            self._regular.start()
            self.look()

    def look(self) -> None:
        """Look for new files, in a thread; at most one looks at a time."""
        if self._folder is None or self._held:
            return
        if self._is_looking:
            self._was_changed = True
            return
        self._is_looking, self._was_changed = True, False
        # A daemon: a share that hangs keeps nobody from closing the window.
        threading.Thread(target=self._look, args=(self._folder,), name="folder-look", daemon=True).start()

    def release(self, *, are_taken: bool) -> None:
        """Go on after ``arrived``.

        Args:
            are_taken: Whether the files are remembered; else they are reported again at the next look.
        """
        held, self._held = self._held, ()
        if are_taken:
            try:
                self._taken.add(held)
            except OSError:
                _log.warning("cannot remember which files of the folder were taken", exc_info=True)
            self.look()

    def _look(self, folder: Path) -> None:
        try:
            files = new_files(folder, self._suffixes(), self._taken)
        except OSError:
            self._mailbox.post(partial(self._on_unreadable, folder))
        else:
            self._mailbox.post(partial(self._on_looked, folder, files))

    def _on_unreadable(self, folder: Path) -> None:
        self._is_looking = False
        if folder != self._folder:
            self.look()
        elif not self._is_gone:
            self._is_gone = True
            self.vanished.emit()

    def _on_looked(self, folder: Path, files: list[SeenFile]) -> None:
        self._is_looking = False
        if folder != self._folder:
            self.look()
            return
        self._is_gone = False
        if str(folder) not in self._system.directories():
            self._system.addPath(str(folder))  # the system forgets one that was away
        now = monotonic()
        self._steady = {file: self._steady.get(file, now) for file in files}
        written = tuple(file for file, since in self._steady.items() if (now - since) * 1000 >= STEADY_FOR)
        if len(written) < len(files):
            self._again.start()
        elif self._was_changed:
            self.look()
        if written:
            for file in written:
                del self._steady[file]
            self._held = written
            self.arrived.emit(tuple(file.path for file in written))
