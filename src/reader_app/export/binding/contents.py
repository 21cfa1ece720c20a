"""The contents of several articles that are bound in one PDF: pages with their titles, linked."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

import pymupdf

from reader_app.core.article import Metadata
from reader_app.core.geometry import Point, Rect
from reader_app.export.note_html import direction
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import Piece, Typeset, typeset

_FONT_SIZE = 10.5
_LARGEST_MARGIN, _MARGIN_PART = 56.7, 0.1  # 20 mm, or a part of the width of small paper
_NUMBERS = 42.0  # the width of the column of page numbers
_INCH = 72.0  # MuPDF sets no narrower column
_GAP = 11.0  # between two entries
_RULES = """
body { font-family: sans-serif; line-height: 1.3; }
p { margin: 0; }
.head { font-size: 16pt; font-weight: bold; padding-bottom: 6pt; }
.title { font-weight: bold; }
.about { font-size: 9pt; color: #555555; padding-top: 1.5pt; }
.left { text-align: left; }
.right, .number { text-align: right; }
"""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One article of a bound PDF.

    Attributes:
        metadata: Of the article.
        page: Its first page, zero-based; the contents do not count.
    """

    metadata: Metadata
    page: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A piece of the contents at its place.

    Attributes:
        piece: What is drawn.
        page: Zero-based.
        top: In points from the top of the page.
        chapter: Which one it is of; -1 for the head.
    """

    piece: Piece
    page: int
    top: float
    chapter: int


class Contents:
    """Contents that are set; a context manager that releases what they were set in."""

    def __init__(self, chapters: Sequence[Chapter], width: float, height: float) -> None:
        """Set contents.

        Args:
            chapters: What they list.
            width: Of the pages, in points.
            height: Of the pages, in points.
        """
        self._chapters = chapters
        self._margin = min(_LARGEST_MARGIN, width * _MARGIN_PART)
        self._width, self._bottom = width - 2 * self._margin, height - self._margin
        blocks = [f'<p class="head">{len(chapters)} articles</p>', *map(_entry, chapters)]
        room = self._bottom - self._margin
        self._texts = typeset(blocks, self._width - _NUMBERS, room, _FONT_SIZE, _RULES)
        self._lines = self._placed()
        self.page_count = self._lines[-1].page + 1

    def __enter__(self) -> "Contents":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._texts.close()

    def draw(self, pdf: pymupdf.Document) -> None:
        """Draw the contents on the first pages of a PDF, which are theirs."""
        canvas = PageCanvas(pdf)
        targets = [chapter.page + self.page_count for chapter in self._chapters]
        numbers = typeset(
            [f'<p class="number">{target + 1}</p>' for target in targets], _INCH, _INCH, _FONT_SIZE, _RULES
        )
        self._draw_texts(canvas, self._texts, pdf, targets)
        self._draw_numbers(canvas, numbers, pdf)
        canvas.finish()
        numbers.close()

    def _placed(self) -> list[_Line]:
        """Put the pieces one below the other; what does not fit goes on the next page."""
        lines: list[_Line] = []
        page, top = 0, self._margin
        for chapter, pieces in enumerate(self._texts.blocks, start=-1):
            for piece in pieces:
                if top + piece.height > self._bottom and top > self._margin:
                    page, top = page + 1, self._margin
                lines.append(_Line(piece, page, top, chapter))
                top += piece.height
            top += _GAP
        return lines

    def _draw_texts(
        self, canvas: PageCanvas, texts: Typeset, pdf: pymupdf.Document, targets: Sequence[int]
    ) -> None:
        forms = texts.forms(pdf)
        for line in self._lines:
            canvas.draw_form(line.page, forms.add(line.piece), Point(self._margin, line.top))
            if line.chapter >= 0:
                right, bottom = self._margin + self._width, line.top + line.piece.height
                area = Rect(self._margin, line.top, right, bottom)
                canvas.link_to(line.page, area, targets[line.chapter], Point(0, 0))

    def _draw_numbers(self, canvas: PageCanvas, numbers: Typeset, pdf: pymupdf.Document) -> None:
        forms = numbers.forms(pdf)
        left = self._margin + self._width - _INCH
        first = {line.chapter: line for line in reversed(self._lines)}
        for chapter, (piece,) in enumerate(numbers.blocks):
            line = first[chapter]
            canvas.draw_form(line.page, forms.add(piece), Point(left, line.top))


def _entry(chapter: Chapter) -> str:
    metadata = chapter.metadata
    authors = ", ".join(metadata.authors)
    about = " · ".join(filter(None, (authors, metadata.site, metadata.published[:4])))
    way = direction(metadata.title)
    entry = f'<p class="title" dir="{way}">{html.escape(metadata.title)}</p>'
    if about:
        side = "right" if way == "rtl" else "left"
        entry += f'<p class="about {side}" dir="{direction(about)}">{html.escape(about)}</p>'
    return entry
