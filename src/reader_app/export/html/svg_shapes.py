"""Draws marks on text and drawings as SVG, in page space; classes say how they are painted."""

import re
from collections.abc import Iterable

from reader_app.core.annotation import Drawing, Kind
from reader_app.core.geometry import Point, Quad, Rect
from reader_app.export.note_html import note_html

# The edges of the colored band as parts of a quad's height, from its top.
_BANDS = {Kind.HIGHLIGHT: (0.0, 1.0), Kind.UNDERLINE: (0.89, 0.97), Kind.STRIKEOUT: (0.54, 0.62)}
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Of a squiggly line, as parts of the height of a quad.
_WAVE, _WAVE_BOTTOM = 0.055, 0.95


def svg_text_mark(kind: Kind, quads: Iterable[Quad]) -> str:
    """Return a mark on the lines of a text."""
    if kind is Kind.SQUIGGLY:
        return "".join(_wave(quad) for quad in quads)
    top, bottom = _BANDS[kind]
    bands = "".join(
        f"M{_pair(_between(quad.ul, quad.ll, top))}L{_pair(_between(quad.ur, quad.lr, top))}"
        f"L{_pair(_between(quad.ur, quad.lr, bottom))}L{_pair(_between(quad.ul, quad.ll, bottom))}Z"
        for quad in quads
    )
    return f'<path class="fill" d="{bands}"/>'


def _wave(quad: Quad) -> str:
    height = max(abs(quad.ll.y - quad.ul.y), abs(quad.ll.x - quad.ul.x), 1.0)
    length = max(abs(quad.lr.x - quad.ll.x), abs(quad.lr.y - quad.ll.y))
    count = max(int(length / (2 * _WAVE * height)), 1)
    points = (
        _between(
            _between(quad.ul, quad.ll, _WAVE_BOTTOM - _WAVE * (1 + (-1) ** step)),
            _between(quad.ur, quad.lr, _WAVE_BOTTOM - _WAVE * (1 + (-1) ** step)),
            step / count,
        )
        for step in range(count + 1)
    )
    path = "L".join(_pair(point) for point in points)
    return f'<path class="stroke" fill="none" stroke-width="{svg_number(_WAVE * height)}" d="M{path}"/>'


def svg_drawing(kind: Kind, drawing: Drawing, note: str) -> str:
    """Return a drawing.

    Args:
        kind: What it is.
        drawing: Where it is.
        note: Markdown, which is what a text box shows.
    """
    area = drawing.area
    if kind is Kind.NOTE:
        return f'<rect class="sheet" rx="2" {_sides(area)}/>{_writing(area)}'
    if kind is Kind.STAMP:
        return f'<rect class="stamp" {_sides(area)}/>'
    if kind is Kind.CARET:
        tip = Point((area.x0 + area.x1) / 2, area.y0)
        left, right = Point(area.x0, area.y1), Point(area.x1, area.y1)
        return f'<path class="fill" d="M{_pair(left)}L{_pair(tip)}L{_pair(right)}Z"/>'
    is_open = kind in (Kind.INK, Kind.LINE, Kind.POLYLINE)
    inside = drawing.fill if _COLOR.fullmatch(drawing.fill) and not is_open else "none"
    look = f'class="stroke" stroke-width="{svg_number(drawing.width)}" fill="{inside}"'
    if kind is Kind.FREE_TEXT:
        text = f"<foreignObject {_sides(area)}><div>{note_html(note)}</div></foreignObject>"
        return f"<rect {look} {_sides(area)}/>{text}"
    if kind is Kind.ELLIPSE:
        middle = f'cx="{svg_number((area.x0 + area.x1) / 2)}" cy="{svg_number((area.y0 + area.y1) / 2)}"'
        radii = f'rx="{svg_number(area.width / 2)}" ry="{svg_number(area.height / 2)}"'
        return f"<ellipse {look} {middle} {radii}/>"
    if drawing.strokes:
        closing = "Z" if kind is Kind.POLYGON else ""
        lines = ("M" + "L".join(map(_pair, stroke)) + closing for stroke in drawing.strokes if stroke)
        return f'<path {look} d="{"".join(lines)}"/>'
    return f"<rect {look} {_sides(area)}/>"


def _writing(area: Rect) -> str:
    """Return the lines on the sign of a note."""
    left = area.x0 + 0.22 * area.width
    starts = (Point(left, area.y0 + at * area.height) for at in (0.3, 0.5, 0.7))
    rows = (f"M{_pair(start)}h{svg_number(0.56 * area.width)}" for start in starts)
    return f'<path class="writing" d="{"".join(rows)}"/>'


def svg_box(area: Rect) -> str:
    """Return a rectangle."""
    return f"<rect {_sides(area)}/>"


def _sides(area: Rect) -> str:
    return (
        f'x="{svg_number(area.x0)}" y="{svg_number(area.y0)}"'
        f' width="{svg_number(max(area.width, 0))}" height="{svg_number(max(area.height, 0))}"'
    )


def _between(one: Point, other: Point, part: float) -> Point:
    return Point(one.x + (other.x - one.x) * part, one.y + (other.y - one.y) * part)


def _pair(point: Point) -> str:
    return f"{svg_number(point.x)} {svg_number(point.y)}"


def svg_number(value: float) -> str:
    """Return a number in as few characters as a hundredth of a point needs."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
