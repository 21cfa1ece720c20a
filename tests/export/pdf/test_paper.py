import zipfile
from pathlib import Path

import pymupdf
import pytest

from export.painting import PAINTERS, compare
from export.passages import TEXT_KINDS, article, export, marked
from reader_app.core.annotation import Kind
from reader_app.core.layout import ReadingStyle
from reader_app.core.visible import visible_characters
from reader_app.document.opening import open_document
from reader_app.errors import ExportError
from reader_app.export.options import PAPERS
from reader_app.export.pdf.paper import frame_of, laid_out_for_paper, page_sections
from reader_app.export.pdf.placing import Places, page_reader

FILLER = "Several sentences fill the paragraph until it covers a few lines of the page, whatever its width. "


def write_article(path: Path) -> Path:
    chapters = "".join(
        f"<h2 id='c{number}'>Part {number}</h2>"
        + f"<p>This is sentence {number} of the article. {FILLER * 4}</p>" * 2
        for number in range(1, 13)
    )
    path.write_text(
        "<html lang='en'><head><meta charset='utf-8'><title>Title</title></head><body>"
        "<h1>An article</h1><p>Go to <a href='#c12'>the last part</a> or to"
        f" <a href='https://example.org/ä?q=(1)'>the site</a>.</p>{chapters}"
        "<p>Ligatures: office, fluffy. עולם שלום. مرحبا لانا. 漢字かな。 😀🇩🇪 "
        "<b style='font-variant:small-caps'>Small</b></p>"
        "</body></html>",
        encoding="utf-8",
    )
    return path


def text_of(path: Path) -> str:
    """Return the visible characters of the column, without what runs along at head and foot."""
    with pymupdf.open(path) as pdf:
        return visible_characters("".join(page.get_text(clip=column_of(page)) for page in pdf))


def column_of(page: pymupdf.Page) -> pymupdf.Rect:
    inset = 0.9 * min(56.7, 0.1 * page.rect.width)
    box = page.rect
    return pymupdf.Rect(box.x0 + inset, box.y0 + inset, box.x1 - inset, box.y1 - inset)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_article(tmp_path / "source.html")


@pytest.mark.parametrize("paper", PAPERS)
def test_pages_have_the_size_of_the_paper_and_margins(tmp_path: Path, source: Path, paper: str) -> None:
    output = tmp_path / "output.pdf"

    export(source, output, paper=paper)

    with pymupdf.open(output) as pdf:
        width, height = PAPERS[paper]
        assert pdf.page_count > 2
        for page in pdf:
            assert (page.rect.width, page.rect.height) == pytest.approx((width, height), abs=0.01)
            words = page.get_text("words")
            assert min(word[0] for word in words) >= width * 0.09
            assert max(word[2] for word in words) <= width * 0.91
            assert min(word[1] for word in words) >= 14
            assert max(word[3] for word in words) <= height - 14


def test_unknown_paper_is_refused_before_anything_is_written(tmp_path: Path, source: Path) -> None:
    with pytest.raises(ExportError, match="no paper named “a0”"):
        export(source, tmp_path / "output.pdf", paper="a0")

    assert list(tmp_path.iterdir()) == [source]


@pytest.mark.parametrize("family", ["serif", "sans-serif", "monospace"])
def test_text_of_the_pdf_is_that_of_the_article_in_every_script(
    tmp_path: Path, source: Path, family: str
) -> None:
    output = tmp_path / "output.pdf"
    with open_document(source, "text/html") as document:
        expected = "".join(section.chars for section in document.section_texts())

    export(
        source, output, style=ReadingStyle(font_family=family), article=article(source, title="An article")
    )

    assert text_of(output) == expected


def test_fonts_are_embedded_and_small(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output)

    assert output.stat().st_size < 150_000
    with pymupdf.open(output) as pdf:
        fonts = {font[:4] for page in pdf for font in page.get_fonts()}
        assert all(extension != "n/a" for _, extension, *_ in fonts)


@pytest.mark.parametrize("kind", TEXT_KINDS)
@pytest.mark.parametrize("renderer", ["mupdf", "pdfium", "poppler"])
def test_marks_lie_on_their_words_on_every_page_they_touch(
    tmp_path: Path, source: Path, renderer: str, kind: Kind
) -> None:
    if renderer not in PAINTERS:
        pytest.skip("pdftoppm is not installed")
    plain, output, paint = tmp_path / "plain.pdf", tmp_path / "output.pdf", PAINTERS[renderer]
    annotation = marked(
        source, f"{FILLER * 4}Part 3 This is sentence 3 of the article. {FILLER * 4}".strip(), kind=kind
    )

    export(source, plain, article=article(source, title="An article"))
    report = export(source, output, annotation, article=article(source, title="An article"))

    assert report.placed == 1
    with laid_out_for_paper(source, "text/html", frame_of("a4"), ReadingStyle()) as layout:
        quads = Places(page_sections(layout), page_reader(layout, reflows=True)).quads(annotation)
        width = layout[0].rect.width
    assert len(quads) > 0
    for page, on_page in quads.items():
        change = compare(paint(plain, page, 1.0, ""), paint(output, page, 1.0, ""), on_page, width)
        assert change.changed > 100
        assert change.outside == 0
        assert change.crossed > 0.8
        assert change.ink_lost == 0
        assert change.paper_lost == 0


def test_outline_leads_to_the_headings(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output)

    with pymupdf.open(output) as pdf:
        outline = pdf.get_toc(simple=False)
        assert [entry[1] for entry in outline] == ["An article", *(f"Part {n}" for n in range(1, 13))]
        for level, title, page, target in outline:
            (place, *_) = pdf[page - 1].search_for(title)
            assert level == (1 if title == "An article" else 2)
            assert -40 < target["to"].y - place.y0 < 5


