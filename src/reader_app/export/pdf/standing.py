"""What stands in a PDF already of the annotations that are written into it: nothing is to be there twice.

Annotations that nobody imported are not the reader's: they stay untouched.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from reader_app.core.annotation import Annotation, Kind, Label, Status
from reader_app.document.embedded import EmbeddedReader, stated_dates
from reader_app.document.embedded_groups import Group


@dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of what stands in a PDF.

    Attributes:
        kept: Ids of annotations that need not be written: they stand there, as they are or with new words.
        reworded: What gets the words of an annotation, and keeps its picture.
        removed: What is left out: it was deleted, or is written anew.
    """

    kept: frozenset[str]
    reworded: tuple[tuple[Group, Annotation], ...]
    removed: tuple[Group, ...]


def what_stands(
    groups: Sequence[Group],
    annotations: Sequence[Annotation],
    known: Collection[str],
    labels: Sequence[Label],
    reader: EmbeddedReader,
) -> Standing:
    """Tell what becomes of each annotation in the file.

    Args:
        groups: What stands in the file.
        annotations: What is to be in the copy.
        known: The ids of all annotations of the article, also of those that are not to be in the copy.
        labels: All labels.
        reader: Of the file.
    """
    wanted = {each.id: each for each in annotations if each.status is Status.PLACED}
    colors = {label.id: label.color for label in labels}
    kept: set[str] = set()
    reworded: list[tuple[Group, Annotation]] = []
    removed: list[Group] = []
    for group in groups:
        identity = next((each for each in (group.id, group.other_id) if each in known), None)
        if identity is None:
            continue
        annotation = wanted.get(identity)
        if annotation is None or identity in kept:
            removed.append(group)
        elif _is_unchanged(annotation, group):
            kept.add(identity)
        elif _looks_alike(annotation, reader.annotation(group), colors):
            kept.add(identity)
            reworded.append((group, annotation))
        else:
            removed.append(group)
    return Standing(frozenset(kept), tuple(reworded), tuple(removed))


def _is_unchanged(annotation: Annotation, group: Group) -> bool:
    """Tell whether nothing was changed since the annotation was made of what stands in the file."""
    dates = stated_dates(group.parts[0])
    return annotation.modified_at == (dates[1] if dates else annotation.created_at)


def _looks_alike(one: Annotation, other: Annotation, colors: Mapping[str, str]) -> bool:
    """Tell whether an annotation needs no other picture than the one that it has in the file."""
    if one.kind is Kind.STAMP:
        return True  # its picture is all that it is, and cannot be drawn again
    has_text = one.kind is Kind.FREE_TEXT
    return (
        one.kind is other.kind
        and (one.color or colors.get(one.label_id)) == (other.color or colors.get(other.label_id))
        and one.drawing == other.drawing
        and [(each.section, each.start, each.end) for each in one.targets]
        == [(each.section, each.start, each.end) for each in other.targets]
        and not (has_text and one.note != other.note)
    )
