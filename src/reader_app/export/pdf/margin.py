"""Sets notes in a margin beside the pages of a PDF, level with their marks, each with a thin line to it.

Notes that a margin has no room for stand on a page behind it. What the pages show themselves stays as it is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from reader_app.core.color import VISIBLE, darkened
from reader_app.core.geometry import Point, Rect
from reader_app.export.options import PAPERS
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.end_sheet import page_size
from reader_app.export.pdf.leader_lines import Way, WhiteSpace, bends, start_of, told_apart
from reader_app.export.pdf.margin_cards import HEAD_BASELINE, CardWriter, has_card
from reader_app.export.pdf.margin_places import MarginShape, beside, margin_beside, margin_within
from reader_app.export.pdf.margin_rest import Rest, add_rests
from reader_app.export.pdf.margin_setting import Block, MarginSetter, box
from reader_app.export.pdf.markup import Mark
from reader_app.export.pdf.objects import pdf_color, pdf_number, pdf_numbers
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.page_labels import PageLabels
from reader_app.export.pdf.page_tree import is_whole, widen

_THIN = 0.05  # thickness of a line, as a part of the size of the type


def add_margin(edition: Edition, canvas: PageCanvas) -> list[int]:
    """Add the margin to all pages, and what it has no room for on pages at the end of the PDF.

    A PDF without anything to say beside it stays as it is. Pages that are equally wide stay equally wide.

    Args:
        edition: Gets the margin.
        canvas: Draws on its pages.

    Returns:
        For each page that was added the one that it belongs behind; see ``put_behind``.
    """
    marks: dict[int, list[Mark]] = {}
    for mark in edition.marks:
        if mark.part == 1 and has_card(mark.annotation, edition.options):
            marks.setdefault(mark.page, []).append(mark)
    if edition.item.article.is_pdf and not marks:
        return []
    with closing(MarginSetter(edition.pdf, canvas)) as setter:
        behind = _Margin(edition, canvas, setter).add(dict(sorted(marks.items())))
        setter.finish()
        return behind


class _Margin:
    """The margin of all pages of an edition."""

    def __init__(self, edition: Edition, canvas: PageCanvas, setter: MarginSetter) -> None:
        self._edition, self._canvas, self._setter = edition, canvas, setter
        pages = range(edition.pdf.page_count)
        self._shapes = {page: _shape(edition, page) for page in pages if is_whole(edition.pdf, page)}
        self._writer = CardWriter(edition.labels, edition.options)
        self._page_labels = PageLabels(edition.pdf)

    def add(self, marks: Mapping[int, Sequence[Mark]]) -> list[int]:
        """Add everything; see ``add_margin``.

        Args:
            marks: Those with a note, by their page.
        """
        pdf, has_quotes = self._edition.pdf, self._edition.options.quotes
        for page, shape in self._shapes.items():
            widen(pdf, page, shape.page_width + shape.width)
            # What the page hides beyond its edge stays hidden.
            margin = box(Point(shape.page_width, 0), shape.width, shape.page_height)
            self._canvas.draw(page, f"q 1 g {margin} f Q\n")
        noted = [mark for found in marks.values() for mark in found]
        cards = self._set(noted, with_quote=has_quotes)
        rests = [rest for page, found in marks.items() for rest in self._add_beside(page, found, cards)]
        if not has_quotes:
            # Far from its passage, a note has to say where it belongs.
            cards |= self._set((mark for rest in rests for mark in rest.moved), with_quote=True)
        return add_rests(pdf, rests, cards, self._writer, self._setter, self._canvas)

    def _set(self, marks: Iterable[Mark], *, with_quote: bool) -> dict[str, Block]:
        """Set cards; return them by the ids of their annotations."""
        listed = list(marks)
        blocks = self._setter.set(
            (self._shapes[mark.page], self._writer.card(mark.annotation, with_quote=with_quote))
            for mark in listed
        )
        return {mark.annotation.id: block for mark, block in zip(listed, blocks, strict=True)}

    def _add_beside(self, page: int, marks: Sequence[Mark], cards: Mapping[str, Block]) -> Iterator[Rest]:
        """Draw the notes beside a page and the lines to them; yield what there was no room for."""
        shape = self._shapes[page]
        white = WhiteSpace((line.bounds for line in self._edition.page_text(page).lines), shape.page_width)
        ways = told_apart([Way(number, white.way(_start(mark, shape))) for number, mark in enumerate(marks)])
        level = [marks[way.mark] for way in ways]
        blocks = [cards[mark.annotation.id] for mark in level]
        head = HEAD_BASELINE * shape.font_size
        placed = beside([block.heights for block in blocks], [way.exit - head for way in ways], shape)
        for number, top in (placed.tops | placed.stubs).items():
            color, corner = self._writer.color(level[number].annotation), Point(shape.left, top)
            way = (*ways[number].points, Point(corner.x, top + head))
            self._canvas.draw(page, _line(way, darkened(color, VISIBLE), shape))
            height = blocks[number].heights[0] if number in placed.tops else shape.stub
            self._setter.draw_bar(page, corner, height, color, shape)
            if number in placed.tops:
                self._setter.draw(page, blocks[number], 0, Point(corner.x + shape.indent, top))
        if placed.continued:
            begun = tuple((level[number], first) for number, first in placed.continued)
            stubs = {level[number].annotation.id: top for number, top in placed.stubs.items()}
            yield Rest(page, self._page_labels.label(page), shape, begun, stubs)


def _shape(edition: Edition, page: int) -> MarginShape:
    width, height = page_size(edition.pdf, page)
    options = edition.options
    if edition.item.article.is_pdf:
        return MarginShape(width, height, margin_beside(width, height))
    return MarginShape(width, height, margin_within(PAPERS[options.paper][0]), options.style.font_size)


def _start(mark: Mark, shape: MarginShape) -> Point:
    """Return where the line from a mark begins: at the right end of its first line, but on the page."""
    if mark.drawing is not None:
        start = start_of(mark.drawing.area, is_text=False)
    else:
        first = mark.quads[0]
        is_upright = abs(first.ur.x - first.ul.x) >= abs(first.ur.y - first.ul.y)
        box = first.bounds
        middle = (box.y0 + box.y1) / 2
        level = (each.bounds for each in mark.quads)
        right = max(each.x1 for each in level if each.y0 <= middle <= each.y1) if is_upright else box.x1
        start = start_of(Rect(box.x0, box.y0, right, box.y1), is_text=is_upright)
    x, y = min(max(start.x, 0.0), shape.page_width), min(max(start.y, 0.0), shape.page_height)
    return Point(x, y)


def _line(points: Sequence[Point], color: str, shape: MarginShape) -> str:
    first, *further = (pdf_numbers((each.x, -each.y)) for each in bends(points))
    path = f"{first} m " + "".join(f"{each} l " for each in further)
    return f"q {pdf_color(color)} RG {pdf_number(_THIN * shape.font_size)} w 1 J 1 j {path}S Q\n"
