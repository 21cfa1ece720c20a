"""Finds the way of the thin lines that lead from marks to the notes in a margin.

A line leaves its mark at the lower right, runs to the right in the white between two lines of text, turns in
the gutter where the next column's lines stand otherwise, and leaves the text at its right edge. Lengths are
in points of page space. Knows nothing of annotations, nor of PDF.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from reader_app.core.geometry import Point, Rect

# Boxes of lines that are set closely overlap, though their letters do not: so far around the middle between
# two lines there is white, as a part of the height of the upper one.
_FREE: Final = 0.1
_FARTHEST: Final = 48.0  # a line comes no farther up or down
_MOST_TURNS: Final = 8
_CLEAR: Final = 4.0  # before a column
_WHITE: Final = 4.0  # less white than this between two lines is shared by both
_TRACK: Final = 0.9  # between two lines in one gap
_TRACKS: Final = 2.7  # between the first and the last of them
_LOWEST_START: Final = 8.0  # below the upper edge of what was drawn


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a line through the text.

    Attributes:
        mark: The number of the mark that it comes from.
        points: From the mark to the right edge of the text; neighbors are level or one above the other.
    """

    mark: int
    points: tuple[Point, ...]

    @property
    def exit(self) -> float:
        """How high it leaves the text: its distance from the top of the page."""
        return self.points[-1].y


class WhiteSpace:
    """The white between the lines of text on a page.

    Attributes:
        edge: Right of it there is no text.
    """

    def __init__(self, lines: Iterable[Rect], page_width: float) -> None:
        """Take a page.

        Args:
            lines: The boxes of its lines of text, in any order.
            page_width: Lines lead to its right edge where the text goes that far.
        """
        boxes = sorted((line for line in lines if line.x0 < page_width), key=lambda each: each.y0)
        self._cores, self._gaps = _cores_and_gaps(boxes)
        self.edge = min(max((box.x1 for box in boxes), default=0.0) + _CLEAR, page_width)

    def way(self, start: Point) -> tuple[Point, ...]:
        """Return the way from a place to the right edge; it crosses text only where there is no other way."""
        near = _Near(self._cores, self._gaps, start.y)
        points, x, y = [start], start.x, start.y
        for _ in range(_MOST_TURNS):
            hit = near.first_hit(x, y)
            if hit is None:
                break
            turn = near.turn(x, y, hit)
            if turn is None:
                x = hit.x1  # through it; what stands behind it may be avoided
            else:
                points += [Point(turn.x, y), turn]
                x, y = turn.x, turn.y
        return (*points, Point(max(self.edge, x), y))


class _Near:
    """The part of a page that a way from some height can come to."""

    def __init__(self, cores: Iterable[Rect], gaps: Sequence[float], y: float) -> None:
        top, bottom = y - _FARTHEST, y + _FARTHEST
        self._cores = [core for core in cores if core.y0 < bottom and core.y1 > top]
        self._gaps = gaps[bisect_left(gaps, top) : bisect_right(gaps, bottom)]

    def first_hit(self, x: float, y: float) -> Rect | None:
        """Return the line of text that is met first on the way to the right."""
        met = (core for core in self._cores if core.y0 < y < core.y1 and core.x1 > x)
        return min(met, key=lambda core: core.x0, default=None)

    def turn(self, x: float, y: float, hit: Rect) -> Point | None:
        """Return where a way gets past a line of text with the least turn up or down."""
        column = min(
            (core.x0 for core in self._cores if x <= core.x0 <= hit.x0 < core.x1),
            default=hit.x0,
        )
        for left in dict.fromkeys((column, hit.x0)):
            bend = max(left - _CLEAR, (left + x) / 2, x)
            for gap in sorted(self._gaps, key=lambda each: abs(each - y)):
                if gap != y and self._is_clear(bend, min(gap, y), max(gap, y)):
                    behind = self.first_hit(bend, gap)
                    if behind is None or behind.x0 >= hit.x1:
                        return Point(bend, gap)
        return None

    def _is_clear(self, x: float, top: float, bottom: float) -> bool:
        return not any(core.x0 < x < core.x1 and core.y0 < bottom and core.y1 > top for core in self._cores)


def start_of(first_line: Rect, *, is_text: bool) -> Point:
    """Return where the line from a mark begins.

    Args:
        first_line: The box of the mark's first line, or of what was drawn.
        is_text: Whether it is text: then the line continues its lower edge.
    """
    below = first_line.height if is_text else min(first_line.height / 2, _LOWEST_START)
    return Point(first_line.x1, first_line.y0 + below)


def told_apart(ways: Sequence[Way]) -> list[Way]:
    """Return ways in the order in which they leave the text; those in one gap run beside each other."""
    level = sorted(ways, key=lambda way: (round(way.exit, 1), way.points[0].x, way.mark))
    apart: list[Way] = []
    for _, found in groupby(level, key=lambda way: round(way.exit, 1)):
        together = list(found)
        step = min(_TRACK, _TRACKS / max(len(together) - 1, 1))
        for track, way in enumerate(together):
            shifted = tuple(Point(each.x, each.y + track * step) for each in way.points)
            apart.append(Way(way.mark, shifted))
    return sorted(apart, key=lambda way: way.exit)


def _cores_and_gaps(boxes: Sequence[Rect]) -> tuple[list[Rect], list[float]]:
    """Return what of each line must not be touched, and how high ways may run between the lines.

    Args:
        boxes: Sorted by their upper edges.
    """
    tops, bottoms = [box.y0 for box in boxes], [box.y1 for box in boxes]
    has_above = [False] * len(boxes)
    gaps: list[float] = []
    for number, box in enumerate(boxes):
        below = _line_below(boxes, number)
        if below is None or boxes[below].y0 - box.y1 > _WHITE:
            gaps.append(box.y1)
            continue
        gap, free = (box.y1 + boxes[below].y0) / 2, _FREE * box.height
        gaps.append(gap)
        bottoms[number] = min(bottoms[number], gap - free)
        tops[below] = max(tops[below], gap + free)
        has_above[below] = True
    gaps += [box.y0 for box, is_below in zip(boxes, has_above, strict=True) if not is_below]
    once = sorted({round(gap, 2) for gap in gaps})
    cores = [Rect(box.x0, top, box.x1, bottom) for box, top, bottom in zip(boxes, tops, bottoms, strict=True)]
    return cores, once


def _line_below(boxes: Sequence[Rect], number: int) -> int | None:
    """Return the number of the next line that begins below the middle of a line, and under it."""
    box = boxes[number]
    middle = (box.y0 + box.y1) / 2
    return next(
        (
            other
            for other in range(number + 1, len(boxes))
            if boxes[other].y0 > middle and boxes[other].x0 < box.x1 and boxes[other].x1 > box.x0
        ),
        None,
    )


def bends(points: Sequence[Point]) -> list[Point]:
    """Return the points of a way without those that it passes straight."""
    kept = [each for each, following in pairwise(points) if each != following]
    return [*kept, points[-1]]
