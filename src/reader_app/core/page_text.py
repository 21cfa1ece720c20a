"""The text of one laid-out page with the place of every character: hit test, caret, quads.

Knows nothing of how the text was extracted or how marks are drawn.
"""

import math
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from reader_app.core.geometry import Point, Quad, Rect, bounds_of_quads
from reader_app.core.text import SectionText


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
        return _Run(self.direction, *self.along, *self.across).quad().bounds

    def distance(self, point: Point) -> float:
        """Return how far a point is from the line's rectangle, in points."""
        along, across = self.frame(point)
        beside = max(self.along[0] - along, 0.0, along - self.along[1])
        beyond = max(self.across[0] - across, 0.0, across - self.across[1])
        return math.hypot(beside, beyond)

    def frame(self, point: Point) -> tuple[float, float]:
        """Return a point's coordinates along and across the line."""
        dx, dy = self.direction
        return point.x * dx + point.y * dy, -point.x * dy + point.y * dx


@dataclass(frozen=True, slots=True)
class Link:
    """A link on a page.

    Attributes:
        area: Where it can be clicked.
        address: http, https or mailto address; "" for a link inside the document.
        page: Target page of an inner link, -1 for an address.
        top: Where on the target page, in points from its top.
    """

    area: Rect
    address: str = ""
    page: int = -1
    top: float = 0.0


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one laid-out page, in reading order, with the place of every character.

    A box is kept as four numbers in the frame of its line: from and to along the writing direction,
    then from and to across it (across is the direction turned by 90 degrees, downwards for upright text).

    Attributes:
        page: Zero-based page.
        section: The section that the page belongs to.
        start: Offset in the section of the page's first visible character.
        text: Characters and gaps.
        lines: In reading order; together they cover all characters.
        boxes: Four floats a character, in points.
        links: What can be clicked.
    """

    page: int
    section: int
    start: int
    text: SectionText
    lines: tuple[Line, ...]
    boxes: "array[float]"
    links: tuple[Link, ...] = ()
    _line_starts: list[int] = field(default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the lines for look-up by offset."""
        self._line_starts.extend(line.start for line in self.lines)

    @property
    def end(self) -> int:
        """Offset in the section after the page's last visible character."""
        return self.start + len(self.text)

    def line_at(self, index: int) -> int:
        """Return which line holds the character at an index of the page."""
        return max(bisect_right(self._line_starts, index) - 1, 0)

    def quads(self, start: int, end: int) -> list[Quad]:
        """Return one quad (rarely several) a line for a range of section offsets on this page.

        The part of the range that lies on other pages is ignored. Quads of neighboring lines do not overlap.
        """
        first, last = max(start - self.start, 0), min(end - self.start, len(self.text))
        if first >= last:
            return []
        runs: list[_Run] = []
        for line in self.lines[self.line_at(first) : self.line_at(last - 1) + 1]:
            runs.extend(self._runs(line, max(first, line.start), min(last, line.end)))
        _separate(runs)
        return [run.quad() for run in runs]

    def caret(self, offset: int) -> Quad:
        """Return a quad without width where the caret stands before an offset of the section."""
        index = min(max(offset - self.start, 0), len(self.text))
        at_end = index == len(self.text) or (index > 0 and offset == self.end)
        box = index - 1 if at_end else index
        line = self.lines[self.line_at(box)]
        along0, along1, across0, across1 = self.boxes[box * 4 : box * 4 + 4]
        trailing = at_end != self._is_leftward(line, box)
        along = along1 if trailing else along0
        return _Run(line.direction, along, along, across0, across1).quad()

    def hit(self, point: Point) -> int | None:
        """Return the section offset of the character boundary nearest to a point; None without text.

        The nearest line wins, measured across its direction inside its extent, so that a point between two
        columns stays in the nearer one.
        """
        if not self.lines:
            return None
        line = min(self.lines, key=lambda each: each.distance(point))
        along, _ = line.frame(point)
        best, best_distance = line.start, math.inf
        for index in range(line.start, line.end):
            from_, to = self.boxes[index * 4], self.boxes[index * 4 + 1]
            leftward = self._is_leftward(line, index)
            for edge, offset in ((from_, index + leftward), (to, index + (not leftward))):
                if abs(along - edge) < best_distance:
                    best, best_distance = offset, abs(along - edge)
        return self.start + best

    def character_at(self, point: Point, slack: float = 1.0) -> int | None:
        """Return the section offset of the character under a point, None where there is none.

        Args:
            point: In page space.
            slack: How far beside the character still counts, in points.
        """
        for line in self.lines:
            if line.distance(point) > slack:
                continue
            along, _ = line.frame(point)
            for index in range(line.start, line.end):
                if self.boxes[index * 4] - slack <= along <= self.boxes[index * 4 + 1] + slack:
                    return self.start + index
        return None

    def top_of(self, offset: int) -> float:
        """Return the upper edge, in points, of the character at a section offset."""
        quads = self.quads(offset, offset + 1) or self.quads(self.end - 1, self.end)
        return bounds_of_quads(quads).y0 if quads else 0.0

    def first_below(self, y: float) -> int | None:
        """Return the section offset of the first character, in reading order, whose line ends below y."""
        for line in self.lines:
            if line.bounds.y1 > y:
                return self.start + line.start
        return None

    def _is_leftward(self, line: Line, index: int) -> bool:
        """Tell whether the text around a character runs against its line's direction (Arabic, Hebrew)."""
        neighbor = index + 1 if index + 1 < line.end else index - 1
        if neighbor < line.start:
            return False
        here, there = self.boxes[index * 4], self.boxes[neighbor * 4]
        return (there < here) if neighbor > index else (there > here)

    def _runs(self, line: Line, first: int, last: int) -> "Iterator[_Run]":
        """Yield the stretches of a line's part that look continuous: same height, no large hole."""
        run: _Run | None = None
        for index in range(first, last):
            a0, a1, c0, c1 = self.boxes[index * 4 : index * 4 + 4]
            if run is not None and run.takes(a0, a1, c0, c1):
                run.add(a0, a1, c0, c1)
                continue
            if run is not None:
                yield run
            run = _Run(line.direction, a0, a1, c0, c1)
        if run is not None:
            yield run


