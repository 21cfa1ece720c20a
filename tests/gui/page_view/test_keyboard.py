from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.reading import Mouse, Reading, left_of, long_text, write_pages
from reader_app.core.annotation import Kind
from reader_app.gui.marking import mark_selection

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier


class Keys:
    """A keyboard on a page view."""

    def __init__(self, reading: Reading, qtbot: QtBot) -> None:
        self._reading, self._qtbot = reading, qtbot

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
        for _ in range(times):
            self._qtbot.keyClick(self._reading.view, key, modifiers)

    @property
    def selected(self) -> str:
        return self._reading.session.selected_text()


@pytest.fixture
def keys(reading: Reading, qtbot: QtBot) -> Keys:
    return Keys(reading, qtbot)


def test_shift_and_arrows_select_from_the_last_click(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text()
    mouse.click(left_of(reading.area("bridge over")))

    keys.press(Qt.Key.Key_Right, SHIFT, times=6)
    assert keys.selected == "bridge"
    keys.press(Qt.Key.Key_Left, SHIFT, times=2)
    assert keys.selected == "brid"
    keys.press(Qt.Key.Key_Left, SHIFT, times=4)

    assert keys.selected == ""


def test_selecting_goes_on_after_a_mark_and_not_over_it_again(
    reading: Reading, mouse: Mouse, keys: Keys
) -> None:
    reading.open_text()
    mouse.click(left_of(reading.area("bridge over")))

    keys.press(Qt.Key.Key_Right, SHIFT, times=6)
    mark_selection(reading.session, Kind.HIGHLIGHT, "claim")
    keys.press(Qt.Key.Key_Right, SHIFT, times=4)

    assert keys.selected == "over"


def test_keys_move_the_end_where_the_mouse_let_go(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text()

    mouse.drag(left_of(reading.area("river")), left_of(reading.area("bridge over")))
    keys.press(Qt.Key.Key_Right, SHIFT, times=6)

    assert keys.selected == "over the"


def test_shift_and_control_take_words_and_paragraphs(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text()
    mouse.click(left_of(reading.area("The bridge over")))

    keys.press(Qt.Key.Key_Right, SHIFT | CONTROL, times=3)
    assert keys.selected in ("The bridge over", "The bridge over the")
    keys.press(Qt.Key.Key_Down, SHIFT | CONTROL)

    assert keys.selected == "The bridge over the river is closed until spring, the town says."


def test_shift_with_home_and_end_takes_the_line(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text(long_text(10))
    mouse.click(left_of(reading.area("this paragraph")))

    keys.press(Qt.Key.Key_End, SHIFT)
    to_end = keys.selected
    keys.press(Qt.Key.Key_Home, SHIFT)

    assert to_end.startswith("this paragraph, which")
    assert keys.selected == "Number000 begins"


def test_selection_by_keys_begins_in_the_first_line_seen(reading: Reading, keys: Keys) -> None:
    reading.open_text(long_text())
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    reading.settle()

    keys.press(Qt.Key.Key_Right, SHIFT, times=4)

    assert reading.first_line().startswith("".join(keys.selected.split()))


def test_selection_by_keys_tells_that_it_was_made(reading: Reading, keys: Keys, qtbot: QtBot) -> None:
    reading.open_text()

    with qtbot.waitSignal(reading.view.selection_made):
        keys.press(Qt.Key.Key_Right, SHIFT | CONTROL)

    assert keys.selected


def test_shown_caret_is_moved_by_arrows_and_painted(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text()
    mouse.click(left_of(reading.area("bridge over")))
    without = reading.view.viewport().grab().toImage()

    reading.view.keyboard.show_caret(True)
    with_caret = reading.view.viewport().grab().toImage()
    keys.press(Qt.Key.Key_Right, times=3)
    before = reading.view.keyboard.caret
    keys.press(Qt.Key.Key_Right, SHIFT, times=3)

    assert with_caret != without
    (section, start), _ = reading.place("bridge over")
    assert before == (section, start + 3)
    assert keys.selected == "dge"


def test_hidden_caret_lets_arrows_scroll(reading: Reading, keys: Keys) -> None:
    reading.open_text(long_text())
    bar = reading.view.verticalScrollBar()

    keys.press(Qt.Key.Key_Down)
    reading.settle()
    assert bar.value() == 60
    keys.press(Qt.Key.Key_Up)
    reading.settle()

    assert bar.value() == 0
    assert reading.session.selection is None


def test_page_space_home_and_end_scroll(reading: Reading, keys: Keys) -> None:
    reading.open_text(long_text())
    bar, page = reading.view.verticalScrollBar(), reading.view.viewport().height() - 60

    values = []
    for key, modifiers in (
        (Qt.Key.Key_PageDown, NONE),
        (Qt.Key.Key_Space, NONE),
        (Qt.Key.Key_Space, SHIFT),
        (Qt.Key.Key_End, NONE),
        (Qt.Key.Key_Home, NONE),
    ):
        keys.press(key, modifiers)
        reading.settle()
        values.append(bar.value())

    assert values == [page, 2 * page, page, bar.maximum(), 0]


def test_keys_pressed_quickly_add_up(reading: Reading, keys: Keys) -> None:
    reading.open_text(long_text())

    keys.press(Qt.Key.Key_Down, times=5)
    reading.settle()

    assert reading.view.verticalScrollBar().value() == 300


def test_escape_ends_the_selection_and_leaves_the_active_mark(reading: Reading, keys: Keys) -> None:
    reading.open_text()
    reading.mark("the river")
    reading.select("closed until")

    keys.press(Qt.Key.Key_Escape)

    assert reading.session.selection is None
    assert reading.session.active_id == ""


def test_caret_walks_through_all_pages_and_is_always_seen(
    reading: Reading, keys: Keys, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf", pages=5))
    reading.view.keyboard.show_caret(True)

    for _ in range(5 * 12 + 5):
        keys.press(Qt.Key.Key_Down)
        reading.settle()

    caret = reading.view.keyboard.caret
    assert caret is not None
    assert caret[0] == 4
    text = reading.session.text
    assert text is not None
    page = text.page(4)
    assert page is not None
    bounds = reading.view.stack.bounds(4, [page.caret(caret[1])]).translated(-reading.view.offset)
    assert reading.view.viewport().rect().contains(bounds.toRect().center())


def test_caret_of_the_article_before_is_forgotten(reading: Reading, mouse: Mouse, keys: Keys) -> None:
    reading.open_text(long_text())
    bar = reading.view.verticalScrollBar()
    bar.setValue(bar.maximum())
    reading.settle()
    mouse.click(left_of(reading.area("end119")))

    reading.open_text("Tides\n\nTwice a day.\n", "tides.txt")
    keys.press(Qt.Key.Key_Right, SHIFT, times=5)

    assert keys.selected == "Tides"


def test_keys_without_an_article_do_no_harm(keys: Keys, reading: Reading) -> None:
    for key in (Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Escape, Qt.Key.Key_PageDown):
        keys.press(key)
        keys.press(key, SHIFT)

    assert reading.session.selection is None
