"""A Mobipocket book that the tests make themselves, record by record."""

import struct
from collections.abc import Iterable

_HEADER = 232
_RECORD = 4096


def mobi(
    text: bytes,
    title: bytes = b"A Book",
    fields: Iterable[tuple[int, bytes]] = (),
    compression: int = 1,
    encryption: int = 0,
    kind: bytes = b"BOOKMOBI",
) -> bytes:
    """Return a book; ``compression`` 2 packs the text as PalmDOC does, in runs of literals."""
    pieces = [text[place : place + _RECORD] for place in range(0, len(text), _RECORD)]
    records = [_as_literals(piece) if compression == 2 else piece for piece in pieces] or [b""]
    stated = b"".join(struct.pack(">LL", number, 8 + len(value)) + value for number, value in fields)
    count = len(list(fields))
    extension = b"EXTH" + struct.pack(">LL", 12 + len(stated), count) + stated if count else b""
    header = bytearray(_HEADER)
    header[:4] = b"MOBI"
    struct.pack_into(">LLLLL", header, 4, _HEADER, 2, 65001, 1, 6)
    struct.pack_into(">LLL", header, 68, 16 + _HEADER + len(extension), len(title), 9)
    for place in (64, 92):  # the first record that is no text, the first picture
        struct.pack_into(">L", header, place, len(records) + 1)
    struct.pack_into(">L", header, 112, 0x40 if count else 0)
    first = struct.pack(">HHLHHHH", compression, 0, len(text), len(records), _RECORD, encryption, 0)
    return _database(title, kind, [first + bytes(header) + extension + title + b"\x00\x00", *records])


def _database(name: bytes, kind: bytes, records: list[bytes]) -> bytes:
    head = name[:31].ljust(32, b"\x00") + bytes(28) + kind + struct.pack(">LLH", 0, 0, len(records))
    place = len(head) + 8 * len(records) + 2
    table = b""
    for number, record in enumerate(records):
        table += struct.pack(">LL", place, number)
        place += len(record)
    return head + table + b"\x00\x00" + b"".join(records)


def _as_literals(piece: bytes) -> bytes:
    runs = (piece[place : place + 8] for place in range(0, len(piece), 8))
    return b"".join(bytes([len(run)]) + run for run in runs)
