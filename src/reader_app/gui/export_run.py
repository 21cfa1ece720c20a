"""Runs the jobs of one export beside the window, and leaves nothing unfinished behind."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reader_app.errors import ReaderError
from reader_app.export.item import ExportFile
from reader_app.export.report import ExportReport
from reader_app.gui.worker_bridge import BackgroundWork

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ExportOutcome:
    """What became of an export.

    Attributes:
        files: What was written, in the order of the jobs.
        failures: One sentence for each file that was not.
        unplaced: How many annotations have no place in what was written.
    """

    files: tuple[Path, ...]
    failures: tuple[str, ...]
    unplaced: int


class ExportRun(QObject):
    """One file after the other, each whole or not at all.

    Attributes:
        files: What is written by now.

    Signals:
        progressed: Steps that are done, and steps in all: of the only file, or the files of several.
        finished: Carries an ``ExportOutcome``.
    """

    progressed = Signal(int, int)
    finished = Signal(object)

    def __init__(self, jobs: Sequence[ExportFile], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.files: list[Path] = []
        self._failures: list[str] = []
        self._unplaced = 0
        self._work = BackgroundWork(jobs, self)
        if len(jobs) == 1:
            self._work.progressed.connect(self.progressed)
        self._work.job_done.connect(self._on_done)
        self._work.job_failed.connect(self._on_failed)
        self._work.finished.connect(self._on_finished)

    def start(self) -> None:
        """Start the first job."""
        self._work.start()

    def close(self) -> None:
        """End it now, and wait for that; what is written stays."""
        self._work.cancel()
        self._work.wait()

    def _on_done(self, index: int, report: ExportReport) -> None:
        self.files.append(self._jobs[index].output)
        self._unplaced += len(report.unplaced)
        self._count()

    def _on_failed(self, index: int, error: ReaderError) -> None:
        _log.warning("an export failed", exc_info=error)
        title = self._jobs[index].items[0].article.title
        self._failures.append(f"“{title}”: {error}" if len(self._jobs) > 1 else str(error))
        self._count()

    def _count(self) -> None:
        if len(self._jobs) > 1:
            self.progressed.emit(len(self.files) + len(self._failures), len(self._jobs))

    def _on_finished(self, was_cancelled: bool) -> None:
        if not was_cancelled:
            self.finished.emit(ExportOutcome(tuple(self.files), tuple(self._failures), self._unplaced))
