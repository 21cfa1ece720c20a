"""The text of every section is the same in all layouts, so that a mark stays on its words."""

from collections.abc import Callable
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest

from document.files import HARD, paragraphs, write_article, write_book, write_fiction_book
from reader_app.core.anchoring import describe, resolve
from reader_app.core.layout import ReadingStyle
from reader_app.core.text import SectionText
from reader_app.document.opening import Document, open_document
from reader_app.intake.plain_text import read

HTML, EPUB, FB2 = "text/html", "application/epub+zip", "application/x-fictionbook+xml"
TEXT = "A line of plain text.\n\nAnother paragraph of it, with <tags> & references like &lt; in it.\n" * 60

FILES: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "HTML": (HTML, lambda path: write_article(path, HARD + paragraphs(60))),
    "EPUB": (
        EPUB,
        lambda path: write_book(path, [f"<h1>One</h1>{paragraphs(30)}", "", f"<p>Two</p>{paragraphs(40)}"]),
    ),
    "FB2": (FB2, lambda path: write_fiction_book(path, 25)),
    "TXT": (HTML, lambda path: write_text(path)),
}
STYLES = [
    ReadingStyle(family, size, width, 36.0 if width > 300 else 12.0, leading, justify)
    for (size, (family, leading, justify)) in zip(
        (9.0, 13.0, 28.0),
        (("serif", 1.5, False), ("sans-serif", 1.2, True), ("monospace", 2.0, False)),
        strict=True,
    )
    for width in (260.0, 520.0, 980.0)
]


def write_text(path: Path) -> Path:
    """Write the HTML that intake makes of a plain text."""
    intake = read(TEXT.encode(), "a.txt")
    assert intake.reading is not None
    path.write_bytes(intake.reading)
    return path


def texts_in_every_layout(document: Document) -> list[list[SectionText]]:
    texts = []
    for style in STYLES:
        document.lay_out(style)
        texts.append(document.section_texts())
    return texts


@pytest.mark.parametrize("name", FILES)
def test_text_is_the_same_in_every_layout(tmp_path: Path, name: str) -> None:
    media_type, write = FILES[name]
    with open_document(write(tmp_path / "file"), media_type) as document:
        first, *others = [[text.chars for text in texts] for texts in texts_in_every_layout(document)]

    assert sum(map(len, first)) > 3000
    for texts in others:
        assert texts == first


@pytest.mark.parametrize("name", FILES)
def test_ranges_of_one_layout_are_found_in_every_other(tmp_path: Path, name: str) -> None:
    media_type, write = FILES[name]
    random = Random(name)
    with open_document(write(tmp_path / "file"), media_type) as document:
        layouts = texts_in_every_layout(document)

    for _ in range(400):
        texts = random.choice(layouts)
        section = random.choice([number for number, text in enumerate(texts) if len(text)])
        start = random.randrange(len(texts[section]))
        end = min(start + random.randint(1, 400), len(texts[section]))
        target = describe(texts[section], section, start, end)
        assert all(resolve(target, other[section]) == (start, end) for other in layouts)


@pytest.mark.parametrize("name", FILES)
def test_pages_start_where_the_characters_of_those_before_end(tmp_path: Path, name: str) -> None:
    media_type, write = FILES[name]
    with open_document(write(tmp_path / "file"), media_type) as document:
        for style in (STYLES[0], STYLES[6]):
            layout = document.lay_out(style)
            starts = document.character_starts()
            pages = [document.page_text(page) for page in range(len(layout.pages))]

            for section in range(layout.section_count):
                lengths = [len(page.text) for page in pages if page.section == section]
                expected = list(accumulate(lengths, initial=0))[:-1]
                assert [starts[page.page] for page in pages if page.section == section] == expected
            assert [page.start for page in pages] == starts
    assert len(pages) > layout.section_count  # the narrow layout has more than a strip a section


def test_accents_of_a_font_of_their_own_are_kept_at_the_end_of_a_line(tmp_path: Path) -> None:
    source = write_article(tmp_path / "a.html", "<p>Voila\u0300</p><p>Z\u0324\u0354</p><p>end e\u0301</p>")

    with open_document(source, HTML) as document:
        text = document.page_text(0)

    assert text.text.chars == "VoilàZ\u0324\u0354endé"
    assert len(text.boxes) == 4 * len(text.text)
