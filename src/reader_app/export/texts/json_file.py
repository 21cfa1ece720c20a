"""Writes articles and their annotations as JSON: all that is known of them, so that nothing is lost."""

import json
from collections.abc import Sequence

from reader_app.core.annotation import Label
from reader_app.export.item import ExportItem, in_order, label_of
from reader_app.export.item_text import text_of
from reader_app.export.options import ExportOptions
from reader_app.export.records import Json, full_annotation_record, full_article_record, label_record


def json_text(items: Sequence[ExportItem], labels: Sequence[Label], options: ExportOptions) -> str:
    """Return an object for an article, or a list of them for several.

    Raises:
        DocumentError: The text of an article was not read before, and cannot be.
    """
    records = [_record(item, labels, options) for item in items]
    value: Json = records[0] if len(records) == 1 else records
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n"


def _record(item: ExportItem, labels: Sequence[Label], options: ExportOptions) -> dict[str, Json]:
    text = text_of(item)
    return {
        "article": full_article_record(item.article),
        "labels": [label_record(label) for label in labels],
        "annotations": [
            full_annotation_record(each, label_of(each, labels), text)
            for each in in_order(item.annotations, options.order, labels)
        ],
    }
