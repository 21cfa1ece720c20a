"""Sets notes in a margin beside the pages of a PDF, level with their marks, each with a thin line to it.

Notes that a margin has no room for stand on a page behind it. What the pages show themselves stays as it is.
"""

import html
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass

from reader_app.core.color import VISIBLE, darkened
from reader_app.core.geometry import Point, Rect, bounds_of_quads
from reader_app.export.edition import Edition
from reader_app.export.leader_lines import Way, WhiteSpace, bends, start_of, told_apart
from reader_app.export.margin_cards import CARD_RULES, HEAD_BASELINE, CardWriter, has_card
from reader_app.export.margin_places import MarginShape, beside, in_columns, margin_beside, margin_within
from reader_app.export.markup import Mark
from reader_app.export.options import PAPERS
from reader_app.export.page_canvas import PageCanvas
from reader_app.export.page_labels import PageLabels
from reader_app.export.page_tree import add_page, page_size, widen
from reader_app.export.pdf_objects import pdf_color, pdf_number, pdf_numbers
from reader_app.export.typesetting import Forms, Piece, typeset

_THIN = 0.05  # thickness of a line, as a part of the size of the type
_STEP = 12.0  # points: pages of almost the same height are set together


@dataclass(frozen=True, slots=True)
class _Block:
    """A block that was set: its pieces, and what brings them into the PDF."""

    pieces: tuple[Piece, ...]
    forms: Forms

    @property
    def heights(self) -> list[float]:
        return [piece.height for piece in self.pieces]


@dataclass(frozen=True, slots=True)
class _Rest:
    """What of the notes to a page stands behind it.

    Attributes:
        page: The page.
        begun: Each mark whose note stands there, with the first piece of it that does.
    """

    page: int
    begun: tuple[tuple[Mark, int], ...]


def add_margin(edition: Edition, canvas: PageCanvas) -> list[int]:
    """Add the margin to all pages, and what it has no room for on pages at the end of the PDF.

    A PDF without anything to say beside it stays as it is. Pages that are equally wide stay equally wide.

    Returns:
        For each page that was added the one that it belongs behind; see ``put_behind``.
    """
    marks: dict[int, list[Mark]] = {}
    for mark in edition.marks:
        if mark.part == 1 and has_card(mark.annotation, edition.options):
            marks.setdefault(mark.page, []).append(mark)
    if edition.item.article.is_pdf and not marks:
        return []
    with ExitStack() as closed_at_end:
        return _Margin(edition, canvas, closed_at_end).add(dict(sorted(marks.items())))


