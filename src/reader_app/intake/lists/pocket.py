"""Pocket: tables of addresses, the older HTML page, and the highlights that its archive has beside them."""

from collections.abc import Iterator, Sequence

from reader_app.core.article import State
from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import Entries, highlights_of, prose, state_of, tags_of, time_of, words
from reader_app.intake.lists.sections import Link
from reader_app.intake.sources import Listing

PAGE_TITLE = "Pocket Export"


def read_table(rows: Iterator[Row], entries: Entries) -> None:
    """Read the table: title, url, time_added, tags, status."""
    for row in rows:
        listing = Listing(
            title=words(row.first("title")),
            tags=tags_of(row.first("tags"), "|"),
            state=state_of(is_archived=row.first("status").lower() == "archive"),
            saved_at=time_of(row.first("time_added")),
        )
        entries.add(row.first("url"), listing)


def read_page(links: Sequence[Link], entries: Entries) -> None:
    """Read the page: links below the headings "Unread" and "Read Archive"."""
    for link in links:
        listing = Listing(
            title=words(link.text),
            tags=tags_of(link.get("tags")),
            state=State.ARCHIVED if "archive" in link.heading.lower() else State.INBOX,
            saved_at=time_of(link.get("time_added")),
        )
        entries.add(link.get("href"), listing)


def read_highlights(items: list[dict[str, object]], entries: Entries) -> None:
    """Read the file of highlights: objects with url, title and highlights."""
    for item in items:
        title, address, stated = words(item.get("title")), prose(item.get("url")), item.get("highlights")
        listing = Listing(
            title=title,
            highlights=tuple(
                found
                for each in (stated if isinstance(stated, list) else [])
                if isinstance(each, dict)
                for found in highlights_of(
                    prose(each.get("quote")),
                    prose(each.get("note")),
                    title or address,
                    created_at=time_of(each.get("created_at")),
                )
            ),
        )
        entries.add(address, listing)
