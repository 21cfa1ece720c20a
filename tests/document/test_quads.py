"""Quads of a phrase cover its words and nothing else: measured in pixels, on red words among black ones."""

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest

from document.colored_words import Cover, cover, write_html, write_pieces
from document.files import paragraphs, write_article
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document

PHRASE = "these are the red jumping ones, all (typing) Quickly"
LATIN = (
    f"<p>Before some words <b>{PHRASE}</b> and then some gyps other words follow after it to fill lines.</p>"
)
COLUMNS = (
    "<table><tr><td>left column of lines and lines <b>red words in it</b> then black</td>"
    "<td>right column of lines with black words beside it all along here</td></tr></table>"
)
HEBREW = "<p dir='rtl'>שלום עולם זה <b>טקסט בעברית עם עוד מילים רבות כדי למלא שורות</b> ועוד קצת סוף</p>"
ARABIC = "<p dir='rtl'>هذا نص <b>عربي مكتوب من</b> هنا ثم نكمل</p>"


def write_vertical(path: Path) -> Path:
    """Write two vertical lines of Japanese, the second one red."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=200, height=250)
        page.insert_text((100, 50), "縦書きの文", fontname="japan", fontsize=20)
        page.insert_text((60, 50), "漢字赤い文", fontname="japan", fontsize=20, color=(1, 0, 0))
        for number in range(1, pdf.xref_length()):
            if "UniJIS" in (font := pdf.xref_object(number)):
                pdf.update_object(number, font.replace("UTF16-H", "UTF16-V"))
        pdf.save(path)
    return path


def write_drop_cap(path: Path) -> Path:
    """Write a paragraph with a tall first letter; what follows the letter on its line is red."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=300, height=150)
        page.insert_text((40, 80), "O", fontsize=44)
        page.insert_text((76, 54), "nce upon a time", fontsize=11, color=(1, 0, 0))
        page.insert_text((76, 67), "there was a drop cap", fontsize=11)
        page.insert_text((76, 80), "with three lines", fontsize=11)
        page.insert_text((40, 93), "and one under it all", fontsize=11)
        pdf.save(path)
    return path


PAGES: dict[str, tuple[Callable[[Path], Path], str]] = {
    **{
        f"page turned by {angle}": (lambda path, a=angle: write_html(path, LATIN, rotation=a), PHRASE)
        for angle in (0, 90, 180, 270)
    },
    **{
        f"cropped page turned by {angle}": (
            lambda path, a=angle: write_html(path, LATIN, rotation=a, crop=(20, 15, 290, 190)),
            PHRASE,
        )
        for angle in (0, 90, 180, 270)
    },
    **{
        f"text turned by {angle}": (lambda path, a=angle: write_html(path, LATIN, turn=a), PHRASE)
        for angle in (90, 180, 270)
    },
    "both turned": (lambda path: write_html(path, LATIN, turn=90, rotation=270), PHRASE),
    **{
        f"slanted by {angle}": (
            lambda path, a=angle: write_pieces(
                path, [("Some ", 12), ("red yingj", 12), (" words", 12)], angle=a
            ),
            "red yingj",
        )
        for angle in (30, 135, -30, 5)
    },
    "superscript": (lambda path: write_pieces(path, [("Emc", 16), ("2gj", 8), ("x rest", 16)]), "2gj"),
    "columns": (lambda path: write_html(path, COLUMNS), "red words in it"),
    "Hebrew": (lambda path: write_html(path, HEBREW), "טקסט בעברית עם עוד מילים רבות כדי למלא שורות"),
    "Arabic": (lambda path: write_html(path, ARABIC), "عربي مكتوب من"),
    "mixed": (lambda path: write_html(path, "<p>Latin <b>word שלום 12</b> then עברית</p>"), "word שלום 12"),
    "Chinese": (lambda path: write_html(path, "<p>日本語<b>漢字とかな</b>交じり文</p>"), "漢字とかな"),
    "ligatures": (lambda path: write_html(path, "<p>efﬁcient <b>oﬃce ﬂuﬀy</b> ﬁnds</p>"), "office fluffy"),
    "vertical": (write_vertical, "漢字赤い文"),
    "drop cap": (write_drop_cap, "nce upon a time"),
}


@pytest.mark.parametrize("name", PAGES)
def test_quads_cover_the_words_and_nothing_else(tmp_path: Path, name: str) -> None:
    write, phrase = PAGES[name]

    covered = covered_by_quads(write(tmp_path / "a.pdf"), "application/pdf", phrase)

    assert covered.red > 100
    assert covered.red_outside <= (0.02 * covered.red if name == "Arabic" else 0)  # a swash
    assert covered.black_inside == 0


@pytest.mark.parametrize("leading", [0.95, 1.05])
def test_quads_on_tight_lines_share_what_overlaps(tmp_path: Path, leading: float) -> None:
    source = write_html(tmp_path / "a.pdf", LATIN, css=f"p {{line-height: {leading}}}")

    covered = covered_by_quads(source, "application/pdf", PHRASE)

    assert covered.red_outside < 0.02 * covered.red
    assert covered.black_inside < 0.01 * covered.red


@pytest.mark.parametrize(
    ("html", "phrase"),
    [
        (LATIN, PHRASE),
        (HEBREW, "טקסט בעברית עם עוד מילים רבות כדי למלא שורות"),
        ("<p dir='rtl'>هذا نص <b>عربي لا إله إلا الله</b> مكتوب من</p>", "عربي لا إله إلا الله"),
        ("<p>हिन्दी में <b>लिखा हुआ</b> पाठ क्षत्रिय</p>", "लिखा हुआ"),
        ("<p>ภาษาไทย<b>ไม่มีช่องว่าง</b>ระหว่างคำ</p>", "ไม่มีช่องว่าง"),
    ],
    ids=["Latin", "Hebrew", "Arabic", "Hindi", "Thai"],
)
def test_quads_of_text_that_reflows_cover_the_words(tmp_path: Path, html: str, phrase: str) -> None:
    red = html.replace("<b>", '<b style="color:#ff0000; font-weight:normal">')
    source = write_article(tmp_path / "a.html", red + paragraphs(1))

    covered = covered_by_quads(source, "text/html", phrase)

    assert covered.red > 100
    assert covered.red_outside <= 0.02 * covered.red  # swashes, and marks above Thai vowels
    assert covered.black_inside == 0


def covered_by_quads(source: Path, media_type: str, phrase: str) -> Cover:
    with open_document(source, media_type) as document:
        page = document.page_text(0)
        chars = visible_characters(phrase)
        start = page.text.chars.index(chars)
        return cover(document, 0, page.quads(start, start + len(chars)))
