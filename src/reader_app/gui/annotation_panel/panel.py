"""The annotation panel: cards level with their passages, or a rail of dots where room is scarce.

Knows what cards show and where passages stand, in pixels; no document, no library, no session.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from reader_app.core.annotation import Label, Status
from reader_app.gui.annotation_panel.card import Card
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.drawer import Drawer
from reader_app.gui.annotation_panel.foreign_bar import ForeignBar
from reader_app.gui.annotation_panel.level_view import LevelView
from reader_app.gui.annotation_panel.narrow_view import NarrowView
from reader_app.gui.annotation_panel.rail import RAIL_WIDTH
from reader_app.gui.controls import IconLookup, PanelColors, quiet_palette_of

NARROW = 180  # pixels: narrower, the panel is a rail
COMFORTABLE = 320
LINE = 20  # pixels that one line of the wheel scrolls
NOTCH = 120  # eighths of a degree that one notch of a wheel reports

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnnotationPanel(QWidget):
    """Cards beside the article.

    Attributes:
        drawer: At its foot, with the annotations that have no sure place.
        foreign: The bar above that, for the annotations of other programs.

    Signals:
        activated: The reader chose an annotation; carries its id.
        hovered: The pointer is on a card or dot (its id), or no longer ("").
        note_changed: The id, of which the annotation may be gone just now, and the new Markdown.
        note_finished: The reader ended writing with a key; carries the id.
        tags_changed: The id, and the tags as a ``tuple``.
        label_changed: The id, and the id of the label chosen.
        kind_changed: The id, and a ``Kind``'s value.
        copy_requested: The id of the annotation to copy with its citation.
        remove_requested: The id of the annotation to delete.
        import_requested: The id of the annotation to import.
        link_clicked: The address of a link in a note.
        scrolled: Pixels by which the article is to be scrolled, down counted positive.
    """

    activated = Signal(str)
    hovered = Signal(str)
    note_changed = Signal(str, str)
    note_finished = Signal(str)
    tags_changed = Signal(str, object)
    label_changed = Signal(str, str)
    kind_changed = Signal(str, str)
    copy_requested = Signal(str)
    remove_requested = Signal(str)
    import_requested = Signal(str)
    link_clicked = Signal(str)
    scrolled = Signal(int)

    def __init__(self, icon: IconLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(self.font(), PanelColors(), icon)
        self._contents: tuple[CardContent, ...] = ()
        self._passages: dict[str, float] = {}
        self._active: str | None = None
        self._is_rail = False
        self._level = LevelView(self._make_card, self._look, self)
        self._level.outgrown.connect(self.scrolled)
        self._narrow = NarrowView(self._make_card, self._look, self)
        self._narrow.chosen.connect(self._on_activated)
        self._narrow.hovered.connect(self.hovered)
        self._narrow.hide()
        self.drawer = Drawer(self._look, self)
        self.foreign = ForeignBar(self._look, self)
        hint = self.tr("Select text to mark it.\nPress 1–5 for a label,\nN for a note.")
        self._hint = QLabel(hint, self, alignment=Qt.AlignmentFlag.AlignCenter)
        self._hint.setPalette(quiet_palette_of(self._look.colors))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Annotations"))
        self.setAccessibleDescription(self.tr("Up and Down choose a card, Enter edits its note"))

    @property
    def is_rail(self) -> bool:
        """Whether the panel is a rail of dots."""
        return self._is_rail

    @property
    def active_card(self) -> Card | None:
        """The open card, beside its passage or as a popup."""
        return self._shown.active_card

    @property
    def _shown(self) -> LevelView | NarrowView:
        """The view that has the contents."""
        return self._narrow if self._is_rail else self._level

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Offer these labels."""
        self._set_look(replace(self._look, labels=tuple(labels)))

    def set_tags(self, tags: Sequence[str]) -> None:
        """Offer these tags."""
        if tuple(tags) != self._look.tags:
            self._set_look(replace(self._look, tags=tuple(tags)))

    def set_colors(self, colors: PanelColors) -> None:
        """Take the theme's colors, and the icons drawn in them."""
        self._set_look(replace(self._look, colors=colors))

    def set_cards(self, cards: Sequence[CardContent]) -> None:
        """Show these annotations, given in reading order; cards that stay keep focus and editor."""
        self._contents = tuple(cards)
        self._show_contents()

    def set_passages(self, tops: Mapping[str, float]) -> None:
        """Tell where passages stand in the scrolled surface; cards of others are not shown.

        Args:
            tops: Pixels from the top of the surface, by annotation id.
        """
        if tops != self._passages:
            self._passages = dict(tops)
            self._show_contents()

    def set_scroll(self, y: int) -> None:
        """Move with the article, which is scrolled by so many pixels."""
        self._level.set_scroll(y)
        self._narrow.set_scroll(y)

    def set_active(self, card_id: str | None) -> None:
        """Open one card, or none."""
        self._active = card_id
        self._shown.set_active(card_id)
        has_stop = self._is_rail or self.active_card is not None  # one stop for Tab, not one a card
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if has_stop else Qt.FocusPolicy.TabFocus)

    def set_hovered(self, card_id: str | None) -> None:
        """Light the card or dot whose passage is pointed at."""
        self._shown.set_hovered(card_id or "")

    def edit_note(self, card_id: str) -> None:
        """Open the editor of a card and focus it."""
        self.set_active(card_id)
        self._shown.edit(card_id)

    def flush(self, *, is_leaving: bool = False) -> None:
        """Hand over what is typed and not handed over yet; a tag too if the reader leaves."""
        if (card := self.active_card) is not None:
            card.flush(is_leaving=is_leaving)

    def set_rail(self, is_rail: bool) -> None:
        """Become a rail of dots, or cards again."""
        if is_rail == self._is_rail:
            return
        self.drawer.close_drawer()
        self._shown.set_contents((), {})  # closes its cards, and hands over what is typed
        self._is_rail = is_rail
        self._narrow.setVisible(is_rail)
        self._level.setVisible(not is_rail)
        self._show_contents()
        self.set_active(self._active)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return a comfortable width, or the rail's."""
        return QSize(RAIL_WIDTH if self._is_rail else COMFORTABLE, 480)

    def minimumSizeHint(self) -> QSize:
        """Return the rail's width."""
        return QSize(RAIL_WIDTH, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change between cards and rail where the width crosses the limit."""
        super().resizeEvent(event)
        was_narrow, is_narrow = event.oldSize().width() < NARROW, self.width() < NARROW
        if was_narrow != is_narrow or event.oldSize().width() < 0:
            self.set_rail(is_narrow)
        self._stand()
        self._hint.setGeometry(0, 0, self.width(), self.height() * 2 // 3)

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the drawer, which may stand beside the panel."""
        super().hideEvent(event)
        self.drawer.close_drawer()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the focus while no card has it."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.colors.background))
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._look.colors.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the article."""
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = event.angleDelta().y() * QApplication.wheelScrollLines() * LINE // NOTCH
        if pixels:
            self.scrolled.emit(-pixels)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose with Up and Down while no card has the focus."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._on_stepped(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus, or give it to the open card."""
        super().focusInEvent(event)
        if (card := self.active_card) is not None:
            card.setFocus(event.reason())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the application's font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._set_look(replace(self._look, font=self.font()))

    def _stand(self) -> None:
        """Put the bars at the foot, as far as there are any, and the cards or dots above them."""
        self.foreign.setVisible(self.foreign.count > 0 and not self._is_rail)
        above = self.rect()
        for bar in (self.drawer.bar, self.foreign):
            if not bar.isHidden():
                bar.resize(self.width(), bar.height())  # its height follows from its width
                above.setBottom(above.bottom() - bar.sizeHint().height())
                bar.setGeometry(0, above.bottom() + 1, self.width(), bar.sizeHint().height())
        self._level.setGeometry(above)
        self._narrow.setGeometry(above)
        if not self.drawer.isHidden():
            self.drawer.stand()

    def _set_look(self, look: Look) -> None:
        self._look = look
        self.drawer.set_look(look)
        self.foreign.set_look(look)
        self._hint.setPalette(quiet_palette_of(look.colors))
        self._level.set_look(look)
        self._narrow.set_look(look)
        self.update()

    def _show_contents(self) -> None:
        """Give the contents to what shows them now; this may hand over a text, and be called back."""
        self._hint.setVisible(not self._contents and not self._is_rail)
        placed = [content for content in self._contents if content.status is Status.PLACED]
        self._shown.set_contents(placed, self._passages)
        self._shown.set_active(self._active)
        self.drawer.set_contents([each for each in self._contents if each.status is not Status.PLACED])
        self.foreign.set_count(sum(content.is_foreign for content in self._contents))
        self._stand()

    def _make_card(self, content: CardContent, parent: QWidget) -> Card:
        card = Card(content, self._look, parent)
        card.activated.connect(self._on_activated)
        card.hovered.connect(self.hovered)
        card.note_changed.connect(self.note_changed)
        card.note_finished.connect(self.note_finished)
        card.tags_changed.connect(self.tags_changed)
        card.label_changed.connect(self.label_changed)
        card.kind_changed.connect(self.kind_changed)
        card.copy_requested.connect(self.copy_requested)
        card.remove_requested.connect(self.remove_requested)
        card.import_requested.connect(self.import_requested)
        card.link_clicked.connect(self.link_clicked)
        card.stepped.connect(self._on_stepped)
        return card

    def _on_activated(self, card_id: str) -> None:
        self.set_active(card_id)
        self.activated.emit(card_id)

    def _on_stepped(self, step: int) -> None:
        if (target := self._shown.step(step)) is None:
            return
        was_open = self.active_card is not None
        self._on_activated(target)
        if self._is_rail and was_open:
            self._narrow.open_card(target)
        elif (card := self.active_card) is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)
