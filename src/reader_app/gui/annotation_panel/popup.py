"""The card that opens beside the rail, over the article."""

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotation_panel.card import Card
from reader_app.gui.annotation_panel.content import Look
from reader_app.gui.annotation_panel.face import ANCHOR, paint_shadow
from reader_app.gui.controls import is_claimed

POPUP_WIDTH = 320
SHADOW = 8  # pixels around the card for its shadow


class CardPopup(QWidget):
    """A frameless child of the window that carries one open card.

    Signals:
        closed: Escape while nothing is being written.
    """

    closed = Signal()

    def __init__(self, card: Card, look: Look, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._card, self._look = card, look
        card.setParent(self)
        card.set_active(True)
        card.show()

    @property
    def card(self) -> Card:
        """The card it carries."""
        return self._card

    def set_look(self, look: Look) -> None:
        """Show the card in another look."""
        self._look = look
        self._card.show_content(self._card.content, look)
        self.update()

    def stand_beside(self, rail: QWidget, y: int) -> None:
        """Stand left of the rail with the card's header at a height, not above or below the rail.

        Args:
            rail: A child of the popup's parent.
            y: In the rail.
        """
        corner = rail.mapTo(self._window, QPoint(0, 0))
        width = min(POPUP_WIDTH + 2 * SHADOW, corner.x())
        height = self._card.needed_height(width - 2 * SHADOW) + 2 * SHADOW
        top = max(0, min(y - SHADOW - ANCHOR, rail.height() - height))
        self.setGeometry(corner.x() - width, corner.y() + top, width, height)

    def event(self, event: QEvent) -> bool:
        """Keep Escape from the window's shortcuts."""
        return is_claimed(event, {Qt.Key.Key_Escape}) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the card."""
        super().resizeEvent(event)
        self._card.setGeometry(self.rect().adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the shadow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_shadow(painter, self._card.geometry(), is_dark=self._look.colors.is_dark)
