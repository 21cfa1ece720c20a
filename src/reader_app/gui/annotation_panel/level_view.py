"""The cards beside their passages, moving with the article.

Only the cards in sight, a margin around them, and the active one are widgets; the others are
numbers in a `Level`.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import floor
from time import perf_counter

from PySide6.QtCore import QPointF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotation_panel.card import Card, MakeCard
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import ANCHOR, paint_shadow
from reader_app.gui.annotation_panel.heights import Heights
from reader_app.gui.annotation_panel.level import Level

GUTTER = 14  # for the connectors
RIGHT_MARGIN = 8
IDLE_SLICE = 0.006  # seconds that measuring takes of the window's time at once
IDLE_STEP = 8  # cards measured between two looks at the clock
MARGIN_SHARE = 0.5  # of the height: how far beyond its edges cards are kept ready


class LevelView(QWidget):
    """The cards in the *level* arrangement.

    Signals:
        outgrown: Pixels by which the open editor reaches below the view.
    """

    outgrown = Signal(int)

    def __init__(self, make_card: MakeCard, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._panel = parent
        self._make_card = make_card
        self._look = look
        self._level = Level()
        self._contents: dict[str, CardContent] = {}
        self._cards: dict[str, Card] = {}
        self._heights = Heights(look)
        self._estimated: set[str] = set()  # cards that have only an estimated height yet
        self._idle = QTimer(self, interval=0)
        self._idle.timeout.connect(self._on_idle)
        self._scroll = 0
        self._active: str | None = None

    @property
    def active_card(self) -> Card | None:
        """The open card."""
        return None if self._active is None else self._cards.get(self._active)

    @property
    def is_measured(self) -> bool:
        """Whether no card has an estimated height."""
        return not self._estimated

    def set_look(self, look: Look) -> None:
        """Show all cards in another look."""
        self._look = look
        for card in self._cards.values():
            card.show_content(card.content, look)
        self._measure()

    def set_contents(self, contents: Sequence[CardContent], passages: Mapping[str, float]) -> None:
        """Show the cards that have a passage, in place as far as they are there already."""
        self._contents = {content.id: content for content in contents}
        for card_id, card in self._cards.items():
            if card_id in self._contents:
                card.show_content(self._contents[card_id], self._look)
        self._level.sort(contents, passages)
        if self._active is not None and self._active not in self._level:
            self._active = None
        self._measure()  # lets go of cards that are no longer there

    def set_scroll(self, y: int) -> None:
        """Move the cards with the article."""
        if y != self._scroll:
            self._scroll = y
            if self._estimated.isdisjoint(self._in_sight()):
                self._show_cards_in_sight()
            else:
                self._arrange()

    def set_active(self, card_id: str | None) -> None:
        """Open one card, pinned level with its passage, and fold the one that was open."""
        target = card_id if card_id is not None and card_id in self._level else None
        if target == self._active:
            return
        before = self.active_card
        if target is not None:
            card = self._card(target)
            card.set_active(True)
            card.show()
            card.raise_()
            if before is not None and _has_focus(before):
                card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._active = target  # only now, so that the opening card does not ask for room by itself
        for changed in (target, None if before is None else before.content.id):
            if changed is not None:
                self._level.set_height(changed, self._height_of(changed))
        self._arrange()
        if before is not None:
            before.set_active(False)  # hands over what is typed, so the owner may call back from here

    def set_hovered(self, card_id: str) -> None:
        """Light one card, or none."""
        for known, card in self._cards.items():
            card.set_hovered(known == card_id)

    def step(self, step: int) -> str | None:
        """Return the card so many places from the active one, or the first in sight if none is."""
        if self._active is not None:
            return self._level.neighbor(self._active, step)
        return next(iter(self._level.between(self._scroll, self._scroll + self.height())), None)

    def edit(self, card_id: str) -> None:
        """Open the editor of the active card."""
        if self._active == card_id and (card := self.active_card) is not None:
            card.edit()
            self._announce_overflow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the connectors, and the shadow of the active card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for card_id, card in self._cards.items():
            if card_id in self._level and card.geometry().intersects(self.rect()):
                self._paint_connector(painter, card_id, card)
        if (active := self.active_card) is not None:
            paint_shadow(painter, active.geometry(), is_dark=self._look.colors.is_dark)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measure the cards anew if their width is another one."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()
        elif self._contents:
            self._arrange()

    def _card_width(self) -> int:
        return max(1, self.width() - GUTTER - RIGHT_MARGIN)

    def _card(self, card_id: str) -> Card:
        """Return the widget of a card, made now if need be."""
        if card_id not in self._cards:
            card = self._make_card(self._contents[card_id], self)
            card.height_changed.connect(self._on_height_changed)
            self._cards[card_id] = card
        return self._cards[card_id]

    def _height_of(self, card_id: str) -> int:
        """Return the height of a card, estimated if it is folded and was never measured."""
        if card_id == self._active:
            return self._card(card_id).needed_height(self._card_width())
        content = self._contents[card_id]
        height = self._heights.known(content)
        if height is None:
            self._estimated.add(card_id)
            height = self._heights.estimated(content)
        return height

    def _measure(self) -> None:
        """Take the heights that are known, and leave the rest to idle time."""
        self._heights.fit(self._card_width(), self._look)
        self._estimated.clear()
        self._level.measure(self._height_of)
        self._arrange()
        if self._estimated:
            self._idle.start()

    def _arrange(self) -> None:
        """Place all cards, until none of those in sight has an estimated height."""
        self._level.arrange(self._active)
        while estimated := self._estimated.intersection(self._in_sight()):
            self._measure_exactly(estimated)
            self._level.arrange(self._active)
        self._show_cards_in_sight()

    def _measure_exactly(self, card_ids: Iterable[str]) -> None:
        for card_id in list(card_ids):
            self._estimated.discard(card_id)
            self._level.set_height(card_id, self._heights.measured(self._contents[card_id]))

    def _on_idle(self) -> None:
        """Measure for some milliseconds; place the cards when all are measured."""
        end = perf_counter() + IDLE_SLICE
        while self._estimated and perf_counter() < end:
            self._measure_exactly(islice(self._estimated, IDLE_STEP))
        if not self._estimated:
            self._idle.stop()
            self._arrange()

    def _in_sight(self) -> list[str]:
        """Return the cards in view and the margin around it."""
        beyond = int(self.height() * MARGIN_SHARE)
        return self._level.between(self._scroll - beyond, self._scroll + self.height() + beyond)

    def _show_cards_in_sight(self) -> None:
        """Make, move and let go of widgets."""
        kept = self._in_sight()
        if self._active is not None:
            kept = [*kept, self._active]
        width = self._card_width()
        for card_id in kept:
            is_new = card_id not in self._cards
            card = self._card(card_id)
            y = floor(self._level.top(card_id) - self._scroll + 0.5)
            card.setGeometry(GUTTER, y, width, self._level.height(card_id))
            if is_new:
                card.show()
        self.update()
        gone = self._cards.keys() - set(kept)
        for card in [self._cards.pop(card_id) for card_id in gone]:
            self._let_go(card)

    def _let_go(self, card: Card) -> None:
        """Take a card away; last of all, because it may hand over a text, and the owner call back."""
        if _has_focus(card):
            self._panel.setFocus(Qt.FocusReason.OtherFocusReason)
        card.hide()
        card.deleteLater()
        card.set_active(False)

    def _on_height_changed(self, card_id: str) -> None:
        if card_id != self._active or card_id not in self._cards:
            return
        if self._level.set_height(card_id, self._cards[card_id].needed_height(self._card_width())):
            self._arrange()
            self._announce_overflow()

    def _announce_overflow(self) -> None:
        """Tell how far the open editor reaches below the view, as far as its top stays in it."""
        card = self.active_card
        if card is not None and card.is_editing:
            below = card.geometry().bottom() + 1 + RIGHT_MARGIN - self.height()
            pixels = min(below, card.y())
            if pixels > 0:
                self.outgrown.emit(pixels)

    def _paint_connector(self, painter: QPainter, card_id: str, card: Card) -> None:
        """Paint a line from the passage at the left edge to the card, if the card is displaced."""
        start = self._level.passage(card_id) - self._scroll + ANCHOR
        end = card.y() + ANCHOR
        is_lit = card.is_active or card.is_hovered
        if abs(start - end) < 1 and not is_lit:
            return
        color = QColor(card.content.label_color)
        color = color.lighter(105) if self._look.colors.is_dark else color.darker(125)
        color.setAlphaF(1.0 if is_lit else 0.65)
        painter.setPen(QPen(color, 1.75 if is_lit else 1.0))
        line = QPainterPath(QPointF(0, start))
        line.cubicTo(QPointF(GUTTER * 0.6, start), QPointF(GUTTER * 0.4, end), QPointF(GUTTER, end))
        painter.drawPath(line)


def _has_focus(card: Card) -> bool:
    focused = card.window().focusWidget()
    return focused is not None and card.isAncestorOf(focused)
