"""Brings what happens in child processes into the window's thread."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.errors import ReaderError
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import Progress
from reader_app.worker.runner import JobRunner

_CHECK_INTERVAL = 1000  # milliseconds between looks for a child that hangs


class Mailbox(QObject):
    """Runs functions in the thread that made it.

    Signals:
        posted: Carries a function, from any thread.
    """

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.posted.connect(self._on_posted)

    def post(self, function: Callable[[], None]) -> None:
        """Run a function soon; may be called from any thread."""
        try:
            self.posted.emit(function)
        except RuntimeError:
            # The window is gone, and this object with it: nobody waits for the answer.
            return

    def _on_posted(self, function: Callable[[], None]) -> None:
        function()


class DocumentBridge(QObject):
    """Owns the document child for the life of the window.

    Signals:
        restarted: The child had to be replaced; the document is being opened again.
    """

    restarted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mailbox = Mailbox(self)
        self.child = DocumentChild(self._mailbox.post, self.restarted.emit)
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_INTERVAL)
        self._timer.timeout.connect(self.child.check)
        self._timer.start()

    def close(self) -> None:
        """End the child."""
        self._timer.stop()
        self.child.close()


class BackgroundJob(QObject):
    """One job in a child of its own, beside the window.

    Signals:
        progressed: Steps done, and steps in all.
        finished: Carries the job's result.
        failed: Carries the error that the world caused, ``JobCancelledError`` among them.
    """

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, job: object, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self._runner = JobRunner()
        self._mailbox = Mailbox(self)
        self._thread = threading.Thread(target=self._run, name="background-job", daemon=True)

    def start(self) -> None:
        """Start the job."""
        self._thread.start()

    def cancel(self) -> None:
        """End the job's child; ``failed`` follows."""
        self._runner.cancel()

    def _run(self) -> None:
        def report(progress: Progress) -> None:
            self._mailbox.post(lambda: self.progressed.emit(progress.done, progress.total))

        try:
            with self._runner as runner:
                result = runner.run(self._job, progress=report)
        except ReaderError as error:
            failure = error
            self._mailbox.post(lambda: self.failed.emit(failure))
        else:
            self._mailbox.post(lambda: self.finished.emit(result))
