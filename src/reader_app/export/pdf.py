"""Writes an annotated PDF of an article: a copy of a PDF, or text that reflows set on paper.

The marks are standard annotations that other programs show and edit. The source file is only read.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pymupdf

from reader_app.core.annotation import Label
from reader_app.document.faults import mupdf_errors
from reader_app.errors import DocumentError, ExportError
from reader_app.export.binding import Binding
from reader_app.export.edition import Edition, Progress, edition_of
from reader_app.export.item import ExportItem
from reader_app.export.markup import MarkupWriter
from reader_app.export.options import ExportOptions, Layout
from reader_app.export.paper import paper_size
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
    if len(items) > 1:
        return _bind(items, labels, output, options, progress)
    (item,) = items
    with edition_of(item, labels, options, progress) as edition:
        _annotate(edition)
        with replaced_when_complete(output) as temporary:
            with saving_errors(output):
                if item.article.is_pdf:
                    save_pdf_copy(edition.pdf, item.source, temporary)
                else:
                    save_new_pdf(edition.pdf, temporary)
            expected = [(mark.page, mark.name) for mark in edition.added]
            check_pdf(temporary, item.password, edition.pdf.page_count, expected)
        progress(_steps(item), _steps(item))
        unplaced = tuple(annotation.id for annotation in edition.unplaced)
        return ExportReport(output, len(edition.placed), unplaced)


def _bind(
    items: Sequence[ExportItem],
    labels: Sequence[Label],
    output: Path,
    options: ExportOptions,
    progress: Progress,
) -> ExportReport:
    """Write one PDF of several articles, each as it would be on its own."""
    placed, unplaced, marks = 0, list[str](), list[tuple[int, str]]()
    done, steps = 0, sum(_steps(item) for item in items) + 1
    width, height = paper_size(options.paper)
    with replaced_when_complete(output) as temporary, Binding(temporary) as binding:
        for item in items:
            told = _shifted(progress, done, steps)
            with _naming(item.article.title), edition_of(item, labels, options, told) as edition:
                _refuse_secret(edition.pdf)
                _annotate(edition)
                marks += ((binding.page_count + mark.page, mark.name) for mark in edition.added)
                placed += len(edition.placed)
                unplaced += (annotation.id for annotation in edition.unplaced)
                with mupdf_errors("The file is damaged."):
                    binding.add(edition.pdf, item.article.metadata)
            with saving_errors(output):
                binding.save()
            done += _steps(item)
        with saving_errors(output):
            ahead = binding.finish(width, height)
        expected = ((ahead + page, name) for page, name in marks)
        check_pdf(temporary, "", ahead + binding.page_count, expected)
    progress(steps, steps)
    return ExportReport(output, placed, tuple(unplaced))


def _steps(item: ExportItem) -> int:
    return len(item.annotations) + 1


def _shifted(progress: Progress, before: int, steps: int) -> Progress:
    """Count one article's steps among those of all."""
    return lambda done, _: progress(before + done, steps)


@contextmanager
def _naming(title: str) -> Iterator[None]:
    """Say which article it is that cannot be bound."""
    try:
        yield
    except (DocumentError, ExportError) as error:
        reason = str(error)
        raise ExportError(
            f"“{title}” cannot be bound with others: {reason[:1].lower()}{reason[1:]}"
        ) from error


def _refuse_secret(pdf: pymupdf.Document) -> None:
    """Refuse a PDF that is to stay on its own: what is bound is not encrypted any more.

    Raises:
        ExportError: It asks for a password, or its owner does not let its pages be copied or bound.
    """
    if pdf.needs_pass:
        raise ExportError("It asks for a password, and the file of all would not.")
    if not (pdf.permissions & pymupdf.PDF_PERM_COPY and pdf.permissions & pymupdf.PDF_PERM_ASSEMBLE):
        raise ExportError("Its owner does not allow it.")


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
