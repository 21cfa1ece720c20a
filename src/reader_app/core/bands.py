"""Rectangles in the frame of a line of text: what a mark covers on it.

A frame has two axes: along the writing, and across it, which is the same turned by 90 degrees
(downwards for upright text). Knows neither characters nor pages.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader_app.core.geometry import Point, Quad

# A band takes no character that is this many times taller or lower than itself: a drop cap stands alone.
_TALLER = 2.0


@dataclass(slots=True)
class Band:
    """A rectangle in the frame of a line, growing character by character.

    Attributes:
        direction: Unit vector of the writing.
        along0: Where it begins along the direction, in points.
        along1: Where it ends.
        across0: Its upper edge, measured across the direction.
        across1: Its lower edge.
    """

    direction: tuple[float, float]
    along0: float
    along1: float
    across0: float
    across1: float

    def takes(self, a0: float, a1: float, c0: float, c1: float) -> bool:
        """Tell whether a box looks continuous with the band: of like height, no large hole between."""
        height, other = self.across1 - self.across0, c1 - c0
        hole = max(a0 - self.along1, self.along0 - a1)
        shared = min(c1, self.across1) - max(c0, self.across0)
        alike = max(height, other) <= _TALLER * min(height, other)
        return alike and hole <= 3 * max(height, 1.0) and shared >= 0.5 * min(other, height)

    def add(self, a0: float, a1: float, c0: float, c1: float) -> None:
        """Grow around a box."""
        self.along0, self.along1 = min(self.along0, a0), max(self.along1, a1)
        self.across0, self.across1 = min(self.across0, c0), max(self.across1, c1)

    def quad(self) -> Quad:
        """Return the band on the page."""
        return Quad(
            self._place(self.along0, self.across0),
            self._place(self.along1, self.across0),
            self._place(self.along0, self.across1),
            self._place(self.along1, self.across1),
        )

    @property
    def middle(self) -> Point:
        """Its middle on the page."""
        return self._place((self.along0 + self.along1) / 2, (self.across0 + self.across1) / 2)

    def _place(self, along: float, across: float) -> Point:
        dx, dy = self.direction
        return Point(along * dx - across * dy, along * dy + across * dx)


def separate(lines: Sequence[Sequence[Band]]) -> None:
    """Move the shared border of the overlapping bands of neighbor lines to the middle of their overlap.

    Two bands painted over each other in Multiply are darker where they overlap.
    """
    for uppers, lowers in pairwise(lines):
        bottoms = [upper.across1 for upper in uppers]
        tops = [lower.across0 for lower in lowers]
        for upper, bottom in zip(uppers, bottoms, strict=True):
            for lower, top in zip(lowers, tops, strict=True):
                if _are_staggered(upper, lower) and top < bottom:
                    border = (top + bottom) / 2
                    upper.across1 = min(upper.across1, border)
                    lower.across0 = max(lower.across0, border)


def _are_staggered(upper: Band, lower: Band) -> bool:
    """Tell whether two bands stand one above the other, so that they may have a common border."""
    if upper.direction != lower.direction:
        return False
    if min(upper.along1, lower.along1) <= max(upper.along0, lower.along0):
        return False
    # Where one lies within the other's height (a drop cap beside lines) there is no common border.
    return upper.across0 < lower.across0 and upper.across1 < lower.across1
