"""Paints annotations that mark no words, such as notes, shapes and ink, and says where they are hit.

A figure is made of its drawing, in pixels of the surface. Where there is no drawing, because the layout
reflows, a small sign stands at its place in the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPainterPathStroker,
    QPen,
    QPolygonF,
)

from reader_app.core.annotation import Annotation, Kind
from reader_app.core.geometry import Quad, quad_of
from reader_app.gui.mark_paint import line_color
from reader_app.gui.page_view.marks import fill
from reader_app.gui.page_view.page_stack import PageStack
from reader_app.gui.theme import Theme

_SIGN = 13.0  # pixels: what stands for a drawing in text that reflows
_REACH = 4.0  # pixels beside a line that still count as on it
_FELT_PEN = 4.0  # pixels: wider lines are seen in any color, and text is read through them
_LARGEST_TEXT, _LEAST_TEXT = 12.0, 4.0  # points


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure on the surface, in pixels.

    Attributes:
        kind: What it is.
        color: Of its lines, "#rrggbb".
        area: Around it.
        strokes: Of ink and lines, and corners.
        width: Of its lines; 0 for none.
        inside: "#rrggbb" that fills it, "" for nothing.
        words: What stands in it.
        scale: Pixels per point.
    """

    kind: Kind
    color: str
    area: QRectF
    strokes: tuple[QPolygonF, ...] = ()
    width: float = 0.0
    inside: str = ""
    words: str = ""
    scale: float = 1.0

    def outline(self) -> QPainterPath:
        """Return its lines as a path."""
        path = QPainterPath()
        match self.kind:
            case Kind.ELLIPSE:
                path.addEllipse(self.area)
            case Kind.INK | Kind.LINE | Kind.POLYLINE if self.strokes:
                for stroke in self.strokes:
                    path.addPolygon(stroke)
            case Kind.POLYGON if self.strokes:
                for stroke in self.strokes:
                    path.addPolygon(stroke)
                    path.closeSubpath()
            case Kind.NOTE:
                path.addPath(_note_sign(self.area))
            case Kind.CARET:
                path.addPath(_caret_sign(self.area))
            case _:
                path.addRect(self.area)
        return path

    def is_hit(self, point: QPointF) -> bool:
        """Tell whether a point is on its lines, or within it where it is filled or has words or a picture."""
        outline = self.outline()
        if self.kind in _SOLID or self.inside:
            return outline.contains(point) or (self.kind in _SOLID and self.area.contains(point))
        stroker = QPainterPathStroker()
        stroker.setWidth(self.width + 2 * _REACH)
        return stroker.createStroke(outline).contains(point)

    @property
    def size(self) -> float:
        """How much of the page it takes, in square pixels."""
        return self.area.width() * self.area.height()


_SOLID = frozenset((Kind.NOTE, Kind.FREE_TEXT, Kind.STAMP, Kind.CARET))
_OPEN = frozenset((Kind.INK, Kind.LINE, Kind.POLYLINE))


def figure_of(
    annotation: Annotation, color: str, page: int, quads: Sequence[Quad], stack: PageStack
) -> Figure | None:
    """Return the figure of an annotation on a page; None where it marks words.

    Args:
        annotation: Placed on the page.
        color: Its own or its label's.
        page: The page.
        quads: Its quads there.
        stack: Says where the page stands.
    """
    if annotation.drawing is None and annotation.targets[0].exact:
        return None
    area = stack.bounds(page, quads)
    figure = Figure(annotation.kind, color, area, words=annotation.note, scale=stack.scale)
    drawing = annotation.drawing
    if drawing is None or quads[0] != quad_of(drawing.area):
        foot = QPointF(area.center().x(), area.top() + _SIGN / 3)
        sign = QRectF(0, 0, _SIGN, _SIGN)
        sign.moveCenter(foot)
        return replace(figure, kind=Kind.NOTE, area=sign, scale=1.0)
    strokes = tuple(
        QPolygonF([stack.to_surface(page, point) for point in stroke]) for stroke in drawing.strokes
    )
    return replace(figure, strokes=strokes, width=drawing.width * stack.scale, inside=drawing.fill)


