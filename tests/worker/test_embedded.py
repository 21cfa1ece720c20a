"""The annotations that stand in a PDF: read, left out of the picture, and brought to the library."""

from datetime import UTC, datetime
from pathlib import Path

from document.marked_pdfs import highlight, write_marked
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.embedded_jobs import Embedded, HideEmbedded, ImportAnnotations, ReadEmbedded
from reader_app.worker.importing import import_annotations
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source
from worker.children import Owner, tile, write_html

ARTICLE = "0" * 32
SAVED = datetime(2026, 1, 2, tzinfo=UTC)
YELLOW = highlight(more="/C[1 1 0]/NM(one)/T(Ada)/Contents(Look)/M(D:20240102030405Z)")
RED = highlight((40.0, 143.0, 125.0, 157.0), "/C[1 0 0]/NM(two)")


def read(owner: Owner) -> tuple[Annotation, ...]:
    """Read what stands in the open document, portion by portion."""
    found: list[Annotation] = []
    rest: int | None = 0
    while rest is not None:
        name = f"embedded {len(owner.results)}"
        owner.request(name, ReadEmbedded(ARTICLE, SAVED, DEFAULT_LABELS, first=rest))
        owner.wait_for([name])
        portion = owner.result(name)
        assert isinstance(portion, Embedded)
        assert portion.problems == ()
        found += portion.annotations
        rest = portion.rest
    return tuple(found)


def colors(owner: Owner) -> set[tuple[int, int, int]]:
    name = f"tile {len(owner.results)}"
    owner.request(name, tile(width=420, height=300))
    owner.wait_for([name])
    samples = bytes(owner.result(name).samples)
    return {(samples[at], samples[at + 1], samples[at + 2]) for at in range(0, len(samples), 3)}


def test_window_gets_the_annotations_of_the_open_document_on_their_words(
    owner: Owner, tmp_path: Path
) -> None:
    owner.open(write_marked(tmp_path / "marked.pdf", YELLOW))

    (annotation,) = read(owner)

    assert annotation.article_id == ARTICLE
    assert annotation.kind is Kind.HIGHLIGHT
    assert annotation.quote == "Before it comes a line."
    assert (annotation.note, annotation.author, annotation.color) == ("Look", "Ada", "#ffff00")


def test_hidden_annotation_is_not_drawn_and_all_else_is(owner: Owner, tmp_path: Path) -> None:
    owner.open(write_marked(tmp_path / "marked.pdf", YELLOW, RED))
    first, second = read(owner)
    both = colors(owner)

    owner.request("hide", HideEmbedded(frozenset((first.id,)), ARTICLE))
    only_red = colors(owner)
    owner.request("hide other", HideEmbedded(frozenset((second.id,)), ARTICLE))
    only_yellow = colors(owner)
    owner.request("show", HideEmbedded(frozenset(), ARTICLE))

    assert {(255, 255, 0), (255, 0, 0)} <= both
    assert (255, 0, 0) in only_red
    assert (255, 255, 0) not in only_red
    assert (255, 255, 0) in only_yellow
    assert (255, 0, 0) not in only_yellow
    assert (0, 0, 0) in only_red
    assert colors(owner) == both


def test_ids_are_the_same_after_the_page_was_shown(owner: Owner, tmp_path: Path) -> None:
    # It has no name and no appearance: MuPDF makes one, and another rectangle, when it shows the page.
    owner.open(write_marked(tmp_path / "marked.pdf", highlight(more="/C[1 1 0]")))
    (before,) = read(owner)

    colors(owner)

    assert [annotation.id for annotation in read(owner)] == [before.id]


def test_text_that_reflows_has_no_embedded_annotations(owner: Owner, tmp_path: Path) -> None:
    owner.open(write_html(tmp_path / "page.html"), "text/html")

    assert read(owner) == ()


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    pdf, folder = write_marked(tmp_path / "marked.pdf", YELLOW, RED), tmp_path / "library"
    article = save_source(SaveSource(folder, given(pdf.read_bytes(), "marked.pdf"))).article

    first = import_annotations(ImportAnnotations(folder, article.id, pdf))
    again = import_annotations(ImportAnnotations(folder, article.id, pdf))

    assert ([each.quote for each in first.added], first.known) == (
        ["Before it comes a line.", "And a last line."],
        0,
    )
    assert (again.added, again.known) == ((), 2)
    with open_library(folder) as library:
        assert library.annotations.of_article(article.id) == list(first.added)


def test_many_annotations_come_in_portions_that_lack_none(owner: Owner, tmp_path: Path) -> None:
    pdf = write_marked(tmp_path / "many.pdf", *(highlight(more=f"/NM(n{number})") for number in range(1500)))
    owner.open(pdf)

    found = read(owner)

    assert len({annotation.id for annotation in found}) == len(found) == 1500
