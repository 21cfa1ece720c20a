"""Writes what an annotation draws on a page as a small SVG picture, in points of the page.

Its first path is the frame of the drawing, the polylines are its strokes; ``intake/svg_drawing`` reads that.
"""

from reader_app.core.annotation import Drawing, Kind
from reader_app.core.geometry import Rect


def svg_of(kind: Kind, drawing: Drawing, color: str) -> str:
    """Return the picture; the frame itself is seen of rectangles and of what has no other shape."""
    area = drawing.area
    seen = f'stroke="{color or "#000000"}"'
    is_framed = kind is not Kind.ELLIPSE and not drawing.strokes
    frame = f'<path d="M{area.x0!r} {area.y0!r}H{area.x1!r}V{area.y1!r}H{area.x0!r}Z"'
    shapes = [f"{frame} {seen}/>" if is_framed else f'{frame} fill="none"/>']
    if kind is Kind.ELLIPSE:
        shapes.append(_ellipse(area, seen))
    for stroke in drawing.strokes:
        points = " ".join(f"{point.x!r},{point.y!r}" for point in stroke)
        shapes.append(f'<polyline points="{points}" {seen}/>')
    fill = drawing.fill or "none"
    root = f'<svg xmlns="http://www.w3.org/2000/svg" stroke-width="{drawing.width!r}" fill="{fill}">'
    return f"{root}{''.join(shapes)}</svg>"


def _ellipse(area: Rect, seen: str) -> str:
    x, y = (area.x0 + area.x1) / 2, (area.y0 + area.y1) / 2
    return f'<ellipse cx="{x!r}" cy="{y!r}" rx="{area.width / 2!r}" ry="{area.height / 2!r}" {seen}/>'
