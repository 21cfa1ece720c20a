"""The text of one laid-out page with the place of every character: hit test, caret, quads.

Knows nothing of how the text was extracted or how marks are drawn.
"""

import math
import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate, pairwise

from reader_app.core.bands import Band, separate
from reader_app.core.geometry import Point, Quad, Rect, bounds_of_quads
from reader_app.core.lines import Line as Line  # pages are made of lines, so it is found here too
from reader_app.core.lines import line_beside, outside
from reader_app.core.text import SectionText


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
    _line_starts: list[int] = field(init=False, default_factory=list, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Index the lines for look-up by offset."""
        self._line_starts.extend(line.start for line in self.lines)

    @classmethod
    def empty(cls, page: int) -> "PageText":
        """Return a page of fixed layout, its own section, without text: one that could not be read."""
        return cls(page, page, 0, SectionText("", b""), (), array("f"))

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
        above, below = self.line_at(first), self.line_at(last - 1)
        bands = [
            list(self._bands(line, max(first, line.start), min(last, line.end)))
            for line in self.lines[above : below + 1]
        ]
        # The lines around give way too, so that marks on neighbor lines meet and do not overlap.
        before = [list(self._bands(line, line.start, line.end)) for line in self.lines[above - 1 : above]]
        after = [list(self._bands(line, line.start, line.end)) for line in self.lines[below + 1 : below + 2]]
        separate([*before, *bands, *after])
        return [band.quad() for line_bands in bands for band in line_bands]

    def caret(self, offset: int, *, is_after: bool = False) -> Quad:
        """Return a quad without width where the caret stands at an offset of the section.

        On a page without text the caret stands at the page's origin.

        Args:
            offset: The character that it stands before.
            is_after: Whether it stands after the one before that instead, which may end another line.
        """
        if not self.lines:
            return Band((1.0, 0.0), 0.0, 0.0, 0.0, 0.0).quad()
        index = min(max(offset - self.start, 0), len(self.text))
        at_end = index == len(self.text) or (is_after and index > 0)
        character = index - 1 if at_end else index
        line = self.lines[self.line_at(character)]
        along0, along1, across0, across1 = self._box(character)
        trailing = at_end != self._is_leftward(line, character)
        along = along1 if trailing else along0
        return Band(line.direction, along, along, across0, across1).quad()

    def hit(self, point: Point) -> int | None:
        """Return the section offset of the character boundary nearest to a point; None without text.

        A point beside a line belongs to it as far as the lines above and below it in the same column
        reach; else the nearest line wins, so that a point between two columns stays in the nearer one.
        A boundary is never inside a spelling: "½" is one sign.
        """
        line = self._line_near(point)
        if line is None:
            return None
        along, across = line.frame(point)
        index = min(range(line.start, line.end), key=lambda each: self._nearness(each, along, across))
        first, after = self.text.widened(index, index + 1)
        box = self._box(after - 1)
        ends = self._box(first), box  # the first may be the right one
        is_right = along > (min(end[0] for end in ends) + max(end[1] for end in ends)) / 2
        if is_right == self._is_leftward(line, index):
            return self.start + first
        while after < line.end and self._box(after) == box:  # letters of one ligature
            after += 1
        return self.start + after

    def character_at(self, point: Point, slack: float = 1.0) -> int | None:
        """Return the section offset of the character under a point, None where there is none.

        Args:
            point: In page space.
            slack: How far beside the character still counts, in points.
        """
        nearest = min(
            (
                (math.hypot(beside, beyond), off_center, index)
                for line in self.lines
                if line.distance(point) <= slack
                for index in range(line.start, line.end)
                for beside, beyond, off_center in [self._nearness(index, *line.frame(point))]
            ),
            default=None,
        )
        return self.start + nearest[2] if nearest is not None and nearest[0] <= slack else None

    def top_of(self, offset: int) -> float:
        """Return the upper edge, in points, of the character at a section offset, or of the nearest one."""
        offset = min(max(offset, self.start), self.end - 1)
        quads = self.quads(offset, offset + 1)
        return bounds_of_quads(quads).y0 if quads else 0.0

    def first_below(self, y: float) -> int | None:
        """Return the section offset of the first character, in reading order, whose line ends below y."""
        for line in self.lines:
            if line.bounds.y1 > y:
                return self.start + line.start
        return None

    def _box(self, index: int) -> "array[float]":
        return self.boxes[index * 4 : index * 4 + 4]

    def _nearness(self, index: int, along: float, across: float) -> tuple[float, float, float]:
        """Return how far a point of a line's frame is beside and beyond a box, and from its middle."""
        a0, a1, c0, c1 = self._box(index)
        return outside(along, a0, a1), outside(across, c0, c1), abs(2 * along - a0 - a1)

    def _line_near(self, point: Point) -> Line | None:
        if not self.lines:
            return None
        distances = [line.distance(point) for line in self.lines]
        least = min(distances)
        nearest = [index for index, distance in enumerate(distances) if distance == least]
        if least == 0 and len(nearest) > 1:  # lines overlap: tight leading, a drop cap
            return min(
                (self.lines[index] for index in nearest), key=lambda line: self._closeness(line, point)
            )
        line = self.lines[nearest[0]]
        return line if least == 0 else line_beside(self.lines, point, line.direction) or line

    def _closeness(self, line: Line, point: Point) -> float:
        along, across = line.frame(point)
        places = (self._nearness(index, along, across) for index in range(line.start, line.end))
        return min((math.hypot(beside, beyond) for beside, beyond, _ in places), default=math.inf)

    def _is_leftward(self, line: Line, index: int) -> bool:
        """Tell whether the text around a character runs against its line's direction (Arabic, Hebrew)."""
        if _LEFTWARD.search(self.text.chars, line.start, line.end) is None:
            return False
        kind = unicodedata.bidirectional(self.text.chars[index])
        if kind in ("L", "EN", "AN"):
            return False
        for neighbor in (index + 1, index - 1):
            if line.start <= neighbor < line.end and _LEFTWARD.match(self.text.chars, neighbor):
                shift = self.boxes[neighbor * 4] - self.boxes[index * 4]
                return shift < 0 if neighbor > index else shift > 0
        return kind in ("R", "AL")

    def _bands(self, line: Line, first: int, last: int) -> Iterator[Band]:
        """Yield the stretches of a line's part that look continuous and cover nothing else of the line."""
        others = self._centers_in_disorder(line, first, last)
        band: Band | None = None
        for index in range(first, last):
            a0, a1, c0, c1 = self._box(index)
            if band is not None and band.takes(a0, a1, c0, c1):
                from_ = bisect_left(others, min(band.along0, a0))
                if from_ == len(others) or others[from_] > max(band.along1, a1):
                    band.add(a0, a1, c0, c1)
                    continue
            if band is not None:
                yield band
            band = Band(line.direction, a0, a1, c0, c1)
        if band is not None:
            yield band

    def _centers_in_disorder(self, line: Line, first: int, last: int) -> list[float]:
        """Return the sorted middles of a line's other characters, none where all stand in order."""
        starts, ends = (
            self.boxes[line.start * 4 : line.end * 4 : 4],
            self.boxes[line.start * 4 + 1 : line.end * 4 : 4],
        )
        centers = [(start + end) / 2 for start, end in zip(starts, ends, strict=True)]
        if all(one < next_ for one, next_ in pairwise(centers)):
            return []
        if all(one > next_ for one, next_ in pairwise(centers)):
            return []
        return sorted(centers[: first - line.start] + centers[last - line.start :])


# Characters that run from right to left: Hebrew, Arabic and their kin.
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")


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
