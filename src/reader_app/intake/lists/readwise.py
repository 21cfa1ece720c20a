"""Readwise: the documents of its Reader, and highlights of books and articles.

A book whose text the list does not have becomes an article of its quotes: they are what the reader kept.
"""

from collections.abc import Iterator
from html import escape

from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import (
    Entries,
    highlights_of,
    is_fetchable,
    prose,
    state_of,
    tags_of,
    time_of,
    words,
)
from reader_app.intake.sources import ListedHighlight, Listing

_ADDRESS = ("url", "source url", "source_url")
_TITLE, _AUTHOR = ("book title", "title"), ("book author", "author")


def read_documents(rows: Iterator[Row], entries: Entries) -> None:
    """Read the table of Reader: Title, URL, Document tags, Saved date, Reading progress, Location."""
    for row in rows:
        is_archived = row.first("location").lower() == "archive"
        listing = Listing(
            title=words(row.first("title")),
            tags=tags_of(row.first("document tags")),
            state=state_of(is_archived=is_archived, progress=row.first("reading progress")),
            saved_at=time_of(row.first("saved date")),
        )
        entries.add(row.first("url"), listing)


def read_highlights(rows: Iterator[Row], entries: Entries) -> None:
    """Read the table of highlights: Highlight, Book Title, Book Author, Note, Tags, Location and more."""
    books: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows:
        book = words(row.first(*_TITLE)), words(row.first(*_AUTHOR)), row.first(*_ADDRESS)
        books.setdefault(book, []).append(row)
    for (title, author, address), quotes in books.items():
        quotes.sort(key=_place)
        highlights = [found for row in quotes for found in _highlights(row, title)]
        if not highlights:
            entries.refuse(title, "It has neither a quote nor a note.")
            continue
        has_text = is_fetchable(address)
        listing = Listing(
            title=title,
            authors=(author,) if author else (),
            tags=tuple(dict.fromkeys(tag for row in quotes for tag in tags_of(row.first("document tags")))),
            saved_at=min((each.created_at for each in highlights if each.created_at), default=None),
            highlights=tuple(highlights),
        )
        entries.add(address, listing, None if has_text else _page(quotes))


def _highlights(row: Row, title: str) -> tuple[ListedHighlight, ...]:
    return highlights_of(
        prose(row.first("highlight")),
        prose(row.first("note")),
        title,
        tags_of(row.first("tags")),
        time_of(row.first("highlighted at", "date")),
    )


def _place(row: Row) -> tuple[str, float]:
    """Return what sorts the quotes of a book: pages and locations are counted apart."""
    location = row.first("location")
    return row.first("location type"), float(location) if location.isdecimal() else 0.0


def _page(rows: list[Row]) -> bytes:
    """Return the quotes as the content of an article, each of them once."""
    shown = {quote: _where(row) for row in reversed(rows) if (quote := prose(row.first("highlight")))}
    return "\n".join(_quotation(quote, shown[quote]) for quote in reversed(shown)).encode()


def _quotation(quote: str, where: str) -> str:
    lines = "".join(f"<p>{escape(line, quote=False)}</p>" for line in quote.splitlines() if line.strip())
    caption = f"<figcaption>{escape(where, quote=False)}</figcaption>" if where else ""
    return f"<figure><blockquote>{lines}</blockquote>{caption}</figure>"


def _where(row: Row) -> str:
    kind, location = words(row.first("location type")), words(row.first("location"))
    return f"{kind.capitalize()} {location}" if kind.lower() in ("page", "location") and location else ""
