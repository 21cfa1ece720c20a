"""Paints marks and the selection on top of rendered pages; a change of a mark never renders a page again."""

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
        _fill(painter, mark.polygons, mark.color, theme)
        if mark.is_lit:
            _draw_lines(painter, mark, theme, height=1.0)
    else:
        _draw_lines(painter, mark, theme, height=1.0 if mark.kind is Kind.UNDERLINE else 0.55)
        if mark.is_lit:
            _fill(painter, mark.polygons, mark.color, theme, strength=0.35)


def paint_selection(painter: QPainter, polygons: Iterable[QPolygonF], theme: Theme) -> None:
    """Paint selected text."""
    _fill(painter, polygons, theme.page_selection, theme)


def _fill(
    painter: QPainter, polygons: Iterable[QPolygonF], color: str, theme: Theme, strength: float = 1.0
) -> None:
    """Blend the polygons over the page, together, so that nothing is darkened twice."""
    paint = mark_paint(color, theme)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for polygon in polygons:
        path.addPolygon(polygon)
        path.closeSubpath()
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
        painter.drawLine(
            upper_left + (lower_left - upper_left) * down, upper_right + (lower_right - upper_right) * down
        )
    painter.restore()


def _distance(one: QPointF, other: QPointF) -> float:
    way = other - one
    return float((way.x() ** 2 + way.y() ** 2) ** 0.5)
