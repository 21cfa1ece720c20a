"""Stacked strips make a seamless column: the same text laid out on one huge page is the measure."""

from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import pytest

from document.files import WORDS, paragraphs, picture, write_article, write_book
from reader_app.core.layout import PageColors, ReadingStyle
from reader_app.document import opening, strips
from reader_app.document.opening import Document, open_document

HTML = "text/html"


def baselines(document: Document) -> list[tuple[int, float, str]]:
    """Return page, lower edge in the column, and text of each line."""
    lines, top = [], 0.0
    for number, box in enumerate(document.layout.pages):
        page = document.page_text(number)
        lines += [
            (number, top + line.across[1], page.text.chars[line.start : line.end]) for line in page.lines
        ]
        top += box.height
    return lines


def lines_on_strips(path: Path, height: float, style: ReadingStyle) -> list[tuple[int, float, str]]:
    with (
        patch.object(opening, "STRIP_HEIGHT", height),
        patch.object(strips, "STRIP_HEIGHT", height),
        open_document(path, HTML) as document,
    ):
        document.lay_out(style)
        return baselines(document)


def steps(lines: list[tuple[int, float, str]]) -> list[float]:
    """Return the distances from line to line."""
    return [below - above for (_, above, _), (_, below, _) in pairwise(lines)]


@pytest.mark.parametrize("justify", [False, True])
@pytest.mark.parametrize(("size", "leading"), [(13.0, 1.5), (11.0, 1.2), (20.0, 2.0)])
def test_lines_of_paragraphs_stand_where_they_would_without_strips(
    tmp_path: Path, size: float, leading: float, justify: bool
) -> None:
    source = write_article(tmp_path / "a.html", paragraphs(40))
    style = ReadingStyle(font_size=size, line_height=leading, justify=justify)

    whole = lines_on_strips(source, 100_000, style)
    cut = lines_on_strips(source, 300, style)

    assert [text for _, _, text in cut] == [text for _, _, text in whole]
    assert cut[-1][0] > 5
    off = [round(other - one, 1) for one, other in zip(steps(whole), steps(cut), strict=True)]
    wrong = [step for step in off if abs(step) > 0.2]
    # Of a full line it cannot be told whether it is the last one of its paragraph.
    assert len(wrong) <= (0 if justify else 2)
    assert all(abs(step) == pytest.approx(0.75 * size, abs=0.2) for step in wrong)


@pytest.mark.parametrize(
    "body",
    [
        f"<pre>{'code line of it<br/>' * 60}</pre>",
        f"<blockquote>{'<p>A quoted paragraph.</p>' * 40}</blockquote>",
        f"<ul>{'<li>An item</li>' * 60}</ul>",
        f"<table>{'<tr><td>a</td><td>b</td></tr>' * 50}</table>",
        f"<div dir='rtl'>{'<p>' + 'שלום עולם זה טקסט בעברית ' * 12 + '</p>'}</div>" * 6,
    ],
    ids=["code", "quote", "list", "table", "Hebrew"],
)
def test_lines_of_boxes_go_on_in_the_next_strip(tmp_path: Path, body: str) -> None:
    source = write_article(tmp_path / "a.html", f"<p>Before.</p>{body}")

    whole = lines_on_strips(source, 100_000, ReadingStyle())
    cut = lines_on_strips(source, 300, ReadingStyle())

    assert [text for _, _, text in cut] == [text for _, _, text in whole]
    assert steps(cut) == pytest.approx(steps(whole), abs=2)