@dataclass(slots=True)
class _Run:
    """A rectangle in the frame of a line, growing character by character."""

    direction: tuple[float, float]
    along0: float
    along1: float
    across0: float
    across1: float

    def takes(self, a0: float, a1: float, c0: float, c1: float) -> bool:
        height = self.across1 - self.across0
        hole = max(a0 - self.along1, self.along0 - a1)
        shared = min(c1, self.across1) - max(c0, self.across0)
        return hole <= 3 * max(height, 1.0) and shared >= 0.5 * min(c1 - c0, height)

    def add(self, a0: float, a1: float, c0: float, c1: float) -> None:
        self.along0, self.along1 = min(self.along0, a0), max(self.along1, a1)
        self.across0, self.across1 = min(self.across0, c0), max(self.across1, c1)

    def quad(self) -> Quad:
        dx, dy = self.direction

        def corner(along: float, across: float) -> Point:
            return Point(along * dx - across * dy, along * dy + across * dx)

        return Quad(
            corner(self.along0, self.across0),
            corner(self.along1, self.across0),
            corner(self.along0, self.across1),
            corner(self.along1, self.across1),
        )


def _separate(runs: list[_Run]) -> None:
    """Move the shared border of overlapping neighbor lines to the middle of their overlap.

    Two bands painted over each other in Multiply are darker where they overlap.
    """
    for upper, lower in pairwise(runs):
        if upper.direction != lower.direction or upper.across0 >= lower.across0:
            continue
        if min(upper.along1, lower.along1) <= max(upper.along0, lower.along0):
            continue
        overlap = upper.across1 - lower.across0
        smaller = min(upper.across1 - upper.across0, lower.across1 - lower.across0)
        if 0 < overlap < 0.6 * smaller:
            middle = upper.across1 - overlap / 2
            upper.across1 = lower.across0 = middle


def page_starts(lengths: list[int], sections: list[int]) -> list[int]:
    """Return for each page the section offset of its first character.

    Args:
        lengths: Visible characters of each page.
        sections: The section of each page, never decreasing.
    """
    totals = [0, *accumulate(lengths)]
    first_page: dict[int, int] = {}
    for page, section in enumerate(sections):
        first_page.setdefault(section, page)
    return [totals[page] - totals[first_page[section]] for page, section in enumerate(sections)]
