from collections.abc import Iterator
from pathlib import Path

import pytest

from reader_app.core.layout import DocumentLayout, ReadingStyle
from reader_app.core.page_text import PageText
from reader_app.errors import DamagedDocumentError, DocumentError
from reader_app.worker import jobs
from reader_app.worker.execution import Executor
from reader_app.worker.shared_samples import SharedSamples
from worker.children import tile


@pytest.fixture
def samples() -> Iterator[SharedSamples]:
    samples = SharedSamples.create()
    yield samples
    samples.close()


def run(executor: Executor, job: object) -> object:
    return executor.execute(job, lambda progress: None)


def opened(path: Path, media_type: str = "application/pdf") -> Executor:
    executor = Executor(None)
    run(executor, jobs.OpenDocument(path, media_type, ReadingStyle()))
    return executor


def test_jobs_about_a_document_need_an_open_one() -> None:
    for job in (jobs.ReadPage(0), jobs.LayOut(ReadingStyle()), jobs.CountCharacters()):
        with pytest.raises(DocumentError, match="No article is open"):
            run(Executor(None), job)


def test_unknown_job_is_a_bug() -> None:
    with pytest.raises(TypeError, match="no such job: int"):
        run(Executor(None), 1)


def test_tile_is_drawn_into_its_slot(pdf: Path, samples: SharedSamples) -> None:
    executor = Executor(samples)
    run(executor, jobs.OpenDocument(pdf, "application/pdf", ReadingStyle()))

    for slot in (2, 0):
        job = jobs.RenderTile(0, 1.0, 0, 0, 10, 30, tile().colors, slot)
        assert run(executor, job) == jobs.RenderedTile(10, 30, slot)

    with samples.slot(2) as drawn, samples.slot(0) as other, samples.slot(1) as untouched:
        assert bytes(drawn[:900]) == bytes(other[:900])
        assert (max(drawn[:3]) < 32, bytes(drawn[897:900])) == (True, b"\xff" * 3)
        assert bytes(untouched[:900]) == bytes(900)


def test_drawing_without_shared_memory_is_a_bug(pdf: Path) -> None:
    with pytest.raises(TypeError, match="no shared memory"):
        run(opened(pdf), tile())


def test_new_layout_changes_text_that_reflows_and_no_pdf(pdf: Path, html: Path) -> None:
    wide, narrow = ReadingStyle(), ReadingStyle(width=200.0)
    text, paper = opened(html, "text/html"), opened(pdf)

    assert run(text, jobs.LayOut(narrow)) != run(text, jobs.LayOut(wide))
    assert run(paper, jobs.LayOut(narrow)) == run(paper, jobs.LayOut(wide))


def test_pages_counted_and_pages_read_agree(html: Path) -> None:
    executor = opened(html, "text/html")

    layout = run(executor, jobs.LayOut(ReadingStyle(width=200.0, font_size=30.0)))
    starts = run(executor, jobs.CountCharacters())

    assert isinstance(layout, DocumentLayout)
    assert isinstance(starts, list)
    pages = [run(executor, jobs.ReadPage(number)) for number in range(len(layout.pages))]
    assert [page.start for page in pages if isinstance(page, PageText)] == starts


def test_file_that_cannot_be_opened_leaves_the_one_before_open(pdf: Path, tmp_path: Path) -> None:
    executor = opened(pdf)
    damaged = tmp_path / "damaged.pdf"
    damaged.write_bytes(b"nothing")

    with pytest.raises(DamagedDocumentError):
        run(executor, jobs.OpenDocument(damaged, "application/pdf", ReadingStyle()))

    assert isinstance(run(executor, jobs.ReadPage(2)), PageText)
