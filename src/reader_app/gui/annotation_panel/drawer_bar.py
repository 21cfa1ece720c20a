"""The bar at the foot of the panel that opens the drawer; on a rail, a badge with a number."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from reader_app.gui.annotation_panel.content import Look
from reader_app.gui.annotation_panel.face import label_font, quote_font
from reader_app.gui.controls import ink_on, mixed

_PADDING = 16  # pixels above and below the words together
_MARGIN = 16
_BADGE = 18


class DrawerBar(QAbstractButton):
    """Says how many annotations have no sure place; a click opens the drawer, or closes it."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._counts = (0, 0)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_look(self, look: Look) -> None:
        """Paint in another look."""
        self._look = look
        self.update()

    def set_counts(self, review: int, unplaced: int) -> None:
        """Say how many are to review and how many are unplaced."""
        self._counts = (review, unplaced)
        parts = (
            self.tr("{count} to review").format(count=review) if review else "",
            self.tr("{count} unplaced").format(count=unplaced) if unplaced else "",
        )
        self.setText(" · ".join(part for part in parts if part))
        self.setAccessibleName(self.text())
        self.setToolTip(self.tr("{counts}: show them (F4)").format(counts=self.text()))
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line of text."""
        return QSize(120, self.fontMetrics().height() + _PADDING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the words with a chevron, or, where there is no room for them, the number as a badge."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._look.colors
        share = 0.12 if self.isDown() else 0.07 if self.underMouse() else 0.0
        painter.fillRect(self.rect(), mixed(colors.background, colors.text, share))
        painter.setPen(QColor(colors.border))
        painter.drawLine(0, 0, self.width(), 0)
        if self.width() < 3 * self.height():
            self._paint_badge(painter)
        else:
            self._paint_words(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 5, 5)

    def _paint_words(self, painter: QPainter) -> None:
        colors = self._look.colors
        painter.setFont(label_font(self._look))
        painter.setPen(QColor(colors.text if self._counts[0] else colors.secondary))
        room = self.rect().adjusted(_MARGIN, 0, -2 * _MARGIN, 0)
        words = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        middle, x = self.height() / 2, self.width() - 1.25 * _MARGIN
        tip = 2.0 if self.isChecked() else -2.0
        painter.setPen(QPen(QColor(colors.secondary), 1.5))
        painter.drawPolyline(
            [QPointF(x - 4, middle - tip), QPointF(x, middle + tip), QPointF(x + 4, middle - tip)]
        )

    def _paint_badge(self, painter: QPainter) -> None:
        colors, count = self._look.colors, sum(self._counts)
        ground = colors.accent if self._counts[0] else colors.secondary
        painter.setFont(quote_font(self._look))
        text = str(count) if count < 100 else "99+"
        width = max(painter.fontMetrics().horizontalAdvance(text) + 8.0, float(_BADGE))
        badge = QRectF(0, 0, min(width, self.width() - 2.0), _BADGE)
        badge.moveCenter(QRectF(self.rect()).center())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(badge, _BADGE / 2, _BADGE / 2)
        painter.setPen(ink_on(ground))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
