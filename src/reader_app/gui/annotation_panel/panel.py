"""The annotation panel: cards level with their passages, or a rail of dots where room is scarce.

Knows what cards show and where passages stand, in pixels; no document, no library, no session.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from reader_app.core.annotation import Label
from reader_app.gui.annotation_panel.card import Card
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.level_view import LevelView
from reader_app.gui.annotation_panel.popup import CardPopup
from reader_app.gui.annotation_panel.rail import RAIL_WIDTH, Rail
from reader_app.gui.controls import IconLookup, PanelColors

NARROW = 180  # pixels: narrower, the panel is a rail
COMFORTABLE = 320
LINE = 20  # pixels that one line of the wheel scrolls
NOTCH = 120  # eighths of a degree that one notch of a wheel reports
HINT_MARGIN = 24

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class AnnotationPanel(QWidget):
    """Cards beside the article.

    Signals:
        activated: The reader chose an annotation; carries its id.
        hovered: The pointer is on a card or dot (its id), or no longer ("").
        note_changed: The id and the new Markdown, while the reader writes; the id may be one that
            has just been taken away.
        note_finished: The reader ended writing with a key; carries the id.
        label_changed: The id, and the id of the label chosen.
        kind_changed: The id, and a ``Kind``'s value.
        remove_requested: The id of the annotation to delete.
        link_clicked: The address of a link in a note.
        scrolled: Pixels by which the article is to be scrolled, down counted positive.
    """

    activated = Signal(str)
    hovered = Signal(str)
    note_changed = Signal(str, str)
    note_finished = Signal(str)
    label_changed = Signal(str, str)
    kind_changed = Signal(str, str)
    remove_requested = Signal(str)
    link_clicked = Signal(str)
    scrolled = Signal(int)

    def __init__(self, icon: IconLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look(self.font(), PanelColors(), icon)
        self._contents: tuple[CardContent, ...] = ()
        self._passages: dict[str, float] = {}
        self._active: str | None = None
        self._is_rail = False
        self._popup: CardPopup | None = None
        self._level = LevelView(self._make_card, self._look, self)
        self._level.outgrown.connect(self.scrolled)
        self._rail = Rail(self._look, self)
        self._rail.chosen.connect(self._on_dot_chosen)
        self._rail.hovered.connect(self.hovered)
        self._rail.hide()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Annotations"))
        self.setAccessibleDescription(self.tr("Up and Down choose a card, Enter edits its note"))

    @property
    def is_rail(self) -> bool:
        """Whether the panel is a rail of dots."""
        return self._is_rail

    @property
    def active_card(self) -> Card | None:
        """The open card, beside its passage or as a popup."""
        if self._popup is not None:
            return self._popup.card
        return self._level.active_card

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Offer these labels."""
        self._set_look(replace(self._look, labels=tuple(labels)))

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
        self._rail.set_scroll(y)
        self._place_popup()

    def set_active(self, card_id: str | None) -> None:
        """Open one card, or none."""
        self._active = card_id
        self._rail.set_active(card_id)
        if self._popup is not None and self._popup.card.content.id != card_id:
            self._close_popup()
        if not self._is_rail:
            self._level.set_active(card_id)
        self.setFocusPolicy(
            Qt.FocusPolicy.NoFocus if self.active_card or self._is_rail else Qt.FocusPolicy.StrongFocus
        )

    def set_hovered(self, card_id: str | None) -> None:
        """Light the card or dot whose passage is pointed at."""
        self._level.set_hovered(card_id or "")
        self._rail.set_hovered(card_id or "")

    def edit_note(self, card_id: str) -> None:
        """Open the editor of a card and focus it."""
        self.set_active(card_id)
        if self._is_rail:
            self._open_popup(card_id)
            if self._popup is not None:
                self._popup.card.edit()
        else:
            self._level.edit(card_id)

    def flush(self) -> None:
        """Hand over what is typed and not handed over yet."""
        if (card := self.active_card) is not None:
            card.flush()

    def set_rail(self, is_rail: bool) -> None:
        """Become a rail of dots, or cards again."""
        if is_rail == self._is_rail:
            return
        self._is_rail = is_rail
        self._close_popup()
        self._rail.setVisible(is_rail)
        self._level.setVisible(not is_rail)
        self._show_contents()
        self.set_active(self._active)
        self.updateGeometry()
        self.update()

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
        self._level.setGeometry(self.rect())
        self._rail.setGeometry(self.rect())
        self._place_popup()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground, and the hint where there are no cards."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.colors.background))
        if not self._contents and not self._is_rail:
            painter.setPen(QColor(self._look.colors.secondary))
            area = self.rect().adjusted(HINT_MARGIN, HINT_MARGIN, -HINT_MARGIN, -HINT_MARGIN)
            hint = self.tr("Select text to mark it.\nPress 1–5 for a label,\nN for a note.")
            flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(area.adjusted(0, self.height() // 4, 0, 0), flags, hint)

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

    def _set_look(self, look: Look) -> None:
        self._look = look
        self._level.set_look(look)
        self._rail.set_look(look)
        if self._popup is not None:
            self._popup.set_look(look)
        self.update()

    def _show_contents(self) -> None:
        """Give the contents to what shows them now; this may hand over a text, and be called back."""
        self.update()
        self._rail.set_contents(self._contents if self._is_rail else (), self._passages)
        self._level.set_contents(() if self._is_rail else self._contents, self._passages)
        if not self._is_rail:
            self._level.set_active(self._active)
        if self._popup is not None:
            self._refresh_popup(self._popup)

    def _make_card(self, content: CardContent, parent: QWidget) -> Card:
        card = Card(content, self._look, parent)
        card.activated.connect(self._on_activated)
        card.hovered.connect(self.hovered)
        card.note_changed.connect(self.note_changed)
        card.note_finished.connect(self.note_finished)
        card.label_changed.connect(self.label_changed)
        card.kind_changed.connect(self.kind_changed)
        card.remove_requested.connect(self.remove_requested)
        card.link_clicked.connect(self.link_clicked)
        card.stepped.connect(self._on_stepped)
        return card

    def _on_activated(self, card_id: str) -> None:
        self.set_active(card_id)
        self.activated.emit(card_id)

    def _on_stepped(self, step: int) -> None:
        target = (self._rail if self._is_rail else self._level).step(step)
        if target is None:
            return
        is_popup_open = self._popup is not None
        self._on_activated(target)
        if is_popup_open:
            self._open_popup(target)
        elif (card := self.active_card) is not None:
            card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_dot_chosen(self, card_id: str) -> None:
        """Open the card of a dot, or close it if it is open."""
        is_open = self._popup is not None and self._popup.card.content.id == card_id
        self._on_activated(card_id)
        if is_open:
            self._close_popup()
        else:
            self._open_popup(card_id)

    def _open_popup(self, card_id: str) -> None:
        content = next((content for content in self._contents if content.id == card_id), None)
        if content is None or self._rail.center(card_id) is None or self._popup is not None:
            return
        window = self.window()
        card = self._make_card(content, window)
        self._popup = CardPopup(card, self._look, window)
        self._popup.closed.connect(self._on_popup_closed)
        card.height_changed.connect(self._place_popup)
        self._place_popup()
        self._popup.show()
        self._popup.raise_()
        card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_popup(self) -> None:
        if self._popup is None or (center := self._rail.center(self._popup.card.content.id)) is None:
            return
        over = self.window()
        corner = self.mapTo(over, QPoint(0, 0))
        within = QRect(0, corner.y(), over.width(), self.height())
        self._popup.move_beside(corner + QPoint(0, center.y()), within)

    def _refresh_popup(self, popup: CardPopup) -> None:
        """Show the popup's annotation as it is now, or close the popup if it is gone."""
        shown = popup.card.content.id
        content = next((content for content in self._contents if content.id == shown), None)
        if content is None:
            self._close_popup()
        else:
            popup.card.show_content(content, self._look)
            self._place_popup()

    def _on_popup_closed(self) -> None:
        self._close_popup()
        self._rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_popup(self) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.hide()
            popup.deleteLater()
            popup.card.set_active(False)  # hands over what is typed
