"""EPUB and FictionBook: what they say of themselves, and what is refused."""

import contextlib
import io
import posixpath
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from lxml import etree

from intake.office import zipped
from intake.sources import epub, fb2, visible
from reader_app.core.article import Metadata
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import open_document
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake import epub as epub_intake
from reader_app.intake import fb2 as fb2_intake
from reader_app.intake import pdf as pdf_intake

ENTITY_BOMB = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1 if n else str()};" * 10}">' for n in range(9))
    + "]>"
)


def encryption(algorithm: str) -> bytes:
    return (
        '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
        f'<enc:EncryptionMethod Algorithm="{algorithm}"/></enc:EncryptedData></encryption>'
    ).encode()


def test_an_epub_is_its_own_reading_file_and_says_what_it_is() -> None:
    source = epub(
        "<dc:title>The  Terns</dc:title><dc:title>A subtitle</dc:title>"
        '<dc:creator id="a">Ann Lee</dc:creator><dc:creator id="b">Bo Ek</dc:creator>'
        '<meta refines="#b" property="role">ill</meta>'
        "<dc:publisher>Coast Press</dc:publisher><dc:date>2019-03</dc:date>"
        "<dc:language>en-GB</dc:language><dc:source>https://coast.example/b</dc:source>"
    )

    taken = epub_intake.read(source, "a.epub")

    assert (taken.reading, taken.media_type, taken.suffix) == (
        None,
        "application/epub+zip",
        ".epub",
    )
    assert taken.metadata == Metadata(
        title="The Terns",
        authors=("Ann Lee",),
        site="Coast Press",
        url="https://coast.example/b",
        published="2019-03",
        language="en-GB",
    )


def test_an_epub_without_a_title_is_named_after_its_file() -> None:
    assert epub_intake.read(epub(metadata=""), "The_Terns.epub").metadata.title == "The Terns"


@pytest.mark.parametrize("name", ["../../outside", "/etc/passwd", "C:\\windows\\x", "..\\..\\x", "a/../../x"])
def test_an_epub_with_a_name_that_leads_out_is_refused(name: str) -> None:
    with pytest.raises(IntakeError, match="out of its folder"):
        epub_intake.read(epub(members=[(name, b"x")]), "a.epub")


def test_an_epub_that_swells_up_is_refused() -> None:
    with pytest.raises(IntakeError, match="far more"):
        epub_intake.read(epub(members=[("bomb", bytes(64 << 20))]), "a.epub")


def test_an_epub_with_a_package_too_large_is_refused() -> None:
    with pytest.raises(IntakeError, match="more than this program reads"):
        epub_intake.read(epub(package="<package>" + " " * (17 << 20) + "</package>"), "a.epub")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("META-INF/encryption.xml", encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc")),
        ("META-INF/license.lcpl", b"{}"),
    ],
)
def test_a_locked_epub_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnsupportedFormatError, match="DRM"):
        epub_intake.read(epub(members=[(name, content)]), "a.epub")


@pytest.mark.parametrize(
    "algorithm", ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"]
)
def test_scrambled_fonts_do_not_lock_an_epub(algorithm: str) -> None:
    source = epub(members=[("META-INF/encryption.xml", encryption(algorithm))])

    assert epub_intake.read(source, "a.epub").metadata.title == "A Book"


def test_an_epub_cut_off_or_spoilt_anywhere_is_an_error_of_the_world() -> None:
    source = epub()

    for place in range(0, len(source), 7):
        spoilt = bytearray(source)
        spoilt[place] ^= 0xFF
        for broken in (source[:place], bytes(spoilt)):
            # Anything else fails the test.
            with contextlib.suppress(IntakeError, UnsupportedFormatError):
                epub_intake.read(broken, "a.epub")


@pytest.mark.parametrize(
    "package",
    ["<package", "", ENTITY_BOMB + "<package><metadata><title>&a8;</title></metadata></package>"],
)
def test_an_epub_with_a_broken_or_hostile_package_is_refused(package: str) -> None:
    with pytest.raises(IntakeError):
        epub_intake.read(epub(package=package), "a.epub")


def test_a_fictionbook_is_its_own_reading_file_and_says_what_it_is() -> None:
    source = fb2(
        "<author><first-name>Лев</first-name><middle-name>Николаевич</middle-name>"
        "<last-name>Толстой</last-name></author><author><nickname>anon</nickname></author>"
        '<book-title>Война и мир</book-title><lang>ru</lang><date value="1869-01-01">1869</date>'
    )

    taken = fb2_intake.read(source, "a.fb2")

    assert (taken.reading, taken.media_type) == (None, "application/x-fictionbook+xml")
    assert taken.metadata == Metadata(
        title="Война и мир",
        authors=("Лев Николаевич Толстой", "anon"),
        published="1869-01-01",
        language="ru",
    )


