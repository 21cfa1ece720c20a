"""Exports the annotations that stand in real PDFs, in every format that is text, and takes them in again."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

from export.passages import NOON, article
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Status
from reader_app.core.article_text import ArticleText
from reader_app.document.embedded import EmbeddedReader
from reader_app.document.embedded_groups import groups_in
from reader_app.document.opening import open_document
from reader_app.errors import DocumentError
from reader_app.export.exporting import export_file
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format
from reader_app.export.texts.csv_file import csv_text
from reader_app.export.texts.json_file import json_text
from reader_app.export.texts.web_annotation import web_annotation_text
from reader_app.intake.annotation_files import read_annotation_file
from reader_app.intake.listed_annotations import ListReader

TEXTS = [each for each in Format if each not in (Format.PDF, Format.HTML)]


def item_of(source: Path) -> ExportItem:
    """Return a PDF with the annotations that stand in it.

    Raises:
        DocumentError: It is damaged, or asks for a password.
    """
    of_pdf = article(source)
    with open_document(source, "application/pdf") as document:
        groups, _ = groups_in(document, of_pdf.id)
        reader = EmbeddedReader(document.page_text, of_pdf.id, DEFAULT_LABELS, NOON)
        annotations = tuple(reader.annotation(group) for group in groups)
        sections = tuple(document.section_texts())
    return ExportItem(source=source, article=of_pdf, annotations=annotations, sections=sections)


def comparable(annotation: Annotation) -> Annotation:
    """Return an annotation without what a scanned page cannot hold: a place that its words vouch for."""
    if annotation.quote or annotation.targets[0].prefix or annotation.targets[0].suffix:
        return annotation
    return replace(annotation, status=Status.UNPLACED)


def test_annotations_of_real_files_are_in_every_text_and_come_back(corpus: Path, tmp_path: Path) -> None:
    options, count = ExportOptions(), 0
    for source in sorted((corpus / "pdf" / "annotated").glob("*.pdf")):
        try:
            item = item_of(source)
        except DocumentError:
            continue
        count += len(item.annotations)
        ids = {annotation.id for annotation in item.annotations}

        for format in TEXTS:
            file = ExportFile((item,), DEFAULT_LABELS, tmp_path / "out", ExportOptions(format=format))
            export_file(file, _unheard)
        rows = csv.DictReader(io.StringIO(csv_text([item], DEFAULT_LABELS, options)[1:], newline=""))
        value = json.loads(json_text([item], DEFAULT_LABELS, options))
        listed = read_annotation_file(web_annotation_text([item], DEFAULT_LABELS, options).encode())
        text = ArticleText(item.sections or ())
        found, problems = ListReader(item.article.id, "", text, DEFAULT_LABELS).annotations(listed)

        assert {row["id"] for row in rows} == ids, source.name
        assert {each["id"] for each in value["annotations"]} == ids, source.name
        assert (problems, listed.problems) == ([], ()), source.name
        back = {annotation.id: annotation for annotation in found}
        assert back == {each.id: comparable(each) for each in item.annotations}, source.name
    assert count > 60


def _unheard(done: int, total: int) -> None:
    """Take no notice of progress."""
