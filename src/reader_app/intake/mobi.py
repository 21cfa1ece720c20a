"""A Mobipocket or Kindle book to an article: the book is its own reading file, checked and named here.

The text itself is read where documents are opened.
"""

import struct
from collections.abc import Iterator

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.outcome import Intake, is_address, one_line, suffix_of, title_from_name
from reader_app.intake.stated_metadata import is_somebody
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.values import date_or_nothing, language_or_nothing

SUFFIXES = (".mobi", ".azw", ".azw3", ".prc", ".pdb")

_RECORD_COUNT, _RECORDS = 76, 78
_COMPRESSIONS = (1, 2)  # none, PalmDOC
_ENCODINGS = {1252: "cp1252", 65001: "utf-8"}
_HAS_EXTH = 0x40
_AUTHOR, _PUBLISHER, _DATE, _TITLE, _LANGUAGE = 100, 101, 106, 503, 524
_MOST_FIELDS = 1_000


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a book is.

    Raises:
        IntakeError: The book is damaged or incomplete.
        UnsupportedFormatError: It is locked, or packed in a way that cannot be undone here.
    """
    try:
        first = _first_record(source)
        compression, encryption = struct.unpack_from(">H10xH", first)
        metadata = _metadata(first, source, name, around)
    except (struct.error, IndexError) as error:
        raise IntakeError("The Kindle book is damaged or incomplete.") from error
    if encryption:
        raise UnsupportedFormatError("The book is locked by its seller (DRM) and cannot be read here.")
    if compression not in _COMPRESSIONS:
        raise UnsupportedFormatError(
            "The Kindle book is packed in a way that this program does not read; an EPUB of it can be read."
        )
    return Intake(
        metadata=metadata,
        media_type="application/x-mobipocket-ebook",
        reading=None,
        suffix=".mobi",
        original_suffix=suffix_of(name, SUFFIXES),
    )


def _first_record(source: bytes) -> bytes:
    """Return the record that describes the book.

    Raises:
        IntakeError: Records are missing.
    """
    (count,) = struct.unpack_from(">H", source, _RECORD_COUNT)
    starts = [start for start, _ in struct.iter_unpack(">LL", source[_RECORDS : _RECORDS + 8 * count])]
    if count < 2 or len(starts) < count or starts != sorted(starts) or starts[-1] > len(source):
        raise IntakeError("The Kindle book is damaged or incomplete.")
    return source[starts[0] : starts[1]]


def _metadata(first: bytes, source: bytes, name: str, around: Surroundings) -> Metadata:
    stated: dict[int, list[str]] = {}
    title = ""
    if first[16:20] == b"MOBI":
        length, _, encoding = struct.unpack_from(">LLL", first, 20)
        codec = _ENCODINGS.get(encoding, "cp1252")
        offset, size = struct.unpack_from(">LL", first, 84)
        title = first[offset : offset + size].decode(codec, errors="replace")
        # The header of an old book is shorter than the place of the flags.
        flags = struct.unpack_from(">L", first, 128)[0] if length >= 116 else 0
        if flags & _HAS_EXTH:
            for kind, content in _fields(first, 16 + length):
                stated.setdefault(kind, []).append(one_line(content.decode(codec, errors="replace")))

    def value(kind: int) -> str:
        return next((line for line in stated.get(kind, ()) if line), "")

    database = source[:31].split(b"\x00")[0].decode("cp1252", errors="replace").replace("_", " ")
    return Metadata(
        title=one_line(value(_TITLE) or title.strip("\x00") or database) or title_from_name(name),
        authors=tuple(dict.fromkeys(filter(is_somebody, stated.get(_AUTHOR, ())))),
        site=value(_PUBLISHER),
        url=around.address or (name if is_address(name) else ""),
        published=date_or_nothing(value(_DATE)),
        language=language_or_nothing(value(_LANGUAGE)),
    )


def _fields(first: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Yield the kinds and values of the fields that describe the book further."""
    if first[start : start + 4] != b"EXTH":
        return
    (count,) = struct.unpack_from(">L", first, start + 8)
    place = start + 12
    for _ in range(min(count, _MOST_FIELDS)):
        kind, length = struct.unpack_from(">LL", first, place)
        if length < 8:
            return
        yield kind, first[place + 8 : place + length]
        place += length
