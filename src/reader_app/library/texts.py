"""How texts are kept: the reading text of a version as one compressed blob, and times as text.

A version's sections are packed as ``<I`` number of sections, then for each ``<III`` bytes of
characters, of gaps and of spellings, then all characters in UTF-8, all gaps, all spellings; the whole
through zlib. They stand apart because each compresses better among its own kind. A spelling is three
words, each with a space after it: characters since the one before, characters, what is read instead.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from reader_app.core.text import SectionText, Spelling
from reader_app.errors import DamagedLibraryError

_COUNT = struct.Struct("<I")
_LENGTHS = struct.Struct("<III")


def packed(sections: Sequence[SectionText]) -> bytes:
    """Return the sections as one compressed blob."""
    chars = [_encoded(section.chars) for section in sections]
    gaps = [section.gaps for section in sections]
    spellings = [_encoded("".join(_words(section.spellings))) for section in sections]
    lengths = (_LENGTHS.pack(*map(len, parts)) for parts in zip(chars, gaps, spellings, strict=True))
    return zlib.compress(b"".join((_COUNT.pack(len(sections)), *lengths, *chars, *gaps, *spellings)))


def unpacked(blob: bytes) -> list[SectionText]:
    """Return the sections.

    Raises:
        DamagedLibraryError: The blob is not what ``packed`` made.
    """
    try:
        return _unpack(zlib.decompress(blob))
    except (zlib.error, struct.error, ValueError) as error:
        message = "Cannot read the article's text: the library's file is damaged."
        raise DamagedLibraryError(message) from error


def _unpack(data: bytes) -> list[SectionText]:
    (count,) = _COUNT.unpack_from(data)
    start = _COUNT.size + count * _LENGTHS.size
    kinds: list[list[bytes]] = []
    for lengths in zip(*_LENGTHS.iter_unpack(data[_COUNT.size : start]), strict=True):
        kinds.append(_sliced(data, start, lengths))
        start += sum(lengths)
    if start != len(data):
        message = f"{len(data)} bytes where the lengths say {start}"
        raise ValueError(message)
    return [
        SectionText(_decoded(chars), gaps, tuple(_spellings(_decoded(words).split())))
        for chars, gaps, words in zip(*kinds, strict=True)
    ]


def _sliced(data: bytes, start: int, lengths: Iterable[int]) -> list[bytes]:
    parts = []
    for length in lengths:
        parts.append(data[start : start + length])
        start += length
    return parts


def _words(spellings: Iterable[Spelling]) -> Iterator[str]:
    done = 0
    for spelling in spellings:
        yield f"{spelling.start - done} {spelling.end - spelling.start} {spelling.raw} "
        done = spelling.end


def _spellings(words: Sequence[str]) -> Iterator[Spelling]:
    done = 0
    for since, length, raw in zip(words[::3], words[1::3], words[2::3], strict=True):
        start = done + int(since)
        done = start + int(length)
        yield Spelling(start, done, raw)


def _encoded(text: str) -> bytes:
    # A broken character must not shift the offsets after it.
    return text.encode("utf-8", "surrogatepass")


def _decoded(text: bytes) -> str:
    return text.decode("utf-8", "surrogatepass")


def storable(text: str) -> str:
    """Return the text without lone surrogates, which SQLite cannot keep as UTF-8.

    The clipboard and broken files bring them; each becomes U+FFFD, so that the rest is saved.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def time_to_text(time: datetime) -> str:
    """Return a time as ISO 8601 in UTC, of fixed length, so that text order is time order."""
    return time.astimezone(UTC).isoformat(timespec="microseconds")


def text_to_time(text: str) -> datetime:
    """Return the time that ``time_to_text`` wrote."""
    return datetime.fromisoformat(text)
