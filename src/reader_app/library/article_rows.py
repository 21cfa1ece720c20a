"""Articles as rows: the statements of ``articles``, each inside the caller's transaction."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from reader_app.core.annotation import utc_now
from reader_app.core.article import Article, Form, Metadata, State
from reader_app.core.web_address import address_key
from reader_app.errors import NotFoundError
from reader_app.library import findable
from reader_app.library.faults import stored_values
from reader_app.library.new_article import NewArticle
from reader_app.library.search import put_entries
from reader_app.library.tags import Tagged, link_tags, tags_from_json
from reader_app.library.texts import storable, text_to_time, time_to_text

HAS_TAG: Final = (
    "articles.id IN (SELECT article_tags.article_id FROM article_tags JOIN tags"
    " ON tags.id = article_tags.tag_id WHERE tags.name = ? COLLATE NOCASE)"
)

_ARTICLES: Final = (
    "SELECT articles.id, title, authors, site, url, published, language, saved_at, opened_at,"
    f" state, progress, {Tagged.ARTICLE.names_of('articles.id')}, version_id,"
    " media_type, word_count, section_count, published_about, form, is_web_page, is_doubtful"
    " FROM articles JOIN article_versions ON article_versions.id = articles.version_id"
)
_ArticleRow = tuple[
    *tuple[str, str, str, str, str, str, str, str, str | None, str, float, str],
    *tuple[int, str, int, int, int, str, int, int],
]
# On a site that gives all its pages one address, an article is compared with no more than these.
_MOST_AT_ADDRESSES: Final = 20
_LAST_SAVED: Final = "articles.deleted_at IS NULL ORDER BY articles.saved_at DESC"
_TRASH_LAST: Final = "TRUE ORDER BY articles.deleted_at IS NOT NULL, articles.saved_at DESC"


def select(connection: sqlite3.Connection, condition: str, *parameters: str) -> list[Article]:
    """Return the articles that fit the condition, an order and limit included."""
    with stored_values("read the articles"):
        return [_article(row) for row in connection.execute(f"{_ARTICLES} WHERE {condition}", parameters)]


def select_one(connection: sqlite3.Connection, article_id: str) -> Article:
    """Return the article, which must not be in the trash."""
    found = select(connection, "articles.id = ? AND articles.deleted_at IS NULL", article_id)
    if not found:
        raise NotFoundError(f"There is no article “{article_id}” in the library.")
    return found[0]


def select_by_file(connection: sqlite3.Connection, sha256: str, *, with_trash: bool) -> Article | None:
    """Return the article that has this file, as reading or original file of any version."""
    found = select(
        connection,
        "articles.id IN (SELECT article_id FROM article_versions WHERE reading_file = ?"
        " UNION SELECT article_id FROM article_versions WHERE original_file = ?)"
        f" AND {_TRASH_LAST if with_trash else _LAST_SAVED} LIMIT 1",
        sha256,
        sha256,
    )
    return found[0] if found else None


def select_at(connection: sqlite3.Connection, addresses: Iterable[str], *, with_trash: bool) -> list[Article]:
    """Return the articles that were found under these addresses, last saved first, the trash last."""
    keys = _keys(addresses)
    return select(
        connection,
        "articles.id IN (SELECT article_id FROM article_addresses"
        f" WHERE address IN ({', '.join('?' * len(keys))}) GROUP BY article_id"
        f" ORDER BY count(*) DESC, article_id LIMIT {_MOST_AT_ADDRESSES})"
        f" AND {_TRASH_LAST if with_trash else _LAST_SAVED}",
        *keys,
    )


def move_to_trash(connection: sqlite3.Connection, article_id: str) -> bool:
    """Move an article to the trash; return whether it was not there already, or missing."""
    changed = connection.execute(
        "UPDATE articles SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL",
        (time_to_text(utc_now()), article_id),
    )
    return changed.rowcount > 0


def restore(connection: sqlite3.Connection, article_id: str) -> bool:
    """Take an article out of the trash; return whether it was there."""
    changed = connection.execute(
        "UPDATE articles SET deleted_at = NULL WHERE id = ? AND deleted_at IS NOT NULL", (article_id,)
    )
    return changed.rowcount > 0


def select_named(connection: sqlite3.Connection, name: str) -> Article:
    """Return the one article with this id, beginning of an id, or title."""
    name = storable(name)
    # "g" comes after every hexadecimal digit: all ids between begin with the name.
    found = select(
        connection,
        "articles.deleted_at IS NULL AND (articles.title = ? OR"
        " (articles.id >= ? AND articles.id < ?)) LIMIT 100",
        name,
        name or "g",
        f"{name}g",
    )
    exact = [article for article in found if article.id == name]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    if not found:
        raise NotFoundError(f"There is no article “{name}” in the library.")
    ids = ", ".join(article.id[:8] for article in found[:5])
    raise NotFoundError(f"Several articles are called “{name}”; give one by its id ({ids} …).")


def insert_article(connection: sqlite3.Connection, new: NewArticle) -> None:
    """Insert an article, still without a version."""
    connection.execute(
        "INSERT INTO articles (id, title, authors, site, url, published, language, published_about,"
        " saved_at, state, progress) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
        (new.id, *_metadata_row(new.metadata), time_to_text(new.saved_at or utc_now()), new.state),
    )
    link_addresses(connection, new.id, new.addresses)


def link_addresses(connection: sqlite3.Connection, article_id: str, addresses: Iterable[str]) -> None:
    """Let the article be found under these addresses too."""
    connection.executemany(
        "INSERT INTO article_addresses (address, article_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        [(key, article_id) for key in _keys(addresses)],
    )


def write_details(
    connection: sqlite3.Connection,
    article: Article,
    *,
    metadata: Metadata | None = None,
    tags: Sequence[str] | None = None,
) -> None:
    """Write all that a reader may change; ``metadata`` and ``tags`` stand before the article's."""
    article = replace(
        article,
        metadata=article.metadata if metadata is None else metadata,
        tags=article.tags if tags is None else tuple(tags),
    )
    connection.execute(
        "UPDATE articles SET title = ?, authors = ?, site = ?, url = ?, published = ?,"
        " language = ?, published_about = ?, opened_at = ?, state = ?, progress = ? WHERE id = ?",
        (
            *_metadata_row(article.metadata),
            None if article.opened_at is None else time_to_text(article.opened_at),
            article.state,
            article.progress,
            article.id,
        ),
    )
    link_addresses(connection, article.id, (article.metadata.url,))
    link_tags(connection, Tagged.ARTICLE, article.id, article.tags)
    put_entries(connection, findable.of_article(article), article.id)


