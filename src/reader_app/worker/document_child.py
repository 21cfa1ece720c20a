"""The window's document child: a queue by priority in front of it, and a new child when one fails.

Everything here runs in the owner's thread; what the child's reader thread hears is posted there.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from reader_app.errors import ChildDiedError, ChildTimeoutError, ReaderError, WorkerError
from reader_app.worker import jobs
from reader_app.worker.embedded_jobs import HideEmbedded
from reader_app.worker.messages import Answer, Crash, Request
from reader_app.worker.process import ChildProcess
from reader_app.worker.shared_samples import SLOTS, SharedSamples

_log = logging.getLogger(__name__)

Post = Callable[[Callable[[], None]], None]
Failed = Callable[[ReaderError], None]

# Seconds before a job counts as hung. Opening a long book is one call that cannot be interrupted.
_OPEN_LIMIT = 90.0
_JOB_LIMIT = 25.0
# As many as keep the child busy while an answer is on its way; the rest can still be reordered.
_IN_FLIGHT = 2
_ATTEMPTS = 2
# A child that ends this often with nothing to do is started again only when there is something to do.
_IDLE_DEATHS = 3


@dataclass(eq=False, slots=True)
class Ticket:
    """A job in the queue or in the child.

    Attributes:
        job: What to do.
        priority: Lower goes first.
        done: Gets the result.
        failed: Gets what went wrong.
        is_cancelled: Then neither is called.
        attempts: How often it was given to a child.
        sent_at: Monotonic seconds.
    """

    job: object
    priority: int
    done: Callable[[Any], None]
    failed: Failed
    is_cancelled: bool = False
    attempts: int = 0
    sent_at: float = 0.0
    slot: int = -1
    number: int = field(default=-1)


@dataclass(frozen=True, slots=True)
class Tile:
    """A rendered tile; its samples are lent only for the length of the call.

    Attributes:
        width: In pixels.
        height: In pixels.
        samples: RGB, 3 bytes a pixel, rows without padding.
    """

    width: int
    height: int
    samples: memoryview


class DocumentChild:
    """A child process that keeps one document open for the window.

    A child that dies or hangs is replaced and opens the document again; the job that it died of is
    tried once more and then fails, all others go on.
    """

    def __init__(self, post: Post, *, open_limit: float = _OPEN_LIMIT, job_limit: float = _JOB_LIMIT) -> None:
        """Start the child; returns at once.

        Args:
            post: Runs a function in the owner's thread, soon.
            open_limit: Seconds that opening and laying out may take.
            job_limit: Seconds that any other job may take.
        """
        self._post = post
        self._open_limit, self._job_limit = open_limit, job_limit
        self._restarted: Callable[[], None] = lambda: None
        self._samples = SharedSamples.create()
        self._free_slots = list(range(SLOTS))
        self._queue: list[Ticket] = []
        self._sent: dict[int, Ticket] = {}
        self._number = 0
        self._reopen: jobs.OpenDocument | None = None
        self._hidden: HideEmbedded | None = None
        self._is_closed = False
        self._idle_deaths = 0
        self._was_hung = False
        self._is_down = False
        self._child = self._start()

    @property
    def pid(self) -> int:
        """The child's process number."""
        return self._child.pid

    def on_restart(self, restarted: Callable[[], None]) -> None:
        """Say what is called after a child was replaced."""
        self._restarted = restarted

    def open(self, job: jobs.OpenDocument, done: Callable[[Any], None], failed: Failed) -> Ticket:
        """Open a document; what is open stays so until this one is, and what was asked about it goes then.

        Another document that was to be opened is not opened any more.
        """
        self._cancel_all(jobs.OpenDocument)

        def opened(layout: object) -> None:
            self._cancel_all()
            self._reopen, self._hidden = job, None
            done(layout)

        return self._enter(Ticket(job, -2, opened, failed))

    def lay_out(self, job: jobs.LayOut, done: Callable[[Any], None], failed: Failed) -> Ticket:
        """Lay the open document out anew; what was asked about the layout before is dropped then."""
        self._cancel_all(jobs.LayOut)

        def laid_out(layout: object) -> None:
            self._cancel_all(but=jobs.OpenDocument)
            if self._reopen is not None:
                self._reopen = replace(self._reopen, style=job.style)
            done(layout)

        return self._enter(Ticket(job, -1, laid_out, failed))

    def request(self, job: object, priority: int, done: Callable[[Any], None], failed: Failed) -> Ticket:
        """Put a job into the queue.

        Args:
            job: A job of ``worker.jobs`` about the open document.
            priority: Lower goes first; equal ones in the order asked for.
            done: Gets the result; for ``RenderTile`` a ``Tile``.
            failed: Gets what went wrong.
        """
        if isinstance(job, HideEmbedded):
            self._hidden = job
        return self._enter(Ticket(job, priority, done, failed))

    def cancel(self, ticket: Ticket) -> None:
        """Forget a job; if the child has it already its answer is thrown away."""
        ticket.is_cancelled = True
        if ticket in self._queue:
            self._queue.remove(ticket)

    def check(self) -> None:
        """End the child if it hangs; the owner calls this about once a second."""
        if not self._sent:
            return
        first = next(iter(self._sent.values()))
        is_opening = isinstance(first.job, (jobs.OpenDocument, jobs.LayOut, jobs.CountCharacters))
        if time.monotonic() - first.sent_at > (self._open_limit if is_opening else self._job_limit):
            _log.warning("the document child hangs in %s", type(first.job).__name__)
            self._was_hung = True
            self._child.kill()

    def close(self) -> None:
        """End the child and give the memory back."""
        self._is_closed = True
        self._child.kill()
        self._child.close()
        self._samples.close()

    def _start(self) -> ChildProcess:
        def on_message(message: object) -> None:
            self._post(lambda: self._take(child, message))

        def on_end() -> None:
            self._post(lambda: self._replace(child))

        child = ChildProcess(on_message, on_end, self._samples.path)
        return child

    def _enter(self, ticket: Ticket) -> Ticket:
        self._queue.append(ticket)
        if self._is_down and not self._is_closed:
            self._start_anew([], was_hung=False)
        self._send_next()
        return ticket

    def _cancel_all(self, kind: type = object, *, but: type | None = None) -> None:
        """Forget all jobs, or those of a kind."""
        for ticket in [*self._queue, *self._sent.values()]:
            if isinstance(ticket.job, kind) and not (but is not None and isinstance(ticket.job, but)):
                self.cancel(ticket)

    def _send_next(self) -> None:
        while self._queue and len(self._sent) < _IN_FLIGHT:
            ticket = min(self._queue, key=lambda each: each.priority)
            self._queue.remove(ticket)
            if isinstance(ticket.job, jobs.RenderTile):
                ticket.slot = self._free_slots.pop()
                ticket.job = replace(ticket.job, slot=ticket.slot)
            self._number += 1
            ticket.number, ticket.sent_at = self._number, time.monotonic()
            ticket.attempts += 1
            self._sent[self._number] = ticket
            self._child.send(Request(self._number, ticket.job))

    def _take(self, child: ChildProcess, message: object) -> None:
        if self._is_closed or child is not self._child:
            return
        if not isinstance(message, (Answer, Crash)) or message.number not in self._sent:
            return
        self._idle_deaths = 0
        ticket = self._sent.pop(message.number)
        for waiting in self._sent.values():
            waiting.sent_at = time.monotonic()  # its turn in the child begins only now
        try:
            if not ticket.is_cancelled:
                self._deliver(ticket, message)
        finally:
            self._give_slot_back(ticket)
            self._send_next()

    def _deliver(self, ticket: Ticket, message: Answer | Crash) -> None:
        if isinstance(message, Crash):
            _log.error("a job failed\n%s", message.traceback)
            ticket.failed(WorkerError("Something went wrong inside the program; the log says what."))
        elif message.error is not None:
            ticket.failed(message.error)
        elif isinstance(message.result, jobs.RenderedTile):
            tile = message.result
            size = tile.width * tile.height * 3
            with self._samples.slot(tile.slot) as slot, slot[:size] as samples:
                ticket.done(Tile(tile.width, tile.height, samples))
        else:
            ticket.done(message.result)

    def _give_slot_back(self, ticket: Ticket) -> None:
        if ticket.slot >= 0:
            self._free_slots.append(ticket.slot)
            ticket.slot = -1

    def _replace(self, child: ChildProcess) -> None:
        """Start a new child after one ended, and let the work go on."""
        if self._is_closed or child is not self._child:
            return
        child.close()
        was_hung, self._was_hung = self._was_hung, False
        unfinished = list(self._sent.values())
        self._sent.clear()
        for ticket in unfinished:
            self._give_slot_back(ticket)
        self._idle_deaths = 0 if unfinished else self._idle_deaths + 1
        if self._idle_deaths > _IDLE_DEATHS:
            _log.error("the document child ends again and again with nothing to do")
            self._is_down = True
            return
        self._start_anew(unfinished, was_hung=was_hung)

    def _start_anew(self, unfinished: list[Ticket], *, was_hung: bool) -> None:
        self._is_down = False
        self._child = self._start()
        self._queue_again(unfinished, was_hung=was_hung)
        self._restarted()
        self._send_next()

    def _queue_again(self, unfinished: list[Ticket], *, was_hung: bool) -> None:
        """Open the document again, then go on; only the first job in the child can have ended it."""
        culprit = unfinished[0] if unfinished else None
        for ticket in unfinished[1:]:
            ticket.attempts -= 1
        again = [ticket for ticket in unfinished if not ticket.is_cancelled]
        if culprit in again and culprit is not None and culprit.attempts >= _ATTEMPTS:
            again.remove(culprit)
            sentence = "took too long and was stopped" if was_hung else "made its reader process end"
            error = ChildTimeoutError if was_hung else ChildDiedError
            culprit.failed(error(f"The file is damaged: showing it {sentence}."))
        self._queue[:0] = again
        if self._reopen is not None and not any(ticket.job is self._reopen for ticket in again):
            self._queue.insert(0, Ticket(self._reopen, -3, lambda layout: None, self._on_reopen_failed))
            if self._hidden is not None:
                self._queue.insert(1, Ticket(self._hidden, -3, lambda hidden: None, lambda error: None))

    def _on_reopen_failed(self, error: ReaderError) -> None:
        _log.error("the document could not be opened again: %s", error)
        self._reopen = None
