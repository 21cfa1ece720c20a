"""Sets text that reflows on paper and makes a PDF of it, with outline, links and metadata.

The pages of the PDF are those of the layout it was made from, point for point: what is found in the
layout's text is at the same place on the PDF's pages.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pymupdf

from reader_app.core.article import Metadata
from reader_app.core.layout import ReadingStyle
from reader_app.document.faults import mupdf_errors
from reader_app.document.opening import open_document
from reader_app.document.styling import style_sheet
from reader_app.errors import ExportError
from reader_app.export.navigation import copy_links, copy_outline
from reader_app.export.options import PAPERS
from reader_app.export.pdf_objects import pdf_text
from reader_app.export.typesetting import copy_text

_MARGIN = 56.7  # 20 mm
_LARGEST_MARGIN = 0.1  # of the width: small paper has smaller margins
_PAPER_RULES = """
@page {{ margin: {margin:g}pt; }}
"""


def paper_size(paper: str) -> tuple[float, float]:
    """Return the width and height of a paper in points.

    Raises:
        ExportError: No such paper.
    """
    if paper not in PAPERS:
        raise ExportError(f"There is no paper named “{paper}”; choose one of {', '.join(PAPERS)}.")
    return PAPERS[paper]


@contextmanager
def laid_out_for_paper(
    source: Path, media_type: str, paper: str, style: ReadingStyle
) -> Iterator[pymupdf.Document]:
    """Open text that reflows, laid out on pages of paper.

    Raises:
        ExportError: No such paper.
        DocumentError: The source cannot be opened or laid out.
    """
    width, height = paper_size(paper)
    margin = min(_MARGIN, width * _LARGEST_MARGIN)
    rules = style_sheet(replace(style, margin=0.0)) + _PAPER_RULES.format(margin=margin)
    with open_document(source, media_type, rules=rules) as document:
        with mupdf_errors("The file is damaged and cannot be laid out."):
            document.mupdf.layout(width=width, height=height, fontsize=style.font_size)
        yield document.mupdf


def page_sections(layout: pymupdf.Document) -> list[int]:
    """Return the section of each page: the chapter that it belongs to."""
    return [
        chapter for chapter in range(layout.chapter_count) for _ in range(layout.chapter_page_count(chapter))
    ]


def pdf_of_layout(layout: pymupdf.Document, metadata: Metadata) -> pymupdf.Document:
    """Make a PDF of a laid-out document.

    Raises:
        DamagedDocumentError: A page cannot be drawn.
    """
    with mupdf_errors("The file is damaged and cannot be made a PDF."):
        pdf = pymupdf.open("pdf", layout.convert_to_pdf())
        copy_outline(layout, pdf)
        copy_links(layout, pdf)
        pdf.set_metadata({"title": metadata.title, "author": ", ".join(metadata.authors)})
        catalog = pdf.pdf_catalog()
        pdf.xref_set_key(catalog, "ViewerPreferences", "<</DisplayDocTitle true>>")
        if metadata.language:
            pdf.xref_set_key(catalog, "Lang", pdf_text(metadata.language))
        pdf.subset_fonts()
        copy_text(layout, pdf)
    return pdf
