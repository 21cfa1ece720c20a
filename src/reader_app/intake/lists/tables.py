"""Reading lists that are tables (CSV): which program wrote one is told by its columns, in any order."""

import csv
from collections.abc import Callable, Iterator
from io import StringIO

from reader_app.intake.lists import instapaper, pocket, readwise, wallabag
from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import Entries, is_fetchable, tags_of, time_of, words
from reader_app.intake.sources import Listing

_DELIMITERS = ",;\t"
_ADDRESS = ("url", "link", "address", "href")

_Read = Callable[[Iterator[Row], Entries], None]
# What a table must have is enough to tell it; the first that fits is taken.
_KINDS: tuple[tuple[frozenset[str], _Read], ...] = (
    (frozenset({"highlight", "book title"}), readwise.read_highlights),
    (frozenset({"highlight", "title", "author"}), readwise.read_highlights),
    (frozenset({"url", "saved date", "document tags"}), readwise.read_documents),
    (frozenset({"url", "time_added"}), pocket.read_table),
    (frozenset({"url", "title", "selection", "folder"}), instapaper.read_table),
    (frozenset({"url", "title", "folder", "timestamp"}), instapaper.read_table),
    (frozenset({"url", "title", "content", "mime type"}), wallabag.read_table),
)


def is_table(head: str) -> bool:
    """Whether a text begins as a reading list does: with its columns, and then an address or a known kind."""
    columns, delimiter = _columns(head)
    if any(needed <= set(columns) for needed, _ in _KINDS):
        return True
    first = next(_rows(head, columns, delimiter), None) if columns else None
    return first is not None and is_fetchable(first.first(*_ADDRESS))


def read_table(text: str, entries: Entries) -> None:
    """Read a table of which ``is_table`` is true."""
    columns, delimiter = _columns(text)
    read = next((read for needed, read in _KINDS if needed <= set(columns)), _read_any)
    limit = csv.field_size_limit(len(text) + 1)  # an article is longer than what csv expects of a field
    try:
        read(_rows(text, columns, delimiter), entries)
    except csv.Error:
        entries.refuse("", "The list breaks off here: what follows is not a table.")
    finally:
        csv.field_size_limit(limit)


def _columns(text: str) -> tuple[list[str], str]:
    """Return the names in the first line, in small letters, and what separates them; none for no table."""
    first = text.lstrip("\ufeff").lstrip().partition("\n")[0]
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if not {"highlight", *_ADDRESS}.isdisjoint(names):
            return names, delimiter
    return [], ","


def _rows(text: str, columns: list[str], delimiter: str) -> Iterator[Row]:
    table = csv.reader(StringIO(text.lstrip("\ufeff").lstrip(), newline=""), delimiter=delimiter)
    next(table, None)
    for values in table:
        if any(value.strip() for value in values):
            yield Row(dict(zip(columns, values, strict=False)))


def _read_any(rows: Iterator[Row], entries: Entries) -> None:
    """Read a table of a program that is not known here."""
    for row in rows:
        title = words(row.first("title", "name"))
        saved_at = time_of(row.first("created", "created_at", "date", "added", "saved", "timestamp", "time"))
        listing = Listing(title=title, tags=tags_of(row.first("tags", "labels")), saved_at=saved_at)
        entries.add(row.first(*_ADDRESS), listing)
