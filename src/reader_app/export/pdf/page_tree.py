"""Makes pages of a PDF wider, and puts added ones in their places; no page is loaded."""

from collections import Counter
from collections.abc import Sequence

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Point, Rect, bounds_of_points
from reader_app.document.faults import mupdf_errors
from reader_app.document.page_space import displayed_size, from_page_space, moved
from reader_app.export.pdf.page_labels import LabeledPages, PageLabels

_BOXES = "MediaBox", "CropBox"


def is_whole(pdf: pymupdf.Document, page: int) -> bool:
    """Tell whether a page is there, and not only counted."""
    try:
        return bool(mupdf.pdf_is_dict(_page(pdf, page)))
    except (RuntimeError, mupdf.FzErrorBase):
        return False


def widen(pdf: pymupdf.Document, page: int, width: float) -> None:
    """Let a page have a width, by more at its right side as displayed; page space stays where it was.

    Its other boxes (what is trimmed, what bleeds) stay as they are.

    Args:
        pdf: Has the page.
        page: Zero-based.
        width: The whole width, in points. A page that stands in the file twice is not widened twice.
    """
    holder = _page(pdf, page)
    _, height = displayed_size(holder)
    way = from_page_space(holder)
    corners = (Point(0, 0), Point(width, height))
    shown = bounds_of_points(moved(corner, way) for corner in corners)
    present = mupdf.pdf_dict_get_inheritable(holder, mupdf.pdf_new_name("MediaBox"))
    media = mupdf.pdf_to_rect(present) if mupdf.pdf_is_array(present) else mupdf.FzRect()
    whole = Rect(
        min(media.x0, shown.x0), min(media.y0, shown.y0), max(media.x1, shown.x1), max(media.y1, shown.y1)
    )
    has_media = media.x1 > media.x0 and media.y1 > media.y0
    for key, box in zip(_BOXES, (whole if has_media else shown, shown), strict=True):
        rect = mupdf.FzRect(*(round(value, 3) for value in (box.x0, box.y0, box.x1, box.y1)))
        mupdf.pdf_dict_put_rect(holder, mupdf.pdf_new_name(key), rect)


def put_behind(pdf: pymupdf.Document, first: int, behind: Sequence[int]) -> None:
    """Move pages that were added into their places; all others keep what they are called.

    Args:
        pdf: Has the pages.
        first: The first page to move; the others follow it.
        behind: For each of them the page that it comes to stand behind, as numbered before anything is
            moved; all lie before the first one and never fall.

    Raises:
        DamagedDocumentError: Its pages cannot be moved.
    """
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    labels = PageLabels(pdf)
    with mupdf_errors("The file is damaged: no page can be added to it."):
        for number, page in enumerate(behind):
            holder = _page(pdf, first + number)
            place = page + number + 1
            mupdf.pdf_delete_page(file, first + number)
            mupdf.pdf_insert_page(file, place, holder)
    if behind:
        labels.insert(
            [LabeledPages(page + 1, count, labels.label(page)) for page, count in Counter(behind).items()]
        )


def _page(pdf: pymupdf.Document, page: int) -> "mupdf.PdfObj":
    return mupdf.pdf_lookup_page_obj(mupdf.pdf_document_from_fz_document(pdf.this), page)
