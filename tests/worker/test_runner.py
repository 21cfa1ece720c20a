import os
import signal
import threading
from pathlib import Path

import pytest

from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.errors import ChildDiedError, ChildTimeoutError, IntakeError, JobCancelledError, WorkerError
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.report import ExportReport
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker import jobs
from reader_app.worker.runner import JobRunner, run_job
from worker.children import Deadly, Endless, is_alive


def save(folder: Path, text: str) -> jobs.SaveSource:
    return jobs.SaveSource(folder / "library", given(text.encode(), f"{text.split()[0]}.txt"))


def title(result: object) -> str:
    assert isinstance(result, jobs.SavedSource)
    return result.article.title


def child_of(runner: JobRunner) -> int:
    assert runner._child is not None
    return runner._child.pid


def test_one_child_does_many_jobs(tmp_path: Path) -> None:
    with JobRunner() as runner:
        titles = [title(runner.run(save(tmp_path, f"{name}\n\nSome words."))) for name in ("Ebb", "Flood")]
        pid = child_of(runner)

    assert titles == ["Ebb", "Flood"]
    assert not is_alive(pid)


def test_error_of_the_world_is_raised_and_the_child_kept(tmp_path: Path) -> None:
    with JobRunner() as runner:
        with pytest.raises(IntakeError):
            runner.run(jobs.SaveSource(tmp_path / "library", given(b"", "empty.txt")))
        pid = child_of(runner)

        assert title(runner.run(save(tmp_path, "Ebb\n\nSome words."))) == "Ebb"
        assert child_of(runner) == pid


def test_bug_is_logged_and_the_next_job_works(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with JobRunner() as runner:
        with pytest.raises(WorkerError, match="Something went wrong inside the program"):
            runner.run("no job")

        assert title(runner.run(save(tmp_path, "Ebb\n\nSome words."))) == "Ebb"
    assert "no such job: str" in caplog.text


def test_job_that_kills_its_child_fails_and_the_next_has_a_new_child(tmp_path: Path) -> None:
    with JobRunner() as runner:
        with pytest.raises(ChildDiedError, match="made its reader process end"):
            runner.run(Deadly())

        assert title(runner.run(save(tmp_path, "Ebb\n\nSome words."))) == "Ebb"


def test_child_that_ended_between_two_jobs_is_not_the_next_ones_fault(tmp_path: Path) -> None:
    with JobRunner() as runner:
        runner.run(save(tmp_path, "Ebb\n\nSome words."))
        os.kill(child_of(runner), signal.SIGKILL)
        assert runner._child is not None
        runner._child._reader.join()

        assert title(runner.run(save(tmp_path, "Flood\n\nSome words."))) == "Flood"


def test_job_that_hangs_is_stopped_and_the_next_works(tmp_path: Path) -> None:
    with JobRunner() as runner:
        with pytest.raises(ChildTimeoutError, match="took too long"):
            runner.run(Endless(), time_limit=0.3)

        assert title(runner.run(save(tmp_path, "Ebb\n\nSome words."))) == "Ebb"


def test_cancelled_job_stops_at_once_and_leaves_no_process() -> None:
    with JobRunner() as runner:
        timer = threading.Timer(0.3, runner.cancel)
        timer.start()
        with pytest.raises(JobCancelledError):
            runner.run(Endless())
        timer.join()

        assert runner._child is None


def test_cancelling_before_the_first_job_stops_that_job() -> None:
    with JobRunner() as runner:
        runner.cancel()

        with pytest.raises(JobCancelledError):
            runner.run(Endless())


def test_work_goes_on_after_a_cancelled_job(tmp_path: Path) -> None:
    with JobRunner() as runner:
        runner.cancel()
        with pytest.raises(JobCancelledError):
            runner.run(Endless())

        assert title(runner.run(save(tmp_path, "Ebb\n\nSome words."))) == "Ebb"


def test_export_reports_how_far_it_is(tmp_path: Path) -> None:
    saved = run_job(save(tmp_path, "Ebb\n\nSome words about the tides."))
    assert isinstance(saved, jobs.SavedSource)
    with open_library(tmp_path / "library") as library:
        source = library.files.path(library.articles.version(saved.article.version_id).reading_file)
    output = tmp_path / "out.pdf"
    seen: list[jobs.Progress] = []

    item = ExportItem(source=source, article=saved.article)
    job = ExportFile((item,), DEFAULT_LABELS, output, ExportOptions())
    report = run_job(job, progress=seen.append)

    assert isinstance(report, ExportReport)
    assert output.read_bytes().startswith(b"%PDF")
    assert all(0 <= each.done <= each.total for each in seen)


def test_indexing_in_a_child_makes_the_text_searchable(tmp_path: Path) -> None:
    with JobRunner() as runner:
        saved = runner.run(save(tmp_path, "Ebb\n\nThe moon pulls the water."))
        assert isinstance(saved, jobs.SavedSource)
        runner.run(jobs.IndexText(tmp_path / "library", saved.article.id))

    with open_library(tmp_path / "library") as library:
        assert [hit.article_id for hit in library.search("moon")] == [saved.article.id]
