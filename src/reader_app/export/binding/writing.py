"""Writes several articles as one PDF: each as it would be on its own, one behind the other."""

from collections.abc import Iterator
from contextlib import contextmanager

import pymupdf

from reader_app.document.faults import mupdf_errors
from reader_app.errors import DocumentError, ExportError
from reader_app.export.binding.binding import Binding
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.pdf.edition import Progress, edition_of
from reader_app.export.pdf.paper import paper_size
from reader_app.export.pdf.saving import check_pdf, saving_errors
from reader_app.export.pdf.writing import annotate
from reader_app.export.report import ExportReport
from reader_app.export.saving import replaced_when_complete


def bind_pdf(file: ExportFile, progress: Progress) -> ExportReport:
    """Write one PDF of several articles; the file appears complete or not at all.

    Args:
        file: What is to be written.
        progress: Told of each annotation that was placed, and of the file that was saved.

    Raises:
        ExportError: The file cannot be written, or one of the articles cannot be in it.
    """
    items, output, options = file.items, file.output, file.options
    placed, unplaced, marks = 0, list[str](), list[tuple[int, str]]()
    done, steps = 0, sum(_steps(item) for item in items) + 1
    width, height = paper_size(options.paper)
    with replaced_when_complete(output) as temporary, Binding(temporary) as binding:
        for item in items:
            told = _shifted(progress, done, steps)
            with _naming(item.article.title), edition_of(item, file.labels, options, told) as edition:
                _refuse_secret(edition.pdf)
                places = annotate(edition)
                before = binding.page_count
                marks += ((before + places[mark.page], mark.name) for mark in edition.added)
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
