"""The panel shows cards level with their passages, and says what the reader does to them."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import DEFAULT_LABELS, Kind
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent, PanelColors
from reader_app.gui.annotation_panel.card import Card
from reader_app.gui.annotation_panel.note_editor import NoteEditor
from reader_app.gui.controls import IconButton

MakeContent = Callable[..., CardContent]


def cards(panel: AnnotationPanel) -> dict[str, Card]:
    """The card widgets that exist, by id, from the top."""
    found = [card for card in panel.findChildren(Card) if not card.isHidden()]
    return {card.content.id: card for card in sorted(found, key=Card.y)}


def editor(panel: AnnotationPanel) -> NoteEditor:
    card = panel.active_card
    assert card is not None
    return card.findChild(NoteEditor)


def button(panel: AnnotationPanel, name: str) -> IconButton:
    card = panel.active_card
    assert card is not None
    return next(each for each in card.findChildren(IconButton) if each.accessibleName() == name)


@pytest.fixture
def three(panel: AnnotationPanel, content: MakeContent) -> AnnotationPanel:
    """A panel with cards a, b and c, of which b and c are in each other's way."""
    panel.set_cards([content("a"), content("b"), content("c", note="")])
    panel.set_passages({"a": 40, "b": 300, "c": 310})
    return panel


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

    qtbot.waitUntil(lambda: not panel.findChildren(Card)[0].parent()._estimated)  # type: ignore[union-attr]

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


def test_what_is_typed_wins_over_a_change_from_elsewhere(
    three: AnnotationPanel, content: MakeContent
) -> None:
    three.edit_note("a")
    QTest.keyClicks(editor(three), " goes on")

    three.set_cards([content("a", note="Changed"), content("b"), content("c")])

    assert editor(three).toPlainText() == "The note of a goes on"


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


def test_delete_and_the_button_ask_for_removal(three: AnnotationPanel) -> None:
    told: list[str] = []
    three.remove_requested.connect(told.append)
    three.set_active("a")
    card = three.active_card
    assert card is not None
    card.setFocus()

    QTest.keyClick(card, Qt.Key.Key_Delete)
    QTest.mouseClick(button(three, "Delete the annotation"), Qt.MouseButton.LeftButton)

    assert told == ["a", "a"]


def test_a_kind_button_tells_a_new_kind_only(three: AnnotationPanel) -> None:
    told: list[tuple[str, str]] = []
    three.kind_changed.connect(lambda card_id, kind: told.append((card_id, kind)))
    three.set_active("a")

    QTest.mouseClick(button(three, "Highlight"), Qt.MouseButton.LeftButton)
    QTest.mouseClick(button(three, "Strike out"), Qt.MouseButton.LeftButton)

    assert told == [("a", Kind.STRIKEOUT.value)]


def test_the_label_menu_offers_all_labels_and_tells_the_chosen(three: AnnotationPanel) -> None:
    told: list[tuple[str, str]] = []
    three.label_changed.connect(lambda card_id, label_id: told.append((card_id, label_id)))
    three.set_active("a")
    card = three.active_card
    assert card is not None
    chooser = next(each for each in card.findChildren(QWidget) if each.toolTip() == "Change the label")

    QTest.mouseClick(chooser, Qt.MouseButton.LeftButton)
    menu = chooser.findChild(QMenu)
    shown = [action.text() for action in menu.actions()]
    checked = [action.text() for action in menu.actions() if action.isChecked()]
    menu.actions()[3].trigger()
    menu.close()

    assert shown == [label.name for label in DEFAULT_LABELS]
    assert checked == ["Claim to check"]
    assert told == [("a", "question")]


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


def test_colors_reach_the_cards(three: AnnotationPanel) -> None:
    three.set_colors(PanelColors(background="#101010", card="#202020", text="#ffffff", is_dark=True))

    card = cards(three)["a"]
    assert three.grab().toImage().pixelColor(2, 2).name() == "#101010"
    assert card.grab().toImage().pixelColor(card.width() - 6, card.height() // 2).name() == "#202020"


def test_the_open_card_is_the_only_stop_of_the_tab_key(three: AnnotationPanel) -> None:
    three.set_active("b")

    has_stop = {
        card_id: bool(card.focusPolicy() & Qt.FocusPolicy.TabFocus) for card_id, card in cards(three).items()
    }

    assert has_stop == {"a": False, "b": True, "c": False}
    assert not three.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_every_control_has_a_name_and_a_tooltip(three: AnnotationPanel) -> None:
    three.set_active("a")
    card = three.active_card
    assert card is not None

    assert card.accessibleName() == "Claim to check: The quote of a"
    assert card.accessibleDescription() == "The note of a"
    for control in card.findChildren(IconButton):
        assert control.accessibleName()
        assert control.toolTip()


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


def test_a_link_in_the_note_is_told_and_does_not_edit(
    qtbot: QtBot, panel: AnnotationPanel, content: MakeContent
) -> None:
    panel.set_cards([content("a", note="[the archive](https://example.org)")])
    panel.set_passages({"a": 20})
    panel.set_active("a")
    card = panel.active_card
    assert card is not None

    def is_link(y: int) -> bool:
        QTest.mouseMove(card, QPoint(30, y))
        QApplication.processEvents()
        return card.cursor().shape() == Qt.CursorShape.PointingHandCursor

    link = QPoint(30, next(y for y in range(0, card.height(), 4) if is_link(y)))

    with qtbot.waitSignal(panel.link_clicked) as told:
        QTest.mouseClick(card, Qt.MouseButton.LeftButton, pos=link)

    assert told.args == ["https://example.org"]
    assert not card.is_editing


def test_the_context_menu_offers_everything(qtbot: QtBot, three: AnnotationPanel) -> None:
    card = cards(three)["a"]
    place = QPoint(50, 20)
    QApplication.sendEvent(
        card, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, card.mapToGlobal(place))
    )
    menu = card.findChild(QMenu)
    actions = {action.text(): action for action in menu.actions()}

    with qtbot.waitSignals([three.label_changed, three.kind_changed, three.remove_requested]):
        actions["Evidence"].trigger()
        actions["Underline"].trigger()
        actions["Delete the annotation"].trigger()
    actions["Edit the note"].trigger()
    menu.close()

    assert card.is_editing
