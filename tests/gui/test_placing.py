"""The drawer and the article together: a real library, a real page view, a real drawer."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPointF, Qt
from PySide6.QtGui import QIcon
from pytestqt.qtbot import QtBot

from gui.reading import Mouse, Reading, long_text, right_of, write_pages
from reader_app.core.annotation import Annotation, Drawing, Kind, Status, Target, new_annotation
from reader_app.core.geometry import Point, Rect
from reader_app.gui.annotating import Annotating
from reader_app.gui.annotation_panel.drawer_card import DrawerCard
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.placing import Placing
from reader_app.gui.selection_bar import SelectionBar

Key = Qt.Key


class Desk:
    """A page view with the cards beside it and the drawer below them."""

    def __init__(self, reading: Reading, qtbot: QtBot) -> None:
        self._reading, self._qtbot = reading, qtbot
        self._owner = QObject()
        self.panel = AnnotationPanel(lambda _name: QIcon())
        qtbot.addWidget(self.panel)
        self.panel.resize(320, 600)
        self.panel.show()
        bar = SelectionBar(lambda _name: QIcon(), reading.view.viewport())
        self.annotating = Annotating(reading.session, reading.view, self.panel, bar, self._owner)
        self.placing = Placing(reading.session, reading.view, self.panel.drawer, self._owner)

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            self._qtbot.keyClick(self.panel.drawer.cards, key)
            self._reading.settle()

    def annotation(self, annotation_id: str) -> Annotation:
        found = self._reading.session.annotations.get(annotation_id)
        assert found is not None
        return found

    @property
    def chosen(self) -> str:
        return self.panel.drawer.cards.chosen_id


@pytest.fixture
def desk(reading: Reading, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(reading, qtbot)
    yield desk
    desk.panel.close()


def place_of(reading: Reading, words: str) -> tuple[Target, ...]:
    text = reading.session.text
    assert text is not None
    return text.describe(*reading.place(words))


def in_review(reading: Reading, quote: str, *places: str) -> Annotation:
    """Keep an annotation whose old words are gone, with places that come into question."""
    session = reading.session
    assert session.article is not None
    annotation = replace(
        new_annotation(session.article.id, (Target(0, 2, 9, quote),), note=f"About {quote}"),
        status=Status.REVIEW,
        suggestions=tuple(place_of(reading, words) for words in places),
    )
    session.annotations.add(annotation)
    reading.settle()
    return annotation


def test_annotation_in_review_has_no_mark_and_no_level_card(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    # The old offsets lie where the new text has the same words: still it is not sure.
    old = place_of(reading, "the river")
    made = in_review(reading, "the river", "the river")
    reading.library.annotations.put(replace(made, targets=old))
    reading.session.annotations.refresh()
    reading.settle()

    assert reading.session.anchors.first_quad(made.id) is None
    assert desk.panel.findChildren(type(desk.panel.active_card)) == []
    assert desk.panel.drawer.bar.text() == "1 to review"


def test_accept_with_enter_places_the_annotation_and_goes_on_to_the_next(
    reading: Reading, desk: Desk
) -> None:
    reading.open_text()
    first = in_review(reading, "the old river", "the river")
    second = in_review(reading, "a ferry", "The ferry")
    desk.panel.drawer.open()

    desk.press(Key.Key_Return)
    reading.settle()

    assert desk.annotation(first.id).status is Status.PLACED
    assert desk.annotation(first.id).quote == "the river"
    assert desk.annotation(first.id).note == "About the old river"
    assert reading.session.anchors.first_quad(first.id) is not None
    assert desk.chosen == second.id
    [stored] = [each for each in reading.stored() if each.id == first.id]
    assert (stored.status, stored.quote) == (Status.PLACED, "the river")


def test_accepting_is_undone_with_old_quote_and_suggestions(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    made = in_review(reading, "the old river", "the river", "The ferry")
    desk.panel.drawer.open()
    desk.press(Key.Key_Right, Key.Key_Return)
    accepted = desk.annotation(made.id).quote

    reading.session.annotations.undo_stack.undo()

    assert accepted == "The ferry"
    assert desk.annotation(made.id) == made


def test_place_that_is_looked_at_is_brought_into_sight_and_framed(reading: Reading, desk: Desk) -> None:
    reading.open_text(long_text())
    in_review(reading, "what was said", "Number002", "end002")
    view = reading.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    reading.settle()

    desk.panel.drawer.open()
    reading.settle()

    assert view.viewport().rect().contains(reading.area("Number002").center().toPoint())
    framed = view.grab().toImage()
    view.light.clear()
    assert framed != view.grab().toImage()


def test_all_with_one_suggestion_are_accepted_in_one_step(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    sure = [in_review(reading, "an old river", "the river"), in_review(reading, "one ferry", "The ferry")]
    unsure = in_review(reading, "cracks", "cracks in June", "the cracks")
    desk.panel.drawer.open()

    desk.panel.drawer.all_accepted.emit(tuple(each.id for each in sure))
    placed = [desk.annotation(each.id).status for each in (*sure, unsure)]
    reading.session.annotations.undo_stack.undo()

    assert placed == [Status.PLACED, Status.PLACED, Status.REVIEW]
    assert [desk.annotation(each.id).status for each in sure] == [Status.REVIEW, Status.REVIEW]


def test_selection_becomes_the_place_of_an_unplaced_annotation(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    made = in_review(reading, "gone for good")
    reading.session.annotations.keep_unplaced(made.id)
    desk.panel.drawer.open()
    desk.press(Key.Key_R)
    without_selection = desk.annotation(made.id).status

    reading.select("until spring")
    desk.press(Key.Key_R)
    reading.settle()

    assert without_selection is Status.UNPLACED
    assert desk.annotation(made.id).status is Status.PLACED
    assert desk.annotation(made.id).quote == "until spring"
    assert reading.session.selection is None
    assert desk.panel.drawer.isHidden()


def test_words_that_are_not_there_can_be_attached_again_and_that_undone(reading: Reading, desk: Desk) -> None:
    article = reading.save(b"A bridge\n\nIt is closed until spring, the town says.\n")
    gone = new_annotation(article.id, (Target(0, 3, 9, "words that nobody wrote"),))
    reading.library.annotations.put(gone)
    reading.open(article)
    reading.wait_until(lambda: not desk.panel.drawer.is_empty)
    desk.panel.drawer.open()

    reading.select("until spring")
    desk.press(Key.Key_R)
    attached = reading.stored()[0].quote
    reading.session.annotations.undo_stack.undo()

    assert attached == "until spring"
    assert reading.stored() == [gone]
    assert desk.annotation(gone.id).status is Status.UNPLACED


def test_delete_takes_the_chosen_one_away_and_chooses_the_one_in_its_place(
    reading: Reading, desk: Desk
) -> None:
    reading.open_text()
    made = [in_review(reading, f"gone {number}", "the river") for number in range(3)]
    desk.panel.drawer.open()
    desk.press(Key.Key_Down, Key.Key_Delete)

    assert reading.session.annotations.get(made[1].id) is None
    assert desk.chosen == made[2].id
    desk.press(Key.Key_Delete, Key.Key_Delete)
    assert desk.panel.drawer.isHidden()


def test_drawing_comes_to_the_page_of_the_selection(reading: Reading, desk: Desk, tmp_path: Path) -> None:
    article = reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    ink = Drawing(Rect(10, 20, 40, 50), ((Point(10, 20), Point(40, 50)),))
    lost = replace(
        new_annotation(article.id, (Target(3, 0, 0, "", "", "gone"),), kind=Kind.INK),
        drawing=ink,
        status=Status.UNPLACED,
    )
    reading.session.annotations.add(lost)
    reading.settle()
    desk.panel.drawer.open()

    reading.select("Page0 line02")
    desk.press(Key.Key_R)
    reading.settle()

    moved = desk.annotation(lost.id)
    found = reading.session.anchors.first_quad(lost.id)
    assert (moved.status, moved.targets[0].section, moved.targets[0].exact) == (Status.PLACED, 0, "")
    assert moved.drawing is not None
    assert (moved.drawing.area.width, moved.drawing.area.height) == (30, 30)
    assert moved.drawing.strokes[0][0] == Point(moved.drawing.area.x0, moved.drawing.area.y0)
    assert found is not None
    assert found[0] == 0


def test_choice_outlives_a_click_in_the_article(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    made = in_review(reading, "an old river", "the river")
    desk.panel.drawer.open()

    reading.view.mark_clicked.emit("")

    assert desk.chosen == made.id


def test_thousand_unplaced_annotations_are_rows_and_one_card(reading: Reading, desk: Desk) -> None:
    article = reading.open_text()
    many = [
        replace(
            new_annotation(article.id, (Target(0, n, n + 2, f"gone {n}"),), note="A note\n\nof two lines"),
            status=Status.UNPLACED,
        )
        for n in range(1000)
    ]
    reading.library.annotations.add_new(many)
    reading.session.annotations.refresh()
    reading.settle()

    desk.panel.drawer.open()
    desk.press(Key.Key_End, *[Key.Key_Down] * 20)

    assert desk.panel.drawer.bar.text() == "1000 unplaced"
    cards = desk.panel.drawer.cards.findChildren(DrawerCard)
    assert [card for card in cards if card.isVisible()] == [desk.panel.drawer.cards.card]
    assert desk.chosen


def knobs(reading: Reading) -> tuple[QPointF, QPointF]:
    """Return where the handles of the active mark stand in the viewport."""
    first, last = reading.view.ends._edges()
    return first.p1() - reading.view.offset, last.p1() - reading.view.offset


def quote(reading: Reading, annotation_id: str) -> str:
    annotation = reading.session.annotations.get(annotation_id)
    assert annotation is not None
    return annotation.quote


def test_dragged_handle_moves_the_end_of_the_mark(reading: Reading, desk: Desk, mouse: Mouse) -> None:
    reading.open_text()
    made = reading.mark("the river")
    reading.session.annotations.set_note(made.id, "Which one?")
    reading.settle()

    mouse.drag(knobs(reading)[1], right_of(reading.area("closed")), right_of(reading.area("until")))

    assert quote(reading, made.id) == "the river is closed until"
    assert reading.session.annotations.get(made.id).note == "Which one?"  # type: ignore[union-attr]
    reading.wait_until(lambda: reading.stored()[0].quote == "the river is closed until")
    reading.session.annotations.undo_stack.undo()
    assert quote(reading, made.id) == "the river"


def test_start_is_dragged_over_the_end_and_the_mark_is_never_empty(
    reading: Reading, desk: Desk, mouse: Mouse
) -> None:
    reading.open_text()
    made = reading.mark("the river")
    reading.settle()

    mouse.drag(knobs(reading)[0], knobs(reading)[1])
    at_the_other_end = quote(reading, made.id)
    mouse.drag(knobs(reading)[0], right_of(reading.area("closed until")))

    assert at_the_other_end == "the river"
    assert quote(reading, made.id) == "is closed until"


def test_escape_while_dragging_changes_nothing(
    reading: Reading, desk: Desk, mouse: Mouse, qtbot: QtBot
) -> None:
    reading.open_text()
    made = reading.mark("the river")
    reading.settle()
    mouse.press(knobs(reading)[1])
    mouse.move(right_of(reading.area("closed")))

    qtbot.keyClick(reading.view, Key.Key_Escape)
    mouse.release(right_of(reading.area("closed")))

    assert quote(reading, made.id) == "the river"
    assert reading.session.active_id == made.id


def test_keys_move_the_ends_by_a_character_in_one_step_to_undo(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    made = reading.mark("the river")

    for _ in range(2):
        desk.placing.step_end(is_start=False, forward=True)
    desk.placing.step_end(is_start=True, forward=True)

    assert quote(reading, made.id) == "he river is"
    reading.session.annotations.undo_stack.undo()
    assert quote(reading, made.id) == "the river"


def test_keys_leave_one_character_at_least(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    made = reading.mark("the")

    for _ in range(6):
        desk.placing.step_end(is_start=False, forward=False)

    assert quote(reading, made.id) == "t"


def test_end_goes_over_the_border_of_pages(reading: Reading, desk: Desk, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    made = reading.mark("words.")
    text = reading.session.text
    assert text is not None
    last = text.page(0)
    assert last is not None
    end = (0, last.end)
    desk.placing.move_ends(made.id, (0, last.end - 6), end)
    reading.settle()

    desk.placing.step_end(is_start=False, forward=True)
    reading.wait_until(lambda: text.page(1) is not None)
    desk.placing.step_end(is_start=False, forward=True)

    assert quote(reading, made.id).startswith("words. P")
    assert [target.section for target in desk.annotation(made.id).targets] == [0, 1]
    for _ in range(8):
        desk.placing.step_end(is_start=False, forward=False)
    assert [target.section for target in desk.annotation(made.id).targets] == [0]


def test_drawer_closes_with_its_article_and_leaves_the_next_one_alone(reading: Reading, desk: Desk) -> None:
    other = reading.open_text(long_text(), "long.txt")
    waiting = in_review(reading, "what was said", "end080")
    reading.wait_until(lambda: len(reading.stored()) == 1)
    reading.open_text()
    in_review(reading, "an old river", "the river")
    desk.panel.drawer.open()

    reading.open(other)

    assert desk.panel.drawer.isHidden()
    assert desk.panel.drawer.bar.text() == "1 to review"
    assert reading.session.active_id == ""
    assert reading.view.verticalScrollBar().value() == 0
    assert reading.session.annotations.get(waiting.id) is not None
