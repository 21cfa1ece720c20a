"""Sets text that reflows on paper and makes a PDF of it, with outline, links and metadata.

The pages of the PDF are those of the layout it was made from, point for point: what is found in the
layout's text is at the same place on the PDF's pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pymupdf

from reader_app.core.article import Article
from reader_app.core.layout import ReadingStyle
from reader_app.document.faults import mupdf_errors
from reader_app.document.opening import open_document
from reader_app.document.styling import style_sheet
from reader_app.errors import ExportError
from reader_app.export.options import PAPERS
from reader_app.export.pdf.document_info import describe
from reader_app.export.pdf.margin_places import margin_within
from reader_app.export.pdf.navigation import copy_links, copy_outline
from reader_app.export.pdf.typesetting import draw_pages, finish_fonts
from reader_app.export.pdf.unicode_maps import UnicodeMaps

_MARGIN = 56.7  # 20 mm
_LARGEST_MARGIN = 0.1  # of the width: small paper has smaller margins
# On paper nobody can scroll: tables that do not fit are set smaller, all alike, as parts of the text's size.
_TABLE_SIZES = (1.0, 0.85, 0.7, 0.55, 0.42, 0.32)
_SLACK = 1.0  # points
_PAPER_RULES = """
@page {{ margin: {margin:g}pt; }}
body {{ padding-top: {head:g}pt; }}
"""


@dataclass(frozen=True, slots=True)
class PaperFrame:
    """A page of paper and the column of text on it, in points.

    Attributes:
        width: Of the page that text is laid out on.
        height: Of that page.
        margin: On all sides.
    """

    width: float
    height: float
    margin: float

    @property
    def column(self) -> float:
        """The width of the text."""
        return self.width - 2 * self.margin


def paper_size(paper: str) -> tuple[float, float]:
    """Return the width and height of a paper in points.

    Raises:
        ExportError: No such paper.
    """
    if paper not in PAPERS:
        raise ExportError(f"There is no paper named “{paper}”; choose one of {', '.join(PAPERS)}.")
    return PAPERS[paper]


def frame_of(paper: str, *, with_margin: bool = False) -> PaperFrame:
    """Return the frame of a paper.

    Args:
        paper: One of ``PAPERS``.
        with_margin: Whether the page is narrower than the paper, by a margin for notes.

    Raises:
        ExportError: No such paper.
    """
    width, height = paper_size(paper)
    width -= margin_within(width) if with_margin else 0.0
    return PaperFrame(width, height, min(_MARGIN, width * _LARGEST_MARGIN))


@contextmanager
def laid_out_for_paper(
    source: Path, media_type: str, frame: PaperFrame, style: ReadingStyle, head: float = 0.0
) -> Iterator[pymupdf.Document]:
    """Open text that reflows, laid out on pages of paper.

    Args:
        source: The file.
        media_type: MIME type.
        frame: The page and its column.
        style: Sets the text.
        head: Room above the text of the first page, or of the first of each chapter, in points.

    Raises:
        DocumentError: The source cannot be opened or laid out.
    """
    rules = style_sheet(replace(style, margin=0.0))
    rules += _PAPER_RULES.format(margin=frame.margin, head=head)
    for size in _TABLE_SIZES:
        smaller = f"table {{ font-size: {size:g}em; }}\n" if size < 1 else ""
        with open_document(source, media_type, rules=rules + smaller) as document:
            with mupdf_errors("The file is damaged and cannot be laid out."):
                document.mupdf.layout(width=frame.width, height=frame.height, fontsize=style.font_size)
                is_too_wide = _has_tables(source, media_type) and _sticks_out(document.mupdf, frame)
            if not is_too_wide or size == _TABLE_SIZES[-1]:
                yield document.mupdf
                return


def _has_tables(source: Path, media_type: str) -> bool:
    return media_type == "text/html" and b"<table" in source.read_bytes()


def _sticks_out(layout: pymupdf.Document, frame: PaperFrame) -> bool:
    """Tell whether any word stands right of the column: in a table that is too wide."""
    right = frame.width - frame.margin + _SLACK
    return any(word[2] > right for page in layout for word in page.get_text("words", flags=0))


def page_sections(layout: pymupdf.Document) -> list[int]:
    """Return the section of each page: the chapter that it belongs to."""
    return [
        chapter for chapter in range(layout.chapter_count) for _ in range(layout.chapter_page_count(chapter))
    ]


def pdf_of_layout(layout: pymupdf.Document, article: Article) -> pymupdf.Document:
    """Make a PDF of a laid-out document.

    Raises:
        DamagedDocumentError: A page cannot be drawn.
    """
    with mupdf_errors("The file is damaged and cannot be made a PDF."):
        pdf = pymupdf.open()
        maps = UnicodeMaps(pdf)
        draw_pages(layout, pdf, maps)
        copy_outline(layout, pdf)
        copy_links(layout, pdf)
        describe(pdf, article)
        catalog = pdf.pdf_catalog()
        pdf.xref_set_key(catalog, "ViewerPreferences", "<</DisplayDocTitle true>>")
        finish_fonts(pdf, maps)
    return pdf
