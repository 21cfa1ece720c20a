"""Small controls that the annotation panel and the selection bar share.

They paint themselves from `PanelColors`, because style sheets are slow where many widgets come and
go. Knows nothing of articles.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QPainter, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QWidget

IconLookup = Callable[[str], QIcon]
"""Gives the icon of a name, drawn in the theme's colors."""

BUTTON_SIZE = 28
ICON_SIZE = 16
DISABLED_OPACITY = 0.4


@dataclass(frozen=True, slots=True)
class PanelColors:
    """The colors of the theme as far as cards and bars need them, each "#rrggbb".

    Attributes:
        background: Behind the cards.
        card: The face of a card or a bar.
        text: Notes and names.
        secondary: Quotes, hints, page numbers; legible on ``card`` and ``background``.
        border: Edges of cards.
        accent: What is selected or has the focus.
        is_dark: Light text on a dark ground.
    """

    background: str = "#f4f4f2"
    card: str = "#ffffff"
    text: str = "#1f2328"
    secondary: str = "#59636e"
    border: str = "#d4d7da"
    accent: str = "#2563c9"
    is_dark: bool = False


def mixed(first: str, second: str, share: float) -> QColor:
    """Return ``first`` with the given share (0 to 1) of ``second``."""
    a, b = QColor(first), QColor(second)
    return QColor.fromRgbF(
        a.redF() + (b.redF() - a.redF()) * share,
        a.greenF() + (b.greenF() - a.greenF()) * share,
        a.blueF() + (b.blueF() - a.blueF()) * share,
    )


def ink_on(color: str) -> QColor:
    """Return near-black or white, whichever is more legible on the color."""
    paint = QColor(color)
    lightness = 0.299 * paint.redF() + 0.587 * paint.greenF() + 0.114 * paint.blueF()
    return QColor("#1a1a1a" if lightness > 0.5 else "#ffffff")


def palette_of(colors: PanelColors) -> QPalette:
    """Return the palette that makes Qt's own text widgets and menus fit the colors."""
    palette = QPalette()
    for role, color in (
        (QPalette.ColorRole.Window, colors.card),
        (QPalette.ColorRole.Base, colors.card),
        (QPalette.ColorRole.WindowText, colors.text),
        (QPalette.ColorRole.Text, colors.text),
        (QPalette.ColorRole.Button, colors.card),
        (QPalette.ColorRole.ButtonText, colors.text),
        (QPalette.ColorRole.PlaceholderText, colors.secondary),
        (QPalette.ColorRole.Highlight, colors.accent),
        (QPalette.ColorRole.HighlightedText, ink_on(colors.accent)),
        (QPalette.ColorRole.Link, colors.accent),
    ):
        palette.setColor(role, QColor(color))
    return palette


def quiet_palette_of(colors: PanelColors) -> QPalette:
    """Return the palette of hints: secondary text."""
    palette = palette_of(colors)
    palette.setColor(QPalette.ColorRole.WindowText, QColor(colors.secondary))
    return palette


def swatch_icon(color: str, ratio: float) -> QIcon:
    """Return a round spot of the color, for menus.

    Args:
        color: "#rrggbb".
        ratio: Device pixels per pixel.
    """
    pixmap = QPixmap(QSize(ICON_SIZE, ICON_SIZE) * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_spot(painter, QPointF(ICON_SIZE / 2, ICON_SIZE / 2), 6.0, color)
    painter.end()
    return QIcon(pixmap)


def paint_spot(painter: QPainter, center: QPointF, radius: float, color: str) -> None:
    """Paint a round spot with an edge that shows on grounds of a similar color."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(color).darker(130), 1.0))
    painter.setBrush(QColor(color))
    painter.drawEllipse(center, radius - 0.5, radius - 0.5)


def is_claimed(event: QEvent, keys: Collection[int] | None = None) -> bool:
    """Take a key before a shortcut of the window does; it then arrives as a key press.

    Args:
        event: Any event of a widget.
        keys: The keys to take; all of them if None.
    """
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if keys is not None and event.key() not in keys:
        return False
    event.accept()
    return True


class IconButton(QAbstractButton):
    """A flat square button with an icon; checkable ones show a tinted ground."""

    def __init__(self, name: str, icon: IconLookup, colors: PanelColors, parent: QWidget) -> None:
        super().__init__(parent)
        self._name = name
        self._colors = colors
        self.setFixedSize(BUTTON_SIZE, BUTTON_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_look(icon, colors)

    def set_label(self, text: str, shortcut: str = "") -> None:
        """Set the accessible name, and the tooltip with the shortcut in parentheses."""
        self.setAccessibleName(text)
        self.setToolTip(f"{text} ({shortcut})" if shortcut else text)

    def set_look(self, icon: IconLookup, colors: PanelColors) -> None:
        """Take new colors, and the icon drawn in them."""
        self._colors = colors
        self.setIcon(icon(self._name))
        self.update()

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return QSize(BUTTON_SIZE, BUTTON_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, icon and focus ring."""
        painter = QPainter(self)
        paint_button_ground(painter, self, self._colors)
        if not self.isEnabled():
            painter.setOpacity(DISABLED_OPACITY)
        inset = (BUTTON_SIZE - ICON_SIZE) // 2
        self.icon().paint(painter, self.rect().adjusted(inset, inset, -inset, -inset))


class SwatchButton(QAbstractButton):
    """A round spot in the color of a label."""

    def __init__(self, color: str, colors: PanelColors, parent: QWidget) -> None:
        super().__init__(parent)
        self._color = color
        self._colors = colors
        self.setFixedSize(BUTTON_SIZE, BUTTON_SIZE)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_colors(self, colors: PanelColors) -> None:
        """Take the theme's new colors; the label's own stays."""
        self._colors = colors
        self.update()

    def sizeHint(self) -> QSize:
        """Return the fixed size."""
        return QSize(BUTTON_SIZE, BUTTON_SIZE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint ground, spot and focus ring."""
        painter = QPainter(self)
        paint_button_ground(painter, self, self._colors)
        paint_spot(painter, QRectF(self.rect()).center(), 9.0 if self.underMouse() else 8.0, self._color)


def paint_button_ground(painter: QPainter, button: QAbstractButton, colors: PanelColors) -> None:
    """Paint what says that a button is pointed at, pressed, checked or has the focus."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    area = QRectF(button.rect()).adjusted(1, 1, -1, -1)
    painter.setPen(Qt.PenStyle.NoPen)
    share = 0.18 if button.isDown() else 0.10 if button.underMouse() else 0.0
    if button.isChecked():
        painter.setBrush(mixed(colors.card, colors.accent, 0.22))
        painter.drawRoundedRect(area, 5, 5)
    elif share:
        painter.setBrush(mixed(colors.card, colors.text, share))
        painter.drawRoundedRect(area, 5, 5)
    if button.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colors.accent), 2))
        painter.drawRoundedRect(area, 5, 5)
