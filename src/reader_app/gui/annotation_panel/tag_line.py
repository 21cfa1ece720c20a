"""The tags of an open card: each with a way to take it off, and a field for more.

Knows names; not whose tags they are, nor where they are kept.
"""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QCompleter, QLineEdit, QWidget

from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import quote_font
from reader_app.gui.controls import is_claimed, mixed, palette_of

_CROSS = 16  # pixels that the cross takes
_SIDE = 7  # pixels beside a name
_FIELD_WIDTH = 96  # at least
_GAP = 4
_FIELD_KEYS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}
_REMOVE_KEYS = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}


class TagLine(QWidget):
    """Tags in rows, and a field at their end.

    Signals:
        changed: The tags are others; carries them as a ``tuple``.
        left: The reader ended with Escape.
    """

    changed = Signal(object)
    left = Signal()

    def __init__(self, content: CardContent, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._tags: tuple[str, ...] = ()
        self._chips: list[_Chip] = []
        self._look = look
        self._field = QLineEdit(self, placeholderText=self.tr("Add a tag"), frame=False)
        self._field.setProperty("flat", True)
        self._field.setAccessibleName(self.tr("Add a tag"))
        self._field.setAccessibleDescription(self.tr("A comma or Enter adds it, Escape ends"))
        self._field.installEventFilter(self)
        self._field.textEdited.connect(self._on_edited)
        self._field.editingFinished.connect(self._on_left)
        self.show_content(content, look)

    def show_content(self, content: CardContent, look: Look) -> None:
        """Show the tags of this content; what is being typed stays."""
        is_known = (content.tags, look) == (self._tags, self._look) and self._field.completer() is not None
        if is_known:
            return
        self._tags, self._look = content.tags, look
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = [self._chip(tag) for tag in content.tags]
        self._field.setFont(quote_font(look))
        self._field.setPalette(palette_of(look.colors))
        completer = QCompleter([tag for tag in look.tags if tag not in content.tags], self._field)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        if (popup := completer.popup()) is not None:
            popup.setProperty("popup", True)
        completer.activated.connect(self._take_typed, Qt.ConnectionType.QueuedConnection)
        self._field.setCompleter(completer)
        self._arrange()

    def needed_height(self, width: int) -> int:
        """Return the height of the rows at a width."""
        return self._places(width)[-1].bottom() + 1

    def focus_field(self) -> None:
        """Put the cursor into the field."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Take what is typed as a tag: nothing that was typed is lost."""
        self._take_typed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Set the rows."""
        super().resizeEvent(event)
        self._arrange()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Give the keys of the field their meaning."""
        if is_claimed(event, _FIELD_KEYS):
            return True
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                self._field.clear()
                self.left.emit()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._take_typed()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self._field.text() and self._tags:
                self._set(self._tags[:-1])
                return True
        return super().eventFilter(watched, event)

    def _chip(self, tag: str) -> "_Chip":
        chip = _Chip(tag, self._look, self)
        chip.clicked.connect(lambda: self._set(each for each in self._tags if each != tag))
        chip.show()
        return chip

    def _arrange(self) -> None:
        for widget, place in zip((*self._chips, self._field), self._places(self.width()), strict=True):
            widget.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        """Return where each chip, and last the field, stands: like words in rows of a width."""
        chips = [chip.sizeHint() for chip in self._chips]
        height = max([self._field.sizeHint().height(), *(size.height() for size in chips)])
        places: list[QRect] = []
        x = y = 0
        for wanted in (*(size.width() for size in chips), _FIELD_WIDTH):
            taken = min(wanted, width)
            if x and x + taken > width:
                x, y = 0, y + height + _GAP
            places.append(QRect(x, y, taken, height))
            x += taken + _GAP
        places[-1].setRight(max(width - 1, places[-1].right()))  # the field has the rest of its row
        return places

    def _on_edited(self, text: str) -> None:
        if "," in text:
            self._take_typed()

    def _on_left(self) -> None:
        if self.isActiveWindow():  # else the reader looks something up in another program
            self._take_typed()

    def _take_typed(self) -> None:
        typed = [name for part in self._field.text().split(",") if (name := part.strip().lstrip("#").strip())]
        self._field.clear()
        if typed:
            self._set((*self._tags, *typed))

    def _set(self, tags: Iterable[str]) -> None:
        wanted = tuple(sorted(set(tags)))
        if wanted != self._tags:
            self.changed.emit(wanted)


class _Chip(QAbstractButton):
    """A tag with a cross; a click takes the tag off."""

    def __init__(self, tag: str, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self.setFont(quote_font(look))
        self.setText(tag)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(self.tr("Tag {tag}; press to take it off").format(tag=tag))
        self.setToolTip(self.tr("Take off “{tag}”").format(tag=tag))

    def sizeHint(self) -> QSize:
        """Return room for name and cross."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 2 * _SIDE + _CROSS, metrics.height() + 6)

    def event(self, event: QEvent) -> bool:
        """Keep its keys from the card."""
        return is_claimed(event, _REMOVE_KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the tag off with Delete, as with a click."""
        if event.key() in _REMOVE_KEYS:
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, name and cross."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colors = self._look.colors
        is_lit = self.underMouse() or self.hasFocus()
        edge = QPen(QColor(colors.accent), 2) if self.hasFocus() else QPen(Qt.PenStyle.NoPen)
        painter.setPen(edge)
        painter.setBrush(mixed(colors.card, colors.accent, 0.24 if is_lit else 0.13))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, area.height() / 2, area.height() / 2)
        painter.setPen(QColor(colors.text))
        room = self.width() - 2 * _SIDE - _CROSS + 4
        name = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(_SIDE, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, name)
        center, arm = QPointF(self.width() - _SIDE - _CROSS / 2 + 3, self.height() / 2), 3.0
        painter.setPen(QPen(QColor(colors.text if is_lit else colors.secondary), 1.4))
        painter.drawLine(center + QPointF(-arm, -arm), center + QPointF(arm, arm))
        painter.drawLine(center + QPointF(-arm, arm), center + QPointF(arm, -arm))
