"""Sets what stands in margins, and draws it: cards with their bars, and lines of type without one."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pymupdf

from reader_app.core.geometry import Point
from reader_app.export.pdf.margin_cards import CARD_RULES
from reader_app.export.pdf.margin_places import MarginShape
from reader_app.export.pdf.objects import pdf_color, pdf_numbers
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import Piece, Typeset


@dataclass(frozen=True, slots=True)
class Block:
    """A block that was set.

    Attributes:
        html: What was set.
        pieces: One, or several where it is taller than a column.
    """

    html: str
    pieces: tuple[Piece, ...]

    @property
    def heights(self) -> list[float]:
        """Of the pieces."""
        return [piece.height for piece in self.pieces]


class MarginSetter:
    """Sets blocks in the columns of margins, and draws them when all are set: they share their fonts."""

    def __init__(self, pdf: pymupdf.Document, canvas: PageCanvas) -> None:
        """Take what is drawn on.

        Args:
            pdf: Has the pages.
            canvas: Draws on them.
        """
        self._pdf, self._canvas = pdf, canvas
        self._typeset = Typeset()
        self._drawn: list[tuple[int, Piece, Point]] = []

    def set(self, blocks: Iterable[tuple[MarginShape, str]]) -> list[Block]:
        """Set blocks of HTML, each for the margin of a page; those for margins of one shape together."""
        alike: defaultdict[tuple[float, float, float], list[tuple[int, str]]] = defaultdict(list)
        for number, (shape, block) in enumerate(blocks):
            size = shape.column_width, shape.column_height, shape.font_size
            alike[size].append((number, block))
        done: dict[int, Block] = {}
        for size, numbered in alike.items():
            html = [block for _, block in numbered]
            for (number, block), pieces in zip(
                numbered, self._typeset.set(html, *size, CARD_RULES), strict=True
            ):
                done[number] = Block(block, pieces)
        return [done[number] for number in sorted(done)]

    def set_below(self, block: Block, start: float, shape: MarginShape) -> Block:
        """Set a block anew, so that it begins in a column some way below its top, and goes on in the next."""
        (anew,) = self.set([(shape, f'<div style="height: {start:g}pt"></div>{block.html}')])
        return anew

    def draw(self, page: int, block: Block, piece: int, place: Point) -> None:
        """Draw a piece, when all are set; its links lead out.

        Args:
            page: Zero-based.
            block: The block.
            piece: Which one of its pieces.
            place: Of the piece's upper left corner, in page space.
        """
        drawn = block.pieces[piece]
        self._drawn.append((page, drawn, place))
        for link in drawn.links:
            self._canvas.link_out(page, link.area.shifted(place), link.address)

    def finish(self) -> None:
        """Bring what was drawn into the PDF."""
        forms = self._typeset.forms(self._pdf)
        for page, piece, place in self._drawn:
            self._canvas.draw_form(page, forms.add(piece), place)

    def close(self) -> None:
        """Release what was set."""
        self._typeset.close()

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
