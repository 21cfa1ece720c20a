"""Adds pages to a PDF and fills them with blocks of HTML, column after column.

Knows nothing of annotations.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Final

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Point, Rect
from reader_app.document.faults import mupdf_errors
from reader_app.export.pdf.objects import pdf_numbers
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import Forms, Piece, Typeset

_LEAST_LINES: Final = 6  # a block that does not fit begins at the foot of a column where so many lines do
_LINE: Final = 1.4  # of the size of the font
_SAME: Final = 0.01  # points
_BROKEN: Final = 9  # a block of so many lines may be broken


@dataclass(frozen=True, slots=True)
class Sheet:
    """The shape of pages, in points.

    Attributes:
        width: Of the page.
        height: Of the page.
        margin: On all sides.
        font_size: Of the text.
        columns: How many.
    """

    width: float
    height: float
    margin: float
    font_size: float
    columns: int = 1

    @property
    def gutter(self) -> float:
        """Between two columns."""
        return 2.2 * self.font_size

    @property
    def column_width(self) -> float:
        """Of one column."""
        return (self.width - 2 * self.margin - (self.columns - 1) * self.gutter) / self.columns

    @property
    def column_height(self) -> float:
        """Of each column."""
        return self.height - 2 * self.margin

    def corner(self, column: int) -> Point:
        """Return the upper left corner of a column."""
        return Point(self.margin + column * (self.column_width + self.gutter), self.margin)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a block begins.

    Attributes:
        page: Zero-based.
        corner: Its upper left one, in page space.
    """

    page: int
    corner: Point


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a block begins.

    Attributes:
        top: From the top of the column.
        turns: Whether in the next column.
        is_broken: Whether it goes on in the next column.
    """

    top: float
    turns: bool = False
    is_broken: bool = False


class AddedPages:
    """Pages that follow each other in a PDF; the first one is added with the first block."""

    def __init__(
        self,
        pdf: pymupdf.Document,
        canvas: PageCanvas,
        sheet: Sheet,
        rules: str,
        targets: Mapping[str, tuple[int, Point]],
        before: int | None = None,
    ) -> None:
        """Take what they are to be.

        Args:
            pdf: The PDF.
            canvas: Draws on its pages.
            sheet: The shape of the pages.
            rules: CSS of the blocks.
            targets: Addresses that lead to a place on a page of the PDF instead of out of it.
            before: The page that comes to follow them; None for the end.
        """
        self._pdf, self._canvas, self._sheet, self._rules = pdf, canvas, sheet, rules
        self._targets = targets
        self._next = pdf.page_count if before is None else before
        self._page = self._column = -1
        self._used = 0.0

    def add(self, blocks: Sequence[str], gap: float) -> list[Spot]:
        """Add blocks, one below the other; return where each begins.

        Args:
            blocks: Clean HTML.
            gap: Between two blocks, in points.
        """
        with closing(Typeset()) as done:
            whole = self._set(done, blocks)
            tops = dict(self._broken(whole, gap))
            spacers = [f'<div style="height:{top:g}pt"></div>{blocks[at]}' for at, top in tops.items()]
            parts = dict(zip(tops, self._set(done, spacers), strict=True))
            forms, spots = done.forms(self._pdf), []
            for at, pieces in enumerate(whole):
                start = self._start(pieces, gap, self._used)
                # Broken was set for one place; a block that comes to stand elsewhere stays whole.
                is_there = abs(tops.get(at, -1.0) - start.top) < _SAME
                if start.is_broken and is_there and self._begins(parts[at], pieces, start.top):
                    spots.append(self._spot(start.top))
                    self._draw(parts[at], forms, 0.0)
                    self._used = max(self._used, self._rest(pieces, start.top))
                    continue
                if start.turns or start.is_broken or self._page < 0:
                    self._turn()
                top = 0.0 if start.is_broken else start.top
                spots.append(self._spot(top))
                self._draw(pieces, forms, top)
            return spots

    def _set(self, done: Typeset, blocks: Sequence[str]) -> list[tuple[Piece, ...]]:
        sheet = self._sheet
        return done.set(blocks, sheet.column_width, sheet.column_height, sheet.font_size, self._rules)

    def _broken(self, blocks: Sequence[tuple[Piece, ...]], gap: float) -> Iterator[tuple[int, float]]:
        """Yield the blocks that are to be broken at the foot of a column, and where on it they begin.

        All are set anew together; what follows one of them stands where its end is sure not to reach.
        """
        used = self._used
        for at, pieces in enumerate(blocks):
            start = self._start(pieces, gap, used)
            if start.is_broken:
                yield at, start.top
                used = self._rest(pieces, start.top)
            else:
                used = pieces[-1].height + (start.top if len(pieces) == 1 else 0.0)

    def _start(self, pieces: tuple[Piece, ...], gap: float, used: float) -> _Start:
        """Return where a block begins.

        Args:
            pieces: Of the block.
            gap: Above it.
            used: Of the column.
        """
        height = _height(pieces)
        line, top = _LINE * self._sheet.font_size, used + gap if used else 0.0
        room = self._sheet.column_height - top
        if height <= room or not used:
            return _Start(top)
        if room >= _LEAST_LINES * line and height >= _BROKEN * line:
            return _Start(top, is_broken=True)
        return _Start(0.0, turns=True)

    def _rest(self, pieces: tuple[Piece, ...], top: float) -> float:
        """Return how far the end of a block reaches down at most that begins at the foot of a column."""
        line, column = _LINE * self._sheet.font_size, self._sheet.column_height
        rest = _height(pieces) - (column - top) + line  # less than a line stays free where it is broken
        while rest > column:
            rest -= column - line
        return rest

    def _begins(self, parts: tuple[Piece, ...], pieces: tuple[Piece, ...], top: float) -> bool:
        """Tell whether the first part of a broken block has room in its column: a row of a table may not."""
        lost = 2 * _LINE * self._sheet.font_size
        return _height(parts) > top + _height(pieces) - lost

    def _draw(self, pieces: Sequence[Piece], forms: Forms, start: float) -> None:
        for number, piece in enumerate(pieces):
            if number:
                self._turn()
            corner = self._spot(0.0 if number else start).corner
            self._canvas.draw_form(self._page, forms.add(piece), corner)
            for link in piece.links:
                self._link(link.address, link.area, corner)
            self._used = piece.height if number else start + piece.height

    def _link(self, address: str, area: Rect, corner: Point) -> None:
        moved = area.shifted(corner)
        if address in self._targets:
            self._canvas.link_to(self._page, moved, *self._targets[address])
        else:
            self._canvas.link_out(self._page, moved, address)

    def _spot(self, start: float) -> Spot:
        corner = self._sheet.corner(self._column)
        return Spot(self._page, Point(corner.x, corner.y + start))

    def _turn(self) -> None:
        """Go on at the top of the next column."""
        self._used = 0.0
        self._column += 1
        if self._page < 0 or self._column == self._sheet.columns:
            self._page = self._next
            add_page(self._pdf, self._page, self._sheet.width, self._sheet.height)
            self._next += 1
            self._column = 0


def _height(pieces: tuple[Piece, ...]) -> float:
    return sum(piece.height for piece in pieces)


def add_page(pdf: pymupdf.Document, before: int, width: float, height: float) -> None:
    """Put an empty page into a PDF.

    Args:
        pdf: The PDF.
        before: The page that comes to follow it; as many as there are for the end.
        width: In points.
        height: In points.

    Raises:
        DamagedDocumentError: Nothing can be added to its tree of pages.
    """
    with mupdf_errors("The file is damaged: no page can be added to it."):
        pdf.new_page(before if before < pdf.page_count else -1, width=width, height=height)
    page = mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(pdf.this), before)
    # What pages inherit in this file is not meant for a new one.
    if mupdf.pdf_is_array(mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name("CropBox"))):
        pdf.xref_set_key(pdf.page_xref(before), "CropBox", f"[{pdf_numbers((0, 0, width, height))}]")
