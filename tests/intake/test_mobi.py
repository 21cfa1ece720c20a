"""Mobipocket and Kindle books: what they say of themselves, and that they are read."""

import contextlib
from pathlib import Path

import pytest

from intake.books import mobi
from intake.sources import visible
from reader_app.core.article import Metadata
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import open_document
from reader_app.errors import IntakeError, ReaderError, UnsupportedFormatError
from reader_app.intake.mobi import read

TEXT = "<html><body><h1>Terns</h1>" + "<p>Größe – “quoted” words of the bay.</p>" * 300 + "</body></html>"


def test_a_book_is_its_own_reading_file_and_says_what_it_is() -> None:
    fields = [
        (100, b"Ann Lee"),
        (100, "Bo Ék".encode()),
        (101, b"Coast Press"),
        (106, b"2019-03-04"),
        (524, b"en-GB"),
    ]

    taken = read(mobi(TEXT.encode(), title="Térns".encode(), fields=fields), "a.azw")

    assert (taken.reading, taken.media_type, taken.original_suffix) == (
        None,
        "application/x-mobipocket-ebook",
        ".azw",
    )
    assert taken.metadata == Metadata(
        title="Térns",
        authors=("Ann Lee", "Bo Ék"),
        site="Coast Press",
        published="2019-03-04",
        language="en-GB",
    )


def test_a_title_in_the_fields_is_newer_than_the_one_in_the_header() -> None:
    assert read(mobi(b"x", title=b"Old", fields=[(503, b"New")]), "a.mobi").metadata.title == "New"


@pytest.mark.parametrize("compression", [1, 2])
def test_every_word_is_laid_out(tmp_path: Path, compression: int) -> None:
    path = tmp_path / "a.mobi"
    path.write_bytes(mobi(TEXT.encode(), compression=compression))

    with open_document(path, "application/x-mobipocket-ebook") as document:
        document.lay_out(ReadingStyle())
        text = "".join(section.chars for section in document.section_texts())

    assert document.reflows
    assert text == visible("Terns" + "Größe – “quoted” words of the bay." * 300)


def test_a_palm_document_is_read_too() -> None:
    assert read(mobi(b"Words.", kind=b"TEXtREAd"), "a.pdb").metadata.title == "A Book"


@pytest.mark.parametrize(("more", "what"), [({"encryption": 2}, "DRM"), ({"compression": 17480}, "EPUB")])
def test_a_book_that_cannot_be_unpacked_is_refused(more: dict[str, int], what: str) -> None:
    with pytest.raises(UnsupportedFormatError, match=what):
        read(mobi(b"x", **more), "a.mobi")  # type: ignore[arg-type]


def test_a_book_cut_off_or_spoilt_anywhere_is_a_book_or_a_sentence() -> None:
    source = mobi(b"<p>Words</p>", fields=[(100, b"Ann Lee")])

    for place in range(0, len(source), 3):
        spoilt = bytearray(source)
        spoilt[place] ^= 0xFF
        for broken in (source[:place], bytes(spoilt)):
            with contextlib.suppress(ReaderError):
                read(broken, "a.mobi")


def test_the_beginning_of_a_book_alone_is_refused() -> None:
    with pytest.raises(IntakeError, match="incomplete"):
        read(mobi(b"<p>Words</p>")[:90], "a.mobi")
