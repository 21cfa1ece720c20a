"""What is exported: articles with what goes along, and the file that they go into.

All that a writer needs to know of the library, in values that can be sent to a child.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Label
from reader_app.core.article import Article
from reader_app.core.text import SectionText
from reader_app.export.options import ExportOptions, Order


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportItem:
    """An article and those of its annotations that go along.

    Attributes:
        source: The article's reading file.
        article: The article.
        annotations: What goes along, in any order; also what has no sure place.
        known: The ids of all annotations that the article has or had, not only of those that go along. What
            stands in a PDF of another program and is not among them was never imported, and stays.
        password: Opens an encrypted source.
        sections: The article's text as the library keeps it; None where that was not read yet.
    """

    source: Path
    article: Article
    annotations: tuple[Annotation, ...] = ()
    known: frozenset[str] = frozenset()
    password: str = ""
    sections: tuple[SectionText, ...] | None = None


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file that is to be written; as a job of a child it answers ``ExportReport`` and sends ``Progress``.

    Attributes:
        items: The articles that go in: one, or several that are bound together.
        labels: All labels.
        output: The file to write; replaced only when the new one is complete.
        options: What it is to be.
    """

    items: tuple[ExportItem, ...]
    labels: tuple[Label, ...]
    output: Path
    options: ExportOptions


def in_order(
    annotations: Sequence[Annotation], order: Order, labels: Sequence[Label]
) -> tuple[Annotation, ...]:
    """Return annotations in the order that was asked for; those that are equal in it by their places."""
    by_place = sorted(annotations, key=lambda each: each.order)
    if order is Order.TIME:
        by_place.sort(key=lambda each: each.created_at)
    elif order is Order.LABEL:
        positions = {label.id: label.position for label in labels}
        by_place.sort(key=lambda each: (positions.get(each.label_id, len(positions)), each.label_id))
    return tuple(by_place)


def label_of(annotation: Annotation, labels: Sequence[Label]) -> Label:
    """Return the label of an annotation; a label that is gone does not take its annotations with it."""
    label_id = annotation.label_id
    found = next((label for label in labels if label.id == label_id), None)
    return found or Label(label_id, label_id, DEFAULT_LABELS[0].color, len(labels))


def labels_used(annotations: Sequence[Annotation], labels: Sequence[Label]) -> tuple[Label, ...]:
    """Return the labels that annotations have, each once, in the order of the labels."""
    used = {label_of(annotation, labels) for annotation in annotations}
    return tuple(sorted(used, key=lambda label: (label.position, label.id)))
