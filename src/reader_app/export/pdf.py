"""Writes an annotated PDF of an article: a copy of a PDF, or text that reflows set on paper.

The marks are standard annotations that other programs show and edit. The source file is only read.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reader_app.core.annotation import Label
from reader_app.errors import ExportError
from reader_app.export.edition import Edition, Progress, edition_of
from reader_app.export.item import ExportItem
from reader_app.export.margin import add_margin
from reader_app.export.markup import MarkupWriter
from reader_app.export.options import ExportOptions, Layout
from reader_app.export.page_canvas import PageCanvas
from reader_app.export.page_tree import put_behind
from reader_app.export.pdf_saving import check_pdf, save_new_pdf, save_pdf_copy, saving_errors
from reader_app.export.report import ExportReport
from reader_app.export.saving import check_output, replaced_when_complete


def export_pdf(
    items: Sequence[ExportItem],
    labels: Sequence[Label],
    output: Path,
    options: ExportOptions,
    progress: Progress,
) -> ExportReport:
    """Write a PDF with the annotations in it; the file appears complete or not at all.

    Args:
        items: The articles that go in.
        labels: All labels.
        output: The file to write; replaced if it exists.
        options: What it is to be.
        progress: Told of each annotation that was placed, and of the file that was saved.

    Raises:
        ExportError: The file cannot be written, or the owner of a PDF forbids annotations.
        DocumentError: A source cannot be read.
    """
    for item in items:
        check_output(output, item.source)
    if len(items) != 1:
        raise ExportError("Several articles cannot be bound together yet.")
    (item,) = items
    with edition_of(item, labels, options, progress) as edition:
        first_pages = _annotate(edition)
        with replaced_when_complete(output) as temporary:
            with saving_errors(output):
                if item.article.is_pdf:
                    save_pdf_copy(edition.pdf, item.source, temporary)
                else:
                    save_new_pdf(edition.pdf, temporary)
            added = [replace(mark, page=first_pages[mark.page]) for mark in edition.added]
            check_pdf(temporary, item.password, edition.pdf.page_count, added)
        steps = len(item.annotations) + 1
        progress(steps, steps)
        unplaced = tuple(annotation.id for annotation in edition.unplaced)
        return ExportReport(output, len(edition.placed), unplaced)


def _annotate(edition: Edition) -> list[int]:
    """Add to an edition what makes it one; return where each of its first pages stands then."""
    pdf, layout = edition.pdf, edition.options.layout
    objects, pages = pdf.xref_length(), pdf.page_count
    if layout is Layout.ENDNOTES:
        raise ExportError("This layout is not made yet.")
    _add_markup(edition)
    canvas = PageCanvas(pdf)
    behind = add_margin(edition, canvas) if layout is Layout.MARGIN else []
    canvas.finish()
    put_behind(pdf, pages, behind)
    # Pages that were added have objects that were.
    return [page for page in range(pdf.page_count) if pdf.page_xref(page) < objects]


def _add_markup(edition: Edition) -> None:
    writer = MarkupWriter(edition.pdf, edition.labels, edition.options.author)
    for group in edition.standing.removed:
        writer.remove(group)
    for group, annotation in edition.standing.reworded:
        writer.reword(group, annotation)
    for mark in edition.added:
        writer.add(mark)
    writer.finish()
