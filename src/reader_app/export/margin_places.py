"""How wide a margin is, how large its type, and where its cards stand; knows no PDF.

Lengths are in points of page space. A card is known by its number and the heights of its pieces: of one, or
of several where it is taller than a column.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from reader_app.core.placement import Card, place
from reader_app.export.options import PAPERS

# Type of 7 points is legible. A page with a margin of 19 times the size of its type has some 35 letters in a
# line of it; what counts is how large the type is once the page is printed.
_LEGIBLE: Final = 7.0
_LINE: Final = 19.0
_NARROWEST: Final = 130.0
_PART_OF_PAPER: Final = 0.28
_LOWEST_COLUMN: Final = 240.0  # of pages that are put in, however low the page is that they belong to


@dataclass(frozen=True, slots=True)
class MarginShape:
    """A page with its margin.

    Attributes:
        page_width: Of the page without the margin.
        page_height: Of both.
        width: Of the margin.
    """

    page_width: float
    page_height: float
    width: float

    @property
    def font_size(self) -> float:
        """Of the notes."""
        return max(self.width / _LINE, _LEGIBLE)

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
        return max(self.page_height, _LOWEST_COLUMN)

    @property
    def column_height(self) -> float:
        """Of a column on a page that is put in: no piece of a card may be taller."""
        return self.added_height - 2 * self.edge - self.head

    @property
    def columns(self) -> tuple[float, ...]:
        """Where the bars stand on a page that is put in."""
        step = self.indent + self.column_width + 2 * self.font_size
        room = self.page_width + self.width - 2 * self.edge + 2 * self.font_size
        return tuple(self.edge + number * step for number in range(max(int(room / step), 1)))


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
        continued: The numbers of those that go on, or stand, on a page behind it, with the first piece of
            each that stands there.
    """

    tops: dict[int, float]
    continued: tuple[tuple[int, int], ...]


def beside(heights: Sequence[Sequence[float]], wanted: Sequence[float], shape: MarginShape) -> Beside:
    """Place the cards of one page.

    Where there is no room for all of them, the tallest go to a page behind it: so most stand level.

    Args:
        heights: Of the pieces of each card; cards are sorted by where they want to stand.
        wanted: Where the top of each would stand level with its mark, never falling.
        shape: The page's.
    """
    top, bottom = shape.edge, shape.page_height - shape.edge
    if len(heights) == 1 and len(heights[0]) > 1 and heights[0][0] + shape.foot <= bottom - top:
        return Beside({0: top}, ((0, 1),))
    staying = set(range(len(heights)))
    needed = sum(sum(each) + shape.gap for each in heights) - shape.gap
    if needed > bottom - top:
        bottom -= shape.foot
        for number in sorted(staying, key=lambda each: (-sum(heights[each]), -each)):
            if needed <= bottom - top:
                break
            staying.remove(number)
            needed -= sum(heights[number]) + shape.gap
    numbers = sorted(staying)
    cards = [Card(wanted[number], sum(heights[number])) for number in numbers]
    tops = place(cards, gap=shape.gap, top=top, bottom=bottom)
    gone = tuple((number, 0) for number in range(len(heights)) if number not in staying)
    return Beside(dict(zip(numbers, tops, strict=True)), gone)


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a piece stands on pages that are put in.

    Attributes:
        page: From 0.
        column: From 0.
        top: From the top of the page.
    """

    page: int
    column: int
    top: float


def in_columns(heights: Sequence[float], shape: MarginShape) -> Iterator[Slot]:
    """Yield where pieces stand that follow each other in columns.

    Args:
        heights: Of each piece, none taller than a column.
        shape: Of the page that they are put in behind.
    """
    first = top = shape.edge + shape.head
    column = 0
    for height in heights:
        if top > first and top + height > first + shape.column_height:
            column, top = column + 1, first
        yield Slot(*divmod(column, len(shape.columns)), top)
        top += height + shape.gap
