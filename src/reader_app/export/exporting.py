"""Writes a file of one or several articles in the format that was asked for: the front door of this room."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from reader_app.core.annotation import Label, Status
from reader_app.export.binding.writing import bind_pdf
from reader_app.export.html.writing import export_html
from reader_app.export.item import ExportFile, ExportItem, in_order
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


def export_file(file: ExportFile, progress: Progress) -> ExportReport:
    """Write a file; it appears complete or not at all.

    Args:
        file: What is to be written, of one article at least.
        progress: Told of the steps that are done.

    Raises:
        ExportError: The file cannot be written.
        DocumentError: A source cannot be read.
    """
    for item in file.items:
        check_output(file.output, item.source)
    if file.options.format is Format.PDF:
        return bind_pdf(file, progress) if len(file.items) > 1 else export_pdf(file, progress)
    if file.options.format is Format.HTML:
        return export_html(file, progress)
    return _export_text(file, progress)


def _export_text(file: ExportFile, progress: Progress) -> ExportReport:
    """Write a format that is text. What has no sure place is in it as well, and says so."""
    text = _TEXTS[file.options.format](file.items, file.labels, file.options)
    with replaced_when_complete(file.output) as temporary:
        temporary.write_bytes(text.encode("utf-8", "replace"))
    progress(1, 1)
    if not file.options.format.has_annotations:
        return ExportReport(file.output, 0, ())
    by_place = (in_order(item.annotations, Order.PLACE, file.labels) for item in file.items)
    annotations = [annotation for ordered in by_place for annotation in ordered]
    unplaced = tuple(each.id for each in annotations if each.status is not Status.PLACED)
    return ExportReport(file.output, len(annotations) - len(unplaced), unplaced)
