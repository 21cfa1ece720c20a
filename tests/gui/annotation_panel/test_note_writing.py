"""A note is written where its card stands, and nothing that is typed is lost."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.annotation_panel.parts import cards, editor
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent

MakeContent = Callable[..., CardContent]


def test_the_first_click_on_a_note_opens_the_card_and_the_second_edits(three: AnnotationPanel) -> None:
    card = cards(three)["a"]
    on_note = QPoint(40, card.height() - 18)

    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=on_note)
    was_editing = card.is_editing
    QTest.qWait(QApplication.doubleClickInterval() + 10)
    QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=on_note)

    assert not was_editing
    assert card.is_editing
    assert editor(three).hasFocus()


def test_the_editor_opens_with_the_caret_at_the_end(three: AnnotationPanel) -> None:
    three.edit_note("a")

    QTest.keyClicks(editor(three), "!")

    assert editor(three).toPlainText() == "The note of a!"


def test_a_note_is_handed_over_shortly_after_the_last_key(qtbot: QtBot, three: AnnotationPanel) -> None:
    told: list[tuple[str, str]] = []
    three.note_changed.connect(lambda card_id, text: told.append((card_id, text)))
    three.edit_note("c")

    with qtbot.waitSignal(three.note_changed):
        QTest.keyClicks(editor(three), "Why?")

    assert told == [("c", "Why?")]


def test_flush_hands_over_at_once_and_only_once(three: AnnotationPanel) -> None:
    told: list[str] = []
    three.note_changed.connect(lambda _card_id, text: told.append(text))
    three.edit_note("c")
    QTest.keyClicks(editor(three), "Why?")

    three.flush()
    three.flush()

    assert told == ["Why?"]


@pytest.mark.parametrize("leave", ["other", "none", "gone", "rail"])
def test_leaving_a_card_hands_over_what_is_typed(
    three: AnnotationPanel, content: MakeContent, leave: str
) -> None:
    told: list[tuple[str, str]] = []
    three.note_changed.connect(lambda card_id, text: told.append((card_id, text)))
    three.edit_note("c")
    QTest.keyClicks(editor(three), "Why?")

    if leave == "other":
        three.set_active("a")
    elif leave == "none":
        three.set_active(None)
    elif leave == "gone":
        three.set_cards([content("a")])
    else:
        three.set_rail(True)

    assert told == [("c", "Why?")]


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_escape_and_control_enter_end_editing_and_keep_the_text(
    qtbot: QtBot, three: AnnotationPanel, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    three.edit_note("c")
    QTest.keyClicks(editor(three), "Why?")

    with qtbot.waitSignals([three.note_changed, three.note_finished], order="strict"):
        QTest.keyClick(editor(three), key, modifier)

    card = three.active_card
    assert card is not None
    assert not card.is_editing
    assert card.hasFocus()
    assert card.content.note == "Why?"


def test_an_echo_of_what_was_typed_leaves_editor_focus_and_caret(
    three: AnnotationPanel, content: MakeContent
) -> None:
    def echo(card_id: str, text: str) -> None:
        three.set_cards([content("a"), content("b"), content(card_id, note=text)])

    three.note_changed.connect(echo)
    three.edit_note("c")
    typed = editor(three)
    QTest.keyClicks(typed, "Why not?")
    QTest.keyClick(typed, Qt.Key.Key_Home)
    three.flush()
    QTest.keyClicks(typed, "And ")
    three.flush()

    assert editor(three) is typed
    assert typed.hasFocus()
    assert typed.toPlainText() == "And Why not?"
    assert typed.textCursor().position() == 4


def test_a_change_from_elsewhere_is_shown_in_the_open_editor(
    three: AnnotationPanel, content: MakeContent
) -> None:
    three.edit_note("a")

    three.set_cards([content("a", note="Undone"), content("b"), content("c")])

    assert editor(three).toPlainText() == "Undone"


def test_what_is_typed_stays_before_a_change_from_elsewhere(
    three: AnnotationPanel, content: MakeContent
) -> None:
    three.edit_note("a")
    QTest.keyClicks(editor(three), " goes on")

    three.set_cards([content("a", note="Changed"), content("b"), content("c")])

    assert editor(three).toPlainText() == "The note of a goes on\n\n---\n\nChanged"


def test_the_editor_grows_with_its_text_and_pushes_the_cards_below(three: AnnotationPanel) -> None:
    three.edit_note("b")
    height = editor(three).height()
    below = cards(three)["c"].y()

    for _ in range(4):
        QTest.keyClick(editor(three), Qt.Key.Key_Return)

    assert editor(three).height() > height
    assert editor(three).verticalScrollBar().maximum() == 0
    assert cards(three)["c"].y() > below


def test_an_editor_that_reaches_below_the_panel_scrolls_the_article(
    qtbot: QtBot, panel: AnnotationPanel, content: MakeContent
) -> None:
    panel.set_cards([content("a")])
    panel.set_passages({"a": 560})

    with qtbot.waitSignal(panel.scrolled) as told:
        panel.edit_note("a")

    assert 0 < told.args[0] <= 560


def test_a_wider_panel_lets_an_open_editor_use_the_width(qtbot: QtBot, three: AnnotationPanel) -> None:
    three.edit_note("c")
    QTest.keyClicks(editor(three), "A line that needs the whole width of the panel to stand in one line")
    narrow = editor(three).height()

    three.setGeometry(0, 0, 700, 600)

    qtbot.waitUntil(lambda: editor(three).document().firstBlock().layout().lineCount() == 1)
    assert editor(three).height() <= narrow


def test_alt_down_while_editing_chooses_the_next_card(three: AnnotationPanel) -> None:
    three.edit_note("a")

    QTest.keyClick(editor(three), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert three.active_card is not None
    assert three.active_card.content.id == "b"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_enter_and_f2_edit_the_active_card(three: AnnotationPanel, key: Qt.Key) -> None:
    three.set_active("a")
    card = three.active_card
    assert card is not None
    card.setFocus()

    QTest.keyClick(card, key)

    assert card.is_editing


def test_tab_goes_from_the_label_to_the_editor_and_on_to_the_tools(three: AnnotationPanel) -> None:
    three.edit_note("a")
    card = three.active_card
    assert card is not None
    order: list[str] = []
    card.setFocus()

    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        order.append(QApplication.focusWidget().accessibleName())

    assert order == ["Label: Claim to check", "Note", "Highlight", "Edit the note"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_N, Qt.Key.Key_1])
def test_keys_of_the_window_do_nothing_while_a_note_is_written(three: AnnotationPanel, key: Qt.Key) -> None:
    stolen: list[Qt.Key] = []
    shortcut = QShortcut(QKeySequence(key), three.window())
    shortcut.activated.connect(lambda: stolen.append(key))
    three.edit_note("a")

    QTest.keyClick(editor(three), key)

    assert stolen == []
