"""How texts are kept: the reading text of a version as one compressed blob, and times as text.

A version's sections are packed as ``<I`` number of sections, then for each ``<II`` bytes of
characters and bytes of gaps, then all characters in UTF-8, then all gaps; the whole through zlib.
Characters and gaps stand apart because each compresses better among its own kind.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from reader_app.core.text import SectionText
from reader_app.errors import DamagedLibraryError

_COUNT = struct.Struct("<I")
_LENGTHS = struct.Struct("<II")


def packed(sections: Sequence[SectionText]) -> bytes:
    """Return the sections as one compressed blob."""
    # "surrogatepass": a broken character must not shift the offsets after it.
    chars = [section.chars.encode("utf-8", "surrogatepass") for section in sections]
    gaps = [section.gaps for section in sections]
    lengths = (_LENGTHS.pack(len(char), len(gap)) for char, gap in zip(chars, gaps, strict=True))
    return zlib.compress(b"".join((_COUNT.pack(len(sections)), *lengths, *chars, *gaps)))


def unpacked(blob: bytes) -> list[tuple[str, bytes]]:
    """Return the characters and gaps of each section.

    Raises:
        DamagedLibraryError: The blob is not what ``packed`` made.
    """
    try:
        return _unpack(zlib.decompress(blob))
    except (zlib.error, struct.error, UnicodeDecodeError) as error:
        message = "Cannot read the article's text: the library's file is damaged."
        raise DamagedLibraryError(message) from error


def _unpack(data: bytes) -> list[tuple[str, bytes]]:
    (count,) = _COUNT.unpack_from(data)
    end_of_lengths = _COUNT.size + count * _LENGTHS.size
    lengths = list(_LENGTHS.iter_unpack(data[_COUNT.size : end_of_lengths]))
    chars = _sliced(data, end_of_lengths, (char for char, _ in lengths))
    gaps_start = end_of_lengths + sum(char for char, _ in lengths)
    gaps = _sliced(data, gaps_start, (gap for _, gap in lengths))
    return [(char.decode("utf-8", "surrogatepass"), gap) for char, gap in zip(chars, gaps, strict=True)]


def _sliced(data: bytes, start: int, lengths: Iterable[int]) -> list[bytes]:
    parts = []
    for length in lengths:
        parts.append(data[start : start + length])
        start += length
    return parts


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
