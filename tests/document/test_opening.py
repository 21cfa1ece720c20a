from pathlib import Path

import pymupdf
import pytest

from document.files import paragraphs, write_article, write_book
from reader_app.core.layout import PageColors, ReadingStyle
from reader_app.document.opening import Document, open_document
from reader_app.errors import (
    DamagedDocumentError,
    DocumentError,
    PasswordRequiredError,
    UnsupportedFormatError,
)

HTML, EPUB, PDF = "text/html", "application/epub+zip", "application/pdf"


def write_pdf(path: Path, pages: int = 3, **options: object) -> Path:
    with pymupdf.open() as pdf:
        for number in range(pages):
            pdf.new_page(width=300, height=200).insert_text((40, 60), f"Page {number} of words")
        pdf.save(path, **options)
    return path


def test_files_of_no_known_kind_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormatError, match="image/png"):
        open_document(write_pdf(tmp_path / "a.pdf"), "image/png")


@pytest.mark.parametrize("media_type", [HTML, EPUB, PDF])
def test_missing_file_is_told(tmp_path: Path, media_type: str) -> None:
    with pytest.raises(DocumentError, match="missing"):
        open_document(tmp_path / "none", media_type)


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 nothing more", b"PK\x03\x04 nothing", b"\x00" * 5000])
@pytest.mark.parametrize("media_type", [EPUB, PDF])
def test_damaged_file_is_told(tmp_path: Path, content: bytes, media_type: str) -> None:
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(DamagedDocumentError, match="damaged"):
        open_document(tmp_path / "a", media_type).layout  # noqa: B018


def test_pdf_without_a_page_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj "
        b"trailer<</Root 1 0 R/Size 3>>"
    )

    with pytest.raises(DamagedDocumentError):
        open_document(tmp_path / "a.pdf", PDF)


def test_encrypted_pdf_opens_with_its_password_only(tmp_path: Path) -> None:
    source = write_pdf(
        tmp_path / "a.pdf", encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="right", owner_pw="x"
    )

    with pytest.raises(PasswordRequiredError, match="asks for a password"):
        open_document(source, PDF)
    with pytest.raises(PasswordRequiredError, match="does not open"):
        open_document(source, PDF, "wrong")
    with open_document(source, PDF, "right") as document:
        assert document.page_text(1).text.reading == "Page 1 of words"


def test_forbidden_annotations_are_told(tmp_path: Path) -> None:
    source = write_pdf(
        tmp_path / "a.pdf",
        encryption=pymupdf.PDF_ENCRYPT_AES_256,
        owner_pw="x",
        permissions=int(pymupdf.PDF_PERM_PRINT),
    )

    with open_document(source, PDF) as document:
        assert not document.layout.may_annotate
    with open_document(write_pdf(tmp_path / "b.pdf"), PDF) as document:
        assert document.layout.may_annotate


def reading_or_error(document: Document, page: int) -> str:
    try:
        document.render(page, 1.0, (0, 0, 9, 9), PageColors(), memoryview(bytearray(243)))
        return document.page_text(page).text.reading
    except DamagedDocumentError as error:
        return str(error)


def test_one_broken_page_does_not_hide_the_others(tmp_path: Path) -> None:
    with pymupdf.open(write_pdf(tmp_path / "whole.pdf")) as pdf:
        pdf.update_object(pdf[1].xref, "null")
        pdf.save(tmp_path / "a.pdf")

    with open_document(tmp_path / "a.pdf", PDF) as document:
        readings = [reading_or_error(document, page) for page in range(len(document.layout.pages))]

        assert {"Page 0 of words", "Page 2 of words"} <= set(readings)
        assert len(document.section_texts()) == len(document.layout.pages)


