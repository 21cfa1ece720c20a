"""Versions of articles as rows: each statement inside the caller's transaction."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reader_app.core.text import SectionText
from reader_app.errors import NotFoundError
from reader_app.library.search import Place, put_entry
from reader_app.library.texts import packed, text_to_time, time_to_text

_VERSIONS: Final = (
    "SELECT id, article_id, number, media_type, reading_file, original_file, added_at,"
    " texts IS NOT NULL FROM article_versions"
)


_VersionRow = tuple[int, str, int, str, str, str, str, int]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: the files it consists of.

    Attributes:
        id: What targets refer to.
        number: From 1, for people.
        media_type: MIME type of the reading file.
        reading_file: SHA-256 of the file that is opened for reading.
        original_file: SHA-256 of what the source gave.
        added_at: UTC.
        has_text: Whether the text of its sections is kept.
    """

    id: int
    article_id: str
    number: int
    media_type: str
    reading_file: str
    original_file: str
    added_at: datetime
    has_text: bool


def select_version(connection: sqlite3.Connection, version_id: int) -> Version:
    """Return the version."""
    row = connection.execute(f"{_VERSIONS} WHERE id = ?", (version_id,)).fetchone()
    if row is None:
        raise NotFoundError("This version of the article is not in the library.")
    values: _VersionRow = row
    return Version(*values[:6], text_to_time(values[6]), bool(values[7]))


def select_texts(connection: sqlite3.Connection, version_id: int) -> bytes | None:
    """Return the version's packed text, None if there is none."""
    row = connection.execute("SELECT texts FROM article_versions WHERE id = ?", (version_id,)).fetchone()
    if row is None:
        raise NotFoundError("This version of the article is not in the library.")
    blob: bytes | None = row[0]
    return blob


def insert_version(
    connection: sqlite3.Connection,
    article_id: str,
    added_at: datetime,
    *,
    media_type: str,
    reading_file: str,
    original_file: str,
    word_count: int,
    section_count: int,
) -> Version:
    """Insert the article's next version and make it the one that is shown."""
    version_id = connection.execute(
        "INSERT INTO article_versions (article_id, number, media_type, reading_file,"
        " original_file, added_at, word_count, section_count)"
        " SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?"
        " FROM article_versions WHERE article_id = ?",
        (
            article_id,
            media_type,
            reading_file,
            original_file,
            time_to_text(added_at),
            word_count,
            section_count,
            article_id,
        ),
    ).lastrowid
    assert version_id is not None  # an INSERT always gives one
    connection.execute("UPDATE articles SET version_id = ? WHERE id = ?", (version_id, article_id))
    # What is found is the text that is shown; the new version's text may come later.
    put_entry(connection, Place.TEXT, "", article_id)
    return select_version(connection, version_id)


def write_texts(
    connection: sqlite3.Connection,
    version: Version,
    texts: Sequence[SectionText],
    word_count: int,
) -> None:
    """Keep the text of the version's sections; it is found if the version is the one shown."""
    connection.execute(
        "UPDATE article_versions SET texts = ?, word_count = ?, section_count = ? WHERE id = ?",
        (packed(texts), word_count, len(texts), version.id),
    )
    (shown,) = connection.execute(
        "SELECT version_id FROM articles WHERE id = ?", (version.article_id,)
    ).fetchone()
    if shown == version.id:
        reading = "\n".join(section.reading for section in texts)
        put_entry(connection, Place.TEXT, reading, version.article_id)


def has_file(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether any version of any article has this file, in the trash or not."""
    row = connection.execute(
        "SELECT 1 FROM article_versions WHERE reading_file = ? OR original_file = ? LIMIT 1",
        (sha256, sha256),
    ).fetchone()
    return row is not None
