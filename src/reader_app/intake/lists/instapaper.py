"""Instapaper: a table of addresses, or the older HTML page."""

from collections.abc import Iterator, Sequence

from reader_app.core.article import State
from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import Entries, highlights_of, prose, tags_of, time_of, words
from reader_app.intake.lists.sections import Link
from reader_app.intake.sources import Listing

PAGE_TITLE = "Instapaper: Export"

_STATES = {"unread": State.INBOX, "archive": State.ARCHIVED}
_STARRED = "starred"


def read_table(rows: Iterator[Row], entries: Entries) -> None:
    """Read the table: URL, Title, Selection, Folder, Timestamp, and Tags in newer ones.

    What the reader had selected when saving is a highlight.
    """
    for row in rows:
        title, folder = words(row.first("title")), words(row.first("folder"))
        listing = Listing(
            title=title,
            tags=tuple(dict.fromkeys((*tags_of(row.first("tags")), *_tags_of_folder(folder)))),
            state=_STATES.get(folder.lower()),
            saved_at=time_of(row.first("timestamp")),
            highlights=highlights_of(prose(row.first("selection")), "", title),
        )
        entries.add(row.first("url"), listing)


def read_page(links: Sequence[Link], entries: Entries) -> None:
    """Read the page: links below headings that are the names of folders."""
    for link in links:
        folder = link.heading
        listing = Listing(
            title=words(link.text), tags=_tags_of_folder(folder), state=_STATES.get(folder.lower())
        )
        entries.add(link.get("href"), listing)


def _tags_of_folder(folder: str) -> tuple[str, ...]:
    """Return a folder as a tag, unless it is one that says where the article stands."""
    if not folder or folder.lower() in _STATES:
        return ()
    return (_STARRED,) if folder.lower() == _STARRED else (folder,)
