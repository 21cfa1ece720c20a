"""Runs many jobs on several children at once, each on its own, and gives their ends as they come.

A child that dies or hangs is replaced; that costs its own job a sentence and no other anything.
"""

import os
import queue
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from reader_app.core.article import Form
from reader_app.errors import ChildDiedError, ChildTimeoutError, JobCancelledError, ReaderError
from reader_app.worker.care_jobs import CareJob
from reader_app.worker.jobs import ExpandSources, Progress, SaveSource, SaveVersion, ShowForm
from reader_app.worker.runner import EXPANSION_LIMIT, TIME_LIMIT, JobRunner

# Seconds without a word. A long file tells of each page it reads, so that only a hang is silent so long.
_SAVING_LIMIT = 20.0
# The network may be slow; a long download, a page with its pictures, has limits of its own that are shorter.
_FETCHING_LIMIT = 180.0
# A large library on a slow disk is copied or looked through without a word.
_CARE_LIMIT = 1800.0


@dataclass(frozen=True, slots=True)
class End:
    """How a job ended.

    Attributes:
        index: Which job it was, from 0, in the order they were given.
        result: What it answered; None if it failed.
        error: What went wrong; None if nothing did.
    """

    index: int
    result: object = None
    error: ReaderError | None = None


class JobPool:
    """Children that share a stream of jobs.

    Each belongs to a thread of its own, because Linux ends a child with the thread that started it; it
    is started when there is a job for it, and lives as long as there are more.
    """

    def __init__(self, children: int | None = None) -> None:
        """Make a pool.

        Args:
            children: How many at most; as many as there are processors if it is not said.
        """
        self._runners = [JobRunner() for _ in range(children or os.cpu_count() or 1)]
        self._lock = threading.Lock()
        self._is_cancelled = False

    def run(
        self, jobs: Iterable[object], progress: Callable[[int, Progress], None] | None = None
    ) -> Iterator[End]:
        """Run jobs and yield how each ended, in the order in which they end.

        Jobs are taken from ``jobs`` one by one, as children are free for them. After ``cancel`` only
        those are yielded that had ended by then, and nothing is taken any more.

        Args:
            jobs: Jobs of ``worker.jobs``.
            progress: Told of each report with its job's index, in a thread of its own.
        """
        ends: queue.SimpleQueue[End | BaseException | None] = queue.SimpleQueue()
        stream = enumerate(jobs)

        def work(runner: JobRunner) -> None:
            try:
                with runner:
                    while (numbered := self._next(stream)) is not None:
                        ends.put(_run(runner, *numbered, progress))
            except JobCancelledError:
                pass
            except BaseException as error:  # a bug: it is raised where somebody hears of it
                ends.put(error)
            finally:
                ends.put(None)

        threads = [
            threading.Thread(target=work, args=(runner,), name="job-pool", daemon=True)
            for runner in self._runners
        ]
        for thread in threads:
            thread.start()
        working = len(threads)
        try:
            while working:
                end = ends.get()
                if end is None:
                    working -= 1
                elif isinstance(end, End):
                    yield end
                else:
                    raise end
        finally:
            if working:  # left in the middle
                self.cancel()
            for thread in threads:
                thread.join()

    def cancel(self) -> None:
        """End the children and what they do; what is done stays done. May be called from any thread."""
        self._is_cancelled = True
        for runner in self._runners:
            runner.cancel()

    def _next(self, stream: Iterator[tuple[int, object]]) -> tuple[int, object] | None:
        with self._lock:
            return None if self._is_cancelled else next(stream, None)


def _run(runner: JobRunner, index: int, job: object, progress: Callable[[int, Progress], None] | None) -> End:
    def report(made: Progress) -> None:
        if progress is not None:
            progress(index, made)

    try:
        return End(index, runner.run(job, progress=report, time_limit=_seconds_for(job)))
    except JobCancelledError:
        raise
    except (ChildDiedError, ChildTimeoutError) as error:
        if isinstance(job, SaveSource) and job.form is Form.ARTICLE:
            return _save_whole(runner, index, job, error)
        return End(index, error=error)
    except ReaderError as error:
        return End(index, error=error)


def _save_whole(runner: JobRunner, index: int, job: SaveSource, before: ReaderError) -> End:
    """Save a page whole whose child died or hung in looking for the article: better that than nothing."""
    whole = replace(job, form=Form.WHOLE_PAGE)
    try:
        return End(index, runner.run(whole, time_limit=_seconds_for(whole)))
    except JobCancelledError:
        raise
    except ReaderError:
        return End(index, error=before)  # the first reason is the true one


def _seconds_for(job: object) -> float:
    if isinstance(job, SaveVersion):
        return _FETCHING_LIMIT  # a book is compared with its last version without a word
    if isinstance(job, SaveSource):
        return _FETCHING_LIMIT if job.source.is_fetched else _SAVING_LIMIT
    if isinstance(job, CareJob):
        return _CARE_LIMIT
    if isinstance(job, ExpandSources):
        return EXPANSION_LIMIT
    return _SAVING_LIMIT if isinstance(job, ShowForm) else TIME_LIMIT
