"""Sets the notes that a margin has no room for on pages of their own, which say where they belong."""

import html
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

import pymupdf

from reader_app.core.geometry import Point, Rect, bounds_of_quads
from reader_app.export.pdf.added_pages import add_page
from reader_app.export.pdf.margin_cards import HEAD_BASELINE, CardWriter
from reader_app.export.pdf.margin_places import Columns, MarginShape, Slot
from reader_app.export.pdf.margin_setting import Block, MarginSetter
from reader_app.export.pdf.margin_stubs import Stub, add_stubs
from reader_app.export.pdf.markup import Mark
from reader_app.export.pdf.page_canvas import PageCanvas

_WHITE: Final = 0.35  # between a number and the bar, as a part of the size of the type


@dataclass(frozen=True, slots=True)
class Rest:
    """What of the notes to a page stands behind it.

    Attributes:
        page: The page.
        label: What it is called.
        shape: Of it and its margin.
        begun: Each mark whose note stands there, with the first piece of the note that does.
        stubs: The top of each line beside the page that stands for a note, by the id of the annotation.
    """

    page: int
    label: str
    shape: MarginShape
    begun: tuple[tuple[Mark, int], ...]
    stubs: Mapping[str, float]

    @property
    def moved(self) -> tuple[Mark, ...]:
        """The marks whose notes stand there as a whole."""
        return tuple(mark for mark, first in self.begun if not first)

    @property
    def numbers(self) -> tuple[str, ...]:
        """What stands left of each note; HTML. Only where lines beside the page name several."""
        count = len(self.stubs) if len(self.stubs) > 1 else 0
        return tuple(f'<p class="head number">{number}</p>' for number in range(1, count + 1))

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
    writer: CardWriter,
    setter: MarginSetter,
    canvas: PageCanvas,
) -> list[int]:
    """Add pages at the end of a PDF; return for each the page that it belongs behind.

    Args:
        pdf: Gets the pages.
        rests: What stands on them.
        cards: The notes by the ids of their annotations.
        writer: Knows the colors of the bars, and writes the lines that stand for notes.
        setter: Sets and draws.
        canvas: Draws on the pages.
    """
    behind: list[int] = []
    stubs: list[Stub] = []
    heads = setter.set((rest.shape, rest.head) for rest in rests)
    feet = setter.set((rest.shape, rest.foot) for rest in rests)
    shown = list(dict.fromkeys((rest.shape, number) for rest in rests for number in rest.numbers))
    numbers = dict(zip(shown, setter.set(shown), strict=True))  # each once: pages share them
    for rest, head, foot in zip(rests, heads, feet, strict=True):
        added = _RestPages(pdf, rest, head, setter, canvas)
        labels = [numbers[rest.shape, number] for number in rest.numbers]
        slots = [
            added.add(mark, cards[mark.annotation.id], first, writer.color(mark.annotation), label)
            for (mark, first), label in zip_longest(rest.begun, labels)
        ]
        if rest.stubs:
            stubs += _stubs(rest, slots, added.pages)
        else:
            _add_foot(rest, foot, added.pages[0], setter, canvas)
        behind += [rest.page] * len(added.pages)
    add_stubs(stubs, writer, setter, canvas)
    return behind


def _stubs(rest: Rest, slots: Sequence[Slot], pages: Sequence[int]) -> Iterator[Stub]:
    for number, (mark, slot) in enumerate(zip(rest.moved, slots, strict=True), start=1):
        top = rest.stubs[mark.annotation.id]
        shown = number if rest.numbers else 0
        behind, on = pages[slot.page], slot.page + 1
        yield Stub(mark.annotation, rest.page, rest.shape, top, shown, behind, on, slot.corner)


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

    def add(self, mark: Mark, card: Block, first: int, color: str, label: Block | None) -> Slot:
        """Add a note, from one of its pieces on; return where it begins."""
        shape, columns = self._rest.shape, self._columns
        heights = card.heights[first:]
        start = 0.0 if first else columns.start_of_broken(sum(heights))
        broken = self._setter.set_below(card, start, shape) if start else card
        if broken.heights[0] > start > 0:
            card, heights = broken, broken.heights
            slots = columns.place_broken(heights)
        else:  # also where nothing of it fits into the rest of this column
            start, slots = 0.0, columns.place(heights)
        if label is not None:
            white = _WHITE * shape.font_size + shape.column_width
            self._setter.draw(
                self._page(slots[0]), label, 0, Point(slots[0].corner.x - white, slots[0].corner.y)
            )
        for number, (slot, height) in enumerate(zip(slots, heights, strict=True)):
            page, above = self._page(slot), 0.0 if number else start
            self._setter.draw_bar(page, slot.corner, height - above, color, shape)
            place = Point(slot.corner.x + shape.indent, slot.corner.y - above)
            self._setter.draw(page, card, first + number, place)
        if not first:
            self._lead_back(mark, slots[0])
        return slots[0]

    def _page(self, slot: Slot) -> int:
        """Return the page of a slot; it is added with the first piece on it."""
        if slot.page == len(self.pages):
            shape = self._rest.shape
            self.pages.append(self._pdf.page_count)
            add_page(self._pdf, self.pages[-1], shape.page_width + shape.width, shape.added_height)
            self._setter.draw(self.pages[-1], self._head, 0, Point(shape.columns[0], shape.edge))
        return self.pages[slot.page]

    def _lead_back(self, mark: Mark, slot: Slot) -> None:
        """Let the first line of a note lead to its mark."""
        shape, corner = self._rest.shape, slot.corner
        right = corner.x + shape.indent + shape.column_width
        line = Rect(corner.x, corner.y, right, corner.y + HEAD_BASELINE * shape.font_size)
        area = mark.drawing.area if mark.drawing is not None else bounds_of_quads(mark.quads)
        self._canvas.link_to(self.pages[slot.page], line, self._rest.page, Point(area.x0, area.y0))
