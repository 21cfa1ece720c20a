"""How wide a margin is, how large its type, and where its cards stand; knows no PDF.

Lengths are in points of page space. A card is known by its number and the heights of its pieces: of one, or
of several where it is taller than a column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reader_app.core.geometry import Point
from reader_app.core.placement import Card, place
from reader_app.export.options import PAPERS

# Type of 7 points is legible. A page with a margin of 19 times the size of its type has some 35 letters in a
# line of it; what counts is how large the type is once the page is printed.
_LEGIBLE: Final = 7.0
_LINE: Final = 19.0
_NARROWEST: Final = 130.0
_TEXT_PART: Final = 0.6  # of text that reflows: notes are no smaller than that beside it, ...
_SHORT_LINE: Final = 15.0  # ... as long as a margin is so many times the size of their type
_PART_OF_PAPER: Final = 0.28
_LEAST_LINES: Final = 9  # of a card that is broken, in the column that it begins in
_BROKEN: Final = 13  # a card of so many lines may be broken
_LINE_HEIGHT: Final = 1.32
_STUB: Final = 1.3  # times the type: a line that stands for a note
_PART_OF_STUBS: Final = 0.25  # of a margin is free for such lines
_STEP: Final = 12.0  # points: so that the columns of pages of almost the same height are equally high
_LOWEST: Final = 26.0  # times the type: pages that are put in, however low the one that they belong to is


@dataclass(frozen=True, slots=True)
class MarginShape:
    """A page with its margin.

    Attributes:
        page_width: Of the page without the margin.
        page_height: Of both.
        width: Of the margin.
        text_size: Of the type on the page, where the reader chose it; 0 for what has a size of its own.
    """

    page_width: float
    page_height: float
    width: float
    text_size: float = 0.0

    @property
    def font_size(self) -> float:
        """Of the notes."""
        chosen = min(self.text_size * _TEXT_PART, self.width / _SHORT_LINE)
        return max(self.width / _LINE, _LEGIBLE, chosen)

    @property
    def gap(self) -> float:
        """Between two cards."""
        return self.font_size

    @property
    def edge(self) -> float:
        """Above the first card, below the last one, and right of all."""
        return 1.6 * self.font_size

    @property
    def bar(self) -> float:
        """Thickness of the bar at the left of a card."""
        return 0.25 * self.font_size

    @property
    def indent(self) -> float:
        """From the left edge of the bar to the type."""
        return self.bar + 0.65 * self.font_size

    @property
    def left(self) -> float:
        """Where the bars of the cards stand."""
        return self.page_width + 1.2 * self.font_size

    @property
    def column_width(self) -> float:
        """Of the type."""
        return self.page_width + self.width - self.edge - self.left - self.indent

    @property
    def stub(self) -> float:
        """Height of a line that stands for a note on a page behind."""
        return _STUB * self.font_size

    @property
    def foot(self) -> float:
        """Height of a line below the cards, with the white above it."""
        return 2.2 * self.font_size

    @property
    def head(self) -> float:
        """Height of the line above the columns of a page that was put in, with the white below it."""
        return 3.0 * self.font_size

    @property
    def added_height(self) -> float:
        """Of a page that is put in behind this one; it is as wide as both."""
        return max(self.page_height, _LOWEST * self.font_size)

    @property
    def column_height(self) -> float:
        """Of a column on a page that is put in, in whole steps: no piece of a card may be taller."""
        return (self.added_height - 2 * self.edge - self.head) // _STEP * _STEP

    @property
    def columns(self) -> tuple[float, ...]:
        """Where the bars stand on a page that is put in; there is room for a number left of each."""
        between = 2 * self.font_size
        step, left = self.indent + self.column_width + between, self.edge + self.font_size
        room = self.page_width + self.width - left - self.edge + between
        return tuple(left + number * step for number in range(max(int(room / step), 1)))


def margin_beside(width: float, height: float) -> float:
    """Return how wide a margin a page gets, so that its notes are legible where it is printed on A4."""
    short, long = PAPERS["a4"]
    needed = min(
        max(_needed(width, across), _LEGIBLE * _LINE * height / along)
        for across, along in ((short, long), (long, short))
    )
    return float(round(min(max(needed, _NARROWEST), max(width / 2, _NARROWEST))))


def margin_within(paper_width: float) -> float:
    """Return how much of a paper's width is margin, where text that reflows is set beside it."""
    return float(round(max(paper_width * _PART_OF_PAPER, _NARROWEST)))


def _needed(width: float, across: float) -> float:
    """Return the margin that fills paper together with a page, type of the least size being legible."""
    return width * _LEGIBLE * _LINE / (across - _LEGIBLE * _LINE)


