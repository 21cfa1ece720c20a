"""What stands above, below and before the text of an article on paper."""

from pathlib import Path

import pymupdf
import pytest

from export.passages import article, export, marked
from export.pdf.test_paper import column_of, write_article, write_epub
from export.sample_pdfs import write_book
from reader_app.core.layout import ReadingStyle
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document
from reader_app.export.options import PAPERS, Layout

ABOUT = {
    "title": "Of <harbors> & towns",
    "authors": ("Ada Example", "Ben Sample"),
    "site": "Example Weekly",
    "published": "2026-05-04T10:00:00",
    "url": "https://example.org/a?b=(1)",
    "language": "en",
}
HEAD = (
    "Of <harbors> & towns Ada Example, Ben Sample · Example Weekly · 4 May 2026 https://example.org/a?b=(1)"
)


def words(page: pymupdf.Page, clip: pymupdf.Rect | None = None) -> str:
    return " ".join(page.get_text(clip=clip).split())


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_article(tmp_path / "source.html")


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("size", [8.0, 13.0, 22.0])
def test_head_stands_above_the_text_and_covers_none_of_it(
    tmp_path: Path, source: Path, paper: str, size: float
) -> None:
    output = tmp_path / "output.pdf"
    with open_document(source, "text/html") as document:
        expected = "".join(section.chars for section in document.section_texts())

    export(source, output, article=article(source, **ABOUT), paper=paper, style=ReadingStyle(font_size=size))

    with pymupdf.open(output) as pdf:
        first = words(pdf[0])
        assert first.startswith(f"{HEAD} An article")
        bottom = pdf[0].search_for("https://example.org/a")[0].y1
        assert bottom < pdf[0].search_for("An article")[0].y0
        text = visible_characters("".join(page.get_text(clip=column_of(page)) for page in pdf))
        assert text == visible_characters(HEAD) + expected
        assert "https://example.org/a?b=(1)" in [link.get("uri") for link in pdf[0].get_links()]


def test_title_is_not_repeated_where_the_text_begins_with_it(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, article=article(source, **{**ABOUT, "title": "AN ARTICLE"}))

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]).startswith("Ada Example, Ben Sample · Example Weekly")
        assert words(pdf[0]).lower().count("an article") == 1


def test_title_is_not_repeated_where_it_is_the_first_heading(tmp_path: Path) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    source.write_text("<html><body><p>Opinion</p><h1>The title</h1><p>Text.</p></body></html>")

    export(source, output, article=article(source, title="The Title"))

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]) == "Opinion The title Text. 1 / 1"


@pytest.mark.parametrize("title", ["The title", "The title · A site", "The Title | A site"])
def test_title_is_not_repeated_where_a_heading_is_all_of_it_but_the_site(tmp_path: Path, title: str) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    source.write_text("<html><body><h3>Opinion</h3><h1>The title</h1><p>Text.</p></body></html>")

    export(source, output, article=article(source, title=title))

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]) == "Opinion The title Text. 1 / 1"


def test_title_that_goes_on_where_a_heading_ends_is_shown(tmp_path: Path) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    source.write_text("<html><body><p>Now.</p><h1>Introduction</h1><p>Text.</p></body></html>")

    export(source, output, article=article(source, title="Introduction to harbors"))

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]).startswith("Introduction to harbors Now. Introduction Text.")


def test_date_that_was_guessed_is_called_so(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, article=article(source, published="2026", is_date_guessed=True))

    with pymupdf.open(output) as pdf:
        assert "source about 2026 An article" in words(pdf[0])


def test_pages_are_numbered_and_later_ones_bear_the_title(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, article=article(source, **ABOUT), paper="a5")

    with pymupdf.open(output) as pdf:
        count = pdf.page_count
        for page in pdf:
            text = words(page)
            assert f" {page.number + 1} / {count}" in text
            assert text.startswith("Of <harbors> & towns") or text.endswith("Of <harbors> & towns")
            (number,) = page.search_for(f"{page.number + 1} / {count}")[-1:]
            assert (number.x0 + number.x1) / 2 == pytest.approx(page.rect.width / 2, abs=1)
        assert len(pdf[1].search_for("harbors")) == 1


