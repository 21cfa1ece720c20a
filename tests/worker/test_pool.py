"""Many jobs on several real children."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from reader_app.core.article import Form
from reader_app.errors import ChildDiedError, IntakeError, WorkerError
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker import jobs
from reader_app.worker.pool import End, JobPool
from worker.children import Deadly, Endless, is_alive


def save(folder: Path, name: str) -> jobs.SaveSource:
    return jobs.SaveSource(
        folder / "library", given(f"{name}\n\nSome words of {name}.".encode(), f"{name}.txt")
    )


def children_of(pool: JobPool) -> list[int]:
    return [runner._child.pid for runner in pool._runners if runner._child is not None]


def title(end: End) -> str:
    assert isinstance(end.result, jobs.SavedSource)
    return end.result.article.title


def test_every_job_ends_once_and_its_index_says_which_it_was(tmp_path: Path) -> None:
    names = [f"Tide{number}" for number in range(20)]

    ends = list(JobPool(2).run(save(tmp_path, name) for name in names))

    assert {end.index: title(end) for end in ends} == dict(enumerate(names))
    with open_library(tmp_path / "library") as library:
        assert len(library.articles.list()) == 20
        assert library.check() == []


def test_no_more_children_are_started_than_there_are_jobs(tmp_path: Path) -> None:
    pool = JobPool(8)
    seen: set[int] = set()
    for _ in pool.run([save(tmp_path, "Ebb"), save(tmp_path, "Flood")]):
        seen.update(children_of(pool))

    assert len(seen) <= 2
    assert not any(map(is_alive, seen))


def test_bad_jobs_cost_themselves_a_sentence_and_the_others_nothing(tmp_path: Path) -> None:
    stream = [
        Deadly(),
        save(tmp_path, "Ebb"),
        jobs.SaveSource(tmp_path / "library", given(b"", "empty.txt")),
        "no job",
        Deadly(),
        save(tmp_path, "Flood"),
    ]

    ends = {end.index: end for end in JobPool(2).run(stream)}

    assert [title(ends[index]) for index in (1, 5)] == ["Ebb", "Flood"]
    assert [type(ends[index].error) for index in (0, 2, 3, 4)] == [
        ChildDiedError,
        IntakeError,
        WorkerError,
        ChildDiedError,
    ]


def test_cancelling_keeps_what_is_done_takes_no_more_and_leaves_no_process(tmp_path: Path) -> None:
    taken: list[int] = []

    def stream() -> Iterator[object]:
        for number, job in enumerate([save(tmp_path, "Ebb"), Endless(), Endless(), save(tmp_path, "Flood")]):
            taken.append(number)
            yield job

    pool = JobPool(2)
    ends = pool.run(stream())
    first = next(ends)
    pids = children_of(pool)
    pool.cancel()
    rest = list(ends)

    assert (first.index, title(first), rest) == (0, "Ebb", [])
    assert 3 not in taken
    assert not any(map(is_alive, pids))


def test_leaving_in_the_middle_ends_the_children(tmp_path: Path) -> None:
    pool = JobPool(2)
    ends = pool.run([save(tmp_path, "Ebb"), Endless(), Endless()])
    next(ends)
    pids = children_of(pool)

    ends.close()

    assert pids
    assert not any(map(is_alive, pids))


def test_pool_does_one_run_after_the_other(tmp_path: Path) -> None:
    pool = JobPool(2)

    runs = [[title(end) for end in pool.run([save(tmp_path, name)])] for name in ("Ebb", "Flood")]

    assert runs == [["Ebb"], ["Flood"]]
    assert children_of(pool) == []


def test_fault_in_the_stream_of_jobs_is_raised_and_ends_the_children(tmp_path: Path) -> None:
    def stream() -> Iterator[object]:
        yield save(tmp_path, "Ebb")
        raise LookupError("a bug in the stream")

    pool = JobPool(2)

    with pytest.raises(LookupError, match="a bug in the stream"):
        list(pool.run(stream()))

    assert children_of(pool) == []


def test_child_that_is_killed_from_outside_costs_one_sentence_at_most(tmp_path: Path) -> None:
    names = [f"Tide{number}" for number in range(12)]
    pool = JobPool(2)
    ends = []
    for end in pool.run(save(tmp_path, name) for name in names):
        ends.append(end)
        if len(ends) == 3:
            os.kill(children_of(pool)[0], signal.SIGKILL)

    # A source that was being saved is tried once more, so that it may be there all the same.
    assert sorted(end.index for end in ends) == list(range(12))
    assert sum(end.error is not None for end in ends) <= 1


def test_progress_is_told_with_the_index_of_its_job(tmp_path: Path) -> None:
    seen: list[tuple[int, jobs.Progress]] = []
    lock = threading.Lock()

    def note(index: int, progress: jobs.Progress) -> None:
        with lock:
            seen.append((index, progress))

    list(JobPool(2).run([save(tmp_path, "Ebb"), save(tmp_path, "Flood")], note))

    assert {index for index, _ in seen} == {0, 1}
    assert all(0 < each.done <= each.total for _, each in seen)


SABOTAGE = """
from reader_app.core.article import Form
from reader_app.intake import intake

take_in = intake.take_in

def deadly(source, name, around=intake.ALONE):
    if around.form is Form.ARTICLE and b"deadly" in source:
        import os
        os.abort()
    return take_in(source, name, around)

intake.take_in = deadly
"""


def test_page_whose_article_kills_the_child_is_kept_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sabotage").mkdir()
    (tmp_path / "sabotage" / "sitecustomize.py").write_text(SABOTAGE)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path / "sabotage"), *sys.path])))
    page = b"<!doctype html><title>Tides</title><p>A deadly page, with words.</p>"
    sources = [given(page, "tides.html"), given(b"Some deadly notes.", "notes.txt")]

    ends = list(JobPool(1).run(jobs.SaveSource(tmp_path / "library", source) for source in sources))

    assert title(ends[0]) == "Tides"
    assert isinstance(ends[0].result, jobs.SavedSource)
    assert ends[0].result.article.form is Form.WHOLE_PAGE
    assert isinstance(ends[1].error, ChildDiedError)
