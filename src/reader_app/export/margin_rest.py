"""Sets the notes that a margin has no room for on pages of their own, which say where they belong."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pymupdf

from reader_app.core.geometry import Point, Rect, bounds_of_quads
from reader_app.export.added_pages import add_page
from reader_app.export.margin_cards import HEAD_BASELINE
from reader_app.export.margin_places import Columns, MarginShape, Slot
from reader_app.export.margin_setting import Block, MarginSetter
from reader_app.export.markup import Mark
from reader_app.export.page_canvas import PageCanvas


@dataclass(frozen=True, slots=True)
class Rest:
    """What of the notes to a page stands behind it.

    Attributes:
        page: The page.
        label: What it is called.
        shape: Of it and its margin.
        begun: Each mark whose note stands there, with the first piece of the note that does.
    """

    page: int
    label: str
    shape: MarginShape
    begun: tuple[tuple[Mark, int], ...]

    @property
    def moved(self) -> tuple[Mark, ...]:
        """The marks whose notes stand there as a whole."""
        return tuple(mark for mark, first in self.begun if not first)

    @property
    def head(self) -> str:
        """What stands above them; HTML."""
        return f"<p><b>Notes to page {html.escape(self.label)}, continued</b></p>"

    @property
    def foot(self) -> str:
        """What stands below the notes beside the page; HTML."""
        if len(self.moved) < len(self.begun):
            text = "Continued on the next page"
        elif len(self.begun) == 1:
            text = "One more note on the next page"
        else:
            text = f"{len(self.begun)} more notes on the next page"
        return f'<p class="foot">{text}</p>'


def add_rests(
    pdf: pymupdf.Document,
    rests: Sequence[Rest],
    cards: Mapping[str, Block],
    colors: Mapping[str, str],
    setter: MarginSetter,
    canvas: PageCanvas,
) -> list[int]:
    """Add pages at the end of a PDF; return for each the page that it belongs behind.

    Args:
        pdf: Gets the pages.
        rests: What stands on them.
        cards: The notes by the ids of their annotations.
        colors: Of the bars, by the same ids.
        setter: Sets and draws.
        canvas: Draws on the pages.
    """
    behind: list[int] = []
    heads = setter.set((rest.shape, rest.head) for rest in rests)
    feet = setter.set((rest.shape, rest.foot) for rest in rests)
    for rest, head, foot in zip(rests, heads, feet, strict=True):
        added = _RestPages(pdf, rest, head, setter, canvas)
        for mark, first in rest.begun:
            added.add(mark, cards[mark.annotation.id], first, colors[mark.annotation.id])
        _add_foot(rest, foot, added.pages[0], setter, canvas)
        behind += [rest.page] * len(added.pages)
    return behind


def _add_foot(rest: Rest, foot: Block, following: int, setter: MarginSetter, canvas: PageCanvas) -> None:
    shape, height = rest.shape, foot.heights[0]
    place = Point(shape.left + shape.indent, max(shape.page_height - shape.edge - height, 0.0))
    setter.draw(rest.page, foot, 0, place)
    area = Rect(place.x, place.y, place.x + shape.column_width, place.y + height)
    canvas.link_to(rest.page, area, following, Point(0, 0))


class _RestPages:
    """The pages behind one page.

    Attributes:
        pages: Their numbers.
    """

    def __init__(
        self, pdf: pymupdf.Document, rest: Rest, head: Block, setter: MarginSetter, canvas: PageCanvas
    ) -> None:
        self.pages: list[int] = []
        self._pdf, self._rest, self._head, self._setter, self._canvas = pdf, rest, head, setter, canvas
        self._columns = Columns(rest.shape)

    def add(self, mark: Mark, card: Block, first: int, color: str) -> None:
        """Add a note, from one of its pieces on."""
        shape, columns = self._rest.shape, self._columns
        heights = card.heights[first:]
        start = 0.0 if first else columns.start_of_broken(sum(heights))
        broken = self._setter.set_below(card, start, shape) if start else card
        if broken.heights[0] > start > 0:
            card, heights = broken, broken.heights
            slots = columns.place_broken(heights)
        else:  # also where nothing of it fits into the rest of this column
            start, slots = 0.0, columns.place(heights)
        for number, (slot, height) in enumerate(zip(slots, heights, strict=True)):
            page, above = self._page(slot), 0.0 if number else start
            self._setter.draw_bar(page, slot.corner, height - above, color, shape)
            place = Point(slot.corner.x + shape.indent, slot.corner.y - above)
            self._setter.draw(page, card, first + number, place)
        if not first:
            self._lead_back(mark, slots[0])

    def _page(self, slot: Slot) -> int:
        """Return the page of a slot; it is added with the first piece on it."""
        if slot.page == len(self.pages):
            shape = self._rest.shape
            self.pages.append(self._pdf.page_count)
            add_page(self._pdf, self.pages[-1], shape.page_width + shape.width, shape.added_height)
            self._setter.draw(self.pages[-1], self._head, 0, Point(shape.edge, shape.edge))
        return self.pages[slot.page]

    def _lead_back(self, mark: Mark, slot: Slot) -> None:
        """Let the first line of a note lead to its mark."""
        shape, corner = self._rest.shape, slot.corner
        right = corner.x + shape.indent + shape.column_width
        line = Rect(corner.x, corner.y, right, corner.y + HEAD_BASELINE * shape.font_size)
        area = mark.drawing.area if mark.drawing is not None else bounds_of_quads(mark.quads)
        self._canvas.link_to(self.pages[slot.page], line, self._rest.page, Point(area.x0, area.y0))
