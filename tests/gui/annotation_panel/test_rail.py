"""In a narrow window the cards become dots that open on click."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader_app.gui.annotation_panel import AnnotationPanel, CardContent
from reader_app.gui.annotation_panel.note_editor import NoteEditor
from reader_app.gui.annotation_panel.popup import CardPopup
from reader_app.gui.annotation_panel.rail import SLOT, Rail, dots_of

MakeContent = Callable[..., CardContent]


@pytest.fixture
def rail(panel: AnnotationPanel, content: MakeContent) -> Rail:
    """The rail of a narrow panel with dots at 50 (a), 300 (b, c) and 580 (d)."""
    panel.setGeometry(672, 0, 28, 600)
    panel.set_cards([content("a"), content("b"), content("c"), content("d")])
    panel.set_passages({"a": 50, "b": 300, "c": 304, "d": 580})
    found = panel.findChild(Rail)
    assert isinstance(found, Rail)
    return found


def popups(window: QWidget) -> list[CardPopup]:
    return [popup for popup in window.findChildren(CardPopup) if popup.isVisible()]


def click(rail: Rail, card_id: str) -> None:
    center = rail.center(card_id)
    assert center is not None
    QTest.mouseClick(rail, Qt.MouseButton.LeftButton, pos=center)


def test_passages_apart_have_dots_of_their_own_level_with_them() -> None:
    dots = dots_of([("a", 10.0), ("b", 100.0)])

    assert [(dot.ids, dot.top) for dot in dots] == [(("a",), 10.0), (("b",), 100.0)]


def test_coinciding_passages_share_a_dot() -> None:
    assert [dot.ids for dot in dots_of([("a", 10.0), ("b", 12.0), ("c", 60.0)])] == [("a", "b"), ("c",)]


def test_dots_never_overlap() -> None:
    dots = dots_of([(str(number), number * 7.0) for number in range(100)])

    assert all(lower.top - upper.top >= SLOT - 1e-6 for upper, lower in pairwise(dots))


def test_a_narrow_panel_is_a_rail_and_a_wide_one_shows_cards(panel: AnnotationPanel) -> None:
    was_rail = panel.is_rail

    panel.resize(120, 600)
    is_rail = panel.is_rail
    panel.resize(240, 600)

    assert (was_rail, is_rail, panel.is_rail) == (False, True, False)


def test_the_window_may_ask_for_a_rail(panel: AnnotationPanel) -> None:
    panel.set_rail(True)

    assert panel.is_rail
    assert panel.sizeHint().width() == 28
    assert panel.minimumSizeHint().width() <= 28


def test_a_click_on_a_dot_opens_its_card_left_of_the_rail(
    qtbot: QtBot, window: QWidget, panel: AnnotationPanel, rail: Rail
) -> None:
    with qtbot.waitSignal(panel.activated) as told:
        click(rail, "a")

    (popup,) = popups(window)
    assert told.args == ["a"]
    assert popup.card.content.id == "a"
    assert popup.geometry().right() < panel.x()
    assert window.rect().contains(popup.geometry())


def test_a_card_near_the_lower_edge_stays_in_the_window(window: QWidget, rail: Rail) -> None:
    click(rail, "d")

    assert window.rect().contains(popups(window)[0].geometry())


def test_a_dot_of_several_asks_which(window: QWidget, rail: Rail) -> None:
    click(rail, "b")

    menu = rail.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Claim to check: “The quote of b”",
        "Claim to check: “The quote of c”",
    ]
    menu.actions()[1].trigger()
    menu.close()
    assert popups(window)[0].card.content.id == "c"


def test_escape_closes_the_card_and_returns_to_the_rail(window: QWidget, rail: Rail) -> None:
    click(rail, "a")

    QTest.keyClick(popups(window)[0].card, Qt.Key.Key_Escape)

    assert popups(window) == []
    assert rail.hasFocus()


def test_a_second_click_on_the_dot_closes_the_card(window: QWidget, rail: Rail) -> None:
    click(rail, "a")
    click(rail, "a")

    assert popups(window) == []


def test_a_note_is_written_in_the_popup(window: QWidget, panel: AnnotationPanel, rail: Rail) -> None:
    told: list[tuple[str, str]] = []
    panel.note_changed.connect(lambda card_id, text: told.append((card_id, text)))
    panel.edit_note("a")

    editor = popups(window)[0].findChild(NoteEditor)
    QTest.keyClicks(editor, "!")
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    is_open_after_one = bool(popups(window))
    QTest.keyClick(popups(window)[0].card, Qt.Key.Key_Escape)

    assert told == [("a", "The note of a!")]
    assert is_open_after_one
    assert popups(window) == []


def test_the_card_follows_its_dot(window: QWidget, panel: AnnotationPanel, rail: Rail) -> None:
    click(rail, "d")
    before = popups(window)[0].y()

    panel.set_scroll(300)

    assert popups(window)[0].y() < before


def test_a_card_whose_annotation_is_gone_closes(
    window: QWidget, panel: AnnotationPanel, rail: Rail, content: MakeContent
) -> None:
    click(rail, "a")

    panel.set_cards([content("b")])

    assert popups(window) == []


def test_keys_choose_and_open(window: QWidget, panel: AnnotationPanel, rail: Rail) -> None:
    told: list[str] = []
    panel.activated.connect(told.append)
    rail.setFocus()

    QTest.keyClick(rail, Qt.Key.Key_Down)
    QTest.keyClick(rail, Qt.Key.Key_Down)
    QTest.keyClick(rail, Qt.Key.Key_Return)

    assert told[:2] == ["a", "b"]
    assert popups(window)[0].card.content.id == "b"


def test_the_pointer_on_a_dot_is_told(qtbot: QtBot, panel: AnnotationPanel, rail: Rail) -> None:
    with qtbot.waitSignal(panel.hovered) as told:
        QTest.mouseMove(rail, rail.center("a") or QPoint())

    assert told.args == ["a"]


def test_a_coinciding_dot_shows_a_count(rail: Rail, panel: AnnotationPanel) -> None:
    single, several = rail.center("a"), rail.center("b")
    assert single is not None
    assert several is not None
    image = rail.grab().toImage()

    def is_colored(center: QPoint, distance: int) -> bool:
        return image.pixelColor(center.x() - distance, center.y()).saturation() > 40

    assert is_colored(several, 6)
    assert not is_colored(single, 6)


def test_cards_come_back_with_the_active_one_open(panel: AnnotationPanel, rail: Rail) -> None:
    panel.set_active("b")

    panel.resize(320, 600)

    assert panel.active_card is not None
    assert panel.active_card.y() == 300


def test_the_card_closes_with_the_panel(window: QWidget, panel: AnnotationPanel, rail: Rail) -> None:
    click(rail, "a")

    panel.hide()

    assert popups(window) == []
