from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from gui.annotation_panel.conftest import MakeContent
from reader_app.gui.annotation_panel import AnnotationPanel


class Tags:
    """The tags of the open card, and what was said of them."""

    def __init__(self, panel: AnnotationPanel, content: MakeContent, qtbot: QtBot, *tags: str) -> None:
        self._panel, self._content, self._qtbot = panel, content, qtbot
        self.said: list[tuple[str, ...]] = []
        panel.set_cards([content("a", tags=tags)])
        panel.set_passages({"a": 40})
        panel.set_active("a")
        panel.tags_changed.connect(self._on_changed)

    def _on_changed(self, card_id: str, tags: tuple[str, ...]) -> None:
        self.said.append(tags)
        self._panel.set_cards([self._content(card_id, tags=tags)])  # as the owner does

    @property
    def field(self) -> QLineEdit:
        card = self._panel.active_card
        assert card is not None
        return card.findChild(QLineEdit)

    def chip(self, tag: str) -> QAbstractButton:
        card = self._panel.active_card
        assert card is not None
        return next(
            each for each in card.findChildren(QAbstractButton) if each.text() == tag and not each.isHidden()
        )

    def type(self, text: str) -> None:
        self._qtbot.keyClicks(self.field, text)

    def press(self, key: Qt.Key) -> None:
        self._qtbot.keyClick(self.field, key)


def test_comma_and_enter_add_tags(panel: AnnotationPanel, content: MakeContent, qtbot: QtBot) -> None:
    tags = Tags(panel, content, qtbot, "sea")

    tags.type("#moon,")
    tags.type(" old boats ")
    tags.press(Qt.Key.Key_Return)

    assert tags.said == [("moon", "sea"), ("moon", "old boats", "sea")]
    assert tags.field.text() == ""


def test_chip_takes_its_tag_off(panel: AnnotationPanel, content: MakeContent, qtbot: QtBot) -> None:
    tags = Tags(panel, content, qtbot, "moon", "sea")

    tags.chip("moon").click()
    qtbot.keyClick(tags.chip("sea"), Qt.Key.Key_Delete)

    assert tags.said == [("sea",), ()]


def test_backspace_in_the_empty_field_takes_the_last_tag_off(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    tags = Tags(panel, content, qtbot, "moon", "sea")

    tags.press(Qt.Key.Key_Backspace)

    assert tags.said == [("moon",)]


def test_tag_that_is_there_or_empty_changes_nothing(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    tags = Tags(panel, content, qtbot, "sea")

    tags.type("sea, ,#,")
    tags.press(Qt.Key.Key_Return)

    assert tags.said == []


def test_what_is_typed_becomes_a_tag_when_the_card_folds(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    tags = Tags(panel, content, qtbot)
    tags.type("half typed")

    panel.set_active(None)

    assert tags.said == [("half typed",)]


def test_half_a_tag_is_taken_only_when_the_reader_leaves(
    panel: AnnotationPanel, content: MakeContent, qtbot: QtBot
) -> None:
    tags = Tags(panel, content, qtbot)
    tags.type("half")

    panel.flush()
    assert (tags.said, tags.field.text()) == ([], "half")
    panel.flush(is_leaving=True)

    assert tags.said == [("half",)]


def test_escape_gives_up_what_is_typed(panel: AnnotationPanel, content: MakeContent, qtbot: QtBot) -> None:
    tags = Tags(panel, content, qtbot)
    tags.type("nothing")

    tags.press(Qt.Key.Key_Escape)
    panel.set_active(None)

    assert tags.said == []


def test_tags_of_the_library_are_offered(panel: AnnotationPanel, content: MakeContent, qtbot: QtBot) -> None:
    panel.set_tags(["Moon", "motor", "sea"])
    tags = Tags(panel, content, qtbot, "sea")
    completer = tags.field.completer()

    completer.setCompletionPrefix("mo")

    assert completer.completionCount() == 2


def test_many_tags_take_more_rows(panel: AnnotationPanel, content: MakeContent, qtbot: QtBot) -> None:
    few = Tags(panel, content, qtbot, "sea")
    assert panel.active_card is not None
    low = panel.active_card.needed_height(300)
    panel.set_cards([content("a", tags=tuple(f"tag number {number}" for number in range(9)))])

    assert panel.active_card.needed_height(300) > low
    assert few.field.geometry().right() <= panel.active_card.width()
