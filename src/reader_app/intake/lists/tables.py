"""Reading lists that are tables (CSV): which program wrote one is told by its columns, in any order."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from reader_app.intake.lists import instapaper, pocket, readwise, wallabag
from reader_app.intake.lists.columns import Row
from reader_app.intake.lists.entries import Entries, is_fetchable, tags_of, time_of, words
from reader_app.intake.sources import Listing

_DELIMITERS = ",;\t"
_LONGEST_HEAD = 10_000
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
    if _reader(columns) is not None:
        return True
    try:
        first = next(_rows(head, columns, delimiter), None) if columns else None
    except csv.Error:
        return False
    return first is not None and is_fetchable(first.first(*_ADDRESS))


def read_table(text: str, entries: Entries) -> bool:
    """Read a table of which ``is_table`` is true; return whether it is of a known kind."""
    columns, delimiter = _columns(text)
    read = _reader(columns)
    limit = csv.field_size_limit(len(text) + 1)  # an article is longer than what csv expects of a field
    try:
        (read or _read_any)(_rows(text, columns, delimiter), entries)
    except csv.Error:
        entries.refuse("", "The list breaks off here: what follows is not a table.")
    finally:
        csv.field_size_limit(limit)
    return read is not None


def _reader(columns: Sequence[str]) -> _Read | None:
    return next((read for needed, read in _KINDS if needed <= set(columns)), None)


def _columns(text: str) -> tuple[list[str], str]:
    """Return the names in the first line, in small letters, and what separates them; none for no table."""
    first = text[:_LONGEST_HEAD].lstrip().partition("\n")[0]
    for delimiter in _DELIMITERS:
        try:
            names = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), [])]
        except csv.Error:
            continue
        if not {"highlight", *_ADDRESS}.isdisjoint(names):
            return names, delimiter
    return [], ","


def _rows(text: str, columns: list[str], delimiter: str) -> Iterator[Row]:
    table = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    rows = (values for values in table if any(value.strip() for value in values))
    next(rows, None)  # the columns
    for values in rows:
        yield Row(dict(zip(columns, values, strict=False)))


def _read_any(rows: Iterator[Row], entries: Entries) -> None:
    """Read a table of a program that is not known here."""
    for row in rows:
        title = words(row.first("title", "name"))
        saved_at = time_of(row.first("created", "created_at", "date", "added", "saved", "timestamp", "time"))
        listing = Listing(title=title, tags=tags_of(row.first("tags", "labels")), saved_at=saved_at)
        entries.add(row.first(*_ADDRESS), listing)
