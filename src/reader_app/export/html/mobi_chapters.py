"""Reads the text of a Mobipocket book as HTML with its pictures inside; cleaning it is left to others.

Which books can be read at all was decided when they were saved.
"""

import re
import struct
from collections.abc import Callable
from itertools import pairwise

from lxml import etree

from reader_app.errors import DamagedDocumentError
from reader_app.export.html.drawn_pictures import picture_address

_RECORD_COUNT, _RECORDS = 76, 78
_PALMDOC = 2
_ENCODINGS = {1252: "cp1252", 65001: "utf-8"}
_ENCODING, _FIRST_PICTURE, _TRAILERS = 28, 108, 242  # places in the first record
_LINK = re.compile(rb"filepos\s*=\s*[\"']?(\d{1,10})")
_LARGEST = 256 << 20  # bytes of text


def mobi_chapter(source: bytes) -> str:
    """Return the text of a book as HTML.

    Raises:
        DamagedDocumentError: Its records are not where it says.
    """
    try:
        records = _records(source)
        text, encoding = _text(records)
        first_picture = _number(records[0], _FIRST_PICTURE, ">L")
    except (struct.error, IndexError) as error:
        raise DamagedDocumentError("The book is damaged and cannot be read.") from error

    def picture(number: int) -> bytes:
        place = first_picture + number - 1
        return records[place] if 0 < first_picture <= place < len(records) else b""

    return _linked(_with_places(text).decode(encoding, errors="replace"), picture)


def _records(source: bytes) -> list[bytes]:
    (count,) = struct.unpack_from(">H", source, _RECORD_COUNT)
    starts = [start for start, _ in struct.iter_unpack(">LL", source[_RECORDS : _RECORDS + 8 * count])]
    ends = [*starts[1:], len(source)]
    return [source[start:end] for start, end in zip(starts, ends, strict=True)]


def _text(records: list[bytes]) -> tuple[bytes, str]:
    compression, count = struct.unpack_from(">HxxxxxxH", records[0])
    trailers = _number(records[0], _TRAILERS, ">H")
    parts: list[bytes] = []
    size = 0
    for record in records[1 : count + 1]:
        packed = _without_trailers(record, trailers)
        parts.append(_unpacked(packed) if compression == _PALMDOC else packed)
        size += len(parts[-1])
        if size > _LARGEST:
            raise DamagedDocumentError("The book unpacks to more than this program reads.")
    return b"".join(parts), _ENCODINGS.get(_number(records[0], _ENCODING, ">L"), "cp1252")


def _number(record: bytes, place: int, form: str) -> int:
    """Return a number of the header, 0 where it is too short to have that."""
    if record[16:20] != b"MOBI" or place + struct.calcsize(form) > 16 + _header_length(record):
        return 0
    number: int = struct.unpack_from(form, record, place)[0]
    return number


def _header_length(record: bytes) -> int:
    length: int = struct.unpack_from(">L", record, 20)[0]
    return length


def _without_trailers(record: bytes, flags: int) -> bytes:
    """Return a record without what is behind its text; the flags say of which kinds there is something."""
    for _ in range((flags >> 1).bit_count()):
        size = 0
        for byte in record[-4:]:
            size = 0 if byte & 0x80 else size
            size = size << 7 | byte & 0x7F
        record = record[: len(record) - size]
    if flags & 1 and record:
        record = record[: len(record) - (record[-1] & 3) - 1]
    return record


def _unpacked(record: bytes) -> bytes:
    """Return what PalmDOC packed: bytes, runs, a space with a letter, copies of what came before."""
    text = bytearray()
    at = 0
    while at < len(record):
        byte = record[at]
        at += 1
        if 1 <= byte <= 8:
            text += record[at : at + byte]
            at += byte
        elif byte < 0x80:
            text.append(byte)
        elif byte >= 0xC0:
            text += bytes((0x20, byte ^ 0x80))
        elif at < len(record):
            pair = byte << 8 | record[at]
            at += 1
            distance, length = pair >> 3 & 0x7FF, (pair & 7) + 3
            for _ in range(length if 0 < distance <= len(text) else 0):
                text.append(text[-distance])
    return bytes(text)


def _with_places(text: bytes) -> bytes:
    """Give the places that links lead to by their offsets names."""
    places = sorted({place for place in map(int, _LINK.findall(text)) if place <= len(text)})
    pieces = [text[: places[0]]] if places else [text]
    for place, following in pairwise([*places, len(text)]):
        pieces += (b'<a id="filepos%d"></a>' % place, text[place:following])
    return b"".join(pieces)


def _linked(markup: str, picture: Callable[[int], bytes]) -> str:
    root = etree.fromstring(
        markup.encode() or b"<p>", etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    )
    if root is None:
        return ""
    for link in root.iter("a"):
        if (place := link.get("filepos", "")).isdecimal():
            link.set("href", f"#filepos{int(place)}")
    for image in root.iter("img"):
        number = image.get("recindex", "")
        image.set("src", picture_address(picture(int(number))) if number.isdecimal() else "")
    return etree.tostring(root, method="html", encoding="unicode")
