"""Writes a file of one or several articles in the format that was asked for: the front door of this room."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from reader_app.core.annotation import Label, Status
from reader_app.export.binding.writing import bind_pdf
from reader_app.export.html.writing import export_html
from reader_app.export.item import ExportItem, in_order
from reader_app.export.options import ExportOptions, Format, Order
from reader_app.export.pdf.edition import Progress
from reader_app.export.pdf.writing import export_pdf
from reader_app.export.report import ExportReport
from reader_app.export.saving import check_output, replaced_when_complete
from reader_app.export.texts.bibtex import bibtex_text
from reader_app.export.texts.csl import csl_text
from reader_app.export.texts.csv_file import csv_text
from reader_app.export.texts.json_file import json_text
from reader_app.export.texts.markdown import markdown_text
from reader_app.export.texts.web_annotation import web_annotation_text

_TEXTS: Final[Mapping[Format, Callable[[Sequence[ExportItem], Sequence[Label], ExportOptions], str]]] = {
    Format.MARKDOWN: markdown_text,
    Format.JSON: json_text,
    Format.CSV: csv_text,
    Format.WEB_ANNOTATION: web_annotation_text,
    Format.BIBTEX: lambda items, labels, options: bibtex_text(items),
    Format.CSL_JSON: lambda items, labels, options: csl_text(items),
}


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
    if options.format is Format.PDF and len(items) > 1:
        return bind_pdf(items, labels, output, options, progress)
    if options.format is Format.PDF:
        return export_pdf(items[0], labels, output, options, progress)
    if options.format is Format.HTML:
        return export_html(items, labels, output, options, progress)
    return _export_text(items, labels, output, options, progress)


def _export_text(
    items: Sequence[ExportItem],
    labels: Sequence[Label],
    output: Path,
    options: ExportOptions,
    progress: Progress,
) -> ExportReport:
    """Write a format that is text. What has no sure place is in it as well, and says so."""
    for item in items:
        check_output(output, item.source)
    text = _TEXTS[options.format](items, labels, options)
    with replaced_when_complete(output) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))
    progress(1, 1)
    if not options.format.has_annotations:
        return ExportReport(output, 0, ())
    annotations = [each for item in items for each in in_order(item.annotations, Order.PLACE, labels)]
    unplaced = tuple(each.id for each in annotations if each.status is not Status.PLACED)
    return ExportReport(output, len(annotations) - len(unplaced), unplaced)