def test_endnotes_and_summary_are_counted_as_the_pages_are_called(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"
    annotation = marked(source, "This is sentence 3 of the article.", note="A note")

    export(source, output, annotation, layout=Layout.ENDNOTES, summary=True)

    with pymupdf.open(output) as pdf:
        last = pdf.page_count - 1
        assert words(pdf[1]).endswith(f"1 / {last}")
        assert words(pdf[last]).endswith(f"A note {last} / {last} source")
        (page,) = [p.number for p in pdf if annotation.id in p.annot_names()]
        assert f"1 Key point · p. {page}" in words(pdf[last])


def test_long_title_fits_the_head_and_one_line_of_later_pages(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, article=article(source, title="Words of a title " * 60), paper="a5")

    with pymupdf.open(output) as pdf:
        assert all(word[2] <= pdf[0].rect.width - 30 for page in pdf for word in page.get_text("words"))
        top = pdf[1].get_text(clip=(0, 0, 500, 36)).strip()
        assert "\n" not in top
        assert top.endswith("…")
        assert "An article" in "".join(page.get_text() for page in pdf)


def test_book_has_its_own_title_page_and_only_running_lines_are_added(tmp_path: Path) -> None:
    source, output = write_epub(tmp_path / "source.epub"), tmp_path / "output.pdf"

    export(source, output, article=article(source, **ABOUT))

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]) == f"One Two 1 / {pdf.page_count}"
        assert words(pdf[1]).startswith("Chapter one")
        assert words(pdf[1]).endswith(f"2 / {pdf.page_count} Of <harbors> & towns")


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_legend_is_part_of_the_head(tmp_path: Path, source: Path, paper: str) -> None:
    output = tmp_path / "output.pdf"
    annotation = marked(source, "This is sentence 3 of the article.", label_id="claim")

    export(source, output, annotation, article=article(source, **ABOUT), legend=True, paper=paper)

    with pymupdf.open(output) as pdf:
        assert words(pdf[0]).startswith(f"{HEAD} Claim to check An article")


def test_metadata_says_what_is_known_and_window_shows_the_title(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, article=article(source, **ABOUT))

    with pymupdf.open(output) as pdf:
        catalog = pdf.pdf_catalog()
        assert pdf.metadata["title"] == "Of <harbors> & towns"
        assert pdf.metadata["author"] == "Ada Example, Ben Sample"
        assert pdf.metadata["subject"] == "Example Weekly"
        assert pdf.xref_get_key(catalog, "Lang") == ("string", "en")
        assert pdf.xref_get_key(catalog, "ViewerPreferences/DisplayDocTitle") == ("bool", "true")


def test_metadata_of_a_pdf_gets_only_what_is_missing(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "book.pdf"), tmp_path / "output.pdf"
    bare = tmp_path / "source.pdf"
    with pymupdf.open(source) as pdf:
        pdf.set_metadata({"title": "Its own title", "author": None})
        pdf.save(bare)

    export(bare, output, article=article(bare, **ABOUT))

    with pymupdf.open(output) as pdf:
        assert pdf.metadata["title"] == "Its own title"
        assert pdf.metadata["author"] == "Ada Example, Ben Sample"
        assert pdf.xref_get_key(pdf.pdf_catalog(), "Lang") == ("string", "en")


def test_metadata_of_a_pdf_that_speaks_xmp_stays(tmp_path: Path) -> None:
    source, output = write_book(tmp_path / "book.pdf"), tmp_path / "output.pdf"
    bare = tmp_path / "source.pdf"
    with pymupdf.open(source) as pdf:
        pdf.set_metadata({})
        pdf.set_xml_metadata("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>")
        pdf.save(bare)

    export(bare, output, article=article(bare, **ABOUT))

    with pymupdf.open(output) as pdf:
        assert not pdf.metadata["title"]
