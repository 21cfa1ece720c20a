"""The panel shows cards level with their passages, and moves between them."""

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from gui.annotation_panel.parts import cards, editor
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent
from reader_app.gui.annotation_panel.level_view import LevelView

MakeContent = Callable[..., CardContent]


def test_a_card_with_room_stands_level_with_its_passage(three: AnnotationPanel) -> None:
    assert cards(three)["a"].y() == 40


def test_cards_do_not_overlap(three: AnnotationPanel) -> None:
    for upper, lower in pairwise(cards(three).values()):
        assert upper.geometry().bottom() < lower.y()


def test_the_active_card_is_exactly_level(three: AnnotationPanel) -> None:
    three.set_active("c")

    assert cards(three)["c"].y() == 310
    assert cards(three)["b"].geometry().bottom() < 310


def test_cards_move_with_the_article(three: AnnotationPanel) -> None:
    before = {card_id: card.y() for card_id, card in cards(three).items()}

    three.set_scroll(25)

    assert {card_id: card.y() + 25 for card_id, card in cards(three).items()} == before


def test_a_card_without_a_passage_is_not_shown(panel: AnnotationPanel, content: MakeContent) -> None:
    panel.set_cards([content("a"), content("b")])
    panel.set_passages({"b": 10})

    assert list(cards(panel)) == ["b"]


def test_cards_of_two_columns_follow_the_height_of_their_passages(
    panel: AnnotationPanel, content: MakeContent
) -> None:
    panel.set_cards([content("left"), content("right")])
    panel.set_passages({"left": 400, "right": 20})

    assert list(cards(panel)) == ["right", "left"]


def test_only_cards_near_the_view_are_widgets(panel: AnnotationPanel, content: MakeContent) -> None:
    panel.set_cards([content(str(number)) for number in range(5000)])
    panel.set_passages({str(number): number * 100.0 for number in range(5000)})

    panel.set_scroll(100_000)

    shown = cards(panel)
    assert len(shown) < 30
    assert shown["1002"].y() == 200


def test_the_active_card_stays_when_it_is_scrolled_away(panel: AnnotationPanel, content: MakeContent) -> None:
    panel.set_cards([content(str(number)) for number in range(300)])
    panel.set_passages({str(number): number * 100.0 for number in range(300)})
    panel.edit_note("1")
    QTest.keyClicks(editor(panel), "!")

    panel.set_scroll(20_000)

    assert editor(panel).toPlainText() == "The note of 1!"
    assert cards(panel)["1"].y() == 100 - 20_000


def test_cards_measured_in_idle_time_end_where_cards_measured_at_once_would(
    qtbot: QtBot, panel: AnnotationPanel, content: MakeContent
) -> None:
    notes = ["", "short", "long " * 40, "two\nlines", "i" * 60]
    contents = [content(str(number), note=notes[number % 5]) for number in range(400)]
    passages = {str(number): number * 30.0 for number in range(400)}
    panel.set_cards(contents)
    panel.set_passages(passages)
    panel.set_scroll(6000)

    view = panel.findChild(LevelView)
    qtbot.waitUntil(lambda: view.is_measured)

    settled = {card_id: card.y() for card_id, card in cards(panel).items()}
    panel.set_cards([])
    panel.set_cards(contents)
    assert {card_id: card.y() for card_id, card in cards(panel).items()} == settled


def test_a_click_activates_and_tells(qtbot: QtBot, three: AnnotationPanel) -> None:
    with qtbot.waitSignal(three.activated) as told:
        QTest.mouseClick(cards(three)["b"], Qt.MouseButton.LeftButton, pos=QPoint(60, 12))

    assert told.args == ["b"]
    assert cards(three)["b"].is_active
    assert cards(three)["b"].y() == 300


def test_up_and_down_choose_the_neighbors(three: AnnotationPanel) -> None:
    told: list[str] = []
    three.activated.connect(told.append)
    three.set_active("b")
    card = three.active_card
    assert card is not None
    card.setFocus()

    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up)

    assert told == ["c", "b", "a"]
    assert three.active_card is not None
    assert three.active_card.hasFocus()


def test_down_in_a_panel_without_an_open_card_chooses_the_first_in_sight(three: AnnotationPanel) -> None:
    three.set_scroll(250)
    three.setFocus()

    QTest.keyClick(three, Qt.Key.Key_Down)

    assert three.active_card is not None
    assert three.active_card.content.id == "b"


def test_the_pointer_on_a_card_is_told_and_shown_the_other_way_round(
    qtbot: QtBot, three: AnnotationPanel
) -> None:
    with qtbot.waitSignal(three.hovered) as told:
        QTest.mouseMove(cards(three)["a"], QPoint(50, 20))
    three.set_hovered("c")

    assert told.args == ["a"]
    assert [card_id for card_id, card in cards(three).items() if card.is_hovered] == ["c"]


def test_the_wheel_scrolls_the_article(qtbot: QtBot, three: AnnotationPanel) -> None:
    card = cards(three)["a"]
    place = card.mapTo(card.window(), card.rect().center())

    with qtbot.waitSignal(three.scrolled) as told:
        QTest.wheelEvent(card.window().windowHandle(), QPointF(place), QPoint(0, -120))

    assert told.args[0] > 0


def test_an_empty_panel_says_how_to_begin(panel: AnnotationPanel, content: MakeContent) -> None:
    hint = next(each for each in panel.findChildren(QLabel) if "Select text" in each.text())
    is_shown_empty = hint.isVisible()

    panel.set_cards([content("a")])

    assert is_shown_empty
    assert not hint.isVisible()
