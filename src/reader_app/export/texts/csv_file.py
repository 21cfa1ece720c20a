"""Writes annotations as a table for spreadsheets: CSV as RFC 4180 has it, one row an annotation.

Spreadsheets take a cell for a formula by its first sign, and a formula may send what stands in other cells
away. Such cells get an apostrophe before them; so do those that begin with apostrophes before such a sign,
so that each cell can be had back: ``plain_cell``.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Final

from reader_app.core.annotation import Label
from reader_app.export.citation import page_name
from reader_app.export.item import ExportItem, in_order, label_of
from reader_app.export.item_text import text_of
from reader_app.export.options import ExportOptions
from reader_app.export.records import Json, full_annotation_record, shown_targets, target_record

_END: Final = "\r\n"
# Spaces and line breaks before a sign do not keep every spreadsheet from seeing it.
_FORMULA: Final = re.compile(r"'*\s*[=+\-@＝＋－＠\t\r]")
_DEFUSED: Final = re.compile(r"'+\s*[=+\-@＝＋－＠\t\r]")
_OF_TARGET: Final = ("section", "start", "end", "prefix", "suffix")
_OF_ANNOTATION: Final = (
    *("id", "kind", "label", "color", "quote", "note", "tags", "status", "created_at", "modified_at"),
    *("author", "label_id", "own_color"),
)
_NESTED: Final = ("targets", "suggestions", "last_sure_targets", "drawing", "replies")
COLUMNS: Final = (
    *("article_id", "article_title", "article_url", "page"),
    *_OF_ANNOTATION,
    *_OF_TARGET,
    *_NESTED,
)
"""What stands in the first row. ``section`` to ``suffix`` are of the first target; what has parts is JSON."""


def csv_text(items: Sequence[ExportItem], labels: Sequence[Label], options: ExportOptions) -> str:
    """Return the table, with the mark at its beginning by which spreadsheets know UTF-8.

    Raises:
        DocumentError: The text of an article was not read before, and cannot be.
    """
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator=_END)
    writer.writerow(COLUMNS)
    for item in items:
        writer.writerows([safe_cell(cell) for cell in row] for row in _rows(item, labels, options))
    return f"\ufeff{table.getvalue()}"


def safe_cell(text: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def plain_cell(cell: str) -> str:
    """Return what a cell said before it was made safe."""
    return cell[1:] if _DEFUSED.match(cell) else cell


def _rows(item: ExportItem, labels: Sequence[Label], options: ExportOptions) -> Iterator[list[str]]:
    text = text_of(item)
    article = item.article
    for annotation in in_order(item.annotations, options.order, labels):
        record = full_annotation_record(annotation, label_of(annotation, labels), text)
        first = target_record(shown_targets(annotation)[0], text)
        yield [
            article.id,
            article.title,
            article.metadata.url,
            page_name(article, annotation),
            *(_cell(record[name]) for name in _OF_ANNOTATION),
            *(_cell(first[name]) for name in _OF_TARGET),
            *(json.dumps(record[name], ensure_ascii=False) for name in _NESTED),
        ]


def _cell(value: Json) -> str:
    """Return a field as people read it; several values are a row of a table of their own."""
    if isinstance(value, tuple):
        row = io.StringIO(newline="")
        csv.writer(row, lineterminator=_END).writerow(value)
        return row.getvalue().removesuffix(_END)
    return "" if value is None else str(value)
