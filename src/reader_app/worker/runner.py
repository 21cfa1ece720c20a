"""Runs single jobs in a child and waits for them: for the command line, and for work in the background."""

import logging
import queue
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from reader_app.errors import ChildDiedError, ChildTimeoutError, JobCancelledError, WorkerError
from reader_app.export.item import ExportFile
from reader_app.export.saving import temporary_path
from reader_app.worker.jobs import Progress
from reader_app.worker.messages import Answer, Crash, Report, Request
from reader_app.worker.process import ChildProcess

_log = logging.getLogger(__name__)
TIME_LIMIT = 120.0
EXPANSION_LIMIT = 600.0  # a folder on a slow network is looked through without a word


class JobRunner:
    """A child that runs jobs one at a time; a context manager that ends it.

    The child is started with the first job, and anew when it died. All jobs are run by one thread, with
    which the child ends, too.
    """

    def __init__(self) -> None:
        self._messages: queue.SimpleQueue[object | None] = queue.SimpleQueue()
        self._child: ChildProcess | None = None
        self._number = 0
        self._is_cancelled = False

    def __enter__(self) -> "JobRunner":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def run(
        self,
        job: object,
        *,
        progress: Callable[[Progress], None] | None = None,
        time_limit: float = TIME_LIMIT,
    ) -> object:
        """Run a job and return its result.

        Args:
            job: A job of ``worker.jobs``.
            progress: Called in this thread with each report of the child.
            time_limit: Seconds without any message after which the child counts as hung.

        Raises:
            ReaderError: What the job raised.
            ChildDiedError: The child ended in the middle.
            ChildTimeoutError: The child hung and was ended.
            JobCancelledError: ``cancel`` was called.
        """
        child = self._running_child()
        if self._is_cancelled:
            child.kill()  # cancelled before there was a child to end
        self._number += 1
        child.send(Request(self._number, job))
        try:
            message = self._answer(job, progress, time_limit)
        except BaseException:  # also an interrupt from the keyboard
            self._drop_child()
            if isinstance(job, ExportFile):
                with suppress(OSError):
                    temporary_path(job.output, child.pid).unlink(missing_ok=True)
            raise
        if isinstance(message, Crash):
            _log.error("a job failed\n%s", message.traceback)
            raise WorkerError("Something went wrong inside the program; the log says what.")
        if message.error is not None:
            raise message.error
        return message.result

    def _answer(
        self, job: object, progress: Callable[[Progress], None] | None, time_limit: float
    ) -> Answer | Crash:
        """Wait for the answer to the present job."""
        while True:
            try:
                message = self._messages.get(timeout=time_limit)
            except queue.Empty:
                raise ChildTimeoutError("This took too long and was stopped.") from None
            if message is None:
                raise self._death(job)
            if isinstance(message, Report) and progress is not None:
                progress(message.progress)
            if isinstance(message, Answer | Crash) and message.number == self._number:
                return message

    def cancel(self) -> None:
        """Stop the present job, or the next if there is none, by ending its child.

        May be called from another thread.
        """
        self._is_cancelled = True
        child = self._child  # the other thread may let go of it just now
        if child is not None:
            child.kill()

    def close(self) -> None:
        """End the child."""
        if self._child is not None:
            self._child.close()
            self._child = None

    def _running_child(self) -> ChildProcess:
        if self._child is not None and not self._child.is_running:
            self._drop_child()  # it ended between two jobs, which is not the next one's fault
        if self._child is None:
            self._messages = queue.SimpleQueue()
            messages = self._messages
            self._child = ChildProcess(messages.put, lambda: messages.put(None))
        return self._child

    def _death(self, job: object) -> WorkerError:
        if self._is_cancelled:
            self._is_cancelled = False
            return JobCancelledError("Cancelled.")
        if isinstance(job, ExportFile):
            return ChildDiedError(
                "The export ended before it was done, perhaps for want of memory; try again."
            )
        return ChildDiedError("The file could not be read: it made its reader process end.")

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.close()
            self._child = None


def run_job(
    job: object,
    *,
    progress: Callable[[Progress], None] | None = None,
    time_limit: float = TIME_LIMIT,
) -> object:
    """Run one job in a child of its own; see ``JobRunner.run``."""
    with JobRunner() as runner:
        return runner.run(job, progress=progress, time_limit=time_limit)
