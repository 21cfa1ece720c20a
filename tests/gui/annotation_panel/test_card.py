"""The open card offers all that can be done with an annotation."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from gui.annotation_panel.parts import button, cards
from reader_app.core.annotation import DEFAULT_LABELS, Kind
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent, PanelColors
from reader_app.gui.controls import IconButton

MakeContent = Callable[..., CardContent]


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


def test_a_quote_from_right_to_left_leaves_the_label_at_the_left(
    panel: AnnotationPanel, content: MakeContent
) -> None:
    panel.set_cards([content("a", quote="هذا نص عربي", note="ملاحظة", page_label="")])
    panel.set_passages({"a": 20})

    image = cards(panel)["a"].grab().toImage()

    def has_ink(left: int, right: int) -> bool:
        return any(image.pixelColor(x, y).lightness() < 100 for x in range(left, right) for y in range(8, 24))

    assert has_ink(16, 60)
    assert not has_ink(200, image.width() - 4)
