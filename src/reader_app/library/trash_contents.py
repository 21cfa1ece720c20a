"""What is in the trash, as a reader looks for it."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime

from reader_app.library.texts import text_to_time

_CONTENTS = """
SELECT articles.id, articles.id, TRUE, FALSE, title, '', '', articles.deleted_at,
    (SELECT count(*) FROM annotations WHERE article_id = articles.id AND deleted_at IS NULL)
FROM articles WHERE articles.deleted_at IS NOT NULL
UNION ALL
SELECT annotations.id, article_id, FALSE, articles.deleted_at IS NOT NULL, title,
    (SELECT group_concat(exact, ' ') FROM (
        SELECT exact FROM targets WHERE annotation_id = annotations.id
        AND targets.version_id = (SELECT max(version_id) FROM targets WHERE annotation_id = annotations.id)
        ORDER BY part)),
    note, annotations.deleted_at, 1
FROM annotations JOIN articles ON articles.id = article_id WHERE annotations.deleted_at IS NOT NULL
ORDER BY 8 DESC
"""


@dataclass(frozen=True, slots=True)
class Trashed:
    """An article or an annotation in the trash.

    Attributes:
        id: Of the article or of the annotation.
        article_id: The article, or that of the annotation.
        is_article: Whether it is an article.
        is_in_trashed_article: Whether it is an annotation whose article is in the trash too.
        title: The article's.
        quote: Of the annotation; "" for an article.
        note: Of the annotation; "" for an article.
        deleted_at: UTC.
        annotation_count: How many annotations it is; those that went with an article count.
    """

    id: str
    article_id: str
    is_article: bool
    is_in_trashed_article: bool
    title: str
    quote: str
    note: str
    deleted_at: datetime
    annotation_count: int


def contents(connection: sqlite3.Connection) -> list[Trashed]:
    """Return what is in the trash, last deleted first."""
    return [
        Trashed(
            thing_id,
            article_id,
            bool(is_article),
            bool(is_in_trashed_article),
            title,
            quote or "",
            note,
            text_to_time(deleted_at),
            count,
        )
        for (
            thing_id,
            article_id,
            is_article,
            is_in_trashed_article,
            title,
            quote,
            note,
            deleted_at,
            count,
        ) in connection.execute(_CONTENTS)
    ]
