"""Writes a file of one or several articles in the format that was asked for: the front door of this room."""

from collections.abc import Sequence
from pathlib import Path

from reader_app.core.annotation import Label
from reader_app.errors import ExportError
from reader_app.export.edition import Progress
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions, Format
from reader_app.export.pdf import export_pdf
from reader_app.export.report import ExportReport


def export_file(
    items: Sequence[ExportItem],
    labels: Sequence[Label],
    output: Path,
    options: ExportOptions,
    progress: Progress,
) -> ExportReport:
    """Write a file; it appears complete or not at all.

    Args:
        items: The articles that go in, at least one.
        labels: All labels.
        output: The file to write; replaced if it exists.
        options: What it is to be.
        progress: Told of the steps that are done.

    Raises:
        ExportError: The file cannot be written.
        DocumentError: A source cannot be read.
    """
    if options.format is Format.PDF:
        return export_pdf(items, labels, output, options, progress)
    raise ExportError("This format is not made yet.")
