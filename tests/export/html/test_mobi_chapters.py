import struct

import pytest

from intake.books import mobi
from reader_app.errors import DamagedDocumentError
from reader_app.export.html.mobi_chapters import mobi_chapter

_COMPRESSION, _TRAILERS = 0, 242


def changed(book: bytes, place: int, value: int) -> bytes:
    """Return a book with another number in its first record."""
    (first,) = struct.unpack_from(">L", book, 78)
    copy = bytearray(book)
    struct.pack_into(">H", copy, first + place, value)
    return bytes(copy)


def test_packed_text_is_unpacked_with_its_runs_copies_and_spaces() -> None:
    # "<p>", a run of the two bytes of "é", "abc", a copy of three from three back, a space with "d".
    packed = b"<p>" + b"\x02\xc3\xa9" + b"abc" + bytes([0x80, 3 << 3]) + bytes([ord("d") | 0x80])

    text = mobi_chapter(changed(mobi(packed), _COMPRESSION, 2))

    assert "<p>éabcabc d</p>" in text


def test_copy_may_reach_into_itself() -> None:
    packed = b"<p>a" + bytes([0x80, (1 << 3) | 5])

    assert "<p>aaaaaaaaa</p>" in mobi_chapter(changed(mobi(packed), _COMPRESSION, 2))


def test_copy_from_before_the_beginning_is_nothing() -> None:
    packed = b"<p>a" + bytes([0xBF, 0xFF]) + b"b"

    assert "<p>ab</p>" in mobi_chapter(changed(mobi(packed), _COMPRESSION, 2))


def test_what_is_behind_the_text_of_a_record_is_not_read() -> None:
    # An entry of three bytes, whose last says so, then one byte for letters that are cut in two.
    text = b"<p>words</p>" + b"xx\x83"

    assert "xx" not in mobi_chapter(changed(mobi(text), _TRAILERS, 2))
    assert "x" not in mobi_chapter(changed(mobi(b"<p>words</p>x\x01"), _TRAILERS, 1))


def test_every_place_that_links_lead_to_has_its_name_there() -> None:
    head = b"<a filepos=%05d>1</a><a filepos=%05d>2</a><a filepos=%05d>2</a><a filepos=99999>none</a>"
    first = len(head % (0, 0, 0))
    second = first + len(b"<p>one</p>")

    text = mobi_chapter(mobi(head % (first, second, second) + b"<p>one</p><p>two</p>"))

    assert f'<a id="filepos{first}"></a><p>one</p><a id="filepos{second}"></a><p>two</p>' in text
    assert text.count('id="filepos') == 2


@pytest.mark.parametrize("length", [0, 40, 79, 90, 120])
def test_book_that_is_cut_off_is_refused(length: int) -> None:
    with pytest.raises(DamagedDocumentError):
        mobi_chapter(mobi(b"<p>words</p>")[:length])
