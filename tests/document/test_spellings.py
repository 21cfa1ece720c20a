"""What people read of a document is spelled as its source spells it."""

from pathlib import Path

import pymupdf
import pytest

from reader_app.core.anchoring import resolve
from reader_app.core.article_text import ArticleText
from reader_app.core.geometry import Point
from reader_app.core.layout import ReadingStyle
from reader_app.core.text import SectionText
from reader_app.document.opening import open_document

WORDS = (
    "A mile and 2½ furlongs… is 5,000 m² or ﬁve ㎞, says Brand™ № 4 in ＡＢＣ, non‑breaking H₂O at 20 ℃ "
    "x⁵ Ⅷ ½½ cafe\u0301s שלום ภาษาไทยทำน้ำ ㅋㅋㅋ ｶﾞｷﾞ ¼ cup – ´quoted´ ﷺ Å end"
)
# As people read it: letters for the ligature, canonically equivalent spellings in NFC.
READ = WORDS.replace("ﬁ", "fi").replace("e\u0301", "é").split()


def html(folder: Path, body: str) -> Path:
    path = folder / "article.html"
    path.write_text(f"<html><meta charset='utf-8'><body>{body}</body></html>", encoding="utf-8")
    return path


def text_of(path: Path, media_type: str, style: ReadingStyle | None = None) -> SectionText:
    with open_document(path, media_type) as document:
        document.lay_out(style or ReadingStyle())
        [text] = document.section_texts()
    return text


def test_every_word_of_a_page_is_read_as_it_is_spelled(tmp_path: Path) -> None:
    text = text_of(html(tmp_path, f"<p>{WORDS}</p>"), "text/html")

    assert text.reading.split() == READ
    assert "21⁄2" in text.chars


@pytest.mark.parametrize("width", [120.0, 200.0, 700.0])
def test_the_spelling_is_the_same_in_every_layout(tmp_path: Path, width: float) -> None:
    path = html(tmp_path, f"<p>{WORDS}</p>" * 3)
    wide = text_of(path, "text/html")

    text = text_of(path, "text/html", ReadingStyle(width=width, margin=10.0))

    assert text.chars == wide.chars
    assert text.spellings == wide.spellings


def test_quotes_of_a_page_verify_in_their_own_spelling(tmp_path: Path) -> None:
    text = text_of(html(tmp_path, f"<p>{WORDS}</p>"), "text/html")
    article = ArticleText([text])

    for quote in ("2½ furlongs… is", "five ㎞", "Brand™", "Brand", "№ 4 in ＡＢＣ", "¼ cup"):
        [(first, after)] = article.quote_places(quote)
        [target] = article.targets(first, after)
        assert target.exact == quote
        assert resolve(target, text) == (target.start, target.end)
        start, end = text.reading_range(target.start, target.end)
        assert text.reading[start:end] == quote


def test_a_pdf_is_read_with_its_signs_and_without_its_ligatures(tmp_path: Path) -> None:
    path = tmp_path / "signs.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_htmlbox((50, 50, 500, 300), "<p>2½ km² of Brand™ … a ﬁne eﬃcient ﬅone</p>")
        pdf.save(path)

    text = text_of(path, "application/pdf")

    assert text.reading == "2½ km² of Brand™ … a fine efficient ſtone"
    assert text.chars == "21⁄2km2ofBrandTM...afineefficientstone"


def test_a_spelling_has_the_place_of_its_sign_on_the_page(tmp_path: Path) -> None:
    path = html(tmp_path, "<p>a ½ b</p>")
    with open_document(path, "text/html") as document:
        document.lay_out(ReadingStyle())
        page = document.page_text(0)
    [spelling] = page.text.spellings

    [sign] = page.quads(spelling.start, spelling.end)
    parts = [page.quads(offset, offset + 1)[0].bounds for offset in range(spelling.start, spelling.end)]

    assert (spelling.start, spelling.end, spelling.raw) == (1, 4, "½")
    assert sign.bounds.x0 == pytest.approx(parts[0].x0)
    assert sign.bounds.x1 == pytest.approx(parts[-1].x1)
    assert page.hit(Point(parts[1].x0 + 0.1, parts[1].y0 + 1)) == 1
    assert page.hit(Point(parts[1].x1 - 0.1, parts[1].y0 + 1)) == 4