@dataclass(frozen=True, slots=True)
class Beside:
    """The cards of one page.

    Attributes:
        tops: The top of each card that stands beside the page, by its number, from top to bottom.
        stubs: The top of each line that stands for a card on a page behind, by the number of that card; all
            of those have one, or none.
        continued: The numbers of those that go on, or stand, on a page behind it, with the first piece of
            each that stands there.
    """

    tops: dict[int, float]
    stubs: dict[int, float]
    continued: tuple[tuple[int, int], ...]


def beside(heights: Sequence[Sequence[float]], wanted: Sequence[float], shape: MarginShape) -> Beside:
    """Place the cards of one page.

    Where there is no room for all of them, the tallest go to a page behind it: so most stand level. A line
    is left for each, unless there are so many of them that they would take the room of others.

    Args:
        heights: Of the pieces of each card; cards are sorted by where they want to stand.
        wanted: Where the top of each would stand level with its mark, never falling.
        shape: The page's.
    """
    top, bottom = shape.edge, shape.page_height - shape.edge
    if len(heights) == 1 and len(heights[0]) > 1 and heights[0][0] + shape.foot <= bottom - top:
        return Beside({0: top}, {}, ((0, 1),))
    lost = shape.stub + shape.gap
    staying = _staying(heights, bottom - top, shape.gap, lost)
    has_stubs = (len(heights) - len(staying)) * lost <= _PART_OF_STUBS * (bottom - top)
    if not has_stubs:
        bottom -= shape.foot
        staying = _staying(heights, bottom - top, shape.gap)
    numbers = [number for number in range(len(heights)) if has_stubs or number in staying]
    cards = [
        Card(wanted[number], heights[number][0] if number in staying else shape.stub) for number in numbers
    ]
    placed = list(zip(numbers, place(cards, gap=shape.gap, top=top, bottom=bottom), strict=True))
    return Beside(
        {number: at for number, at in placed if number in staying},
        {number: at for number, at in placed if number not in staying},
        tuple((number, 0) for number in range(len(heights)) if number not in staying),
    )


def _staying(heights: Sequence[Sequence[float]], room: float, gap: float, lost: float = 0.0) -> set[int]:
    """Return the numbers of the cards that have room beside a page.

    Args:
        heights: Of the pieces of each card.
        room: For all of them.
        gap: Between two.
        lost: The room that each of the others takes all the same.
    """
    # What is taller than a column has no room either.
    staying = {number for number, pieces in enumerate(heights) if len(pieces) == 1}
    needed = sum(heights[number][0] + gap for number in staying) - gap
    needed += lost * (len(heights) - len(staying))
    for number in sorted(staying, key=lambda each: (-heights[each][0], -each)):
        if needed <= room:
            break
        staying.remove(number)
        needed -= heights[number][0] + gap - lost
    return staying


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a piece stands on pages that are put in.

    Attributes:
        page: From 0.
        corner: Upper left corner of its bar.
    """

    page: int
    corner: Point


class Columns:
    """The columns of the pages that are put in behind a page; cards follow each other in them."""

    def __init__(self, shape: MarginShape) -> None:
        self._shape = shape
        self._column = 0
        self._used = 0.0

    def start_of_broken(self, height: float) -> float:
        """Return how far below the top of its column a card begins that is to be broken; 0 if it is not.

        Args:
            height: Of the whole card.
        """
        line, start = _LINE_HEIGHT * self._shape.font_size, self._start
        room = self._shape.column_height - start
        is_broken = height > room >= _LEAST_LINES * line and height >= _BROKEN * line
        return start if is_broken else 0.0

    def place(self, heights: Sequence[float]) -> list[Slot]:
        """Return where the pieces of a card stand: each in one column, every further one in the next.

        Args:
            heights: Of the pieces, none larger than that of a column.
        """
        start = self._start
        if start + heights[0] > self._shape.column_height:
            self._column, start = self._column + 1, 0.0
        return self._fill(start, start + heights[0], heights[1:])

    def place_broken(self, heights: Sequence[float]) -> list[Slot]:
        """Return where the pieces of a card stand that was set anew to begin in this column.

        Args:
            heights: Of the pieces; that of the first one counts from the top of the column.
        """
        return self._fill(self._start, heights[0], heights[1:])

    @property
    def _start(self) -> float:
        return self._used + self._shape.gap if self._used else 0.0

    def _fill(self, start: float, end: float, further: Sequence[float]) -> list[Slot]:
        slots = [self._slot(start)]
        self._used = end
        for height in further:
            self._column, self._used = self._column + 1, height
            slots.append(self._slot(0.0))
        return slots

    def _slot(self, top: float) -> Slot:
        page, column = divmod(self._column, len(self._shape.columns))
        place = self._shape.edge + self._shape.head + top
        return Slot(page, Point(self._shape.columns[column], place))
