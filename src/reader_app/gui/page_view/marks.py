"""Paints marks of words and the selection on top of pages; a change of a mark never renders a page again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from reader_app.core.annotation import Kind
from reader_app.gui.mark_paint import line_color, mark_paint
from reader_app.gui.theme import Theme

# Thickness of a line mark, as a part of the height of its text.
_LINE_PART = 0.07


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the surface.

    Attributes:
        kind: How it is drawn.
        color: Of its label, "#rrggbb".
        polygons: Its quads in pixels, corners UL UR LR LL.
        is_lit: Whether it is active or under the mouse.
    """

    kind: Kind
    color: str
    polygons: Sequence[QPolygonF]
    is_lit: bool


def paint_mark(painter: QPainter, mark: Mark, theme: Theme) -> None:
    """Paint one mark over the page below it."""
    if mark.kind is Kind.HIGHLIGHT:
        fill(painter, path_of(mark.polygons), mark.color, theme)
        if mark.is_lit:
            _draw_lines(painter, mark, theme, height=1.0)
    else:
        _draw_lines(painter, mark, theme, height=0.55 if mark.kind is Kind.STRIKEOUT else 1.0)
        if mark.is_lit:
            light(painter, mark, theme)


def light(painter: QPainter, mark: Mark, theme: Theme) -> None:
    """Tint a mark that is painted already."""
    fill(painter, path_of(mark.polygons), mark.color, theme, strength=0.35)


def paint_selection(painter: QPainter, polygons: Iterable[QPolygonF], theme: Theme) -> None:
    """Paint selected text."""
    fill(painter, path_of(polygons), theme.page_selection, theme)


def path_of(polygons: Iterable[QPolygonF]) -> QPainterPath:
    """Return the polygons together, so that nothing is darkened twice."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for polygon in polygons:
        path.addPolygon(polygon)
        path.closeSubpath()
    return path


def fill(painter: QPainter, path: QPainterPath, color: str, theme: Theme, strength: float = 1.0) -> None:
    """Blend a path over the page, as a felt pen does."""
    paint = mark_paint(color, theme)
    painter.save()
    painter.setCompositionMode(paint.composition)
    painter.setOpacity(strength)
    painter.fillPath(path, paint.color)
    painter.restore()


def _draw_lines(painter: QPainter, mark: Mark, theme: Theme, *, height: float) -> None:
    """Draw a line along the text of each polygon, at a part of its height from the top."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for polygon in mark.polygons:
        if polygon.size() < 4:
            continue
        upper_left, upper_right, lower_right, lower_left = (polygon.at(i) for i in range(4))
        text_height = _distance(upper_left, lower_left)
        width = max(text_height * _LINE_PART, 1.0)
        down = height - (width / 2 / text_height if height == 1.0 and text_height else 0.0)
        pen = QPen(QColor(line_color(mark.color, theme)), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        start = upper_left + (lower_left - upper_left) * down
        end = upper_right + (lower_right - upper_right) * down
        if mark.kind is Kind.SQUIGGLY:
            painter.drawPolyline(_wave(start, end, (lower_left - upper_left) * (_LINE_PART * 1.5)))
        else:
            painter.drawLine(start, end)
    painter.restore()


def _wave(start: QPointF, end: QPointF, down: QPointF) -> QPolygonF:
    """Return a zigzag from one point to another, that rises by ``down`` above their line at each turn."""
    height = _distance(QPointF(), down)
    turns = max(round(_distance(start, end) / max(2 * height, 1.0)), 1)
    points = (start + (end - start) * (turn / turns) for turn in range(turns + 1))
    return QPolygonF([point - down if turn % 2 else point for turn, point in enumerate(points)])


def _distance(one: QPointF, other: QPointF) -> float:
    way = other - one
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)
