"""Quiet lines in the margins of pages: the number at the foot, the title at the head of later pages."""

import html
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Final

import pymupdf

from reader_app.core.geometry import Point
from reader_app.export.note_html import direction
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.end_sheet import page_size
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.page_labels import PageLabels
from reader_app.export.pdf.paper import PaperFrame
from reader_app.export.pdf.typesetting import typeset

_SIZE: Final = 8.0  # points
_RULES: Final = (
    "body { font-family: sans-serif; line-height: 1.2; color: #777777; } p { margin: 0; }"
    " .foot { text-align: center; }\n"
)
_LINE: Final = 1.2  # of the size of the font
_FOOT_PART: Final = 0.62  # of the margin at the foot lies below the top of its line
_FOOT, _LARGEST_FOOT = 0.08, 56.0  # the room at the foot of a page: a part of its height, and in points
_LETTER: Final = 0.52  # the usual width of a letter, as a part of the size of the font


def add_running_lines(edition: Edition, first_pages: Sequence[int], at_end: Sequence[int]) -> None:
    """Write the running lines of an edition.

    A PDF has its own; only pages at its end are numbered.

    Args:
        edition: All its pages are there.
        first_pages: Where the pages stand that it had at first.
        at_end: The pages that it ends with.
    """
    pdf, frame, canvas = edition.pdf, edition.frame, PageCanvas(edition.pdf)
    if frame is None:
        _add_feet(pdf, canvas, at_end, None, with_total=False)
    else:
        # What is beside the column of text is no part of its width.
        _add_feet(pdf, canvas, first_pages, frame, with_total=True)
        whole = replace(frame, width=page_size(pdf, pdf.page_count - 1)[0])
        _add_feet(pdf, canvas, at_end, whole, with_total=True)
        _add_heads(pdf, canvas, (*first_pages[1:], *at_end), edition.item.article.title, frame)
    canvas.finish()


def _add_feet(
    pdf: pymupdf.Document,
    canvas: PageCanvas,
    pages: Sequence[int],
    frame: PaperFrame | None,
    *,
    with_total: bool,
) -> None:
    """Write at the foot of pages what they are called.

    Args:
        pdf: The PDF.
        canvas: Draws on its pages.
        pages: Zero-based.
        frame: The column that the number is centered below; None for the whole page.
        with_total: Whether to say what the last page is called, too.
    """
    if not pages:
        return
    names = PageLabels(pdf)
    total = f" / {html.escape(names.label(pdf.page_count - 1))}" if with_total else ""
    blocks = [f'<p class="foot">{html.escape(names.label(page))}{total}</p>' for page in pages]
    width = frame.width if frame else page_size(pdf, pages[0])[0]
    with closing(typeset(blocks, width, 4 * _SIZE, _SIZE, _RULES)) as done:
        forms = done.forms(pdf)
        for page, (piece, *_) in zip(pages, done.blocks, strict=True):
            height = page_size(pdf, page)[1]
            margin = frame.margin if frame else min(height * _FOOT, _LARGEST_FOOT)
            canvas.draw_form(page, forms.add(piece), Point(0.0, height - _FOOT_PART * margin))


def _add_heads(
    pdf: pymupdf.Document, canvas: PageCanvas, pages: Sequence[int], title: str, frame: PaperFrame
) -> None:
    """Write a title at the head of pages, in one line."""
    most = int(frame.column / (_SIZE * _LETTER))
    shown = title if len(title) <= most else title[: most - 1].rstrip() + "…"
    block = f'<p dir="{direction(title)}">{html.escape(shown)}</p>'
    with closing(typeset([block], frame.column, 4 * _SIZE, _SIZE, _RULES)) as done:
        form = done.forms(pdf).add(done.blocks[0][0])
        for page in pages:
            # Above what the page shows: books paint their paper.
            canvas.draw_form(page, form, Point(frame.margin, (frame.margin - _LINE * _SIZE) / 2))
