"""Icons drawn from SVG files in the color of the theme's text, sharp at every scale.

Knows files and a theme; does not know who shows an icon. QtSvg is loaded when the first icon is
painted, so that importing this module costs nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap

from reader_app.gui.theme import Theme, resource

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

_DRAWN_IN = b"#000"


class Icons:
    """Gives icons by name; all of them take on the colors of the theme that is set last.

    An icon that was given before the theme changed follows at its next repaint, so widgets need not
    ask again.
    """

    def __init__(self, theme: Theme, folder: Path | None = None) -> None:
        self._theme = theme
        self._folder = resource("icons") if folder is None else folder
        self._renderers: dict[tuple[str, str], QSvgRenderer] = {}
        self._engines: list[QIconEngine] = []

    def set_theme(self, theme: Theme) -> None:
        """Draw all icons for this theme from now on."""
        self._theme = theme
        self._renderers.clear()

    def icon(self, name: str) -> QIcon:
        """Return the icon of the file ``NAME.svg``.

        Raises:
            FileNotFoundError: The program has no such icon, which is a bug.
        """
        if not (self._folder / f"{name}.svg").is_file():
            raise FileNotFoundError(f"There is no icon {name!r} in {self._folder}")
        return QIcon(self.engine(name))

    def engine(self, name: str) -> QIconEngine:
        """Return a new engine, which Qt will own; Python must not delete it before Qt does."""
        engine = _ThemedEngine(self, name)
        self._engines.append(engine)
        return engine

    def color(self, mode: QIcon.Mode) -> str:
        """Return what an icon is drawn in: text, or paler where it is switched off."""
        return self._theme.faded if mode == QIcon.Mode.Disabled else self._theme.text

    def paint(self, name: str, painter: QPainter, box: QRectF, color: str) -> None:
        """Draw an icon into a box, in any color."""
        self._renderer(name, color).render(painter, box)

    def pixmap(self, name: str, size: int, ratio: float, color: str | None = None) -> QPixmap:
        """Return a picture for places that take no icon, such as labels.

        Args:
            name: The icon.
            size: Width and height in device-independent pixels.
            ratio: Device pixels per device-independent pixel.
            color: "#rrggbb"; the theme's text color if None.
        """
        side = round(size * ratio)
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(name, painter, QRectF(0, 0, side, side), color or self._theme.text)
        painter.end()
        pixmap.setDevicePixelRatio(ratio)
        return pixmap

    def _renderer(self, name: str, color: str) -> QSvgRenderer:
        renderer = self._renderers.get((name, color))
        if renderer is None:
            from PySide6.QtSvg import QSvgRenderer  # costs time that the start has no need to spend

            source = (self._folder / f"{name}.svg").read_bytes()
            renderer = QSvgRenderer(source.replace(_DRAWN_IN, QColor(color).name().encode()))
            self._renderers[name, color] = renderer
        return renderer


class _ThemedEngine(QIconEngine):
    """Asks ``Icons`` for the color each time the icon is painted."""

    def __init__(self, icons: Icons, name: str) -> None:
        super().__init__()
        self._icons, self._name = icons, name

    def clone(self) -> QIconEngine:
        return self._icons.engine(self._name)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        self._icons.paint(self._name, painter, box, self._icons.color(mode))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap
