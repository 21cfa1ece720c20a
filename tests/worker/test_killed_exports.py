import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from reader_app.errors import WorkerError
from reader_app.export.options import ExportOptions, Format
from reader_app.worker.runner import JobRunner, run_job
from worker.killing import WAYS, is_old_or_whole, job_for, kill, rests, start, way_name

PATIENCE = 60.0
PDF = [options for options in WAYS if options.format is Format.PDF]


def killed(runner: JobRunner) -> None:
    os.kill(child_of(runner), signal.SIGKILL)


CASES = [
    *((options, 1, JobRunner.cancel) for options in WAYS),
    *((options, 2, JobRunner.cancel) for options in PDF),
    *((options, articles, killed) for options in PDF for articles in (1, 2)),
]
NAMES = [f"{way_name(options)} of {articles} {end.__name__}" for options, articles, end in CASES]


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    with JobRunner() as runner:
        yield runner


def child_of(runner: JobRunner) -> int:
    assert runner._child is not None
    return runner._child.pid


@pytest.mark.parametrize(("options", "articles", "end"), CASES, ids=NAMES)
def test_export_that_is_cut_off_while_it_writes_leaves_nothing_behind(
    tmp_path: Path, runner: JobRunner, options: ExportOptions, articles: int, end: Callable[[JobRunner], None]
) -> None:
    job = job_for(tmp_path, options, articles)
    has_ended = threading.Event()

    def cut_off() -> None:
        while not rests(job.output.parent) and not has_ended.is_set():
            time.sleep(0.0005)  # between two looks
        if not has_ended.is_set():
            end(runner)

    watcher = threading.Thread(target=cut_off)
    watcher.start()
    try:
        with suppress(WorkerError):
            runner.run(job)
    finally:
        has_ended.set()
        watcher.join()

    assert list(job.output.parent.iterdir()) == [job.output]
    assert is_old_or_whole(job)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its program")
@pytest.mark.parametrize("articles", [1, 2])
def test_next_export_clears_away_what_a_killed_program_left(tmp_path: Path, articles: int) -> None:
    job = job_for(tmp_path, ExportOptions(), articles)
    program = start(job)
    assert program.stdout is not None
    end = time.monotonic() + PATIENCE
    while not rests(job.output.parent) and program.poll() is None:
        assert time.monotonic() < end
        time.sleep(0.0005)  # between two looks

    kill(program, job.output.parent)

    assert is_old_or_whole(job)
    run_job(job)
    assert list(job.output.parent.iterdir()) == [job.output]
    assert is_old_or_whole(job)
