"""Adds what appears in the watched folder, quietly: nothing is opened, a line says what came."""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader_app.gui.adding import Adding
from reader_app.gui.adding_report import AddingReport, Fate
from reader_app.gui.folder_look import TakenFiles
from reader_app.gui.settings import WATCHED_FOLDER, Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.watched_folder import WatchedFolder
from reader_app.gui.wish import Wish

_START_AFTER = 1500  # milliseconds: reading comes first
_SAID_FOR = 8000
_TAKEN_FILE = "watched-files.jsonl"


class Watching(QObject):
    """Joins the watched folder with the library and the window.

    Attributes:
        adding: What comes from the folder.

    Signals:
        status_changed: Carries a line for the status bar, and for how many milliseconds.
        problem_found: Something the reader should know; carries one sentence.
        reported: There is more to say than a line; carries the ``AddingReport``.
    """

    status_changed = Signal(str, int)
    problem_found = Signal(str)
    reported = Signal(object)

    def __init__(self, shelf: Shelf, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self.adding = Adding(shelf.library.folder, self)
        shelf.follow(self.adding)
        self._settings, self._window = settings, window
        self._folder = WatchedFolder(TakenFiles(shelf.library.folder / _TAKEN_FILE), _readable, self)
        self._folder.arrived.connect(lambda paths: self.adding.add(Wish(names=paths)))
        self._folder.vanished.connect(self._on_vanished)
        self.adding.finished.connect(self._on_finished)
        if settings.get(WATCHED_FOLDER):
            QTimer.singleShot(_START_AFTER, self, self._start)

    def choose(self) -> None:
        """Let the reader say which folder is watched."""
        from reader_app.gui.watch_dialog import WatchDialog  # late: seldom wanted

        dialog = WatchDialog(self._settings.get(WATCHED_FOLDER), self._window)
        dialog.chosen.connect(self.watch)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def watch(self, folder: str) -> None:
        """Watch a folder from now on, "" for none, and remember it."""
        self._settings.set(WATCHED_FOLDER, folder)
        self._settings.save()
        self._start()

    def close(self) -> None:
        """Watch no more."""
        self._folder.watch(None)

    def _start(self) -> None:
        folder = self._settings.get(WATCHED_FOLDER)
        self._folder.watch(Path(folder) if folder else None)

    def _on_vanished(self) -> None:
        self.problem_found.emit(
            self.tr(
                "The watched folder {folder} cannot be read; it is watched again when it is back."
            ).format(folder=self._settings.get(WATCHED_FOLDER))
        )

    def _on_finished(self, report: AddingReport) -> None:
        # What was not tried comes again the next time the program runs.
        self._folder.release(are_taken=not report.left_out)
        added = report.having(Fate.ADDED)
        if len(added) == 1 and added[0].article is not None:
            self._say(self.tr("Added from the watched folder: {what}").format(what=added[0].article.title))
        elif added:
            what = self.tr("{count} articles").format(count=f"{len(added):,}")
            self._say(self.tr("Added from the watched folder: {what}").format(what=what))
        if report.having(Fate.FAILED) or report.having(Fate.CHANGED):
            self.reported.emit(report)

    def _say(self, line: str) -> None:
        self.status_changed.emit(line, _SAID_FOR)


def _readable() -> frozenset[str]:
    """Return the suffixes of files that can be read."""
    from reader_app.intake.detect import SUFFIXES  # late: what it builds on is slow to load

    return frozenset(suffix for suffixes in SUFFIXES.values() for suffix in suffixes)
