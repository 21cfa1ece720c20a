"""A browser's bookmarks, in the format that Netscape began and many programs write."""

from collections.abc import Sequence

from reader_app.intake.lists.entries import Entries, tags_of, time_of, words
from reader_app.intake.lists.sections import Link
from reader_app.intake.sources import Listing

SIGN = "<!doctype netscape-bookmark-file-1"


def read_page(links: Sequence[Link], entries: Entries) -> None:
    """Read the links with their tags; folders are how a browser sorts them, and are left out."""
    for link in links:
        listing = Listing(
            title=words(link.text),
            tags=tags_of(link.get("tags")),
            saved_at=time_of(link.get("add_date")),
        )
        entries.add(link.get("href"), listing)
