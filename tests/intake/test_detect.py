import io
import random
import tracemalloc
import zipfile

import pytest

from intake.books import mobi
from intake.office import docx, flat_odt, odt, zipped
from intake.sources import epub, fb2
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.detect import Format, detect

OLD_OFFICE = b"\xd0\xcf\x11\xe0" + bytes(100)
MARKDOWN = b"# A heading\n\nSome **strong** words and [a link](https://example.org).\n"
PROSE = b"A headline\nA paragraph that says something.\nAnother one.\n"


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        (b"%PDF-1.7\n" + b"x" * 100, "a.txt", Format.PDF),
        (epub(), "a.zip", Format.EPUB),
        (fb2(), "a.xml", Format.FB2),
        (zipped([("book.FB2", fb2())]), "a.zip", Format.FB2),
        (docx("<w:p/>"), "a.zip", Format.DOCX),
        (odt("<text:p/>"), "a.doc", Format.ODT),
        (flat_odt("<text:p/>"), "a.xml", Format.ODT),
        (mobi(b"<html>x</html>"), "a.epub", Format.MOBI),
        (b"\xef\xbb\xbf{\\rtf1 text}", "a.doc", Format.RTF),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related;\n boundary=x\n\n--x", "", Format.MHTML),
        (b"From: a@example.org\r\nReceived: x\r\n y\r\n\r\nText", "a.txt", Format.MHTML),
        (b"From: Ann\nSubject: Terns\n\nA letter as text.", "a.txt", Format.TEXT),
        (b"Title: Terns\nContent-Type: text\nand so on, in a line", "a.txt", Format.TEXT),
        (b"<!DOCTYPE html><p>Text", "a.txt", Format.HTML),
        (b"<!-- saved from url=(19)https://example.org/ --><html><body>x", "", Format.HTML),
        (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>', "", Format.HTML),
        (b"<p>Only a part</p> of a page", "part.html", Format.HTML),
        (b"<p>Only a part</p><p>of a page</p>", "", Format.HTML),
        (MARKDOWN, "a.md", Format.MARKDOWN),
        (MARKDOWN, "", Format.MARKDOWN),
        (b"---\ntitle: A\ndate: 2024-01-01\n---\n\n> Quoted\n", "", Format.MARKDOWN),
        (PROSE, "a.md", Format.MARKDOWN),
        (PROSE, "a.txt", Format.TEXT),
        (PROSE, "", Format.TEXT),
        (b"# not a heading\n\n- but a list\n", "notes.txt", Format.TEXT),
        ("Привет, мир. Как дела?".encode("utf-16"), "", Format.TEXT),
    ],
)
def test_the_content_decides_and_the_name_only_tips_the_balance(
    source: bytes, name: str, expected: Format
) -> None:
    assert detect(source, name) is expected


@pytest.mark.parametrize("source", [b"", b"   \r\n", b"\xef\xbb\xbf", b"\x00" * 50])
def test_an_empty_file_is_refused(source: bytes) -> None:
    with pytest.raises(IntakeError, match="empty"):
        detect(source, "a.txt")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "picture"),
        (b"\x1f\x8b\x08" + b"\x00" * 50, "gzip"),
        (b"\x7fELF" + b"\x00" * 50, "program"),
        (b"<?xml version='1.0'?><svg/>", "a picture"),
        (b"<?xml version='1.0'?><data/>", "XML"),
        (b'<?xml version="1.0"?><pkg:package xmlns:pkg="x"/>', "save it as .docx"),
        (OLD_OFFICE + "WordDocument".encode("utf-16-le"), r"\.doc\); save it as \.docx"),
        (OLD_OFFICE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLD_OFFICE + "Workbook".encode("utf-16-le"), "Excel"),
        (OLD_OFFICE, "old Office"),
        (b"TPZ0" + b"x" * 50, "Topaz"),
        (random.Random(7).randbytes(5_000), "neither text"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(source: bytes, what: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=what):
        detect(source, "article.txt")


@pytest.mark.parametrize(
    ("member", "what"),
    [
        ("xl/workbook.xml", "Excel"),
        ("ppt/presentation.xml", "PowerPoint"),
        ("Index/Document.iwa", "Pages"),
        ("photo.jpg", "zip archive"),
    ],
)
def test_a_zip_that_is_no_book_is_refused_by_name(member: str, what: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(member, "x")

    with pytest.raises(UnsupportedFormatError, match=what):
        detect(buffer.getvalue(), "a.epub")


def test_a_zip_that_was_cut_off_is_damaged() -> None:
    with pytest.raises(IntakeError, match="damaged"):
        detect(epub()[:200], "a.epub")


def test_an_opendocument_table_is_refused_by_name() -> None:
    table = zipped(
        [("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", b"<x/>")]
    )

    with pytest.raises(UnsupportedFormatError, match="OpenDocument spreadsheet"):
        detect(table, "a.ods")


def test_thousands_of_comments_are_passed_over_once() -> None:
    comments = b"<!-- a -->\n<?b?>" * 3_000

    assert detect(comments + b"<!doctype html><p>x", "a") is Format.HTML
    assert detect(comments + b"and no element at all", "a.txt") is Format.TEXT


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 60_000,
        b"[a](" * 15_000,
        b"---\n" + b"a:\n" * 20_000,
        b"subject: x\r\n " + b" " * 60_000,
    ],
    ids=["brackets", "links", "front matter", "fields"],
)
def test_text_that_begins_like_something_a_thousand_times_is_text(content: bytes) -> None:
    assert detect(content, "a") is Format.TEXT


def test_a_book_whose_type_swells_up_is_not_unpacked_to_see_it() -> None:
    content = bytearray(zipped([("mimetype", bytes(200 << 20)), ("content.xml", b"<x/>")]))
    size_in_table = content.index(b"PK\x01\x02") + 24
    content[size_in_table : size_in_table + 4] = (20).to_bytes(4, "little")
    tracemalloc.start()
    try:
        kind = detect(bytes(content), "a.odt")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert kind is Format.ODT
    assert most < 10 << 20
