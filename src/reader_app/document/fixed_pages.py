"""The pages of a document that is not laid out by MuPDF: a PDF."""

from collections.abc import Iterator

import pymupdf

from reader_app.core.layout import PageBox


def fixed_pages(document: pymupdf.Document) -> Iterator[PageBox]:
    """Yield the size of each page, which is a section of its own."""
    for number in range(document.page_count):
        try:
            # A page object of PyMuPDF costs four times as much; a book may have thousands of pages.
            bounds = pymupdf.mupdf.fz_bound_page(pymupdf.mupdf.fz_load_page(document.this, number))
            width, height = bounds.x1 - bounds.x0, bounds.y1 - bounds.y0
            yield PageBox(width or 595.0, height or 842.0, number)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            # One broken page must not hide the others; drawing it says what is wrong.
            yield PageBox(595.0, 842.0, number)
