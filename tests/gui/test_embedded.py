"""What stands in a PDF, in the window: shown, imported, taken back."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtGui import QColor

from gui.reading import Mouse, Reading
from reader_app.core.annotation import Annotation, Kind, Status
from reader_app.worker.embedded_jobs import Embedded

LINE = "Page{page} line{line:02d} has a few words."


@pytest.fixture
def marked_pdf(tmp_path: Path) -> Path:
    """Two pages with marks of another program: a highlight, a square and, on the second, a note."""
    path = tmp_path / "marked.pdf"
    with pymupdf.open() as pdf:
        for number in range(2):
            page = pdf.new_page(width=300, height=400)
            for line in range(12):
                page.insert_text((30, 50 + 28 * line), LINE.format(page=number, line=line))
        first, second = pdf[0], pdf[1]
        highlight = first.add_highlight_annot(first.search_for("line02 has a few"))
        highlight.set_colors(stroke=(1, 0, 0))
        highlight.set_info(title="Anna", content="Who says so?")
        highlight.update()
        square = first.add_rect_annot(pymupdf.Rect(150, 240, 280, 300))
        square.set_colors(stroke=(0, 0, 1))
        square.update()
        note = second.add_text_annot((200, 100), "A note beside the text")
        note.set_info(title="Ben")
        note.update()
        pdf.save(path)
    return path


@pytest.fixture
def embedded(reading: Reading, marked_pdf: Path) -> Callable[[], list[Annotation]]:
    reading.open_pdf(marked_pdf)
    reading.wait_until(lambda: len(reading.session.embedded.shown()) == 3)
    reading.settle()
    return reading.session.embedded.shown


def color_at(reading: Reading, x: float, y: float) -> QColor:
    """Return the color of a point of the first page, in points."""
    from reader_app.core.geometry import Point

    view = reading.view
    at = view.stack.to_surface(0, Point(x, y)) - view.offset
    return view.viewport().grab().toImage().pixelColor(at.toPoint())


def quad_center(reading: Reading, annotation: Annotation) -> tuple[float, float]:
    found = reading.session.anchors.first_quad(annotation.id)
    assert found is not None
    box = found[1].bounds
    return (box.x0 + box.width / 2, box.y0 + 0.75)  # above the letters


def test_annotations_of_other_programs_are_shown_in_place(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    highlight = next(each for each in embedded() if each.kind is Kind.HIGHLIGHT)

    assert [each.kind for each in embedded()] == [Kind.HIGHLIGHT, Kind.RECTANGLE, Kind.NOTE]
    assert (highlight.author, highlight.note, highlight.quote) == (
        "Anna",
        "Who says so?",
        "line02 has a few",
    )
    assert set(reading.view.travel.passage_tops()) == {each.id for each in embedded()}
    assert reading.stored() == []


def test_click_on_what_the_page_draws_activates_its_card(
    reading: Reading, mouse: Mouse, embedded: Callable[[], list[Annotation]]
) -> None:
    clicked: list[str] = []
    reading.view.mark_clicked.connect(clicked.append)

    mouse.click(reading.area("line02 has a few").center())

    assert clicked == [embedded()[0].id]


def test_square_is_hit_at_its_edge_and_not_within(
    reading: Reading, mouse: Mouse, embedded: Callable[[], list[Annotation]]
) -> None:
    square = embedded()[1]
    found = reading.session.anchors.first_quad(square.id)
    assert found is not None
    area = reading.view.stack.bounds(0, [found[1]]).translated(-reading.view.offset)
    clicked: list[str] = []
    reading.view.mark_clicked.connect(clicked.append)

    for at in (area.center(), (area.topLeft() + area.topRight()) / 2):
        mouse.click(at)

    assert clicked == ["", square.id]


def test_imported_annotations_are_drawn_from_the_library_and_the_page_leaves_them_out(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    highlight = embedded()[0]
    at = quad_center(reading, highlight)
    before = color_at(reading, *at)

    reading.session.embedded.import_all()
    reading.wait_until(lambda: not embedded())
    reading.session.annotations.set_label(highlight.id, "evidence")
    reading.wait_until(lambda: color_at(reading, *at).green() > 150)

    assert before.red() > 200
    assert before.green() < 80
    assert {each.id for each in reading.stored()} == {
        each.id for each in reading.session.annotations.in_order()
    }
    assert len(reading.stored()) == 3
    assert not reading.session.embedded.is_drawn(highlight.id)


def test_import_is_undone_in_one_step_and_the_page_shows_them_again(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    found = embedded()
    reading.session.embedded.import_all()
    reading.wait_until(lambda: not embedded())

    reading.session.annotations.undo_stack.undo()
    reading.wait_until(lambda: embedded() == found)

    assert reading.stored() == []
    assert reading.session.embedded.is_drawn(found[0].id)
    reading.session.annotations.undo_stack.redo()
    reading.wait_until(lambda: not embedded())
    assert len(reading.stored()) == 3


def test_one_is_imported_and_the_others_stay(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    first, *others = embedded()

    reading.session.embedded.import_one(first.id)
    reading.wait_until(lambda: embedded() == others)

    assert [each.id for each in reading.stored()] == [first.id]


def test_deleted_one_stays_away_when_the_article_is_opened_again(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    first, *others = embedded()
    article = reading.session.article
    assert article is not None
    reading.session.embedded.import_one(first.id)
    reading.wait_until(lambda: [each.id for each in reading.stored()] == [first.id])
    reading.session.annotations.remove(first.id)
    reading.wait_until(lambda: reading.stored() == [])
    assert embedded() == others

    reading.open(reading.save(b"Another article\n\nwith words.\n", "other.txt"))
    assert embedded() == []
    reading.open(article)
    reading.wait_until(lambda: [each.id for each in embedded()] == [each.id for each in others])

    assert not reading.session.embedded.is_drawn(first.id)


def test_what_is_put_aside_has_no_card_and_stays_on_the_page(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    first = embedded()[0]

    reading.session.embedded.put_aside()

    assert embedded() == []
    assert reading.view.travel.passage_tops() == {}
    assert reading.session.embedded.is_drawn(first.id)


def test_child_that_is_replaced_leaves_out_what_is_imported(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    highlight = embedded()[0]
    at = quad_center(reading, highlight)
    reading.session.embedded.import_all()
    reading.wait_until(lambda: not embedded())
    reading.session.annotations.set_label(highlight.id, "evidence")
    reading.settle()

    child = reading.child.pid
    reading.child._child.kill()
    reading.wait_until(lambda: reading.child.pid != child)
    reading.view.tiles.renew()
    reading.view.viewport().update()
    reading.settle()
    reading.wait_until(lambda: color_at(reading, *at).green() > 150)

    assert color_at(reading, *at).green() > color_at(reading, *at).red()


def test_text_that_reflows_has_none(reading: Reading) -> None:
    reading.open_text()
    reading.settle()

    assert reading.session.embedded.shown() == []


def test_imported_ones_stay_left_out_while_the_file_is_read_portion_by_portion(
    reading: Reading, embedded: Callable[[], list[Annotation]]
) -> None:
    marks, article, found = reading.session.embedded, reading.session.article, embedded()
    assert article is not None
    marks.import_all()
    reading.wait_until(lambda: len(reading.stored()) == 3)
    left_out: list[frozenset[str]] = []

    def take_a_portion() -> None:
        marks._take_found(article, Embedded((found[0],), (), 1))
        left_out.append(marks._hidden)

    reading.session.opened.connect(take_a_portion)
    reading.open(article)
    reading.wait_until(lambda: marks._found.keys() == {each.id for each in found})

    assert left_out == [frozenset(each.id for each in found)]
    assert marks._hidden == left_out[0]
    assert embedded() == []


def test_every_annotated_pdf_of_the_corpus_is_shown_in_place_and_imported(
    reading: Reading, corpus: Path
) -> None:
    for path in sorted((corpus / "pdf" / "annotated").glob("*.pdf")):
        reading.open_pdf(path)
        marks = reading.session.embedded
        reading.wait_until(lambda: bool(marks.shown()))  # noqa: B023 - waited for within the turn
        reading.settle()
        shown = {each.id for each in marks.shown()}

        reading.wait_until(lambda: reading.view.travel.passage_tops().keys() == shown)  # noqa: B023
        marks.import_all()
        reading.wait_until(lambda: not marks.shown())  # noqa: B023
        reading.settle()

        own = reading.session.annotations.in_order()
        assert {each.id for each in own} == shown, path.name
        assert {each.status for each in own} == {Status.PLACED}, path.name
    assert reading.failures == []


def test_what_was_imported_and_deleted_for_good_does_not_come_back(
    reading: Reading, marked_pdf: Path, embedded: Callable[[], list[Annotation]]
) -> None:
    highlight, *others = embedded()
    reading.session.embedded.import_one(highlight.id)
    reading.session.annotations.remove(highlight.id)
    reading.library.trash.empty()

    reading.open_pdf(marked_pdf)
    reading.wait_until(lambda: len(embedded()) == len(others))
    reading.settle()

    assert [each.id for each in embedded()] == [each.id for each in others]
    assert not reading.session.embedded.is_drawn(highlight.id)
