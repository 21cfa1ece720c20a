"""Versions of articles as rows: each statement inside the caller's transaction."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from reader_app.core.annotation import utc_now
from reader_app.core.article import Form
from reader_app.core.text import SectionText
from reader_app.errors import NotFoundError
from reader_app.library import annotation_rows, findable
from reader_app.library.faults import stored_values
from reader_app.library.files import ArticleFiles
from reader_app.library.new_article import NewArticle
from reader_app.library.search import put_entries
from reader_app.library.texts import packed, text_to_time, time_to_text, unpacked

_VERSIONS: Final = (
    "SELECT id, article_id, number, media_type, reading_file, original_file, archive_file, form,"
    " added_at, word_count, texts IS NOT NULL FROM article_versions"
)
_VersionRow = tuple[int, str, int, str, str, str, str, str, str, int, int]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of an article: the files it consists of.

    Attributes:
        id: What targets refer to.
        number: From 1, for people.
        media_type: MIME type of the reading file.
        reading_file: SHA-256 of the file that is opened for reading.
        original_file: SHA-256 of what the source gave.
        archive_file: SHA-256 of the original with its pictures in one file; "" where the original serves.
        form: Which part of a web page it is.
        added_at: UTC.
        word_count: 0 if its text was not read yet.
        has_text: Whether the text of its sections is kept.
    """

    id: int
    article_id: str
    number: int
    media_type: str
    reading_file: str
    original_file: str
    archive_file: str
    form: Form
    added_at: datetime
    word_count: int
    has_text: bool


def select_version(connection: sqlite3.Connection, version_id: int) -> Version:
    """Return the version."""
    row = connection.execute(f"{_VERSIONS} WHERE id = ?", (version_id,)).fetchone()
    if row is None:
        raise NotFoundError("This version of the article is not in the library.")
    return _version(row)


def select_of_article(connection: sqlite3.Connection, article_id: str) -> list[Version]:
    """Return all versions of an article, newest first."""
    rows = connection.execute(f"{_VERSIONS} WHERE article_id = ? ORDER BY number DESC", (article_id,))
    return [_version(row) for row in rows]


def select_form(
    connection: sqlite3.Connection, article_id: str, original_file: str, form: Form
) -> Version | None:
    """Return the latest version that has this form and this original; None if there is none."""
    row = connection.execute(
        f"{_VERSIONS} WHERE article_id = ? AND original_file = ? AND form = ? ORDER BY number DESC LIMIT 1",
        (article_id, original_file, form),
    ).fetchone()
    return None if row is None else _version(row)


def select_forms(connection: sqlite3.Connection, version_id: int) -> frozenset[Form]:
    """Return the forms of all versions that have the article and the original of this one."""
    rows = connection.execute(
        "SELECT DISTINCT other.form FROM article_versions JOIN article_versions AS other"
        " USING (article_id, original_file) WHERE article_versions.id = ?",
        (version_id,),
    )
    return frozenset(Form(form) for (form,) in rows)


def select_texts(connection: sqlite3.Connection, version_id: int) -> bytes | None:
    """Return the version's packed text, None if there is none."""
    row = connection.execute("SELECT texts FROM article_versions WHERE id = ?", (version_id,)).fetchone()
    if row is None:
        raise NotFoundError("This version of the article is not in the library.")
    blob: bytes | None = row[0]
    return blob


def insert_version(connection: sqlite3.Connection, article_id: str, new: NewArticle) -> int:
    """Insert the article's next version and return its id; which version is shown stays as it is."""
    version_id = _insert(connection, article_id, new, new.form, new.reading_file)
    if new.texts is not None:
        write_texts(connection, version_id, new.texts, new.word_count)
    return version_id


def insert_whole_page(connection: sqlite3.Connection, article_id: str, new: NewArticle) -> None:
    """Insert the whole page that stands beside a doubtful article, its text still to be read."""
    _insert(connection, article_id, new, Form.WHOLE_PAGE, new.whole_page)


def show_version(connection: sqlite3.Connection, article_id: str, version_id: int) -> None:
    """Make a version the one that is shown; what is found is its text, with the quotes as they are on it."""
    connection.execute("UPDATE articles SET version_id = ? WHERE id = ?", (version_id, article_id))
    blob = select_texts(connection, version_id)
    _let_be_found(connection, article_id, [] if blob is None else unpacked(blob))
    annotation_rows.let_be_found(connection, "annotations.article_id = ?", article_id)


def write_texts(
    connection: sqlite3.Connection, version_id: int, texts: Sequence[SectionText], word_count: int
) -> None:
    """Keep the text of the version's sections; it is found if the version is the one shown."""
    connection.execute(
        "UPDATE article_versions SET texts = ?, word_count = ?, section_count = ? WHERE id = ?",
        (packed(texts), word_count, len(texts), version_id),
    )
    for (article_id,) in connection.execute(
        "SELECT id FROM articles WHERE version_id = ?", (version_id,)
    ).fetchall():
        _let_be_found(connection, article_id, texts)


def has_file(connection: sqlite3.Connection, sha256: str) -> bool:
    """Whether any version of any article has this file, in the trash or not."""
    row = connection.execute(
        "SELECT 1 FROM article_versions WHERE reading_file = ? OR original_file = ?"
        " OR (archive_file = ? AND archive_file <> '') LIMIT 1",
        (sha256, sha256, sha256),
    ).fetchone()
    return row is not None


def select_files(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Return the title of every article, in the trash or not, with each file of its versions."""
    columns = ("reading_file", "original_file", "archive_file")
    of_columns = " UNION ".join(
        f"SELECT title, {column} FROM article_versions JOIN articles ON articles.id = article_id"
        f" WHERE {column} <> ''"
        for column in columns
    )
    return connection.execute(f"{of_columns} ORDER BY 1, 2").fetchall()


def remove_unused_files(connection: sqlite3.Connection, files: ArticleFiles, removed: Iterable[str]) -> None:
    """Remove those of these files that no version has, inside a transaction that writes."""
    for sha256 in removed:
        if not has_file(connection, sha256):
            files.remove(sha256)


def _insert(
    connection: sqlite3.Connection, article_id: str, new: NewArticle, form: Form, reading_file: str
) -> int:
    version_id = connection.execute(
        "INSERT INTO article_versions (article_id, number, media_type, reading_file, original_file,"
        " archive_file, form, is_web_page, is_doubtful, added_at, word_count, section_count)"
        " SELECT ?, coalesce(max(number), 0) + 1, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0"
        " FROM article_versions WHERE article_id = ?",
        (
            article_id,
            new.media_type,
            reading_file,
            new.original_file,
            new.archive_file,
            form,
            new.is_web_page,
            new.is_doubtful,
            time_to_text(utc_now()),
            article_id,
        ),
    ).lastrowid
    assert version_id is not None  # an INSERT always gives one
    return version_id


def _let_be_found(connection: sqlite3.Connection, article_id: str, texts: Sequence[SectionText]) -> None:
    put_entries(connection, findable.of_texts(texts), article_id)


def _version(row: _VersionRow) -> Version:
    with stored_values("read the article's version"):
        return Version(*row[:7], Form(row[7]), text_to_time(row[8]), row[9], bool(row[10]))
