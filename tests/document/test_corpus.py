"""Opens every real document of the corpus and reads and draws its first pages."""

import os
from itertools import accumulate
from pathlib import Path

import pytest

from reader_app.core.layout import PageColors, ReadingStyle
from reader_app.document.opening import Document, open_document
from reader_app.errors import DamagedDocumentError, PasswordRequiredError

CORPUS = Path(os.environ.get("READER_APP_CORPUS") or Path(__file__).parents[3] / "shared" / "corpus")
TYPES = {".pdf": "application/pdf", ".epub": "application/epub+zip", ".fb2": "application/x-fictionbook+xml"}
FILES = sorted(path for path in CORPUS.rglob("*") if path.suffix in TYPES)
BOOKS = [path for path in FILES if path.suffix != ".pdf"]

pytestmark = pytest.mark.skipif(not FILES, reason="no corpus: set READER_APP_CORPUS")


@pytest.mark.parametrize("source", FILES, ids=[path.name for path in FILES])
def test_real_document_opens_or_says_what_is_wrong(source: Path) -> None:
    try:
        document = open_document(source, TYPES[source.suffix])
        layout = document.layout
    except (DamagedDocumentError, PasswordRequiredError) as error:
        pytest.skip(str(error))
    with document:
        assert layout.section_count >= 1
        assert len(document.character_starts()) == len(layout.pages) > 0
        for page in range(min(len(layout.pages), 5)):
            read_and_draw(document, page)


def read_and_draw(document: Document, page: int) -> None:
    try:
        text = document.page_text(page)
    except DamagedDocumentError:
        return
    assert len(text.boxes) == 4 * len(text.text)
    dark = PageColors("#ddd000", "#111111")
    document.render(page, 0.5, (0, 0, 100, 100), dark, memoryview(bytearray(30000)))


@pytest.mark.parametrize("source", BOOKS, ids=[path.name for path in BOOKS])
def test_text_of_a_real_book_is_the_same_in_two_layouts(source: Path) -> None:
    with open_document(source, TYPES[source.suffix]) as document:
        document.lay_out(ReadingStyle())
        first = [text.chars for text in document.section_texts()]
        layout = document.lay_out(ReadingStyle("sans-serif", 19.0, 360.0, 20.0, 1.3, justify=True))
        pages = [document.page_text(page) for page in range(len(layout.pages))]

        second = [text.chars for text in document.section_texts()]
        for one, other in zip(first, second, strict=True):
            # MuPDF sometimes turns the halves of an Arabic word around where a mark stands between them.
            assert sum(a != b for a, b in zip(one, other, strict=True)) <= 0.001 * len(one)
            assert sorted(one) == sorted(other)
        for section in range(layout.section_count):
            of_section = [page for page in pages if page.section == section]
            lengths = accumulate((len(page.text) for page in of_section), initial=0)
            assert [page.start for page in of_section] == list(lengths)[:-1]
