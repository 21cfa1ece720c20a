"""The pictures of annotations, as the drawing commands of a PDF; knows neither pages nor annotations' words.

Marks on text are drawn in the page's own coordinates. Everything else is drawn upright in a box of its own,
y up, in points; the box is turned with the page by whoever places it.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from reader_app.core.annotation import Drawing, Kind
from reader_app.core.geometry import Point, Quad, Rect, bounds_of_points
from reader_app.export.pdf.objects import pdf_color, pdf_number, pdf_numbers

# The edges of the colored band as parts of a quad's height, from its top.
_BANDS = {Kind.HIGHLIGHT: (0.0, 1.0), Kind.UNDERLINE: (0.89, 0.97), Kind.STRIKEOUT: (0.54, 0.62)}
# Of a squiggly line, as parts of the height of a quad.
_WAVE, _WAVE_WIDTH, _WAVE_BOTTOM = 0.055, 0.05, 0.95
# A circle as four curves: how far their handles reach, as a part of the radius.
_ROUND = 0.5523


def text_mark(kind: Kind, quads: Iterable[Quad], color: str) -> str:
    """Return the picture of a mark on text, in page coordinates."""
    if kind is Kind.SQUIGGLY:
        waves = "".join(f"{pdf_number(_WAVE_WIDTH * _height(quad))} w {_wave(quad)}S\n" for quad in quads)
        return f"/G gs {pdf_color(color)} RG 1 j\n{waves}"
    top, bottom = _BANDS[kind]
    bands = "".join(_band(quad, top, bottom) for quad in quads)
    # One fill for all bands: painted one by one they would darken where they touch.
    return f"/G gs {pdf_color(color)} rg\n{bands}f\n"


def outer_bounds(drawing: Drawing) -> Rect:
    """Return the rectangle that holds a drawing with its lines, in page space."""
    points = [point for stroke in drawing.strokes for point in stroke]
    if not points:
        return drawing.area
    half, bounds = drawing.width / 2 + 0.5, bounds_of_points(points)
    area = drawing.area
    return Rect(
        min(bounds.x0 - half, area.x0),
        min(bounds.y0 - half, area.y0),
        max(bounds.x1 + half, area.x1),
        max(bounds.y1 + half, area.y1),
    )


def drawing_picture(kind: Kind, drawing: Drawing, color: str) -> str:
    """Return the picture of a drawing, in a box with the size of ``outer_bounds``."""
    box = outer_bounds(drawing)
    width, height = box.width, box.height
    if kind is Kind.NOTE:
        return _note(width, height, color)
    if kind is Kind.CARET:
        tip = f"0 0 m {pdf_numbers((width / 2, height))} l {pdf_number(width)} 0 l"
        return f"/G gs {pdf_color(color)} rg {tip} {pdf_numbers((width / 2, height / 3))} l f\n"
    line = min(drawing.width, width, height)
    strokes = [[Point(each.x - box.x0, box.y1 - each.y) for each in stroke] for stroke in drawing.strokes]
    if kind is Kind.ELLIPSE:
        path = _ellipse(width, height, line / 2)
    elif strokes:
        closing = "h\n" if kind is Kind.POLYGON else "\n"
        path = "".join(f"{_polyline(stroke)}{closing}" for stroke in strokes)
    else:
        path = f"{pdf_numbers((line / 2, line / 2, width - line, height - line))} re\n"
    fills = bool(drawing.fill) and kind not in (Kind.INK, Kind.LINE, Kind.POLYLINE)
    inside = f"{pdf_color(drawing.fill)} rg " if fills else ""
    paint = {(True, True): "B", (True, False): "f", (False, True): "S", (False, False): "n"}
    border = f"{pdf_color(color)} RG {pdf_number(line)} w 1 J 1 j "
    return f"/G gs {inside}{border}\n{path}{paint[fills, line > 0]}\n"


def frame(width: float, height: float, line: float, color: str, fill: str) -> str:
    """Return the border and the paper of a box with text in it."""
    inside = f"{pdf_color(fill)} rg 0 0 {pdf_numbers((width, height))} re f\n" if fill else ""
    if line <= 0:
        return inside
    edge = pdf_numbers((line / 2, line / 2, width - line, height - line))
    return f"{inside}{pdf_color(color)} RG {pdf_number(line)} w {edge} re S\n"


def _note(width: float, height: float, color: str) -> str:
    """Return a sheet of paper with three lines of writing."""
    edge = pdf_numbers((0.08 * width, 0.08 * height, 0.84 * width, 0.84 * height))
    lines = "".join(
        f"{pdf_numbers((0.24 * width, y * height))} m {pdf_numbers((end * width, y * height))} l S\n"
        for y, end in ((0.7, 0.76), (0.5, 0.76), (0.3, 0.56))
    )
    thin = pdf_number(0.05 * min(width, height))
    return f"{pdf_color(color)} rg 0.25 0.25 0.25 RG {thin} w 1 J 1 j\n{edge} re B\n{lines}"


def _ellipse(width: float, height: float, inset: float) -> str:
    x, y = width / 2, height / 2
    across, up = max(x - inset, 0.0), max(y - inset, 0.0)

    def at(right: float, top: float) -> tuple[float, float]:
        return x + right * across, y + top * up

    curves = (
        ((1, _ROUND), (_ROUND, 1), (0, 1)),
        ((-_ROUND, 1), (-1, _ROUND), (-1, 0)),
        ((-1, -_ROUND), (-_ROUND, -1), (0, -1)),
        ((_ROUND, -1), (1, -_ROUND), (1, 0)),
    )
    path = "".join(
        f"{pdf_numbers(number for corner in curve for number in at(*corner))} c\n" for curve in curves
    )
    return f"{pdf_numbers(at(1, 0))} m\n{path}h\n"


def _polyline(points: Sequence[Point]) -> str:
    first, *others = (pdf_numbers((point.x, point.y)) for point in points)
    # A dot is a line to itself, which round ends make visible.
    return f"{first} m {' '.join(f'{point} l' for point in others or [first])} "


def _wave(quad: Quad) -> str:
    left, right = _between(quad.ul, quad.ll, _WAVE_BOTTOM), _between(quad.ur, quad.lr, _WAVE_BOTTOM)
    length, height = math.hypot(right.x - left.x, right.y - left.y), _height(quad)
    steps = min(max(round(length / (2 * _WAVE * height)), 1), 2000) if height else 1
    up = Point((quad.ul.x - quad.ll.x) * _WAVE, (quad.ul.y - quad.ll.y) * _WAVE)

    def points() -> Iterator[Point]:
        for step in range(steps + 1):
            at = _between(left, right, step / steps)
            yield Point(at.x + up.x, at.y + up.y) if step % 2 else at

    return f"{_polyline(list(points()))}\n"


def _height(quad: Quad) -> float:
    return math.hypot(quad.ul.x - quad.ll.x, quad.ul.y - quad.ll.y)


def _band(quad: Quad, top: float, bottom: float) -> str:
    """Return the path of a part of a quad, given by parts of its height from its top."""
    corners = (
        _between(quad.ul, quad.ll, top),
        _between(quad.ur, quad.lr, top),
        _between(quad.ur, quad.lr, bottom),
        _between(quad.ul, quad.ll, bottom),
    )
    return f"{_polyline(corners)}h\n"


def _between(start: Point, end: Point, part: float) -> Point:
    return Point(start.x + (end.x - start.x) * part, start.y + (end.y - start.y) * part)
