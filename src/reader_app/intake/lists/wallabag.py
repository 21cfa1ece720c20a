"""Wallabag: JSON or a table, both with the articles themselves; the JSON has their annotations, too."""

from collections.abc import Iterator

from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import Entries, highlights_of, prose, state_of, tags_of, time_of, words
from reader_app.intake.sources import ListedHighlight, Listing
from reader_app.intake.values import date_or_nothing, language_or_nothing

_STARRED = "starred"
# What Wallabag writes where it could not fetch an article.
_NOTHING_FETCHED = ("wallabag can't retrieve contents", "unable to retrieve readable content")
_SHORT = 1_000
# What only lists of articles have beside an address and a title.
_SIGNS = frozenset({"is_archived", "is_read", "content", "tags"})
_HTML = ("", "text/html", "application/xhtml+xml")


def is_article(item: dict[str, object]) -> bool:
    """Whether an object is the entry of a list of articles."""
    return {"url", "title"} <= item.keys() and not _SIGNS.isdisjoint(item.keys())


def read_items(items: list[dict[str, object]], entries: Entries) -> None:
    """Read the entries of version 2 or 1, or of a program that writes much the same."""
    for item in items:
        title, address = words(item.get("title")), prose(item.get("url"))
        starred = (_STARRED,) if _is_true(item, "is_starred", "is_fav") else ()
        listing = Listing(
            title=title,
            authors=_names(item.get("published_by") or item.get("authors")),
            published=date_or_nothing(words(item.get("published_at"))),
            language=language_or_nothing(words(item.get("language"))),
            tags=tuple(dict.fromkeys((*tags_of(item.get("tags")), *starred))),
            state=state_of(is_archived=_is_true(item, "is_archived", "is_read")),
            saved_at=time_of(item.get("created_at")),
            highlights=tuple(_highlights(item.get("annotations"), title or address)),
        )
        entries.add(address, listing, _content(item.get("content"), item.get("mimetype")))


def read_table(rows: Iterator[Row], entries: Entries) -> None:
    """Read the table: Title;URL;Content;Tags;MIME Type;Language;Creation date."""
    for row in rows:
        listing = Listing(
            title=words(row.first("title")),
            language=language_or_nothing(row.first("language")),
            tags=tags_of(row.first("tags")),
            saved_at=time_of(row.first("creation date")),
        )
        entries.add(row.first("url"), listing, _content(row.first("content"), row.first("mime type")))


def _content(value: object, media_type: object) -> bytes | None:
    """Return the article, if the list has it."""
    content = prose(value)
    if words(media_type).partition(";")[0].lower() not in _HTML or not content:
        return None  # of a PDF, the list has a link to it at most
    if len(content) < _SHORT and any(each in content.lower() for each in _NOTHING_FETCHED):
        return None
    return content.encode()


def _highlights(value: object, about: str) -> Iterator[ListedHighlight]:
    for each in value if isinstance(value, list) else []:
        if isinstance(each, dict):
            yield from highlights_of(
                prose(each.get("quote")),
                prose(each.get("text")),
                about,
                created_at=time_of(each.get("created_at")),
            )


def _names(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(name for each in names if (name := words(each))))


def _is_true(item: dict[str, object], *names: str) -> bool:
    return any(item.get(name) in (True, 1, "1", "true") for name in names)
