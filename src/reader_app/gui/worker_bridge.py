"""Brings what happens in child processes into the window's thread."""

import threading
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import Progress
from reader_app.worker.outbox import Outbox
from reader_app.worker.pool import JobPool

_CHECK_INTERVAL = 1000  # milliseconds between looks for a child that hangs


class Mailbox(QObject):
    """Runs functions in the thread that made it.

    Signals:
        posted: Carries a function, from any thread.
    """

    posted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        # Queued even within this thread: what is posted never runs in the middle of something else.
        self.posted.connect(self._on_posted, Qt.ConnectionType.QueuedConnection)

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

    def __init__(self, child: DocumentChild, outbox: Outbox, parent: QObject | None = None) -> None:
        """Take over a child that was started before the window.

        Args:
            child: Posts to ``outbox``.
            outbox: What it posts is run in this thread from now on.
            parent: Owner.
        """
        super().__init__(parent)
        self.child = child
        self._mailbox = Mailbox(self)
        child.on_restart(self.restarted.emit)
        outbox.connect(self._mailbox.post)
        self._timer = QTimer(self)
        self._timer.setInterval(_CHECK_INTERVAL)
        self._timer.timeout.connect(child.check)
        self._timer.start()

    def close(self) -> None:
        """End the child."""
        self._timer.stop()
        self.child.close()


class BackgroundWork(QObject):
    """Jobs done in children of their own, beside the window; in their order where there is one child.

    Signals:
        progressed: Steps of a job done, and steps in all.
        job_done: Carries the index of a job and its result.
        job_failed: Carries the index of a job and the error that the world caused.
        finished: All jobs are done, or the rest was cancelled; carries whether it was.
    """

    progressed = Signal(int, int)
    job_done = Signal(int, object)
    job_failed = Signal(int, object)
    finished = Signal(bool)

    def __init__(self, jobs: Sequence[object], parent: QObject | None = None, *, children: int = 1) -> None:
        super().__init__(parent)
        self._jobs = list(jobs)
        self._pool = JobPool(children)
        self._is_cancelled = False
        self._mailbox = Mailbox(self)
        self._thread = threading.Thread(target=self._run, name="background-work", daemon=True)

    def start(self) -> None:
        """Start the first jobs."""
        self._thread.start()

    def cancel(self) -> None:
        """End the children and forget the jobs that are not done; ``finished`` follows."""
        self._is_cancelled = True
        self._pool.cancel()

    def wait(self) -> None:
        """Wait until the children are gone; for the end of the program, after ``cancel``."""
        self._thread.join()

    def _run(self) -> None:
        post = self._mailbox.post

        def report(index: int, progress: Progress) -> None:
            del index
            post(lambda: self.progressed.emit(progress.done, progress.total))

        try:
            for end in self._pool.run(self._jobs, report):
                if end.error is not None:
                    post(partial(self.job_failed.emit, end.index, end.error))
                else:
                    post(partial(self.job_done.emit, end.index, end.result))
        finally:  # after a bug too, or what waits for the end would wait for ever
            post(lambda: self.finished.emit(self._is_cancelled))
