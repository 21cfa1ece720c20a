"""Whether search finds what is there, and the way to make it so again.

What can be found (``search_entries``) follows the articles and annotations, and the two full-text indexes
follow it. All of it is derived: to make it anew loses nothing.
"""

import sqlite3
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Final

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.text import SectionText
from reader_app.library import annotation_rows, article_rows, findable, version_rows
from reader_app.library.search import Place, entry_of, put_entries
from reader_app.library.texts import unpacked

_INDEXES: Final = ("search_words", "search_substrings")

_Key = tuple[str | None, str]
_Entry = tuple[str, bool]


def index_faults(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence if a full-text index does not agree with its entries; takes the write lock."""
    try:
        for index in _INDEXES:
            connection.execute(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_CORRUPT_VTAB:
            raise
        return ["The full-text index does not agree with the texts and has to be rebuilt."]
    return []


def entry_faults(connection: sqlite3.Connection) -> list[str]:
    """Return a sentence for each article of which something else can be found than what is there."""
    return [
        f"What is found of “{article.title}” is not what is in it; the full-text index has to be rebuilt."
        for article in article_rows.select(connection, "TRUE ORDER BY title")
        if not _agrees(connection, article)
    ]


def rebuild(connection: sqlite3.Connection) -> None:
    """Make what can be found anew from the articles and annotations, where it is not what is there."""
    # First, so that the triggers do not meet an index that is broken.
    for index in _INDEXES:
        connection.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")
    connection.execute("DELETE FROM search_entries WHERE article_id NOT IN (SELECT id FROM articles)")
    for article in article_rows.select(connection, "TRUE"):
        if _agrees(connection, article):
            continue
        connection.execute("DELETE FROM search_entries WHERE article_id = ?", (article.id,))
        put_entries(connection, findable.of_article(article), article.id)
        put_entries(connection, findable.of_texts(_texts(connection, article)), article.id)
        for annotation in _annotations(connection, article):
            put_entries(connection, findable.of_annotation(annotation), article.id, annotation.id)


def _agrees(connection: sqlite3.Connection, article: Article) -> bool:
    rows = connection.execute(
        "SELECT annotation_id, place, text, by_substring FROM search_entries WHERE article_id = ?",
        (article.id,),
    )
    present = {(annotation, place): (text, bool(part)) for annotation, place, text, part in rows}
    expected = dict(_expected(connection, article))
    if present.keys() != expected.keys():
        return False
    # Earlier programs let an annotation be found by its quote on the version on which it was written last.
    quotes = {
        (annotation_id, " ".join(exact for *_, exact in of_version))
        for (annotation_id, _), of_version in groupby(
            connection.execute(
                "SELECT annotation_id, version_id, exact FROM targets JOIN annotations ON id = annotation_id"
                " WHERE article_id = ? ORDER BY annotation_id, version_id, part",
                (article.id,),
            ),
            key=lambda row: row[:2],
        )
    }
    return all(
        (key[0], entry[0]) in quotes if key[1] == Place.QUOTE else entry == expected[key]
        for key, entry in present.items()
    )


def _expected(connection: sqlite3.Connection, article: Article) -> Iterator[tuple[_Key, _Entry]]:
    owners: list[tuple[str | None, Mapping[Place, str]]] = [
        (None, findable.of_article(article)),
        (None, findable.of_texts(_texts(connection, article))),
        *((each.id, findable.of_annotation(each)) for each in _annotations(connection, article)),
    ]
    for annotation_id, texts in owners:
        for place, text in texts.items():
            if entry := entry_of(place, text):
                yield (annotation_id, place), entry


def _texts(connection: sqlite3.Connection, article: Article) -> list[SectionText]:
    blob = version_rows.select_texts(connection, article.version_id)
    return [] if blob is None else unpacked(blob)


def _annotations(connection: sqlite3.Connection, article: Article) -> list[Annotation]:
    found = annotation_rows.select(connection, "annotations.article_id = ?", article.id)
    return [annotation for annotation, _ in found]
