"""The entries of a reading list while it is read: good ones become sources, bad ones problems.

Knows no format; what formats have in common, times and tags, is read here.
"""

import ast
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import urlsplit

from reader_app.core.article import State
from reader_app.intake.listed_page import dressed
from reader_app.intake.outcome import is_address, one_line
from reader_app.intake.sources import Expansion, ListedHighlight, Listing, Source, printable

_SHOWN = 80
_LONGEST_TAG = 100
_LONGEST_LIST = 10_000
_FINISHED = 0.95  # of an article: what follows is comments and links
_EARLIEST, _LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
# Seconds, milliseconds, microseconds since 1970 are told apart by their size.
_UNITS = ((1e14, 1_000_000), (1e11, 1_000), (0.0, 1))
_OTHER_TIMES = ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y", "%Y/%m/%d")


class Entries:
    """Collects the entries of one list."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._sources: list[Source] = []
        self._problems: list[tuple[str, str]] = []
        self._count = 0

    def add(self, address: str, listing: Listing, content: bytes | None = None) -> None:
        """Add an entry; one that has neither content nor an address to fetch is a problem.

        Args:
            address: Where it comes from; anything may stand there.
            listing: What the list says of it.
            content: The article as HTML, where the list has it.
        """
        self._count += 1
        if is_address(listing.title):
            listing = replace(listing, title="")
        title = listing.title
        if not is_fetchable(address := address.strip()):
            if content is None:
                self.refuse(title or address, "It has no address that leads to a web page.")
                return
            address = ""
        page = None if content is None else dressed(content, listing, address)
        name = address if page is None else title or address
        self._sources.append(Source(name=name, content=page, address=address, listing=listing))

    def add_source(self, source: Source) -> None:
        """Add an entry whose content is in a file."""
        self._count += 1
        self._sources.append(source)

    def refuse(self, what: str, sentence: str) -> None:
        """Name an entry that cannot become an article, by its title or address if it has one."""
        shown = one_line(what, _SHOWN) or f"entry {self._count}"
        self._problems.append((f"{self._name}: {shown}", sentence))

    @property
    def expansion(self) -> Expansion:
        """What was found."""
        return Expansion(tuple(self._sources), tuple(self._problems))


def is_fetchable(address: str) -> bool:
    """Whether a text is a web address and nothing more."""
    if not is_address(address) or len(address.split()) != 1:
        return False
    try:
        return bool(urlsplit(address).hostname)
    except ValueError:
        return False


def words(value: object) -> str:
    """Return a value that should be text, on one line; "" if it is not text."""
    return one_line(printable(value).replace("\x00", "")) if isinstance(value, str) else ""


def prose(value: object) -> str:
    """Return a value that should be text, with its lines; "" if it is not text."""
    return printable(value).replace("\x00", "").strip() if isinstance(value, str) else ""


def tags_of(value: object, separator: str = ",") -> tuple[str, ...]:
    """Return tags without duplicates: a list of names, of things that have one, or a text of them."""
    if isinstance(value, str):
        written = _written_list(value)
        value = value.split(separator) if written is None else written
    if not isinstance(value, list):
        return ()
    names = (_tag(each) for each in value)
    return tuple(dict.fromkeys(name for name in names if name))


def time_of(value: object) -> datetime | None:
    """Return a time in UTC, from seconds since 1970 or finer units, ISO 8601 or day/month/year; else None."""
    if isinstance(value, str):
        value = value.strip()
        if not value.removeprefix("-").replace(".", "", 1).isdecimal():
            return _written_time(value)
    try:
        number = float(value) if isinstance(value, int | float | str) else 0.0
        unit = next(unit for least, unit in _UNITS if number >= least)
        return _likely(datetime.fromtimestamp(number / unit, UTC))
    except (ValueError, OverflowError, OSError, StopIteration):
        return None


def state_of(*, is_archived: bool, progress: object = None, whole: float = 1) -> State:
    """Return where an article stood.

    Args:
        is_archived: Whether it was put away.
        progress: How much was read, from 0 to ``whole``; anything may stand there.
        whole: All of it.
    """
    if is_archived:
        return State.ARCHIVED
    try:
        part = float(progress) / whole if isinstance(progress, int | float | str) else 0.0
    except (ValueError, OverflowError):
        part = 0.0
    if part >= _FINISHED:
        return State.FINISHED
    return State.READING if part > 0 else State.INBOX


def highlights_of(
    quote: str, note: str, about: str, tags: tuple[str, ...] = (), created_at: datetime | None = None
) -> tuple[ListedHighlight, ...]:
    """Return a highlight, if there is any.

    Args:
        quote: The marked words; "" for a note on the whole article, which then stands at its title.
        note: Markdown.
        about: The article's title.
        tags: Of the highlight.
        created_at: When it was made.
    """
    if not quote and not (note and about):
        return ()
    return (ListedHighlight(quote=quote or about, note=note, tags=tags, created_at=created_at),)


def _tag(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("label") or value.get("name") or value.get("tag")
    return words(value).lstrip("#")[:_LONGEST_TAG].strip()


def _written_list(text: str) -> list[object] | None:
    """Return a list as JSON or Python write it, for which ``literal_eval`` serves; None for no list."""
    text = text.strip()
    if not (text.startswith("[") and text.endswith("]")) or len(text) > _LONGEST_LIST:
        return None
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [part.strip(" \"'") for part in text[1:-1].split(",")]
    return list(value) if isinstance(value, list) else None


def _written_time(text: str) -> datetime | None:
    try:
        return _likely(datetime.fromisoformat(text))
    except ValueError:
        pass
    for form in _OTHER_TIMES:
        with suppress(ValueError):
            return _likely(datetime.strptime(text, form))
    return None


def _likely(time: datetime) -> datetime | None:
    """Return a time in UTC to the millisecond, which is what the library keeps, if it can be true."""
    try:
        time = time.replace(tzinfo=time.tzinfo or UTC).astimezone(UTC)
    except OverflowError:
        return None
    if not _EARLIEST <= time < _LATEST:
        return None
    return time.replace(microsecond=time.microsecond // 1000 * 1000)
