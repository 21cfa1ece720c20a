"""The panel of a narrow window: a rail of dots in the colors of the labels, level with the passages.

Passages that coincide share a dot with a count. Knows ids, colors and heights, no cards.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QToolTip, QWidget

from reader_app.core.placement import Card as Slot
from reader_app.core.placement import place
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import label_font
from reader_app.gui.controls import ink_on, paint_spot, palette_of, swatch_icon

RAIL_WIDTH = 28
COINCIDENCE = 14.0  # pixels: passages nearer than that share a dot
SLOT = 18.0  # height that a dot takes
QUOTE_SHOWN = 80  # characters of a quote in tooltips and menus


@dataclass(frozen=True, slots=True)
class Dot:
    """One dot.

    Attributes:
        ids: The annotations it stands for, in the order of their passages.
        top: Of its slot in the scrolled surface, in pixels.
    """

    ids: tuple[str, ...]
    top: float


def dots_of(passages: Sequence[tuple[str, float]]) -> list[Dot]:
    """Return the dots of passages sorted by height: coinciding ones together, none over another."""
    groups: list[tuple[float, list[str]]] = []
    for card_id, y in passages:
        if groups and y - groups[-1][0] < COINCIDENCE:
            groups[-1][1].append(card_id)
        else:
            groups.append((y, [card_id]))
    tops = place([Slot(y, SLOT) for y, _ in groups], gap=0)
    return [Dot(tuple(ids), top) for top, (_, ids) in zip(tops, groups, strict=True)]


class Rail(QWidget):
    """The dots.

    Signals:
        chosen: The id of the annotation whose dot, or line in a dot's menu, was chosen.
        hovered: The id under the pointer, or "".
    """

    chosen = Signal(str)
    hovered = Signal(str)

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._contents: dict[str, CardContent] = {}
        self._dots: list[Dot] = []
        self._dot_of: dict[str, Dot] = {}
        self._scroll = 0
        self._active: str | None = None
        self._hovered = ""
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Annotations"))
        self.setAccessibleDescription(self.tr("Up and Down choose, Enter opens"))

    @property
    def dots(self) -> Sequence[Dot]:
        """From the top."""
        return self._dots

    def set_look(self, look: Look) -> None:
        """Paint in another look."""
        self._look = look
        self.update()

    def set_contents(self, contents: Sequence[CardContent], passages: Mapping[str, float]) -> None:
        """Show a dot for each annotation that has a passage."""
        self._contents = {content.id: content for content in contents if content.id in passages}
        placed = sorted(
            ((card_id, passages[card_id]) for card_id in self._contents), key=lambda pair: pair[1]
        )
        self._dots = dots_of(placed)
        self._dot_of = {card_id: dot for dot in self._dots for card_id in dot.ids}
        self.update()

    def set_scroll(self, y: int) -> None:
        """Move the dots with the article."""
        self._scroll = y
        self.update()

    def set_active(self, card_id: str | None) -> None:
        """Ring the dot of an annotation."""
        self._active = card_id
        self.update()

    def set_hovered(self, card_id: str) -> None:
        """Enlarge the dot of an annotation."""
        self._hovered = card_id
        self.update()

    def center(self, card_id: str) -> QPoint | None:
        """Return where the dot of an annotation stands now."""
        dot = self._dot_of.get(card_id)
        return None if dot is None else self._center(dot).toPoint()

    def step(self, step: int) -> str | None:
        """Return the annotation so many places from the active one, or the first in sight if none is."""
        ids = [card_id for dot in self._dots for card_id in dot.ids]
        if self._active in ids:
            index = ids.index(self._active) + step
            return ids[index] if 0 <= index < len(ids) else None
        return next((dot.ids[0] for dot in self._dots if dot.top >= self._scroll), None)

    def sizeHint(self) -> QSize:
        """Return the rail's width and any height."""
        return QSize(RAIL_WIDTH, 10 * RAIL_WIDTH)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the dots in sight."""
        painter = QPainter(self)
        for dot in self._dots:
            center = self._center(dot)
            if -SLOT < center.y() < self.height() + SLOT:
                self._paint_dot(painter, dot, center)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the annotation of a dot; a dot of several asks which."""
        dot = self._dot_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or dot is None:
            return
        if len(dot.ids) == 1:
            self.chosen.emit(dot.ids[0])
        else:
            self._menu(dot).popup(self.mapToGlobal(self._center(dot).toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tell which annotation is pointed at."""
        dot = self._dot_at(event.position())
        self._point_at("" if dot is None else dot.ids[0])

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer went."""
        super().leaveEvent(event)
        self._point_at("")

    def event(self, event: QEvent) -> bool:
        """Show what a dot stands for."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            dot = self._dot_at(QPointF(event.pos()))
            lines = [] if dot is None else [_title(self._contents[card_id]) for card_id in dot.ids]
            QToolTip.showText(event.globalPos(), "\n".join(lines), self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the active annotation; the other keys are the panel's."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_F2}
        if is_enter and self._active in self._contents:
            self.chosen.emit(self._active)
        else:
            super().keyPressEvent(event)

    def _menu(self, dot: Dot) -> QMenu:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setPalette(palette_of(self._look.colors))
        for card_id in dot.ids:
            content = self._contents[card_id]
            title = _title(content).replace("&", "&&")
            action = menu.addAction(swatch_icon(content.label_color, self.devicePixelRatioF()), title)
            action.triggered.connect(lambda _checked=False, chosen=card_id: self.chosen.emit(chosen))
        return menu

    def _point_at(self, card_id: str) -> None:
        if card_id != self._hovered:
            self.set_hovered(card_id)
            self.setCursor(Qt.CursorShape.PointingHandCursor if card_id else Qt.CursorShape.ArrowCursor)
            self.hovered.emit(card_id)

    def _center(self, dot: Dot) -> QPointF:
        return QPointF(self.width() / 2, dot.top - self._scroll + SLOT / 2)

    def _dot_at(self, point: QPointF) -> Dot | None:
        near = (dot for dot in self._dots if abs(self._center(dot).y() - point.y()) <= SLOT / 2)
        return next(near, None)

    def _paint_dot(self, painter: QPainter, dot: Dot, center: QPointF) -> None:
        colors = self._look.colors
        color = self._contents[dot.ids[0]].label_color
        is_several = len(dot.ids) > 1
        radius = 8.0 if is_several else 6.0 if self._hovered in dot.ids else 5.0
        paint_spot(painter, center, radius, color)
        if is_several:
            painter.setPen(ink_on(color))
            painter.setFont(label_font(self._look))
            area = QRectF(center.x() - SLOT, center.y() - SLOT, 2 * SLOT, 2 * SLOT)
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(len(dot.ids)))
        if self._active in dot.ids:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colors.accent), 2))
            painter.drawEllipse(center, radius + 2, radius + 2)


def _title(content: CardContent) -> str:
    quote = content.quote if len(content.quote) <= QUOTE_SHOWN else content.quote[: QUOTE_SHOWN - 1] + "…"
    return f"{content.label_name}: “{quote}”"