def test_space_above_a_heading_is_kept_between_strips(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", f"<p>{WORDS * 2}</p><h2>Heading</h2>" * 30)

    cut = lines_on_strips(source, 300, ReadingStyle())

    above = [b[1] - a[1] for a, b in pairwise(cut) if b[2] == "Heading"]
    assert max(above) - min(above) < 3


def test_no_line_is_cut_and_nothing_stands_under_the_last_one(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", paragraphs(150))
    with open_document(source, HTML) as document:
        layout = document.layout
        assert len(layout.pages) > 1
        for number, box in enumerate(layout.pages[:-1]):
            page = document.page_text(number)
            assert all(line.bounds.y1 <= box.height for line in page.lines)
            last = max(line.bounds.y1 for line in page.lines)
            assert box.height - last < 20
            assert painted_rows(document, number, int(last) + 2, int(box.height) - int(last) - 2) == 0


def painted_rows(document: Document, page: int, top: int, rows: int) -> int:
    """Return how many rows of a strip's part are not all white."""
    width = int(document.layout.pages[page].width)
    samples = bytearray(width * max(rows, 0) * 3)
    if rows > 0:
        document.render(page, 1.0, (0, top, width, rows), PageColors(), memoryview(samples))
    return sum(any(samples[row * width * 3 : (row + 1) * width * 3][at] < 255 for at in range(width * 3))
               for row in range(max(rows, 0)))  # fmt: skip


@pytest.mark.parametrize("end", [picture(300, 200), "<table><tr><td>cell</td></tr></table>", "<hr/>"])
def test_what_ends_a_chapter_is_shown_whole(tmp_path: Path, end: str) -> None:
    book = write_book(tmp_path / "b.epub", [f"<p>First.</p>{end}", "<p>Second.</p>"])

    with open_document(book, "application/epub+zip") as document:
        height = int(document.layout.pages[0].height)
        everything = painted_rows(document, 0, 0, height + 400)

        assert everything > 10
        assert painted_rows(document, 0, 0, height) == everything
        assert painted_rows(document, 0, height - 14, 14) == 0
        assert painted_rows(document, 0, height - 60, 60) > 0


def test_picture_that_does_not_fit_the_rest_of_a_strip_is_whole_on_the_next(tmp_path: Path) -> None:
    body = paragraphs(60) + picture(400, 900) + "<p>After.</p>"
    source = write_article(tmp_path / "a.html", body)
    with (
        patch.object(opening, "STRIP_HEIGHT", 1000.0),
        patch.object(strips, "STRIP_HEIGHT", 1000.0),
        open_document(source, HTML) as document,
    ):
        pages = document.layout.pages
        gray = [
            painted_rows(document, number, 0, int(box.height))
            for number, box in enumerate(pages[-3:], len(pages) - 3)
        ]

    assert max(gray) >= 900
    assert all(box.height < 1100 for box in pages)


def test_empty_chapters_have_a_page_and_no_text(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b.epub", ["", "<p>Text.</p>", ""])

    with open_document(book, "application/epub+zip") as document:
        layout = document.layout

        assert [box.section for box in layout.pages] == [0, 1, 2]
        assert all(1 <= box.height < 100 for box in layout.pages)
        assert [text.chars for text in document.section_texts()] == ["", "Text.", ""]
        assert document.character_starts() == [0, 0, 0]


def test_word_that_is_broken_over_two_strips_is_read_as_one(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", f"<p>{'internationalization ' * 400}</p>")

    for height in (200.0, 230.0, 260.0):
        with patch.object(opening, "STRIP_HEIGHT", height), patch.object(strips, "STRIP_HEIGHT", height):  # noqa: SIM117
            with open_document(source, HTML) as document:
                document.lay_out(ReadingStyle(width=180, margin=10))
                reading = document.section_texts()[0].reading

        assert reading == " ".join(["internationalization"] * 400)


@pytest.mark.parametrize("painted", ["html", "body"])
def test_page_that_a_book_paints_ends_under_its_text(tmp_path: Path, painted: str) -> None:
    path = tmp_path / "painted.html"
    style = f"<style>{painted} {{ background-color: #fdf6e3; }}</style>"
    path.write_text(f"<html><head>{style}</head><body><p>One line.</p></body></html>", encoding="utf-8")

    with open_document(path, HTML) as document:
        [box] = document.layout.pages

    assert box.height < 100