@pytest.mark.parametrize(
    "head",
    [ENTITY_BOMB, '<!DOCTYPE FictionBook [<!ENTITY a SYSTEM "file:///etc/passwd">]>'],
)
def test_a_fictionbook_with_entities_is_refused(head: str) -> None:
    with pytest.raises(IntakeError):
        fb2_intake.read(fb2("<book-title>&a;</book-title>", head=head), "a.fb2")


def test_a_fictionbook_cut_off_is_refused() -> None:
    with pytest.raises(IntakeError, match="damaged"):
        fb2_intake.read(fb2()[:-20], "a.fb2")


def test_a_fictionbook_without_text_is_refused() -> None:
    with pytest.raises(IntakeError, match="no text"):
        fb2_intake.read(b"<FictionBook><description/></FictionBook>", "a.fb2")


def test_a_pdf_is_its_own_reading_file_named_after_its_address() -> None:
    taken = pdf_intake.read(b"%PDF-1.7\n" + b"x" * 100, "https://coast.example/The_Terns.pdf?x=1")

    assert (taken.reading, taken.suffix) == (None, ".pdf")
    assert taken.metadata == Metadata(title="The Terns", url="https://coast.example/The_Terns.pdf?x=1")


def test_the_beginning_of_a_pdf_alone_is_refused() -> None:
    with pytest.raises(IntakeError, match="incomplete"):
        pdf_intake.read(b"%PDF-1.7\n", "a.pdf")


def test_a_zipped_fictionbook_is_read_from_an_unpacked_copy() -> None:
    taken = fb2_intake.read(zipped([("folder/book.FB2", fb2())]), "book.fb2.zip")

    assert (taken.metadata.title, taken.reading) == ("A Book", fb2())
    assert (taken.suffix, taken.original_suffix) == (".fb2", ".zip")


@pytest.mark.parametrize(
    "members",
    [
        [("a.fb2", fb2()), ("b.fb2", fb2())],
        [("a.fb2", fb2(head=ENTITY_BOMB))],
        [("a.fb2", fb2()), ("../b", b"")],
        [("a.fb2", fb2()[:-20])],
    ],
    ids=["two", "entities", "path", "cut off"],
)
def test_a_zipped_fictionbook_that_is_none_is_refused(members: list[tuple[str, bytes]]) -> None:
    with pytest.raises(IntakeError, match=r"\.$"):
        fb2_intake.read(zipped(members), "a.fb2.zip")


def test_nobody_is_an_author() -> None:
    title_info = "<author><nickname>Unknown</nickname></author><book-title>A</book-title>"

    assert fb2_intake.read(fb2(title_info), "a.fb2").metadata.authors == ()
    assert epub_intake.read(epub("<dc:creator>Unknown</dc:creator>"), "a.epub").metadata.authors == ()


def spine_text(source: bytes) -> str:
    """Return the visible characters of a book's documents in reading order, by a parser of its own."""
    with zipfile.ZipFile(io.BytesIO(source)) as archive:
        container = etree.fromstring(archive.read("META-INF/container.xml"))
        path = next(container.iter("{*}rootfile")).get("full-path", "")
        package = etree.fromstring(archive.read(path))
        places = {item.get("id"): item.get("href", "") for item in package.iter("{*}item")}
        names = [places[reference.get("idref")] for reference in package.iter("{*}itemref")]
        documents = [
            archive.read(posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name))))
            for name in names
        ]
    return text_of_bodies(documents)


def text_of_bodies(documents: list[bytes]) -> str:
    parser = etree.XMLParser(recover=True, no_network=True)
    bodies = [body for document in documents for body in etree.fromstring(document, parser).iter("{*}body")]
    for body in bodies:
        etree.strip_elements(body, "{*}script", "{*}style", with_tail=False)
    return visible("".join("".join(body.itertext()) for body in bodies))


def shown_text(path: Path, media_type: str) -> str:
    with open_document(path, media_type) as document:
        document.lay_out(ReadingStyle(line_height=1.2))
        return "".join(section.chars for section in document.section_texts())


def test_every_word_of_the_books_of_the_corpus_is_shown_in_order(corpus: Path) -> None:
    for path in sorted([*(corpus / "epub").iterdir(), *(corpus / "fb2").iterdir()]):
        source = path.read_bytes()
        is_epub = path.suffix == ".epub"
        taken = (epub_intake if is_epub else fb2_intake).read(source, path.name)

        shown = iter(shown_text(path, taken.media_type))

        # MuPDF adds the marks of lists and quotations.
        expected = spine_text(source) if is_epub else text_of_bodies([source])
        assert all(character in shown for character in expected), path.name
