"""Sets blocks of HTML in columns: the notes of a margin, the pages at the end, a title at the head.

Each block begins on a page of its own of a PDF made for this alone, and goes on on further ones where its
column ends. These pieces are then drawn on the pages of another PDF. Laying out a thousand notes as one
document takes a tenth of a second. Knows nothing of annotations, nor of where pieces come to stand.
"""

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Rect
from reader_app.document.faults import mupdf_errors
from reader_app.document.opening import open_document
from reader_app.document.references import resolved_once
from reader_app.document.text_page import read_everything, span_blocks
from reader_app.export.pdf.narrow_tables import tables_as_rows
from reader_app.export.pdf.objects import pdf_number, pdf_numbers
from reader_app.export.pdf.soft_hyphens import mark_soft_hyphens
from reader_app.export.pdf.unicode_maps import UnicodeMaps, glyph_texts

# A border at the very top of a block would begin on the page before, and go down to its foot.
_PAGE = (
    "@page { margin: 0; } body { margin: 0; } .block { page-break-after: always; }"
    " .inside { padding-top: 0.1pt; }\n"
)
# MuPDF reads no further than to the first zero; none of the others can be seen.
_CONTROLS = dict.fromkeys((*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F, 0xFFFE, 0xFFFF), " ")
# Blocks laid out at once: MuPDF looks through the whole document for the links of each page.
_BATCH = 100
# A line's box reaches below the letters by half of the leading; as a part of the size of the font.
_DESCENT = 0.25
_BLEED = 4.0  # points: accents and swashes reach beyond the lines and the column
_FAILED = "The notes cannot be laid out."
_SLACK = 1.0  # points: a space at the end of a line sticks out


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a piece that leads to an address.

    Attributes:
        area: In points from the upper left corner of the piece.
        address: Such as "https://example.org/".
    """

    area: Rect
    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """What of a block stands in one column.

    Attributes:
        page: Of what was set.
        width: Of the column, in points.
        height: From the top of the column to the end of what stands in it, in points.
        links: That lead out of the document.
        is_too_wide: Whether something in it sticks out of the column.
    """

    page: int
    width: float
    height: float
    links: tuple[Link, ...] = ()
    is_too_wide: bool = False


class Typeset:
    """Blocks that are set; all have their fonts in common.

    Attributes:
        blocks: The pieces of each block that ``typeset`` was given, in order; never empty.
    """

    def __init__(self) -> None:
        self.blocks: list[tuple[Piece, ...]] = []
        self._drawn = pymupdf.open()
        self._maps = UnicodeMaps(self._drawn)
        self._sheet: pymupdf.Document | None = None

    def set(
        self, blocks: Sequence[str], width: float, height: float, font_size: float, rules: str
    ) -> list[tuple[Piece, ...]]:
        """Set more blocks; see ``typeset``. Only as long as no forms were asked for.

        Returns:
            The pieces of each block, in order; never empty.
        """
        assert self._sheet is None, "the fonts are complete"
        done: list[tuple[Piece, ...]] = []
        height = math.floor(height)
        for first in range(0, len(blocks), _BATCH):
            done += self._set_batch(blocks[first : first + _BATCH], width, height, font_size, rules)
        wide = [number for number, pieces in enumerate(done) if any(each.is_too_wide for each in pieces)]
        narrowed = [number for number in wide if "<table" in blocks[number]]
        for first in range(0, len(narrowed), _BATCH):
            numbers = narrowed[first : first + _BATCH]
            batch = [tables_as_rows(blocks[number]) for number in numbers]
            anew = self._set_batch(batch, width, height, font_size, rules)
            for number, pieces in zip(numbers, anew, strict=True):
                done[number] = pieces
        return done

    def _set_batch(
        self, blocks: Sequence[str], width: float, height: float, font_size: float, rules: str
    ) -> Iterator[tuple[Piece, ...]]:
        with _laid_out(blocks, width, height, font_size, rules) as layout, mupdf_errors(_FAILED):
            starts = [_page_of(layout, f"#b{number}", height) for number in range(len(blocks))]
            first = self._drawn.page_count
            pieces = [_piece(first + page.number, page, width) for page in layout]
            draw_pages(layout, self._drawn, self._maps)
        ends = [*starts[1:], len(pieces)]
        pieces.append(Piece(first, width, 0.0))  # there is no page for an empty block at the end
        return (_filled(pieces[start : max(end, start + 1)]) for start, end in zip(starts, ends, strict=True))

    def forms(self, pdf: pymupdf.Document) -> "Forms":
        """Return the way of the pieces into a PDF; no more can be set then."""
        if self._sheet is None:
            finish_fonts(self._drawn, self._maps)
            # Read anew, because what is brought from it into another file stays as it is: compressed or not.
            saved = self._drawn.tobytes(garbage=1, deflate=True) if self._drawn.page_count else b""
            self._sheet = pymupdf.open("pdf", saved) if saved else pymupdf.open()
        return Forms(self._sheet, pdf)

    def close(self) -> None:
        """Release what was set; forms that were made of it stay."""
        self._drawn.close()
        if self._sheet is not None:
            self._sheet.close()


class Forms:
    """Brings pieces into a PDF as forms, which pages then draw."""

    def __init__(self, sheet: pymupdf.Document, pdf: pymupdf.Document) -> None:
        self._sheet, self._pdf = sheet, pdf
        self._file = mupdf.pdf_document_from_fz_document(pdf.this)
        # One map for all pieces: they share their fonts.
        self._map = mupdf.pdf_new_graft_map(self._file)
        self._added: dict[Piece, int] = {}

    def add(self, piece: Piece) -> int:
        """Bring a piece into the PDF, once; return the number of the form that draws it.

        The form's origin is the upper left corner of the piece, y up, so that it lies below the origin.
        """
        if piece in self._added:
            return self._added[piece]
        sheet = self._sheet
        page = mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(sheet.this), piece.page)
        present = mupdf.pdf_dict_gets(page, "Resources")
        resources = mupdf.pdf_graft_mapped_object(self._map, present)
        number = mupdf.pdf_to_num(mupdf.pdf_add_object(self._file, resources))
        top = sheet.page_cropbox(piece.page).height
        box = pdf_numbers((-_BLEED, top - piece.height - _BLEED, piece.width + _BLEED, top + _BLEED))
        form: int = self._pdf.get_new_xref()
        self._added[piece] = form
        self._pdf.update_object(
            form,
            f"<</Type/XObject/Subtype/Form/BBox[{box}]/Matrix[1 0 0 1 0 {pdf_number(-top)}]"
            f"/Resources {number} 0 R>>",
        )
        self._pdf.update_stream(form, sheet.xref_stream(_contents(sheet, piece.page)), new=True)
        return form


def typeset(blocks: Sequence[str], width: float, height: float, font_size: float, rules: str) -> Typeset:
    """Set blocks of HTML.

    A table that is too wide for the column is set row by row.

    Args:
        blocks: Well-formed HTML, clean: it is set as it is.
        width: Of the column, in points.
        height: Of the column, in points; a block that needs more goes on in further columns. Whole points
            count: with others the sums of a long document are not exact, and a block would begin just
            before its page.
        font_size: In points.
        rules: CSS, of what MuPDF has.

    Raises:
        DamagedDocumentError: MuPDF cannot lay it out.
    """
    done = Typeset()
    done.blocks = done.set(blocks, width, height, font_size, rules)
    return done


@contextmanager
def _laid_out(
    blocks: Sequence[str], width: float, height: float, font_size: float, rules: str
) -> Iterator[pymupdf.Document]:
    """Open a document of blocks, each on pages of its own."""
    marked = "".join(
        f'<div class="block"><a id="b{number}"></a><div class="inside">{block}</div></div>'
        for number, block in enumerate(blocks)
    )
    html = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{resolved_once(marked)}</body></html>'
    )
    source = html.translate(_CONTROLS).encode("utf-8", "replace")
    with open_document(source, "text/html", rules=_PAGE + rules) as document:
        with mupdf_errors(_FAILED):
            document.mupdf.layout(width=width, height=height, fontsize=font_size)
        yield document.mupdf


def _filled(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Leave out pages with nothing on them, which follow where a break falls on the end of a column.

    Args:
        pieces: Of one block; the first one stays.
    """
    return tuple(piece for piece in pieces if piece.height) or (pieces[0],)


