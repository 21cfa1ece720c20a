"""The bar beside a selection: labels, underline, note, copy and more.

Says what the reader wants done with the selection; knows neither selection nor article.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QWidget

from reader_app.core.annotation import Label
from reader_app.gui.controls import (
    BUTTON_SIZE,
    IconButton,
    IconLookup,
    PanelColors,
    SwatchButton,
    is_claimed,
    palette_of,
    swatch_icon,
)

SHADOW = 6  # pixels around the bar for its shadow
PADDING = 4
RADIUS = 8
DISTANCE = 4  # between selection and bar
SEPARATOR = 9
SWATCHES = 5  # labels beyond have no key, and stand in the menu

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class SelectionBar(QWidget):
    """A small bar that floats beside the selection.

    Signals:
        marked: The reader chose a label; carries its id.
        underlined: Underline the selection.
        struck_out: Strike the selection out.
        note_requested: Write a note about the selection.
        copied: Copy the selection.
        copied_with_citation: Copy the selection and where it is from.
        left_out: Take the paragraphs of the selection out of the article.
        closed: Escape.
    """

    marked = Signal(str)
    underlined = Signal()
    struck_out = Signal()
    note_requested = Signal()
    copied = Signal()
    copied_with_citation = Signal()
    left_out = Signal()
    closed = Signal()

    def __init__(self, icon: IconLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._colors = PanelColors()
        self._labels: tuple[Label, ...] = ()
        self._can_leave_out = False
        self._swatches: list[SwatchButton] = []
        self._icon_buttons: list[IconButton] = []
        self._layout = QHBoxLayout(self)
        inset = SHADOW + PADDING
        self._layout.setContentsMargins(inset, inset, inset, inset)
        self._layout.setSpacing(0)
        self._layout.addSpacing(SEPARATOR)
        self._add("underline", self.tr("Underline"), "U", self.underlined.emit)
        self._add("note", self.tr("Note"), "N", self.note_requested.emit)
        self._add("copy", self.tr("Copy"), "Ctrl+C", self.copied.emit)
        self._more = self._add("more", self.tr("More"), "", self._open_menu)
        self.setAccessibleName(self.tr("Mark the selection"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.hide()

    def set_labels(self, labels: Sequence[Label]) -> None:
        """Show a swatch for each of the first labels; the others stand in the menu."""
        self._labels = tuple(sorted(labels, key=lambda label: label.position))
        for swatch in self._swatches:
            self._layout.removeWidget(swatch)
            swatch.hide()
            swatch.deleteLater()
        self._swatches = [self._swatch(index, label) for index, label in enumerate(self._labels[:SWATCHES])]
        for before, after in pairwise(self._buttons()):
            QWidget.setTabOrder(before, after)

    def set_repairable(self, can_leave_out: bool) -> None:
        """Offer to leave the selection out, or not: the pages of a PDF stay as they are."""
        self._can_leave_out = can_leave_out

    def set_colors(self, colors: PanelColors) -> None:
        """Take the theme's colors, and the icons drawn in them."""
        self._colors = colors
        for swatch in self._swatches:
            swatch.set_colors(colors)
        for button in self._icon_buttons:
            button.set_look(self._icon, colors)
        self.update()

    def show_at(self, rect: QRect, within: QRect) -> None:
        """Show the bar above the selection, or below if there is no room, never outside the area.

        Args:
            rect: Bounds of the selection, in the parent.
            within: What is visible, in the parent.
        """
        size = self.sizeHint()
        above = rect.top() - DISTANCE - size.height() + SHADOW
        below = rect.bottom() + 1 + DISTANCE - SHADOW
        top = above if above >= within.top() else below
        left = rect.center().x() - size.width() // 2
        left = max(within.left(), min(left, within.right() + 1 - size.width()))
        top = max(within.top(), min(top, within.bottom() + 1 - size.height()))
        self.setGeometry(QRect(QPoint(left, top), size))
        self.show()
        self.raise_()

    def sizeHint(self) -> QSize:
        """Return the size of all buttons in a row."""
        inset = 2 * (SHADOW + PADDING)
        return QSize(len(self._buttons()) * BUTTON_SIZE + SEPARATOR + inset, BUTTON_SIZE + inset)

    def event(self, event: QEvent) -> bool:
        """Keep the bar's keys from the window's shortcuts."""
        return is_claimed(event, {*_STEPS, Qt.Key.Key_Escape}) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Left and Right, close on Escape."""
        key = Qt.Key(event.key())
        buttons = self._buttons()
        focused = next((index for index, button in enumerate(buttons) if button.hasFocus()), None)
        if key == Qt.Key.Key_Escape:
            self.hide()
            self.closed.emit()
        elif key in _STEPS and focused is not None:
            buttons[(focused + _STEPS[key]) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint shadow, ground and separator."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(self.rect()).adjusted(SHADOW, SHADOW, -SHADOW, -SHADOW)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread in range(1, SHADOW):
            painter.setBrush(QColor(0, 0, 0, 26 if self._colors.is_dark else 10))
            edge = bar.adjusted(-spread, -spread + 1, spread, spread + 1)
            painter.drawRoundedRect(edge, RADIUS + spread, RADIUS + spread)
        painter.setPen(QPen(QColor(self._colors.border), 1))
        painter.setBrush(QColor(self._colors.card))
        painter.drawRoundedRect(bar.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        if self._swatches:
            x = bar.left() + PADDING + len(self._swatches) * BUTTON_SIZE + SEPARATOR / 2
            painter.drawLine(QPointF(x, bar.top() + RADIUS), QPointF(x, bar.bottom() - RADIUS))

    def _buttons(self) -> list[QAbstractButton]:
        return [*self._swatches, *self._icon_buttons]

    def _swatch(self, index: int, label: Label) -> SwatchButton:
        swatch = SwatchButton(label.color, self._colors, self)
        swatch.setAccessibleName(label.name)
        swatch.setToolTip(f"{label.name} ({label.position + 1})")
        swatch.clicked.connect(lambda: self.marked.emit(label.id))
        self._layout.insertWidget(index, swatch)
        return swatch

    def _add(self, icon: str, name: str, shortcut: str, act: Callable[[], object]) -> IconButton:
        button = IconButton(icon, self._icon, self._colors, self)
        button.set_label(name, shortcut)
        button.clicked.connect(lambda: act())
        self._icon_buttons.append(button)
        self._layout.addWidget(button)
        return button

    def _open_menu(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setPalette(palette_of(self._colors))
        for label in self._labels[SWATCHES:]:
            action = menu.addAction(swatch_icon(label.color, self.devicePixelRatioF()), label.name)
            action.triggered.connect(lambda _checked=False, chosen=label.id: self.marked.emit(chosen))
        menu.addAction(self._icon("strikeout"), self.tr("Strike out")).triggered.connect(self.struck_out)
        cited = menu.addAction(self._icon("copy"), self.tr("Copy with citation"))
        cited.triggered.connect(self.copied_with_citation)
        if self._can_leave_out:
            menu.addAction(self.tr("Leave out of the article")).triggered.connect(self.left_out)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