def delete(connection: sqlite3.Connection, article_ids: Iterable[str]) -> set[str]:
    """Delete articles with all that belongs to them; return the files that they had."""
    files: set[str] = set()
    for article_id in article_ids:
        for row in connection.execute(
            "SELECT reading_file, original_file, archive_file FROM article_versions WHERE article_id = ?",
            (article_id,),
        ):
            files.update(filter(None, row))
        connection.execute("DELETE FROM articles WHERE id = ?", (article_id,))
    return files


def _keys(addresses: Iterable[str]) -> list[str]:
    return sorted({key for address in addresses if (key := storable(address_key(address)))})


def _metadata_row(metadata: Metadata) -> tuple[str, str, str, str, str, str, int]:
    return (
        storable(metadata.title),
        json.dumps(metadata.authors),  # ASCII with escapes: any character is safe
        storable(metadata.site),
        storable(metadata.url),
        storable(metadata.published),
        storable(metadata.language),
        metadata.is_date_guessed,
    )


def _article(row: _ArticleRow) -> Article:
    (
        article_id,
        title,
        authors,
        site,
        url,
        published,
        language,
        saved_at,
        opened_at,
        state,
        progress,
        tags,
        version_id,
        media_type,
        word_count,
        section_count,
        published_about,
        form,
        is_web_page,
        is_doubtful,
    ) = row
    return Article(
        id=article_id,
        metadata=Metadata(
            title=title,
            authors=tuple(json.loads(authors)),
            site=site,
            url=url,
            published=published,
            language=language,
            is_date_guessed=bool(published_about),
        ),
        media_type=media_type,
        word_count=word_count,
        section_count=section_count,
        saved_at=text_to_time(saved_at),
        opened_at=None if opened_at is None else text_to_time(opened_at),
        state=State(state),
        progress=progress,
        tags=tags_from_json(tags),
        version_id=version_id,
        form=Form(form),
        is_web_page=bool(is_web_page),
        is_doubtful=bool(is_doubtful),
    )
