"""Reads what an annotation draws from the small SVG picture that an export of ours makes of it."""

import re
from typing import Final

from lxml import etree

from reader_app.core.annotation import Drawing
from reader_app.core.geometry import Point, Rect
from reader_app.errors import IntakeError
from reader_app.intake.safe_xml import local_name, parse_xml

_NUMBER: Final = r"(-?\d[\d.e+-]*)"
_FRAME: Final = re.compile(rf"M{_NUMBER} {_NUMBER}H{_NUMBER}V{_NUMBER}H{_NUMBER}Z")
_FARTHEST: Final = 1e6  # points: many times the largest page
_COLOR: Final = re.compile(r"#[0-9a-f]{6}")


def drawing_of_svg(picture: str) -> Drawing | None:
    """Return the drawing, None for a picture that is another program's or broken."""
    try:
        root = parse_xml(picture.encode("utf-8", "replace"))
        frame = next(
            (_FRAME.fullmatch(each.get("d", "")) for each in root if local_name(each) == "path"), None
        )
        if frame is None:
            return None
        x0, y0, x1, y1 = (_number(frame[at]) for at in range(1, 5))
        strokes = tuple(_stroke(each) for each in root if local_name(each) == "polyline")
        width, fill = _number(root.get("stroke-width", "1")), root.get("fill", "")
    except (IntakeError, ValueError):
        return None
    return Drawing(
        Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)),
        strokes,
        max(width, 0.0),
        fill if _COLOR.fullmatch(fill) else "",
    )


def _stroke(element: etree._Element) -> tuple[Point, ...]:
    """Return the points of a polyline.

    Raises:
        ValueError: They are none.
    """
    pairs = (pair.split(",") for pair in element.get("points", "").split())
    points = tuple(Point(_number(x), _number(y)) for x, y in pairs)
    if not points:
        raise ValueError("a line without points")
    return points


def _number(text: str) -> float:
    value = float(text)
    if not abs(value) <= _FARTHEST:
        raise ValueError("a place on no page")
    return value
