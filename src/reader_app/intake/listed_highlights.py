"""Highlights of a reading list as annotations that are listed by their words."""

from collections.abc import Iterable

from reader_app.intake.annotation_list import AnnotationList, ListedAnnotation, Passage
from reader_app.intake.sources import ListedHighlight


def listed_highlights(highlights: Iterable[ListedHighlight]) -> AnnotationList:
    """Return highlights, without those of nothing, named so that each keeps its name in later exports."""
    return AnnotationList(tuple(_listed(each) for each in highlights if each.quote.strip()), ())


def _listed(highlight: ListedHighlight) -> ListedAnnotation:
    quote = " ".join(highlight.quote.split())
    # A note may be written on in the other program; only where there is no time it tells highlights apart.
    other = highlight.created_at.isoformat() if highlight.created_at else highlight.note
    return ListedAnnotation(
        key=f"{quote}\n{other}",
        note=highlight.note,
        tags=highlight.tags,
        created_at=highlight.created_at,
        passages=(Passage(exact=quote),),
    )
