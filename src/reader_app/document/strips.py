"""Cuts the strips of text that reflows so that, stacked, they make one seamless column.

MuPDF lays a chapter out on pages of ``STRIP_HEIGHT``. A page is filled to its last whole line, so each
but the last of a chapter is cut right under that line's box, and the last under its content.
"""

from dataclasses import dataclass

import pymupdf

# A display list of 10,000 points costs 7 ms and keeps coordinates exact to 0.001 points; the whole text
# on one page would cost 0.3 s before the first line of a long book could be drawn.
STRIP_HEIGHT = 10_000.0

# Height of the slice at a strip's end in which its last line is looked for.
_SLICE = 80.0
# White space under the last line of a chapter.
_END = 28.0
# MuPDF's line box: the font's size reaches 0.2 em under the baseline, the leading is halved around it.
_BELOW_BASELINE = 0.2
_PARAGRAPH_GAP = 0.75


@dataclass(frozen=True, slots=True)
class Strip:
    """How a page of text that reflows is cut.

    Attributes:
        height: In points.
        ends_paragraph: Whether no paragraph goes on in the next strip.
    """

    height: float
    ends_paragraph: bool


def cut_strips(document: pymupdf.Document, line_height: float) -> list[Strip]:
    """Return how each page is cut."""
    last_pages = _last_pages(document)
    strips = []
    for page in range(document.page_count):
        bottom, size, ends = _last_line(document[page])
        is_last = page in last_pages
        under = _BELOW_BASELINE * size + (line_height - 1) / 2 * size
        after = _END if is_last else (_PARAGRAPH_GAP * size if ends else 0.0)
        strips.append(Strip(max(bottom + under + after, 1.0), ends or is_last))
    return strips


def _last_pages(document: pymupdf.Document) -> set[int]:
    last, pages = -1, set()
    for chapter in range(document.chapter_count):
        last += document.chapter_page_count(chapter)
        pages.add(last)
    return pages


def _last_line(of: pymupdf.Page) -> tuple[float, float, bool]:
    """Return the last baseline (or the lower edge of what is drawn), font size, and whether it ends early."""
    display_list = of.get_displaylist()
    bottom, width = _content_bottom(display_list), of.rect.width
    slice_ = pymupdf.mupdf.FzRect(0, bottom - _SLICE, width, bottom + 1)
    page = pymupdf.mupdf.FzStextPage(slice_)
    device = pymupdf.mupdf.fz_new_stext_device(page, pymupdf.mupdf.FzStextOptions())
    pymupdf.mupdf.fz_run_display_list(
        display_list.this, device, pymupdf.mupdf.FzMatrix(), slice_, pymupdf.mupdf.FzCookie()
    )
    pymupdf.mupdf.fz_close_device(device)
    lines = [
        (span["origin"][1], span["size"], span["bbox"][2])
        for block in pymupdf.TextPage(page).extractDICT()["blocks"]
        for line in block.get("lines", [])
        for span in line["spans"]
    ]
    if not lines:
        return bottom, 0.0, True
    baseline, size, right = max(lines)
    if bottom - baseline > size:
        return bottom, 0.0, True  # a picture or a rule stands under the last line
    return baseline, size, right < 0.8 * width


def _content_bottom(display_list: pymupdf.DisplayList) -> float:
    bounds = pymupdf.mupdf.FzRect(pymupdf.mupdf.FzRect.Fixed_EMPTY)
    device = pymupdf.mupdf.fz_new_bbox_device(bounds)
    pymupdf.mupdf.fz_run_display_list(
        display_list.this,
        device,
        pymupdf.mupdf.FzMatrix(),
        pymupdf.mupdf.FzRect(pymupdf.mupdf.FzRect.Fixed_INFINITE),
        pymupdf.mupdf.FzCookie(),
    )
    pymupdf.mupdf.fz_close_device(device)
    return min(float(bounds.y1), STRIP_HEIGHT) if bounds.y1 > bounds.y0 else 0.0
