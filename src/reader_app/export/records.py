"""Articles and annotations as JSON values, for other programs: what the command line answers and files hold.

Outside the program an offset counts Unicode code points of a section's reading text; inside it counts
visible characters. This is the place where the one becomes the other.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypeAlias

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Drawing, Label, Reply, Status, Target
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What becomes one JSON value."""


def article_record(article: Article) -> dict[str, Json]:
    """Return an article as the command line's contract has it."""
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
        "saved_at": time_text(article.saved_at),
        "opened_at": None if article.opened_at is None else time_text(article.opened_at),
        "state": article.state.value,
        "progress": article.progress,
        "tags": article.tags,
    }


def annotation_record(annotation: Annotation, label: Label, text: ArticleText) -> dict[str, Json]:
    """Return an annotation as the contract has it; ``text`` is that of the article's current version."""
    return {
        "id": annotation.id,
        "article_id": annotation.article_id,
        "kind": annotation.kind.value,
        "label": label.name,
        "color": annotation.color or label.color,
        "quote": annotation.quote,
        "note": annotation.note,
        "tags": annotation.tags,
        "created_at": time_text(annotation.created_at),
        "modified_at": time_text(annotation.modified_at),
        "status": annotation.status.value,
        "targets": _targets(shown_targets(annotation), text),
    }


def full_article_record(article: Article) -> dict[str, Json]:
    """Return an article with all that is known of it."""
    return {
        **article_record(article),
        "is_date_guessed": article.metadata.is_date_guessed,
        "form": article.form.value,
    }


def full_annotation_record(annotation: Annotation, label: Label, text: ArticleText) -> dict[str, Json]:
    """Return an annotation with all that is known of it."""
    is_placed = annotation.status is Status.PLACED
    return {
        **annotation_record(annotation, label, text),
        "label_id": annotation.label_id,
        "own_color": annotation.color,
        "author": annotation.author,
        "drawing": None if annotation.drawing is None else _drawing(annotation.drawing),
        "replies": [_reply(each) for each in annotation.replies],
        "suggestions": [_targets(each, text) for each in annotation.suggestions],
        "last_sure_targets": [] if is_placed else _targets(annotation.targets, text),
    }


def label_record(label: Label) -> dict[str, Json]:
    """Return a label."""
    return {"id": label.id, "name": label.name, "color": label.color, "position": label.position}


def shown_targets(annotation: Annotation) -> tuple[Target, ...]:
    """Return the targets; in review, those of the place that comes into question first."""
    return annotation.suggestions[0] if annotation.suggestions else annotation.targets


def target_record(target: Target, text: ArticleText) -> dict[str, Json]:
    """Return a target as the contract has it; its offsets are null where its words are not in the text."""
    start, end = reading_range(target, text) or (None, None)
    return {
        "section": target.section,
        "start": start,
        "end": end,
        "exact": target.exact,
        "prefix": target.prefix,
        "suffix": target.suffix,
    }


def reading_range(target: Target, text: ArticleText) -> tuple[int, int] | None:
    """Return the code points of its section's reading text that a target is; None if it is not there."""
    if target.section >= len(text.sections):
        return None
    section = text.sections[target.section]
    found = resolve(target, section)
    return section.reading_range(*found) if found else None


def time_text(time: datetime) -> str:
    """Return a time as ISO 8601, to the millisecond."""
    return time.isoformat(timespec="milliseconds")


def _targets(targets: Sequence[Target], text: ArticleText) -> list[Json]:
    return [target_record(target, text) for target in targets]


def _drawing(drawing: Drawing) -> dict[str, Json]:
    area = drawing.area
    return {
        "area": [area.x0, area.y0, area.x1, area.y1],
        "strokes": [[[point.x, point.y] for point in stroke] for stroke in drawing.strokes],
        "width": drawing.width,
        "fill": drawing.fill,
    }


def _reply(reply: Reply) -> dict[str, Json]:
    return {
        "id": reply.id,
        "author": reply.author,
        "note": reply.note,
        "created_at": time_text(reply.created_at),
        "modified_at": time_text(reply.modified_at),
    }
