"""Sets what stands in margins, and draws it: cards with their bars, and lines of type without one."""

from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack, closing
from dataclasses import dataclass

import pymupdf

from reader_app.core.geometry import Point, Rect
from reader_app.export.margin_cards import CARD_RULES
from reader_app.export.margin_places import MarginShape
from reader_app.export.page_canvas import PageCanvas
from reader_app.export.pdf_objects import pdf_color, pdf_numbers
from reader_app.export.typesetting import Forms, Piece, typeset


@dataclass(frozen=True, slots=True)
class Block:
    """A block that was set.

    Attributes:
        html: What was set.
        pieces: One, or several where it is taller than a column.
        forms: Brings them into the PDF.
    """

    html: str
    pieces: tuple[Piece, ...]
    forms: Forms

    @property
    def heights(self) -> list[float]:
        """Of the pieces."""
        return [piece.height for piece in self.pieces]


class MarginSetter:
    """Sets blocks in the columns of margins, and draws them."""

    def __init__(self, pdf: pymupdf.Document, canvas: PageCanvas, closed_at_end: ExitStack) -> None:
        """Take what is drawn on.

        Args:
            pdf: Has the pages.
            canvas: Draws on them.
            closed_at_end: Keeps what was set until all of it is drawn.
        """
        self._pdf, self._canvas, self._closed_at_end = pdf, canvas, closed_at_end

    def set(self, blocks: Iterable[tuple[MarginShape, str]]) -> list[Block]:
        """Set blocks of HTML, each for the margin of a page; those for margins of one shape together."""
        alike: defaultdict[tuple[float, float, float], list[tuple[int, str]]] = defaultdict(list)
        for number, (shape, block) in enumerate(blocks):
            size = shape.column_width, shape.column_height, shape.font_size
            alike[size].append((number, block))
        done: dict[int, Block] = {}
        for size, numbered in alike.items():
            html = [block for _, block in numbered]
            result = self._closed_at_end.enter_context(closing(typeset(html, *size, CARD_RULES)))
            forms = result.forms(self._pdf)
            for (number, block), pieces in zip(numbered, result.blocks, strict=True):
                done[number] = Block(block, pieces, forms)
        return [done[number] for number in sorted(done)]

    def set_below(self, block: Block, start: float, shape: MarginShape) -> Block:
        """Set a block anew, so that it begins in a column some way below its top, and goes on in the next."""
        (anew,) = self.set([(shape, f'<div style="height: {start:g}pt"></div>{block.html}')])
        return anew

    def draw(self, page: int, block: Block, piece: int, place: Point) -> None:
        """Draw a piece; its links lead out.

        Args:
            page: Zero-based.
            block: The block.
            piece: Which one of its pieces.
            place: Of the piece's upper left corner, in page space.
        """
        drawn = block.pieces[piece]
        self._canvas.draw_form(page, block.forms.add(drawn), place)
        for link in drawn.links:
            area = link.area
            moved = Rect(area.x0 + place.x, area.y0 + place.y, area.x1 + place.x, area.y1 + place.y)
            self._canvas.link_out(page, moved, link.address)

    def draw_bar(self, page: int, place: Point, height: float, color: str, shape: MarginShape) -> None:
        """Draw the bar at the left of a card.

        Args:
            page: Zero-based.
            place: Of the bar's upper left corner, in page space.
            height: In points.
            color: "#rrggbb".
            shape: Says how thick it is.
        """
        self._canvas.draw(page, f"q {pdf_color(color)} rg {box(place, shape.bar, height)} f Q\n")


def box(place: Point, width: float, height: float) -> str:
    """Return the path of a rectangle as a canvas draws it, from its upper left corner on."""
    return f"{pdf_numbers((place.x, -place.y - height, width, height))} re"
