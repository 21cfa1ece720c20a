"""Brings what happens in child processes into the window's thread."""

import queue
import threading
from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from reader_app.errors import JobCancelledError, ReaderError
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import Progress
from reader_app.worker.outbox import Outbox
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
    """Jobs done in children of their own, beside the window.

    Signals:
        progressed: Steps of the present job done, and steps in all.
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
        self._queue: queue.SimpleQueue[tuple[int, object]] = queue.SimpleQueue()
        for item in enumerate(jobs):
            self._queue.put(item)
        self._runners = [JobRunner() for _ in range(max(min(children, len(jobs)), 1))]
        self._is_cancelled = False
        self._mailbox = Mailbox(self)
        self._threads = [
            threading.Thread(target=self._serve, args=(runner,), name="background-work", daemon=True)
            for runner in self._runners
        ]
        self._thread = threading.Thread(target=self._run, name="background-work", daemon=True)

    def start(self) -> None:
        """Start the first job."""
        self._thread.start()

    def cancel(self) -> None:
        """End the present jobs' children and forget the jobs after them; ``finished`` follows."""
        self._is_cancelled = True
        for runner in self._runners:
            runner.cancel()

    def wait(self) -> None:
        """Wait until the children are gone; for the end of the program, after ``cancel``."""
        self._thread.join()

    def _run(self) -> None:
        for thread in self._threads:
            thread.start()
        for thread in self._threads:
            thread.join()
        self._mailbox.post(lambda: self.finished.emit(self._is_cancelled))

    def _serve(self, runner: JobRunner) -> None:
        post = self._mailbox.post

        def report(progress: Progress) -> None:
            post(lambda: self.progressed.emit(progress.done, progress.total))

        with runner:
            while not self._is_cancelled:
                try:
                    index, job = self._queue.get_nowait()
                except queue.Empty:
                    break
                try:
                    result = runner.run(job, progress=report)
                except JobCancelledError:
                    break
                except ReaderError as error:
                    post(partial(self.job_failed.emit, index, error))
                else:
                    post(partial(self.job_done.emit, index, result))
