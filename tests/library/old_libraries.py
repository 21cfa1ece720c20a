"""Libraries as earlier versions of this program wrote them."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database, Migrations

from reader_app.core.text import SectionText
from reader_app.library.database import connect
from reader_app.library.migrations import MIGRATIONS, first_schema, upgrade
from reader_app.library.texts import packed

TIME = "2026-05-06T07:08:09.000000+00:00"
PAGE, NOTES = b"<p>The whole page</p>", b"# Notes"


def write_first_library(folder: Path) -> None:
    """Write a library of schema 1: a web page with a mark and an address, Markdown, and one in the trash."""
    (folder / "articles").mkdir(parents=True)
    with closing(connect(folder / "library.sqlite3")) as connection:
        first_only = Migrations(MIGRATIONS.name)
        first_only()(first_schema)
        connection.execute("PRAGMA journal_mode = WAL")
        upgrade(connection, lambda version: None, first_only)
        assert "form" not in _columns(connection)
        _add(
            connection,
            folder,
            "1" * 32,
            "A page",
            "https://www.example.org/page/?utm_source=x",
            PAGE,
            ".html",
        )
        _add(connection, folder, "2" * 32, "Some notes", "", NOTES, ".md")
        _add(connection, folder, "3" * 32, "Thrown away", "http://example.org/page", b"<p>Old</p>", ".htm")
        connection.execute("UPDATE articles SET deleted_at = ? WHERE title = 'Thrown away'", (TIME,))
        connection.execute(
            "INSERT INTO annotations VALUES (?, ?, 'highlight', 'claim', 'A note', ?, ?, NULL)",
            ("a" * 32, "1" * 32, TIME, TIME),
        )
        connection.execute(
            "INSERT INTO targets SELECT ?, version_id, 0, 0, 3, 8, 'whole', 'The ', ' page', 'placed'"
            " FROM articles WHERE title = 'A page'",
            ("a" * 32,),
        )


def _columns(connection: sqlite3.Connection) -> set[str]:
    return set(Database(connection)["article_versions"].columns_dict)


def _add(
    connection: sqlite3.Connection,
    folder: Path,
    article_id: str,
    title: str,
    url: str,
    original: bytes,
    suffix: str,
) -> None:
    original_file = _store(folder, original, suffix)
    reading_file = _store(folder, original + b"<!-- cleaned -->", ".html")
    connection.execute(
        "INSERT INTO articles (id, title, authors, site, url, published, language, saved_at, state, progress)"
        " VALUES (?, ?, '[]', '', ?, '2020', 'en', ?, 'inbox', 0)",
        (article_id, title, url, TIME),
    )
    version = connection.execute(
        "INSERT INTO article_versions (article_id, number, media_type, reading_file, original_file,"
        " word_count, section_count, added_at, texts) VALUES (?, 1, 'text/html', ?, ?, 3, 1, ?, ?)",
        (article_id, reading_file, original_file, TIME, packed([SectionText("Thewholepage", bytes(12))])),
    ).lastrowid
    connection.execute("UPDATE articles SET version_id = ? WHERE id = ?", (version, article_id))


def _store(folder: Path, content: bytes, suffix: str) -> str:
    sha256 = hashlib.sha256(content).hexdigest()
    file = folder / "articles" / sha256[:2] / f"{sha256}{suffix}"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(content)
    return sha256
