"""Writes an annotated PDF of an article: a copy of a PDF, or text that reflows set on paper.

The marks are standard annotations that other programs show and edit. The source file is only read.
"""

import pymupdf

from reader_app.export.item import ExportFile
from reader_app.export.options import Layout
from reader_app.export.pdf.document_info import describe
from reader_app.export.pdf.edition import Edition, Progress, edition_of
from reader_app.export.pdf.endnotes import add_end_pages
from reader_app.export.pdf.front_page import insert_front_page
from reader_app.export.pdf.legend_line import add_legend, add_legend_page
from reader_app.export.pdf.margin import add_margin
from reader_app.export.pdf.markup import MarkupWriter
from reader_app.export.pdf.outline import add_outline
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.page_tree import put_behind
from reader_app.export.pdf.running_lines import add_running_lines
from reader_app.export.pdf.saving import check_pdf, save_new_pdf, save_pdf_copy, saving_errors
from reader_app.export.pdf.title_head import draw_head
from reader_app.export.report import ExportReport
from reader_app.export.saving import replaced_when_complete


def export_pdf(file: ExportFile, progress: Progress) -> ExportReport:
    """Write a PDF with the annotations in it; the file appears complete or not at all.

    Args:
        file: What is to be written, of one article.
        progress: Told of each annotation that was placed, and of the file that was saved.

    Raises:
        ExportError: The file cannot be written, or the owner of the PDF forbids annotations.
        DocumentError: The source cannot be read.
    """
    [item], output = file.items, file.output
    with edition_of(item, file.labels, file.options, progress) as edition:
        places = annotate(edition)
        with replaced_when_complete(output) as temporary:
            with saving_errors(output):
                if item.article.is_pdf:
                    save_pdf_copy(edition.pdf, item.source, temporary)
                else:
                    save_new_pdf(edition.pdf, temporary)
            expected = [(places[mark.page], mark.name) for mark in edition.added]
            check_pdf(temporary, item.password, edition.pdf.page_count, expected)
        steps = len(item.annotations) + 1
        progress(steps, steps)
        unplaced = tuple(annotation.id for annotation in edition.unplaced)
        first_page = min((places[mark.page] for mark in edition.marks), default=0)
        return ExportReport(output, len(edition.placed), unplaced, first_page)


def annotate(edition: Edition) -> list[int]:
    """Add to an edition what makes it one; return where each of its first pages stands then.

    What needs the pages as they were comes first, what puts pages before them last.
    """
    pdf, options = edition.pdf, edition.options
    objects, count = pdf.xref_length(), pdf.page_count
    _add_markup(edition)
    canvas = PageCanvas(pdf)
    add_outline(edition, canvas)
    if edition.frame is not None:
        draw_head(pdf, canvas, edition.head, edition.frame, options.style)
    else:
        describe(pdf, edition.item.article)
    is_legend_missing = options.has_lone_legend and not edition.head and not add_legend(edition, canvas)
    first_behind = pdf.page_count
    behind = add_margin(edition, canvas) if options.layout is Layout.MARGIN else []
    if is_legend_missing:
        add_legend_page(edition, canvas)
    add_end_pages(edition, canvas)
    canvas.finish()
    put_behind(pdf, first_behind, behind)
    at_end = pdf.page_count - count - len(behind)
    if options.summary:
        insert_front_page(edition)
    first_pages = list(range(pdf.page_count))
    if len(first_pages) > count:  # pages that were added have objects that were
        first_pages = [page for page in first_pages if _is_older(pdf, page, objects)]
    add_running_lines(edition, first_pages, range(pdf.page_count - at_end, pdf.page_count))
    return first_pages


def _is_older(pdf: pymupdf.Document, page: int, objects: int) -> bool:
    """Tell whether a page was there when a PDF had so many objects: pages that were added have later ones."""
    try:
        return bool(pdf.page_xref(page) < objects)
    except RuntimeError:
        return True  # none of ours is damaged


def _add_markup(edition: Edition) -> None:
    writer = MarkupWriter(edition.pdf, edition.labels, edition.options.author)
    for group in edition.standing.removed:
        writer.remove(group)
    for group, annotation in edition.standing.reworded:
        writer.reword(group, annotation)
    for mark in edition.added:
        writer.add(mark)
    writer.finish()