def test_file_deleted_after_opening_is_told_when_it_is_laid_out_anew(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", paragraphs(3))
    with open_document(source, HTML) as document:
        document.lay_out(ReadingStyle())
        source.unlink()

        assert document.page_text(0).text.reading.startswith("Number 0")
        assert document.lay_out(ReadingStyle(font_size=20)).pages
        for _ in range(2):
            with pytest.raises(DocumentError, match="missing"):
                document.lay_out(ReadingStyle(line_height=2.0))
        assert document.page_text(0).text.reading.startswith("Number 0")


LINKS = {
    "https://example.org/a": True,
    "http://example.org": True,
    "mailto:ada@example.org": True,
    "HTTPS://EXAMPLE.ORG/": True,
    "javascript:alert(1)": False,
    "file:///etc/passwd": False,
    "data:text/html,x": False,
    "ftp://example.org": False,
    "smb://host/share": False,
    "\\\\\\\\host\\\\share": False,
}


def test_only_links_to_the_web_and_mail_are_let_through(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page()
        page.insert_text((50, 50), "Words")
        for number, address in enumerate(LINKS):
            area = pymupdf.Rect(50, 50 * number, 100, 50 * number + 20)
            page.insert_link({"kind": pymupdf.LINK_URI, "from": area, "uri": address})
        page.insert_link({"kind": pymupdf.LINK_LAUNCH, "from": area, "file": "/bin/sh"})
        page.insert_link({"kind": pymupdf.LINK_GOTOR, "from": area, "file": "other.pdf", "page": 0})
        pdf.save(tmp_path / "a.pdf")

    with open_document(tmp_path / "a.pdf", PDF) as document:
        links = document.page_text(0).links

    assert [link.address for link in links] == [address for address, passes in LINKS.items() if passes]


@pytest.mark.parametrize(
    "style", [ReadingStyle(), ReadingStyle(font_size=24, width=300), ReadingStyle(line_height=2)]
)
def test_links_inside_a_book_lead_to_their_words_in_every_layout(tmp_path: Path, style: ReadingStyle) -> None:
    book = write_book(
        tmp_path / "b.epub",
        [
            "<p><a href='c1.xhtml#there'>Go there</a></p>",
            f"{paragraphs(60)}<h2 id='there'>Goal</h2>{paragraphs(3)}",
        ],
    )

    with open_document(book, EPUB) as document:
        document.lay_out(ReadingStyle(font_size=11))
        document.lay_out(style)
        link = document.page_text(0).links[0]

        assert top_of(document, link.page, "Goal") == pytest.approx(link.top, abs=2.5 * style.font_size)


def test_links_inside_a_page_lead_to_their_places(tmp_path: Path) -> None:
    body = (
        "<p>A note<a href='#note'>1</a>, <a href='#名前'>a name</a>, <a href='#none'>nothing</a>.</p>"
        f"{paragraphs(200)}<h2 id='名前'>Goal</h2>{paragraphs(20)}<p id='note'>Endnote</p>"
    )

    with open_document(write_article(tmp_path / "a.html", body), HTML) as document:
        links = document.page_text(0).links
        name, note = sorted(links, key=lambda link: (link.page, link.top))

        assert top_of(document, name.page, "Goal") == pytest.approx(name.top, abs=40)
        assert top_of(document, note.page, "Endnote") == pytest.approx(note.top, abs=40)


def test_outline_of_a_book_leads_to_its_chapters(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b.epub", [paragraphs(150), paragraphs(2), paragraphs(2)])

    with open_document(book, EPUB) as document:
        for style in (ReadingStyle(), ReadingStyle(font_size=26, width=300)):
            layout = document.lay_out(style)
            assert [entry.title for entry in layout.outline] == ["C 0", "C 1", "C 2"]
            assert [layout.pages[entry.page].section for entry in layout.outline] == [0, 1, 2]


def test_outline_of_one_long_text_leads_to_each_heading_on_its_page(tmp_path: Path) -> None:
    body = f"<h1>First</h1>{paragraphs(3)}<h2>Second</h2>{paragraphs(150)}<h2>Third</h2>{paragraphs(2)}"

    with open_document(write_article(tmp_path / "a.html", body), HTML) as document:
        outline = document.layout.outline

        assert [(entry.level, entry.title) for entry in outline] == [
            (1, "First"),
            (2, "Second"),
            (2, "Third"),
        ]
        for entry in outline:
            assert top_of(document, entry.page, entry.title) == pytest.approx(entry.top, abs=40)
        assert outline[0].top < outline[1].top


def top_of(document: Document, page: int, words: str) -> float:
    """Return where a line stands on a page."""
    text = document.page_text(page)
    return text.top_of(text.start + text.text.chars.index(words))
