"""The bar beside the selection offers what can be done with it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import DEFAULT_LABELS, Label
from reader_app.gui.controls import PanelColors
from reader_app.gui.selection_bar import SelectionBar

PAGE = QRect(0, 0, 600, 400)


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[SelectionBar]:
    """A bar in a window, beside a selection with room all around."""
    window = QWidget()
    window.resize(PAGE.size())
    qtbot.addWidget(window)
    bar = SelectionBar(lambda _name: QIcon(), window)
    bar.set_labels(DEFAULT_LABELS)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    bar.show_at(QRect(250, 200, 100, 20), PAGE)
    yield bar
    window.close()


def button(bar: SelectionBar, name: str) -> QAbstractButton:
    return next(each for each in bar.findChildren(QAbstractButton) if each.accessibleName() == name)


def test_the_bar_stands_above_the_middle_of_the_selection(bar: SelectionBar) -> None:
    assert bar.geometry().bottom() <= 205
    assert abs(bar.geometry().center().x() - 300) <= 1


@pytest.mark.parametrize(
    "selection",
    [
        QRect(0, 0, 10, 10),
        QRect(590, 0, 10, 10),
        QRect(0, 390, 10, 10),
        QRect(590, 390, 10, 10),
        QRect(0, 0, 600, 400),
        QRect(-500, -500, 2000, 2000),
    ],
)
def test_the_bar_is_never_outside(bar: SelectionBar, selection: QRect) -> None:
    bar.show_at(selection, PAGE)

    assert PAGE.contains(bar.geometry())


def test_the_bar_stands_below_a_selection_at_the_upper_edge(bar: SelectionBar) -> None:
    bar.show_at(QRect(250, 5, 100, 20), PAGE)

    assert bar.y() > 15


def test_a_swatch_marks_with_its_label(qtbot: QtBot, bar: SelectionBar) -> None:
    with qtbot.waitSignal(bar.marked) as told:
        QTest.mouseClick(button(bar, "Evidence"), Qt.MouseButton.LeftButton)

    assert told.args == ["evidence"]


@pytest.mark.parametrize(
    ("name", "signal"), [("Underline", "underlined"), ("Note", "note_requested"), ("Copy", "copied")]
)
def test_each_button_tells_what_it_is_for(qtbot: QtBot, bar: SelectionBar, name: str, signal: str) -> None:
    with qtbot.waitSignal(getattr(bar, signal)):
        QTest.mouseClick(button(bar, name), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("entry", "signal"), [("Strike out", "struck_out"), ("Copy with citation", "copied_with_citation")]
)
def test_more_offers_what_has_no_button(qtbot: QtBot, bar: SelectionBar, entry: str, signal: str) -> None:
    QTest.mouseClick(button(bar, "More"), Qt.MouseButton.LeftButton)
    menu = bar.findChild(QMenu)
    [action] = [each for each in menu.actions() if each.text() == entry]

    with qtbot.waitSignal(getattr(bar, signal)):
        action.trigger()
    menu.close()


def test_a_label_beyond_the_fifth_stands_in_the_menu(qtbot: QtBot, bar: SelectionBar) -> None:
    bar.set_labels([*DEFAULT_LABELS, Label("idea", "Idea", "#ff00ff", 5)])
    QTest.mouseClick(button(bar, "More"), Qt.MouseButton.LeftButton)
    menu = bar.findChild(QMenu)

    with qtbot.waitSignal(bar.marked) as told:
        menu.actions()[0].trigger()
    menu.close()

    assert told.args == ["idea"]


def test_tooltips_name_the_keys(bar: SelectionBar) -> None:
    shown = [each.toolTip() for each in sorted(bar.findChildren(QAbstractButton), key=QWidget.x)]

    assert shown == [
        "Key point (1)",
        "Claim to check (2)",
        "Evidence (3)",
        "Question (4)",
        "Quotation (5)",
        "Underline (U)",
        "Note (N)",
        "Copy (Ctrl+C)",
        "More",
    ]


def test_tab_arrows_and_space_reach_all_buttons(qtbot: QtBot, bar: SelectionBar) -> None:
    button(bar, "Key point").setFocus()

    QTest.keyClick(button(bar, "Key point"), Qt.Key.Key_Tab)
    is_second = button(bar, "Claim to check").hasFocus()
    QTest.keyClick(button(bar, "Claim to check"), Qt.Key.Key_Left)
    QTest.keyClick(button(bar, "Key point"), Qt.Key.Key_Left)
    is_last = button(bar, "More").hasFocus()
    QTest.keyClick(button(bar, "More"), Qt.Key.Key_Left)

    assert is_second
    assert is_last
    with qtbot.waitSignal(bar.copied):
        QTest.keyClick(button(bar, "Copy"), Qt.Key.Key_Space)


def test_showing_the_bar_leaves_the_focus_where_it_is(bar: SelectionBar) -> None:
    assert not any(each.hasFocus() for each in bar.findChildren(QWidget))


def test_escape_closes_the_bar(qtbot: QtBot, bar: SelectionBar) -> None:
    button(bar, "Copy").setFocus()

    with qtbot.waitSignal(bar.closed):
        QTest.keyClick(button(bar, "Copy"), Qt.Key.Key_Escape)

    assert not bar.isVisible()


@pytest.mark.parametrize("ground", ["#ffffff", "#faf4e6", "#26292d"])
def test_the_bar_has_the_ground_of_the_theme(bar: SelectionBar, ground: str) -> None:
    bar.set_colors(PanelColors(card=ground))

    image = bar.grab().toImage()
    assert image.pixelColor(image.width() // 2 - 8, 9).name() == ground
