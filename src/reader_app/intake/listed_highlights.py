"""Highlights of another program become annotations, on their words where these are found beyond doubt."""

from collections.abc import Sequence
from uuid import NAMESPACE_URL, uuid5

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Status, Target, utc_now
from reader_app.core.article_text import ArticleText
from reader_app.core.quote_search import placed
from reader_app.core.text import SectionText
from reader_app.intake.sources import ListedHighlight


def placed_highlights(
    article_id: str,
    texts: Sequence[SectionText],
    highlights: Sequence[ListedHighlight],
    label_id: str = DEFAULT_LABELS[0].id,
) -> tuple[Annotation, ...]:
    """Return the annotations that highlights become, without duplicates.

    One whose place is not sure is unplaced, with its quote. Ids follow from article, quote and time (or
    note), so that the same highlight is the same annotation whenever it is imported.

    Args:
        article_id: The article.
        texts: Its sections; none if its text was not read.
        highlights: What its reading list says.
        label_id: ``Label.id``, for all of them.
    """
    text = ArticleText(texts)
    made = (_annotation(article_id, each, label_id) for each in highlights if each.quote.strip())
    different = {annotation.id: annotation for annotation in made}
    return tuple(placed(annotation, text) for annotation in different.values())


def _annotation(article_id: str, highlight: ListedHighlight, label_id: str) -> Annotation:
    quote = " ".join(highlight.quote.split())
    # A note may be written on in the other program; only where there is no time it tells highlights apart.
    other = highlight.created_at.isoformat() if highlight.created_at else highlight.note
    created_at = highlight.created_at or utc_now()
    return Annotation(
        id=str(uuid5(NAMESPACE_URL, "\n".join((article_id, quote, other)))),
        article_id=article_id,
        label_id=label_id,
        note=highlight.note,
        tags=tuple(sorted(set(highlight.tags))),
        created_at=created_at,
        modified_at=created_at,
        targets=(Target(0, 0, 0, quote),),
        status=Status.UNPLACED,
    )
