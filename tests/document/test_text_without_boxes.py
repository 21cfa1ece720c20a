"""Text that is read without boxes is to the letter the text that is read with them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document.files import HARD, paragraphs, write_article, write_book, write_fiction_book
from reader_app.core.layout import ReadingStyle
from reader_app.core.text import SectionText, joined_text
from reader_app.document.opening import Document, open_document

HTML, EPUB, FB2 = "text/html", "application/epub+zip", "application/x-fictionbook+xml"
STYLES = [
    ReadingStyle(),
    ReadingStyle(width=260.0, justify=True),
    ReadingStyle(width=2400.0, line_height=1.2),
]
signs = st.sampled_from([*"ab -\u00ad\u00a0\u0301\u0308½…ﬁ™ـألاשקกำ한글日本\u200b\u2060👩\u200d"])


def texts_with_boxes(document: Document) -> list[SectionText]:
    parts: list[list[SectionText]] = [[] for _ in range(document.layout.section_count)]
    for page, box in enumerate(document.layout.pages):
        parts[box.section].append(document.page_text(page).text)
    return [joined_text(part) for part in parts]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ["HTML", "EPUB", "FB2"])
def test_text_of_every_format_is_the_same(tmp_path: Path, kind: str, style: ReadingStyle) -> None:
    path = tmp_path / "file"
    match kind:
        case "HTML":
            media_type, _ = HTML, write_article(path, HARD + paragraphs(400))
        case "EPUB":
            media_type, _ = EPUB, write_book(path, [f"<h1>One</h1>{paragraphs(300)}", "", HARD])
        case _:
            media_type, _ = FB2, write_fiction_book(path, 25)

    with open_document(path, media_type, style=style) as document:
        before_layout = document.section_texts()
        document.lay_out(style)

        assert texts_with_boxes(document) == document.section_texts() == before_layout
        assert sum(map(len, before_layout)) > 500


@given(st.lists(st.text(signs, min_size=1, max_size=12), min_size=1, max_size=8))
def test_text_of_any_signs_is_the_same(words: list[str]) -> None:
    body = "".join(f"<p>{word} and <b>{word}</b>{word}</p>" for word in words)
    page = f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()

    with open_document(page, HTML, style=STYLES[1]) as document:
        document.lay_out(STYLES[1])
        assert texts_with_boxes(document) == document.section_texts()


def test_reading_is_told_page_by_page(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    with open_document(write_article(tmp_path / "a.html", paragraphs(400)), HTML) as document:
        document.section_texts(lambda done, total: seen.append((done, total)))

    total = len(seen)
    assert total > 1
    assert seen == [(page, total) for page in range(1, total + 1)]