def paint_figure(painter: QPainter, figure: Figure, theme: Theme, *, is_lit: bool) -> None:
    """Paint a figure over the page below it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = figure.outline()
    if figure.inside and figure.kind not in _OPEN:
        fill(painter, outline, figure.inside, theme)
    if figure.kind in (Kind.NOTE, Kind.CARET):
        _paint_sign(painter, figure, outline, theme)
    elif figure.width >= _FELT_PEN:
        stroker = QPainterPathStroker(_pen(figure, theme))
        fill(painter, stroker.createStroke(outline).simplified(), figure.color, theme)
    elif figure.width or figure.kind is Kind.STAMP:
        painter.setPen(_pen(figure, theme))
        painter.drawPath(outline)
    if figure.kind in (Kind.FREE_TEXT, Kind.STAMP):
        _paint_words(painter, figure, theme)
    painter.restore()
    if is_lit:
        light_figure(painter, figure, theme)


def light_figure(painter: QPainter, figure: Figure, theme: Theme) -> None:
    """Put a soft frame around a figure that is painted already, by whomever."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    color = line_color(figure.color, theme)
    painter.setPen(QPen(color, 1.5))
    color.setAlphaF(0.14)
    painter.setBrush(color)
    painter.drawRoundedRect(figure.area.adjusted(-3, -3, 3, 3), 3, 3)
    painter.restore()


def _pen(figure: Figure, theme: Theme) -> QPen:
    pen = QPen(line_color(figure.color, theme), max(figure.width, 1.0))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    return pen


def _paint_sign(painter: QPainter, figure: Figure, outline: QPainterPath, theme: Theme) -> None:
    painter.setPen(QPen(line_color(figure.color, theme), max(figure.scale, 1.0)))
    painter.setBrush(QColor(figure.color))
    painter.drawPath(outline)


def _paint_words(painter: QPainter, figure: Figure, theme: Theme) -> None:
    """Write what stands in a figure, as large as there is room, in letters that can be read."""
    inset = max(figure.width, 1.0) + 1.0
    room = figure.area.adjusted(inset, inset, -inset, -inset)
    if not figure.words or room.isEmpty():
        return
    flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    font = QFont(painter.font())
    size = _LARGEST_TEXT * figure.scale
    font.setPixelSize(max(round(size), 1))
    needed = QFontMetricsF(font).boundingRect(room, flags, figure.words)
    if needed.height() > room.height() or needed.width() > room.width():
        share = sqrt(room.width() * room.height() / max(needed.width() * needed.height(), 1.0))
        font.setPixelSize(max(round(size * min(share, 1.0)), round(_LEAST_TEXT * figure.scale), 1))
    painter.setFont(font)
    painter.setPen(QColor(theme.page_ink) if figure.inside else line_color(figure.color, theme))
    painter.setClipRect(figure.area)
    painter.drawText(room, flags, figure.words)


def _note_sign(area: QRectF) -> QPainterPath:
    """Return a sheet with a folded corner, as high as there is room."""
    side = min(area.width(), area.height())
    sheet = QRectF(0, 0, side, side)
    sheet.moveCenter(area.center())
    sheet.adjust(side * 0.08, side * 0.08, -side * 0.08, -side * 0.08)
    fold = side * 0.28
    path = QPainterPath(sheet.topLeft())
    path.lineTo(sheet.topRight())
    path.lineTo(sheet.right(), sheet.bottom() - fold)
    path.lineTo(sheet.right() - fold, sheet.bottom())
    path.lineTo(sheet.bottomLeft())
    path.closeSubpath()
    for part in (0.3, 0.52):
        path.moveTo(sheet.left() + side * 0.16, sheet.top() + sheet.height() * part)
        path.lineTo(sheet.right() - side * 0.16, sheet.top() + sheet.height() * part)
    return path


def _caret_sign(area: QRectF) -> QPainterPath:
    """Return a wedge that points up between two words."""
    path = QPainterPath(area.bottomLeft())
    tip = QPointF(area.center().x(), area.top())
    path.quadTo(QPointF(area.center().x(), area.bottom()), tip)
    path.quadTo(QPointF(area.center().x(), area.bottom()), area.bottomRight())
    path.closeSubpath()
    return path
