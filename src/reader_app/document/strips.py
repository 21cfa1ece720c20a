"""Cuts the strips of text that reflows so that, stacked, they make one seamless column.

MuPDF lays a chapter out on pages of ``STRIP_HEIGHT``. A page is filled to its last whole line and the next
one begins with the top of a line, without the margin that the style sheet puts there. So each but the last
of a chapter is cut right under its last line's box, with that margin added, and the last under its content.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pymupdf

from reader_app.core.layout import ReadingStyle
from reader_app.core.visible import visible_characters
from reader_app.document.strip_edges import Edge, StripEdges, read_edges
from reader_app.document.styling import CODE_LEADING, HEADING_LEADING, HEADING_MARGIN, ITEM_GAP, PARAGRAPH_GAP
from reader_app.document.text_page import read_everything

# A display list of 10,000 points costs 7 ms and keeps coordinates exact to 0.001 points; the whole text
# on one page would cost 0.3 s before the first line of a long book could be drawn.
STRIP_HEIGHT = 10_000.0

# White space under the last line of a chapter.
_END = 28.0
# MuPDF's line box: the font's size reaches 0.2 em under the baseline, the leading is halved around it.
_BELOW_BASELINE = 0.2
# The text of a table's next row stands that far inside of its border, in points.
_INDENT = 2.0
# A font that much larger than the text's is a heading's.
_HEADING_SIZE = 1.1


@dataclass(frozen=True, slots=True)
class Strip:
    """How a page of text that reflows is cut.

    Attributes:
        height: In points.
        ends_paragraph: Whether no paragraph goes on in the next strip.
        length: Visible characters on it.
    """

    height: float
    ends_paragraph: bool
    length: int


def cut_strips(document: pymupdf.Document, style: ReadingStyle) -> list[Strip]:
    """Return how each page is cut; a page that cannot be read is one point high."""
    strips = []
    measured = list(_measure_pages(document))
    last_pages = _last_pages(document)
    for page, (edges, length) in enumerate(measured):
        is_last = page in last_pages
        following = None if is_last else measured[page + 1][0].first
        height = _height(edges, following, style, is_last=is_last)
        ends = is_last or edges.last is None or not edges.goes_on(following)
        strips.append(Strip(max(min(height, STRIP_HEIGHT + _END), 1.0), ends, length))
    return strips


def _measure_pages(document: pymupdf.Document) -> Iterator[tuple[StripEdges, int]]:
    for page in document:
        try:
            everything = read_everything(page)
            yield read_edges(everything, page.rect), len(visible_characters(everything.extractText()))
        except (RuntimeError, pymupdf.mupdf.FzErrorBase):
            yield StripEdges(None, None, 0.0, 0.0, 0.0, 0.0), 0


def _last_pages(document: pymupdf.Document) -> set[int]:
    last, pages = -1, set()
    for chapter in range(document.chapter_count):
        last += document.chapter_page_count(chapter)
        pages.add(last)
    return pages


def _height(edges: StripEdges, following: Edge | None, style: ReadingStyle, *, is_last: bool) -> float:
    last = edges.last
    if last is None:
        return edges.bottom + (_END if is_last else PARAGRAPH_GAP * style.font_size)
    under = last.baseline + _BELOW_BASELINE * last.size + (_leading(last, style) - 1) / 2 * last.size
    if is_last:
        return max(under, edges.bottom) + _END
    if edges.bottom_under_text > last.baseline + last.size / 2:  # a picture or a rule stands under the line
        is_in_box = following is not None and following.start > edges.left + _INDENT
        return edges.bottom_under_text + (0.0 if is_in_box else PARAGRAPH_GAP * style.font_size)
    return under + _margin(edges, following, style)


def _margin(edges: StripEdges, following: Edge | None, style: ReadingStyle) -> float:
    """Return the white space between the last line of a strip and the first of the next one."""
    if following is None or edges.goes_on(following):
        return 0.0
    if following.size > _HEADING_SIZE * style.font_size:
        return HEADING_MARGIN * following.size
    if following.is_code and edges.last is not None and edges.last.is_code:
        return 0.0
    return (ITEM_GAP if following.is_item else PARAGRAPH_GAP) * style.font_size


def _leading(line: Edge, style: ReadingStyle) -> float:
    if line.size > _HEADING_SIZE * style.font_size:
        return HEADING_LEADING
    return CODE_LEADING if line.is_code and line.size < style.font_size else style.line_height