def test_links_lead_where_they_led(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(source, output)

    with pymupdf.open(output) as pdf:
        links = {link["kind"]: link for link in pdf[0].get_links()}
        inner, outer = links[pymupdf.LINK_GOTO], links[pymupdf.LINK_URI]
        assert len(links) == 2
        assert "Part 12" in pdf[inner["page"]].get_text()
        assert pdf[0].get_textbox(inner["from"]).strip() == "the last part"
        assert outer["uri"] == "https://example.org/%C3%A4?q=(1)"


def test_links_between_chapters_of_a_book_lead_to_the_right_pages(tmp_path: Path) -> None:
    source, output = write_epub(tmp_path / "source.epub"), tmp_path / "output.pdf"

    export(source, output)

    with pymupdf.open(output) as pdf:
        targets = {
            pdf[0].get_textbox(link["from"]).strip(): pdf[link["page"]].get_text()
            for link in pdf[0].get_links()
        }
        assert "Chapter one" in targets["One"]
        assert "Chapter two" in targets["Two"]
        assert [entry[:3] for entry in pdf.get_toc()][-1][2] == pdf.page_count


def test_marks_of_a_book_find_their_chapter(tmp_path: Path) -> None:
    source, output = write_epub(tmp_path / "source.epub"), tmp_path / "output.pdf"
    annotation = marked(source, "Chapter two")
    assert annotation.targets[0].section == 2

    assert export(source, output, annotation).placed == 1

    with pymupdf.open(output) as pdf:
        pages = [page.number for page in pdf if any(annot.type[1] == "Highlight" for annot in page.annots())]
        assert pages == [pdf.page_count - 1]


def test_file_says_what_the_article_is(tmp_path: Path, source: Path) -> None:
    output = tmp_path / "output.pdf"

    export(
        source, output, article=article(source, title="Größe", authors=("A. Bee", "C. Dee"), language="de")
    )

    with pymupdf.open(output) as pdf:
        assert pdf.metadata["title"] == "Größe"
        assert pdf.metadata["author"] == "A. Bee, C. Dee"
        assert pdf.xref_get_key(pdf.pdf_catalog(), "Lang") == ("string", "de")


def test_long_words_of_justified_text_are_broken_in_a_language_that_is_known(tmp_path: Path) -> None:
    word = "uncharacteristically internationalization overwhelmingly misrepresented "
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    source.write_text(f"<html lang='en'><body><p>A well-known text. {word * 20}</p></body></html>")
    with open_document(source, "text/html") as document:
        expected = "".join(section.chars for section in document.section_texts())
    annotation = marked(source, (word * 4).strip())

    titled, style = article(source, title="A well-known text."), ReadingStyle(justify=True)
    report = export(source, output, annotation, paper="a5", style=style, article=titled)

    with pymupdf.open(output) as pdf:
        assert "\u00ad\n" in pdf[0].get_text()
    assert text_of(output) == expected
    assert report.placed == 1


def write_epub(path: Path) -> Path:
    """Write a book of a contents page and two chapters, the first over several pages."""
    pages = {
        "contents": "<p><a href='one.xhtml'>One</a> <a href='two.xhtml#here'>Two</a></p>",
        "one": "<h1>Chapter one</h1>" + f"<p>{FILLER * 5}</p>" * 20,
        "two": "<h1 id='here'>Chapter two</h1><p>It is short.</p>",
    }
    items = "".join(
        f"<item id='{name}' href='{name}.xhtml' media-type='application/xhtml+xml'/>" for name in pages
    )
    spine = "".join(f"<itemref idref='{name}'/>" for name in pages)
    points = "".join(
        f"<navPoint id='n{name}' playOrder='{order}'><navLabel><text>{name}</text></navLabel>"
        f"<content src='{name}.xhtml'/></navPoint>"
        for order, name in enumerate(pages, start=1)
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr(
            "META-INF/container.xml",
            "<container version='1.0' xmlns='urn:oasis:names:tc:opendocument:xmlns:container'>"
            "<rootfiles><rootfile full-path='book.opf' media-type='application/oebps-package+xml'/>"
            "</rootfiles></container>",
        )
        book.writestr(
            "book.opf",
            "<package version='2.0' xmlns='http://www.idpf.org/2007/opf'><metadata/><manifest>"
            f"<item id='ncx' href='toc.ncx' media-type='application/x-dtbncx+xml'/>{items}</manifest>"
            f"<spine toc='ncx'>{spine}</spine></package>",
        )
        book.writestr(
            "toc.ncx",
            f"<ncx xmlns='http://www.daisy.org/z3986/2005/ncx/'><navMap>{points}</navMap></ncx>",
        )
        for name, body in pages.items():
            book.writestr(
                f"{name}.xhtml", f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"
            )
    return path


@pytest.mark.parametrize("paper", ["a4", "a5"])
def test_wide_table_is_set_smaller_until_it_fits_between_the_margins(tmp_path: Path, paper: str) -> None:
    source, output = tmp_path / "source.html", tmp_path / "output.pdf"
    cells = "".join(f"<td>international{column}</td>" for column in range(9))
    source.write_text(f"<html><body><p>Before</p><table><tr>{cells}</tr></table><p>After</p></body></html>")
    annotation = marked(source, "international8")

    report = export(source, output, annotation, paper=paper, article=article(source, title="Before"))

    assert report.placed == 1
    # A word that does not fit its cell is broken: it is the same letters.
    expected = "Before" + "".join(f"international{column}" for column in range(9)) + "After"
    assert sorted(text_of(output)) == sorted(expected)
    with pymupdf.open(output) as pdf:
        assert max(word[2] for word in pdf[0].get_text("words")) <= PAPERS[paper][0] * 0.91
