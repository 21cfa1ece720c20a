"""The reading text of pages: what is a paragraph, a line, a word."""

from pathlib import Path

import pymupdf
import pytest

from document.files import WORDS, write_article
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import open_document

HTML, PDF = "text/html", "application/pdf"


def reading_of_article(path: Path, body: str, style: ReadingStyle | None = None) -> list[str]:
    with open_document(write_article(path / "a.html", body), HTML) as document:
        document.lay_out(style or ReadingStyle())
        return document.section_texts()[0].reading.split("\n")


def reading_of_page(path: Path, *lines: tuple[float, float, str], font: str = "helv") -> list[str]:
    """Write lines of a PDF at x and y, and read them."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=400, height=500)
        for x, y, text in lines:
            page.insert_text((x, y), text, fontsize=11, fontname=font)
        pdf.save(path / "a.pdf")
    with open_document(path / "a.pdf", PDF) as document:
        return document.page_text(0).text.reading.split("\n")


@pytest.mark.parametrize("leading", [1.2, 1.5, 1.6, 2.0])
@pytest.mark.parametrize("justify", [False, True])
def test_paragraphs_of_an_article_are_lines_at_any_line_height(
    tmp_path: Path, leading: float, justify: bool
) -> None:
    body = (
        f"<h2>Heading</h2><p>{WORDS * 4}</p><p>Short.</p><ul><li>one</li><li>{WORDS * 2}</li></ul><p>End</p>"
    )

    reading = reading_of_article(tmp_path, body, ReadingStyle(line_height=leading, justify=justify))

    assert reading == ["Heading", (WORDS * 4).strip(), "Short.", "• one", f"• {(WORDS * 2).strip()}", "End"]


def test_code_lines_of_an_article_are_lines(tmp_path: Path) -> None:
    reading = reading_of_article(tmp_path, f"<p>{WORDS}</p><pre>one = 1\ntwo = 2\n</pre><p>After</p>")

    assert reading[1:] == ["one = 1", "two = 2", "After"]


def test_typewritten_article_has_paragraphs(tmp_path: Path) -> None:
    reading = reading_of_article(tmp_path, f"<p>{WORDS * 3}</p><p>b</p>", ReadingStyle("monospace"))

    assert reading == [(WORDS * 3).strip(), "b"]


@pytest.mark.parametrize(
    "text",
    [
        "日本語の文章です。とても長い文章なので改行されるはずです。" * 5,
        "soft\u00adhy\u00adphen in\u00adter\u00adna\u00adtion\u00adal\u00adi\u00adza\u00adtion " * 20,
        "https://example.org/" + "a/very/long/address/" * 12,
        "well-known state-of-the-art re-entry " * 20,
    ],
    ids=["Japanese", "soft hyphens", "address", "hyphens"],
)
def test_no_space_comes_into_a_word_that_is_broken(tmp_path: Path, text: str) -> None:
    for width in (180.0, 300.0, 520.0):
        reading = reading_of_article(tmp_path, f"<p>{text}</p>", ReadingStyle(width=width, margin=10))

        assert reading == [text.replace("\u00ad", "").strip()]


@pytest.mark.parametrize("text", ["ภาษาไทยไม่มีช่องว่างระหว่างคำ", "ខ្ញុំចង់រៀនភាសាខ្មែរ"], ids=["Thai", "Khmer"])
def test_letters_of_scripts_with_marks_are_kept(tmp_path: Path, text: str) -> None:
    assert reading_of_article(tmp_path, f"<p>{text}</p>") == [text]


def test_hard_wrapped_paragraph_of_a_pdf_is_one_line(tmp_path: Path) -> None:
    lines = [(50, 60, "A paragraph that was wrapped at a fixed hy-"), (50, 73, "phenated width, and well-"),
             (50, 86, "Known names keep their hyphen."), (50, 120, "Another one.")]  # fmt: skip

    reading = reading_of_page(tmp_path, *lines)

    assert reading == [
        "A paragraph that was wrapped at a fixed hyphenated width, and well-Known names keep their hyphen.",
        "Another one.",
    ]


def test_items_of_a_list_that_is_one_block_are_lines(tmp_path: Path) -> None:
    reading = reading_of_page(
        tmp_path,
        (50, 60, "1. First item that is long enough"),
        (62, 73, "to need a second line"),
        (50, 86, "2. Second item"),
        (50, 99, "3. Third item"),
    )

    assert reading == [
        "1. First item that is long enough to need a second line",
        "2. Second item",
        "3. Third item",
    ]


def test_indented_lines_start_paragraphs(tmp_path: Path) -> None:
    reading = reading_of_page(
        tmp_path,
        (50, 60, "The end of one paragraph."),
        (64, 73, "The next one is indented"),
        (50, 86, "and goes on."),
    )

    assert reading == ["The end of one paragraph.", "The next one is indented and goes on."]


def test_letters_of_an_arabic_ligature_stand_from_right_to_left(tmp_path: Path) -> None:
    with open_document(write_article(tmp_path / "a.html", "<p dir='rtl'>\ufefb</p>"), HTML) as document:
        page = document.page_text(0)

    assert page.text.chars == "لا"
    assert page.boxes[0] == page.boxes[5]  # lam starts where alef ends
    assert page.boxes[1] > page.boxes[0] > page.boxes[4]


def test_words_are_hyphenated_and_still_read_whole(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", f"<p>{WORDS * 5}</p>")
    with open_document(source, HTML) as document:
        document.lay_out(ReadingStyle(width=220, margin=10, justify=True))

        assert document.mupdf[0].get_text().count("\u00ad") > 3
        assert document.page_text(0).text.reading == (WORDS * 5).strip()


@pytest.mark.parametrize("size", [9.0, 13.0, 24.0])
def test_words_of_cells_side_by_side_are_apart(tmp_path: Path, size: float) -> None:
    rows = "<tr><th>App</th><th>Original size</th></tr><tr><td>Google Maps</td><td>58 MB</td></tr>"
    style = ReadingStyle(font_size=size)

    reading = reading_of_article(tmp_path, f"<table>{rows}</table>", style)

    assert " ".join(reading).split() == ["App", "Original", "size", "Google", "Maps", "58", "MB"]
