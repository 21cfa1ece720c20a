"""The JSON of articles and annotations, as the command line's contract fixes it.

Outside the program an offset counts Unicode code points of a section's reading text; inside it counts
visible characters. This is the place where the one becomes the other.
"""

from collections.abc import Sequence
from datetime import datetime

from reader_app.cli.call import Json
from reader_app.cli.texts import article_text
from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Target
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.errors import NotFoundError
from reader_app.library.library import Library


def article_json(article: Article) -> dict[str, Json]:
    """Return an article as the contract has it."""
    metadata = article.metadata
    return {
        "id": article.id,
        "title": metadata.title,
        "authors": metadata.authors,
        "site": metadata.site,
        "url": metadata.url,
        "published": metadata.published,
        "language": metadata.language,
        "media_type": article.media_type,
        "word_count": article.word_count,
        "section_count": article.section_count,
        "saved_at": _time(article.saved_at),
        "opened_at": None if article.opened_at is None else _time(article.opened_at),
        "state": article.state.value,
        "progress": article.progress,
        "tags": article.tags,
    }


def annotations_json(library: Library, annotations: Sequence[Annotation]) -> list[dict[str, Json]]:
    """Return annotations as the contract has them, even those whose article is in the trash."""
    labels = {label.id: label for label in library.labels.all()}
    texts: dict[str, ArticleText] = {}
    shapes: list[dict[str, Json]] = []
    for annotation in annotations:
        article_id = annotation.article_id
        if article_id not in texts:
            texts[article_id] = article_text(library, _article(library, article_id))
        label = labels[annotation.label_id]
        shapes.append(
            {
                "id": annotation.id,
                "article_id": article_id,
                "kind": annotation.kind.value,
                "label": label.name,
                "color": annotation.color or label.color,
                "quote": annotation.quote,
                "note": annotation.note,
                "tags": annotation.tags,
                "created_at": _time(annotation.created_at),
                "modified_at": _time(annotation.modified_at),
                "status": annotation.status.value,
                "targets": [_target_json(target, texts[article_id]) for target in _shown(annotation)],
            }
        )
    return shapes


def _shown(annotation: Annotation) -> tuple[Target, ...]:
    """Return the targets; in review, those of the place that comes into question first."""
    return annotation.suggestions[0] if annotation.suggestions else annotation.targets


def _article(library: Library, article_id: str) -> Article:
    try:
        return library.articles.get(article_id)
    except NotFoundError:
        return next(article for article in library.articles.trashed() if article.id == article_id)


def _target_json(target: Target, text: ArticleText) -> dict[str, Json]:
    start, end = _code_points(target, text) or (None, None)
    return {
        "section": target.section,
        "start": start,
        "end": end,
        "exact": target.exact,
        "prefix": target.prefix,
        "suffix": target.suffix,
    }


def _code_points(target: Target, text: ArticleText) -> tuple[int, int] | None:
    """Return where the target is in its section's reading text, None if the text does not have it."""
    if target.section >= len(text.sections):
        return None
    section = text.sections[target.section]
    found = resolve(target, section)
    return section.reading_range(*found) if found else None


def _time(time: datetime) -> str:
    return time.isoformat(timespec="milliseconds")
