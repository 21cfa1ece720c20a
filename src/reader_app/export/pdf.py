"""Writes an annotated PDF of an article: a copy of a PDF, or text that reflows set on paper.

The marks are standard annotations that other programs show and edit. The source file is only read.
"""

from collections.abc import Sequence
from pathlib import Path

from reader_app.core.annotation import Label
from reader_app.errors import ExportError
from reader_app.export.edition import Edition, Progress, edition_of
from reader_app.export.item import ExportItem
from reader_app.export.markup import MarkupWriter
from reader_app.export.options import ExportOptions, Layout
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
        _annotate(edition)
        with replaced_when_complete(output) as temporary:
            with saving_errors(output):
                if item.article.is_pdf:
                    save_pdf_copy(edition.pdf, item.source, temporary)
                else:
                    save_new_pdf(edition.pdf, temporary)
            check_pdf(temporary, item.password, edition.pdf.page_count, edition.added)
        steps = len(item.annotations) + 1
        progress(steps, steps)
        unplaced = tuple(annotation.id for annotation in edition.unplaced)
        first_page = min((mark.page for mark in edition.marks), default=0)
        return ExportReport(output, len(edition.placed), unplaced, first_page)


def _annotate(edition: Edition) -> None:
    """Add to an edition what makes it one."""
    if edition.options.layout is not Layout.ANNOTATIONS:
        raise ExportError("This layout is not made yet.")
    writer = MarkupWriter(edition.pdf, edition.labels, edition.options.author)
    for group in edition.standing.removed:
        writer.remove(group)
    for group, annotation in edition.standing.reworded:
        writer.reword(group, annotation)
    for mark in edition.added:
        writer.add(mark)
    writer.finish()
