"""The chosen card of the drawer: what was marked, what stands there now, and what can be done about it."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from reader_app.core.annotation import Status
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import (
    GAP,
    PADDING,
    STRIPE,
    edge_pen,
    label_font,
    paint_ground,
    quote_font,
    quoted,
)
from reader_app.gui.annotation_panel.flow import Flow
from reader_app.gui.annotation_panel.lines import plain
from reader_app.gui.annotation_panel.wording import difference_html, difference_words
from reader_app.gui.controls import palette_of

ROW_GAP = 6  # pixels below a card
_MOST_CHARACTERS = 600  # of a quote or a note; who wants to read more has the article


@dataclass(frozen=True, slots=True)
class Choice:
    """What the drawer shows of one annotation.

    Attributes:
        content: The annotation.
        rank: Which of its suggestions is looked at.
        can_reattach: Whether text is selected.
    """

    content: CardContent
    rank: int
    can_reattach: bool


class DrawerCard(QWidget):
    """A card with its buttons.

    Signals:
        accepted: The place that is looked at is the right one.
        another_wanted: Look at the next place.
        reattach_wanted: The selection is its place.
        kept_unplaced: None of the places is.
        removed: The annotation is to be deleted.
    """

    accepted = Signal()
    another_wanted = Signal()
    reattach_wanted = Signal()
    kept_unplaced = Signal()
    removed = Signal()

    def __init__(self, choice: Choice, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._name, self._state, self._note, self._tags = QLabel(), QLabel(), QLabel(), QLabel()
        self._quote = QLabel()
        self._difference = QLabel(textFormat=Qt.TextFormat.RichText)
        for label in (self._quote, self._difference, self._note, self._tags):
            label.setWordWrap(True)
        for label in (self._name, self._state, self._quote, self._note, self._tags):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._state, self._quote, self._tags):
            label.setProperty("role", "secondary")
        self._state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._state.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._accept = self._button(self.tr("Accept"), self.accepted)
        self._accept.setProperty("primary", True)
        self._another = self._button(self.tr("Pick another"), self.another_wanted)
        self._reattach = self._button(self.tr("Re-attach to selection"), self.reattach_wanted)
        self._reattach.setToolTip(self.tr("Select the passage in the article first (R)"))
        self._keep = self._button(self.tr("Keep unplaced"), self.kept_unplaced)
        self._remove = self._button(self.tr("Delete"), self.removed)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(STRIPE + PADDING, PADDING // 2 + 2, PADDING, PADDING + ROW_GAP)
        layout.setSpacing(GAP)
        header = QHBoxLayout()
        header.addWidget(self._name)
        header.addWidget(self._state, 1)
        layout.addLayout(header)
        for label in (self._quote, self._difference, self._note, self._tags):
            layout.addWidget(label)
        layout.addSpacing(GAP)
        buttons = Flow()
        for button in (self._accept, self._another, self._reattach, self._keep, self._remove):
            buttons.addWidget(button)
        layout.addLayout(buttons)
        self.show_choice(choice, look)

    def show_choice(self, choice: Choice, look: Look) -> None:
        """Show an annotation as it is now."""
        content = choice.content
        self._choice, self._look = choice, look
        is_review = content.status is Status.REVIEW and bool(content.suggestions)
        self._name.setText(content.label_name)
        self._state.setText(self._state_words())
        self._show_wording(content, content.suggestions[choice.rank] if is_review else None)
        note = plain(content.note)
        self._note.setText(_clipped(note))
        self._note.setVisible(bool(note))
        self._tags.setText("  ".join(f"#{tag}" for tag in content.tags))
        self._tags.setVisible(bool(content.tags))
        self._accept.setVisible(is_review)
        self._another.setVisible(is_review and len(content.suggestions) > 1)
        self._keep.setVisible(content.status is Status.REVIEW)
        self._reattach.setEnabled(choice.can_reattach)
        self._dress()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the card's ground, as that of an active card."""
        edge = edge_pen(self._look, is_active=True)
        ground = self.rect().adjusted(0, 0, 0, -ROW_GAP)
        paint_ground(QPainter(self), ground, self._choice.content, self._look, edge)

    def _state_words(self) -> str:
        content, rank = self._choice.content, self._choice.rank
        if content.status is not Status.REVIEW:
            state = self.tr("unplaced")
        elif len(content.suggestions) > 1:
            state = self.tr("to review, {number} of {count}")
            state = state.format(number=rank + 1, count=len(content.suggestions))
        else:
            state = self.tr("to review")
        return " · ".join(part for part in (state, content.page_label) if part)

    def _show_wording(self, content: CardContent, suggestion: str | None) -> None:
        """Show the old quote alone, or, where words are suggested, the difference."""
        self._quote.setText(quoted(_clipped(content.quote)))
        self._quote.setVisible(suggestion is None and bool(content.quote))
        self._difference.setVisible(suggestion is not None)
        if suggestion is not None:
            self._difference.setText(difference_html(content.quote, suggestion, self._look.colors))
            self._difference.setAccessibleName(difference_words(content.quote, suggestion))

    def _dress(self) -> None:
        look = self._look
        self.setPalette(palette_of(look.colors))
        self._name.setFont(label_font(look))
        self._note.setFont(look.font)
        for label in (self._state, self._quote, self._difference, self._tags):
            label.setFont(quote_font(look))

    def _button(self, text: str, pressed: SignalInstance) -> QPushButton:
        button = QPushButton(text, autoDefault=False)
        button.setProperty("compact", True)
        button.clicked.connect(pressed)
        return button


def _clipped(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[:_MOST_CHARACTERS]}…"