def _page_of(layout: pymupdf.Document, address: str, height: float) -> int:
    """Return the page that begins at an address; MuPDF may round that to the very end of the one before."""
    location, _, top = mupdf.fz_resolve_link(layout.this, address)
    number: int = mupdf.fz_page_number_from_location(layout.this, location)
    return number + 1 if top > height / 2 else number


def _piece(number: int, page: pymupdf.Page, width: float) -> Piece:
    right = bottom = 0.0
    for block in span_blocks(read_everything(page)):
        for line in block["lines"]:
            right = max(right, line["bbox"][2])
            for span in line["spans"]:
                bottom = max(bottom, span["origin"][1] + _DESCENT * span["size"])
    bottom = max([bottom, *(each["rect"].y1 for each in page.get_drawings())])
    is_too_wide = right > width + _SLACK
    return Piece(number, width, min(bottom, page.rect.height), tuple(_links(page)), is_too_wide)


def _links(page: pymupdf.Page) -> Iterator[Link]:
    link = mupdf.fz_load_links(page.this)
    while link.m_internal:
        area, address = link.m_internal.rect, link.m_internal.uri or ""
        if mupdf.fz_is_external_link(address):
            yield Link(Rect(area.x0, area.y0, area.x1, area.y1), address)
        link = link.next()


def draw_pages(layout: pymupdf.Document, pdf: pymupdf.Document, maps: UnicodeMaps) -> None:
    """Add the pages of a layout to a PDF, without links; their text can be copied and searched.

    ``Document.convert_to_pdf`` does the same, but writes and reads a file with all of every font on the way.

    Args:
        layout: A document that reflows, laid out.
        pdf: What is drawn into it in one go has its fonts in common.
        maps: Of the PDF; learn what the glyphs stand for.
    """
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    for page in layout:
        box = mupdf.fz_bound_page(page.this)
        device, resources, contents = mupdf.pdf_page_write(file, box)
        mupdf.fz_run_page(page.this, device, mupdf.FzMatrix(), mupdf.FzCookie())
        mupdf.fz_close_device(device)
        mupdf.pdf_insert_page(file, -1, mupdf.pdf_add_page(file, box, 0, resources, contents))
        xref, texts = pdf.page_xref(pdf.page_count - 1), list(glyph_texts(page))
        maps.learn(xref, texts)
        mark_soft_hyphens(pdf, xref, texts)


def finish_fonts(pdf: pymupdf.Document, maps: UnicodeMaps) -> None:
    """Leave only the glyphs that are used in the fonts of a PDF, and write what they stand for."""
    pdf.subset_fonts()
    maps.write()


def _contents(pdf: pymupdf.Document, page: int) -> int:
    kind, value = pdf.xref_get_key(pdf.page_xref(page), "Contents")
    assert kind == "xref", "MuPDF writes one stream for each page"
    return int(value.split()[0])