class _Margin:
    """The margin of all pages of an edition."""

    def __init__(self, edition: Edition, canvas: PageCanvas, closed_at_end: ExitStack) -> None:
        self._edition, self._canvas, self._closed_at_end = edition, canvas, closed_at_end
        self._pdf = edition.pdf
        self._shapes = [_shape(edition, page) for page in range(edition.pdf.page_count)]
        self._writer = CardWriter(edition.labels, edition.options)
        self._page_labels = PageLabels(edition.pdf)

    def add(self, marks: Mapping[int, Sequence[Mark]]) -> list[int]:
        """Add everything; see ``add_margin``.

        Args:
            marks: Those with a note, by their page.
        """
        for page, shape in enumerate(self._shapes):
            widen(self._pdf, page, shape.page_width + shape.width)
            # What the page hides beyond its edge stays hidden.
            self._canvas.draw(
                page, f"q 1 g {_box(shape.page_width, 0, shape.width, shape.page_height)} f Q\n"
            )
        has_quotes = self._edition.options.quotes
        cards = self._set_cards((mark for found in marks.values() for mark in found), with_quote=has_quotes)
        rests = [rest for page, found in marks.items() for rest in self._add_beside(page, found, cards)]
        if not has_quotes:
            # Far from its passage, a note has to say where it belongs.
            moved = (mark for rest in rests for mark, first in rest.begun if not first)
            cards |= self._set_cards(moved, with_quote=True)
        return self._add_behind(rests, cards)

    def _set_cards(self, marks: Iterable[Mark], *, with_quote: bool) -> dict[str, _Block]:
        """Set cards; return them by the ids of their annotations."""
        listed = list(marks)
        blocks = self._set(
            (mark.page, self._writer.card(mark.annotation, with_quote=with_quote)) for mark in listed
        )
        return {mark.annotation.id: block for mark, block in zip(listed, blocks, strict=True)}

    def _set(self, blocks: Iterable[tuple[int, str]]) -> list[_Block]:
        """Set blocks of HTML, each for the margin of a page; those of pages of one shape together."""
        alike: defaultdict[tuple[float, float, float], list[tuple[int, str]]] = defaultdict(list)
        for number, (page, block) in enumerate(blocks):
            shape = self._shapes[page]
            height = shape.column_height // _STEP * _STEP
            alike[shape.column_width, height, shape.font_size].append((number, block))
        done: dict[int, _Block] = {}
        for size, numbered in alike.items():
            numbers, texts = zip(*numbered, strict=True)
            result = self._closed_at_end.enter_context(closing(typeset(texts, *size, CARD_RULES)))
            forms = result.forms(self._pdf)
            done |= {number: _Block(each, forms) for number, each in zip(numbers, result.blocks, strict=True)}
        return [done[number] for number in sorted(done)]

    def _add_beside(self, page: int, marks: Sequence[Mark], cards: Mapping[str, _Block]) -> Iterator[_Rest]:
        """Draw the notes beside a page and the lines to them; yield what there was no room for."""
        shape = self._shapes[page]
        white = WhiteSpace((line.bounds for line in self._edition.page_text(page).lines), shape.page_width)
        ways = told_apart([Way(number, white.way(_start(mark))) for number, mark in enumerate(marks)])
        level = [marks[way.mark] for way in ways]
        blocks = [cards[mark.annotation.id] for mark in level]
        head = HEAD_BASELINE * shape.font_size
        placed = beside([block.heights for block in blocks], [way.exit - head for way in ways], shape)
        for number, top in placed.tops.items():
            end = Point(shape.left, top + head)
            color = self._writer.color(level[number].annotation)
            self._canvas.draw(page, _line((*ways[number].points, end), darkened(color, VISIBLE), shape))
            self._draw_piece(page, blocks[number], 0, Point(shape.left, top), color, shape)
        if placed.continued:
            yield _Rest(page, tuple((level[number], first) for number, first in placed.continued))

    def _add_behind(self, rests: Sequence[_Rest], cards: Mapping[str, _Block]) -> list[int]:
        """Add pages with what there was no room for; return the page that each belongs behind."""
        behind: list[int] = []
        heads = self._set((rest.page, self._head(rest)) for rest in rests)
        feet = self._set((rest.page, _foot(rest)) for rest in rests)
        for rest, head, foot in zip(rests, heads, feet, strict=True):
            shape = self._shapes[rest.page]
            corner = Point(shape.left + shape.indent, shape.page_height - shape.edge - foot.pieces[0].height)
            self._draw_piece(rest.page, foot, 0, corner, "", shape)
            pieces = [
                (mark, cards[mark.annotation.id], number)
                for mark, first in rest.begun
                for number in range(first, len(cards[mark.annotation.id].pieces))
            ]
            pages: dict[int, int] = {}
            slots = in_columns([block.heights[number] for _, block, number in pieces], shape)
            for (mark, block, number), slot in zip(pieces, slots, strict=True):
                if slot.page not in pages:
                    page = add_page(self._pdf, shape.page_width + shape.width, shape.added_height)
                    behind.append(rest.page)
                    pages[slot.page] = page
                    self._draw_piece(page, head, 0, Point(shape.edge, shape.edge), "", shape)
                place = Point(shape.columns[slot.column], slot.top)
                color = self._writer.color(mark.annotation)
                self._draw_piece(pages[slot.page], block, number, place, color, shape)
                if not number:
                    first_line = Rect(
                        place.x,
                        place.y,
                        place.x + shape.indent + shape.column_width,
                        place.y + HEAD_BASELINE * shape.font_size,
                    )
                    self._canvas.link_to(pages[slot.page], first_line, rest.page, _upper_left(mark))
            area = Rect(corner.x, corner.y, corner.x + shape.column_width, corner.y + foot.pieces[0].height)
            self._canvas.link_to(rest.page, area, pages[0], Point(0, 0))
        return behind

    def _draw_piece(
        self, page: int, block: _Block, number: int, place: Point, color: str, shape: MarginShape
    ) -> None:
        """Draw a piece with its bar, at a place where the bar's upper left corner comes to be.

        Without a color there is no bar.
        """
        piece = block.pieces[number]
        corner = place
        if color:
            bar = _box(place.x, place.y, shape.bar, piece.height)
            self._canvas.draw(page, f"q {pdf_color(color)} rg {bar} f Q\n")
            corner = Point(place.x + shape.indent, place.y)
        self._canvas.draw_form(page, block.forms.add(piece), corner)
        for link in piece.links:
            area = link.area
            moved = Rect(area.x0 + corner.x, area.y0 + corner.y, area.x1 + corner.x, area.y1 + corner.y)
            self._canvas.link_out(page, moved, link.address)

    def _head(self, rest: _Rest) -> str:
        label = html.escape(self._page_labels.label(rest.page))
        return f"<p><b>Notes to page {label}, continued</b></p>"


def _foot(rest: _Rest) -> str:
    if any(first for _, first in rest.begun):
        text = "Continued on the next page"
    elif len(rest.begun) == 1:
        text = "One more note on the next page"
    else:
        text = f"{len(rest.begun)} more notes on the next page"
    return f'<p class="foot">{text}</p>'


def _shape(edition: Edition, page: int) -> MarginShape:
    width, height = page_size(edition.pdf, page)
    is_pdf = edition.item.article.is_pdf
    added = margin_beside(width, height) if is_pdf else margin_within(PAPERS[edition.options.paper][0])
    return MarginShape(width, height, added)


def _start(mark: Mark) -> Point:
    """Return where the line from a mark begins: at the right end of its first line."""
    if mark.drawing is not None:
        return start_of(mark.drawing.area, is_text=False)
    first = mark.quads[0]
    is_upright = abs(first.ur.x - first.ul.x) >= abs(first.ur.y - first.ul.y)
    box = first.bounds
    middle = (box.y0 + box.y1) / 2
    level = (each.bounds for each in mark.quads)
    right = max(each.x1 for each in level if each.y0 < middle < each.y1) if is_upright else box.x1
    return start_of(Rect(box.x0, box.y0, right, box.y1), is_text=is_upright)


def _upper_left(mark: Mark) -> Point:
    area = mark.drawing.area if mark.drawing is not None else bounds_of_quads(mark.quads)
    return Point(area.x0, area.y0)


def _line(points: Sequence[Point], color: str, shape: MarginShape) -> str:
    first, *further = (pdf_numbers((each.x, -each.y)) for each in bends(points))
    path = f"{first} m " + "".join(f"{each} l " for each in further)
    return f"q {pdf_color(color)} RG {pdf_number(_THIN * shape.font_size)} w 1 J 1 j {path}S Q\n"


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"{pdf_numbers((x, -y - height, width, height))} re"
