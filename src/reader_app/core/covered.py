"""Which characters of a page an area covers: those whose middle lies in it.

Knows neither who drew the area nor what it is for.
"""

import math
from collections.abc import Iterable, Iterator, Sequence

from reader_app.core.bands import Band
from reader_app.core.geometry import Point, Rect, bounds_of_points
from reader_app.core.page_text import PageText

# A mark is thought to go on over characters that stand between its areas on one line, as after a note sign.
_HOLE = 3
# Points by which a middle may lie outside, for marks of letters without width.
_SLACK = 0.05


class CoveredCharacters:
    """Tells for one page which characters lie under areas."""

    def __init__(self, text: PageText) -> None:
        self._text = text
        self._lines = [(line, line.bounds) for line in text.lines]
        self._middles: dict[int, list[Point]] = {}

    def ranges(self, areas: Iterable[Sequence[Point]]) -> list[tuple[int, int]]:
        """Return the ranges of section offsets that areas cover, in reading order.

        Args:
            areas: The corners of each, in any order; in page space.
        """
        covered: set[int] = set()
        for corners in areas:
            covered.update(self._under(_outline(corners)))
        ranges: list[tuple[int, int]] = []
        for index in sorted(covered):
            start, end = ranges[-1] if ranges else (0, -1)
            if ranges and (index == end or self._goes_on(end, index)):
                ranges[-1] = (start, index + 1)
            else:
                ranges.append((index, index + 1))
        return [(self._text.start + start, self._text.start + end) for start, end in ranges]

    def _under(self, outline: Sequence[Point]) -> Iterator[int]:
        if not outline:
            return
        bounds = bounds_of_points(outline)
        for number, (line, area) in enumerate(self._lines):
            if not _overlap(bounds, area):
                continue
            for index, middle in enumerate(self._middles_of(number), start=line.start):
                if _holds(outline, bounds, middle):
                    yield index

    def _middles_of(self, number: int) -> list[Point]:
        if number not in self._middles:
            line, boxes = self._lines[number][0], self._text.boxes
            self._middles[number] = [
                Band(line.direction, *boxes[at * 4 : at * 4 + 4]).middle for at in range(line.start, line.end)
            ]
        return self._middles[number]

    def _goes_on(self, end: int, index: int) -> bool:
        """Tell whether what stands between two covered characters belongs to the same mark."""
        if all(self._text.text.is_left_out(between) for between in range(end, index)):
            return True
        return index - end <= _HOLE and self._text.line_at(end - 1) == self._text.line_at(index)


def _outline(corners: Sequence[Point]) -> list[Point]:
    """Return corners in an order that goes around, whatever order they came in; none for an empty area."""
    points = set(corners)
    if len(points) < 3:
        return []
    x = sum(each.x for each in points) / len(points)
    y = sum(each.y for each in points) / len(points)
    return sorted(points, key=lambda each: math.atan2(each.y - y, each.x - x))


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x0 <= other.x1 and other.x0 <= one.x1 and one.y0 <= other.y1 and other.y0 <= one.y1


def _holds(outline: Sequence[Point], bounds: Rect, point: Point) -> bool:
    """Tell whether a point lies in a convex area whose corners go around with the clock (y down)."""
    if not (
        bounds.x0 - _SLACK <= point.x <= bounds.x1 + _SLACK
        and bounds.y0 - _SLACK <= point.y <= bounds.y1 + _SLACK
    ):
        return False
    for corner, following in zip(outline, [*outline[1:], outline[0]], strict=True):
        dx, dy = following.x - corner.x, following.y - corner.y
        if dx * (point.y - corner.y) - dy * (point.x - corner.x) < -_SLACK * math.hypot(dx, dy):
            return False
    return True
