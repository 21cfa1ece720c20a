"""Chooses the shape of the pages that are added to a PDF: like its own, with type in proportion."""

from collections import Counter
from typing import Final

import pymupdf
from pymupdf import mupdf

from reader_app.document.page_space import displayed_size
from reader_app.export.pdf.added_pages import Sheet
from reader_app.export.pdf.edition import Edition

_USUAL_SIDE: Final = 595.0  # points: the width of A4
_FONT: Final = 9.5  # points, on such a page
_PAPER_PART: Final = 0.85  # the size of notes, as a part of that of the text
_LEAST, _MOST = 0.45, 24.0  # how much smaller or larger than on A4 type gets
_MARGIN: Final = 0.085  # of the shorter side
_COLUMN: Final = 24.0  # sizes of the font: columns are not narrower than that
_SMALLEST_PAGE: Final = 120.0  # points: MuPDF sets no column narrower or lower than an inch
_LARGEST_PAGE: Final = 14400.0  # points; no program shows larger ones


def end_sheet(edition: Edition) -> Sheet:
    """Return the shape of pages at the end: that of the most common page."""
    pdf = edition.pdf
    sizes = Counter(tuple(round(side) for side in page_size(pdf, page)) for page in range(pdf.page_count))
    return _sheet(edition, *sizes.most_common(1)[0][0])


def front_sheet(edition: Edition) -> Sheet:
    """Return the shape of a page before the first one: that of the first one, with a single column."""
    sheet = _sheet(edition, *page_size(edition.pdf, 0))
    return Sheet(sheet.width, sheet.height, sheet.margin, sheet.font_size)


def page_size(pdf: pymupdf.Document, page: int) -> tuple[float, float]:
    """Return the width and height of a page as displayed, in points; those of A4 for a damaged page."""
    try:
        holder = mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(pdf.this), page)
        width, height = displayed_size(holder)
    except (RuntimeError, mupdf.FzErrorBase):
        width = height = 0.0
    return min(width, _LARGEST_PAGE) or 595.0, min(height, _LARGEST_PAGE) or 842.0


def _sheet(edition: Edition, width: float, height: float) -> Sheet:
    frame = edition.frame
    width, height = max(width, _SMALLEST_PAGE), max(height, _SMALLEST_PAGE)
    if frame is not None:
        margin, font = frame.margin, _PAPER_PART * edition.options.style.font_size
    else:
        # A page that is wide and low has the type of one that is as high and narrow.
        side = min(width, height / 1.2)
        margin, font = _MARGIN * side, _FONT * min(max(side / _USUAL_SIDE, _LEAST), _MOST)
    room = width - 2 * margin
    return Sheet(width, height, margin, font, max(int(room / (_COLUMN * font)), 1))
