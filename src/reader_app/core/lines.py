"""Lines of text on a page, and which one a point beside them belongs to.

Knows where lines stand, not what is written in them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader_app.core.bands import Band
from reader_app.core.geometry import Point, Rect


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text on a page.

    Attributes:
        start: Index in the page's characters of its first one.
        end: Index after its last one.
        direction: Unit vector of the writing, (1, 0) for upright text; y points down.
        along: Where the line begins and ends along its direction, in points.
        across: Its upper and lower edge, measured across its direction.
    """

    start: int
    end: int
    direction: tuple[float, float]
    along: tuple[float, float]
    across: tuple[float, float]

    @property
    def bounds(self) -> Rect:
        """The smallest upright rectangle around the line."""
        return Band(self.direction, *self.along, *self.across).quad().bounds

    def distance(self, point: Point) -> float:
        """Return how far a point is from the line's rectangle, in points."""
        along, across = self.frame(point)
        return math.hypot(outside(along, *self.along), outside(across, *self.across))

    def frame(self, point: Point) -> tuple[float, float]:
        """Return a point's coordinates along and across the line."""
        dx, dy = self.direction
        return point.x * dx + point.y * dy, -point.x * dy + point.y * dx


def line_beside(lines: Sequence[Line], point: Point, direction: tuple[float, float]) -> Line | None:
    """Return the line level with a point that stands in the line's column, but beside the line.

    A column reaches as far as the lines stacked closely with one of its lines do, and not into a line
    that stands on the other side of the point.

    Args:
        lines: In reading order.
        point: Inside none of them.
        direction: Only lines of this direction count.
    """
    left = right = -1
    for index, line in enumerate(lines):
        if line.direction != direction:
            continue
        along, across = line.frame(point)
        if outside(across, *line.across) > 0:
            continue
        if line.along[1] < along and (left < 0 or line.along[1] > lines[left].along[1]):
            left = index
        elif line.along[0] > along and (right < 0 or line.along[0] < lines[right].along[0]):
            right = index
    along = point.x * direction[0] + point.y * direction[1]
    left_end = lines[left].along[1] if left >= 0 else -math.inf
    right_start = lines[right].along[0] if right >= 0 else math.inf
    choices: list[tuple[float, int]] = []
    if left >= 0 and along <= _column_end(lines, left, right_start):
        choices.append((along - left_end, left))
    if right >= 0 and along >= _column_start(lines, right, left_end):
        choices.append((right_start - along, right))
    return lines[min(choices)[1]] if choices else None


def outside(value: float, low: float, high: float) -> float:
    """Return how far a value lies outside a range."""
    return max(low - value, 0.0, value - high)


def _column_end(lines: Sequence[Line], index: int, limit: float) -> float:
    return max(line.along[1] for line in _stack(lines, index) if line.along[1] <= limit)


def _column_start(lines: Sequence[Line], index: int, limit: float) -> float:
    return min(line.along[0] for line in _stack(lines, index) if line.along[0] >= limit)


def _stack(lines: Sequence[Line], index: int) -> Iterator[Line]:
    """Yield a line and those stacked closely with it, before and after it in reading order."""
    yield lines[index]
    for direction in (lines[index::-1], lines[index:]):
        for line, neighbor in pairwise(direction):
            if not _are_stacked(line, neighbor):
                break
            yield neighbor


def _are_stacked(one: Line, other: Line) -> bool:
    """Tell whether two lines stand closely one above the other."""
    if one.direction != other.direction:
        return False
    if min(one.along[1], other.along[1]) <= max(one.along[0], other.along[0]):
        return False
    hole = max(one.across[0] - other.across[1], other.across[0] - one.across[1])
    return hole <= max(one.across[1] - one.across[0], other.across[1] - other.across[0])
