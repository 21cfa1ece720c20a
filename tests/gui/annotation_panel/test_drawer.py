"""The drawer in a panel: its bar, its badge on a rail, its keys."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.annotation_panel.conftest import MakeContent
from gui.annotation_panel.parts import cards
from reader_app.core.annotation import Status
from reader_app.gui.annotation_panel import AnnotationPanel, CardContent
from reader_app.gui.annotation_panel.wording import difference_html, difference_words
from reader_app.gui.controls import PanelColors


def unsure(content: MakeContent) -> list[CardContent]:
    return [
        content("gone", status=Status.UNPLACED),
        content(
            "one",
            status=Status.REVIEW,
            quote="the old words",
            suggestions=("the new words",),
            tags=("press",),
        ),
        content("many", status=Status.REVIEW, quote="a b c", suggestions=("a b d", "x b c")),
    ]


def visible_buttons(panel: AnnotationPanel) -> list[str]:
    card = panel.drawer.cards.card
    assert card is not None
    return [each.text() for each in card.findChildren(QPushButton) if not each.isHidden()]


def test_bar_counts_what_has_no_sure_place(panel: AnnotationPanel, content: MakeContent) -> None:
    panel.set_cards([content("a")])
    was_hidden = panel.drawer.bar.isHidden()

    panel.set_cards([content("a"), *unsure(content)])

    assert was_hidden
    assert panel.drawer.bar.text() == "2 to review · 1 unplaced"
    assert panel.drawer.bar.geometry().bottom() == panel.rect().bottom()


def test_card_without_a_sure_place_is_not_level_with_anything(
    panel: AnnotationPanel, content: MakeContent
) -> None:
    panel.set_cards([content("a"), *unsure(content)])
    panel.set_passages({"a": 40, "gone": 90})

    assert list(cards(panel)) == ["a"]


def test_click_on_the_bar_opens_and_closes(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    panel.set_cards(unsure(content))

    qtbot.mouseClick(panel.drawer.bar, Qt.MouseButton.LeftButton)
    opened = panel.drawer.isVisible(), panel.drawer.cards.chosen_id
    qtbot.keyClick(panel.drawer.cards, Qt.Key.Key_Escape)

    assert opened == (True, "one")
    assert panel.drawer.isHidden()
    assert not panel.drawer.bar.isChecked()


def test_buttons_are_those_that_make_sense(panel: AnnotationPanel, content: MakeContent) -> None:
    panel.set_cards(unsure(content))
    panel.drawer.open()
    of_one = visible_buttons(panel)
    panel.drawer.cards.choose("many")
    of_many = visible_buttons(panel)
    panel.drawer.cards.choose("gone")

    assert of_one == ["Accept", "Re-attach to selection", "Keep unplaced", "Delete"]
    assert of_many == ["Accept", "Pick another", "Re-attach to selection", "Keep unplaced", "Delete"]
    assert visible_buttons(panel) == ["Re-attach to selection", "Delete"]


def test_other_places_are_looked_at_one_after_the_other(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    panel.set_cards(unsure(content))
    panel.drawer.open()
    panel.drawer.cards.choose("many")
    looked_at: list[tuple[str, int]] = []
    panel.drawer.cards.chosen.connect(lambda card_id, rank: looked_at.append((card_id, rank)))

    qtbot.keyClick(panel.drawer.cards, Qt.Key.Key_Right)
    qtbot.keyClick(panel.drawer.cards, Qt.Key.Key_Right)
    with qtbot.waitSignal(panel.drawer.cards.accepted) as accepted:
        qtbot.keyClick(panel.drawer.cards, Qt.Key.Key_Left)
        qtbot.keyClick(panel.drawer.cards, Qt.Key.Key_Return)

    assert looked_at == [("many", 1), ("many", 0), ("many", 1)]
    assert accepted.args == ["many", 1]


def test_note_that_changes_meanwhile_keeps_the_choice(panel: AnnotationPanel, content: MakeContent) -> None:
    contents = unsure(content)
    panel.set_cards(contents)
    panel.drawer.open()
    panel.drawer.cards.choose("many")

    panel.set_cards([replace(each, note="Other words") for each in contents])

    assert panel.drawer.cards.chosen_id == "many"


def test_rail_has_a_badge_and_the_drawer_opens_beside_it(
    panel: AnnotationPanel, content: MakeContent, window: QWidget
) -> None:
    panel.setGeometry(666, 0, 34, 600)
    panel.set_cards(unsure(content))

    panel.drawer.open()

    assert panel.is_rail
    assert not panel.drawer.bar.isHidden()
    assert panel.drawer.parentWidget() is window
    assert panel.drawer.geometry().right() < panel.x()
    panel.hide()
    assert panel.drawer.isHidden()


def test_foreign_card_is_read_only_and_can_be_imported(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    panel.set_cards([content("theirs", is_foreign=True, author="Anna")])
    panel.set_passages({"theirs": 40})
    panel.set_active("theirs")
    removed: list[str] = []
    panel.remove_requested.connect(removed.append)
    card = cards(panel)["theirs"]

    qtbot.keyClick(card, Qt.Key.Key_Return)
    qtbot.keyClick(card, Qt.Key.Key_Delete)
    [button] = [each for each in card.findChildren(QPushButton) if each.isVisible()]
    with qtbot.waitSignal(panel.import_requested) as wanted:
        button.click()

    assert (card.is_editing, removed) == (False, [])
    assert wanted.args == ["theirs"]
    assert panel.foreign.accessibleName() == "1 annotation by another program is in this PDF"


def test_difference_is_told_without_color_and_without_markup() -> None:
    html = difference_html("<b>the</b> old words", "<b>the</b> new words", PanelColors())

    assert "&lt;b&gt;the&lt;/b&gt; <s" in html
    assert ">old</s>" in html
    assert ">new</u>" in html
    assert difference_words("the old words", "the new words") == "the, gone: old, new: new, words"


def test_long_quote_is_shown_around_its_changes() -> None:
    same = " ".join(f"w{n}" for n in range(100))

    html = difference_html(f"{same} old", f"{same} new", PanelColors())

    assert "w0" in html
    assert "w99" in html
    assert "w50" not in html


def test_ground_between_the_cards_is_that_of_the_theme_chosen_last(
    panel: AnnotationPanel, content: MakeContent, qapp: QApplication
) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet("QAbstractItemView { border: none; }")  # it keeps the palettes of what was shown
    panel.set_cards(unsure(content))
    panel.drawer.open()

    qapp.setStyleSheet("QAbstractItemView { outline: none; }")
    panel.set_colors(PanelColors(background="#123456"))

    image = panel.drawer.grab().toImage()
    qapp.setStyleSheet(before)
    cards = panel.drawer.cards
    gap = cards.mapTo(panel.drawer, cards.visualRect(cards.model().index(0, 0)).bottomLeft())
    assert image.pixelColor(gap).name() == "#123456"
