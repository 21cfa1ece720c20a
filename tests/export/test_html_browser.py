"""What a browser makes of exported HTML: it runs, asks for nothing, and notes are level with passages."""

import base64
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest

from document.files import paragraphs, write_article
from export.browser import Browser, browser
from export.passages import article, export, marked
from export.sample_pdfs import PHRASE, write_page, write_right_to_left
from reader_app.core.annotation import Annotation
from reader_app.export.options import Format

WIDE, NARROW = (1400, 1000), (700, 400)

CARDS = """[...document.querySelectorAll(".spread .card")].map(card => {
  const box = card.getBoundingClientRect();
  const mark = document.getElementById(card.dataset.mark);
  const line = mark.getClientRects()[0] ?? mark.getBoundingClientRect();
  return {top: box.top, bottom: box.bottom, left: box.left, right: box.right, wanted: line.top,
          markLeft: line.left, markRight: line.right, number: card.id};
}).sort((one, other) => one.top - other.top)"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


def crowded(source: Path) -> list[Annotation]:
    """Annotate one paragraph many times, and others far apart."""
    quotes = ["characteristically", "internationalization", "demonstrates", "typographical"]
    near = [marked(source, f"Number 1. Hyphenation of {quotes[0]}", note="Long. " * 40)]
    near += [marked(source, quote, note=f"Note on {quote}", tags=("tag",)) for quote in quotes]
    return near + [marked(source, f"Number {number}.", note="Far away") for number in (9, 15, 22, 30)]


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    source = write_article(tmp_path_factory.mktemp("news") / "news.html", paragraphs(32))
    export(source, source.with_name("output.html"), *crowded(source), format=Format.HTML, summary=True)
    return source.with_name("output.html")


@pytest.mark.parametrize("width", WIDE + NARROW)
def test_file_asks_for_nothing_has_no_error_and_fits(page: Browser, news: Path, width: int) -> None:
    page.open(news, width)

    assert page.requests == []
    assert page.errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", WIDE + NARROW)
def test_no_card_covers_another_or_the_text(page: Browser, news: Path, width: int) -> None:
    page.open(news, width)

    cards = page.evaluate(CARDS)

    assert len(cards) == 9
    for above, below in pairwise(cards):
        assert below["top"] >= above["bottom"]
    if width in WIDE:
        edge = page.evaluate(
            "Math.max(...[...document.querySelectorAll('.spread p:not(.card *)')].map(p => "
            "p.getBoundingClientRect().right))"
        )
        assert all(card["left"] >= edge for card in cards)


@pytest.mark.parametrize("width", WIDE)
def test_card_with_room_is_level_with_its_passage(page: Browser, news: Path, width: int) -> None:
    page.open(news, width)

    far = page.evaluate(CARDS)[5:]

    assert len(far) == 4
    assert [card["top"] for card in far] == pytest.approx([card["wanted"] for card in far], abs=1)


def test_chosen_card_is_level_however_crowded_it_is(page: Browser, news: Path) -> None:
    page.open(news)

    for number in range(1, 10):
        page.evaluate(f"document.querySelector('#a1-n{number} .label').click()")
        page.settle()
        cards = page.evaluate(CARDS)

        [chosen] = [card for card in cards if card["number"] == f"a1-n{number}"]
        assert chosen["top"] == pytest.approx(chosen["wanted"], abs=1)
        assert all(below["top"] >= above["bottom"] for above, below in pairwise(cards))


def test_cards_follow_when_the_window_changes(page: Browser, news: Path) -> None:
    page.open(news, 400)

    page.resize(1200)
    page.settle()

    far = page.evaluate(CARDS)[5:]
    assert [card["top"] for card in far] == pytest.approx([card["wanted"] for card in far], abs=1)


def test_mark_lights_its_card(page: Browser, news: Path) -> None:
    page.open(news)

    page.evaluate(
        "document.getElementById('a1-m2').dispatchEvent(new MouseEvent('mousemove', {bubbles: true}))"
    )

    assert page.evaluate("[...document.querySelectorAll('.card.lit')].map(card => card.id)") == ["a1-n2"]


def test_label_that_is_turned_off_takes_its_marks_and_cards_away(page: Browser, tmp_path: Path) -> None:
    source, output = write_article(tmp_path / "article.html", paragraphs(3)), tmp_path / "output.html"
    one, other = (
        marked(source, "Number 0.", label_id="claim"),
        marked(source, "Number 2.", label_id="evidence"),
    )
    export(source, output, one, other, format=Format.HTML)
    page.open(output)

    page.evaluate("document.querySelector('[data-filter=claim]').click()")
    page.settle()

    cards = "[...document.querySelectorAll('.spread .card')]"
    shown = f"{cards}.filter(card => card.offsetHeight).map(card => card.id)"
    assert page.evaluate(shown) == ["a1-n2"]
    assert (
        page.evaluate("getComputedStyle(document.getElementById('a1-m1')).backgroundColor")
        == "rgba(0, 0, 0, 0)"
    )
    page.evaluate("document.querySelector('[data-hide]').click()")
    page.settle()
    assert page.evaluate(shown) == []


def test_printed_pages_have_every_note_beside_the_text(page: Browser, news: Path) -> None:
    page.open(news, 700)

    with pymupdf.open(stream=page.print()) as printed:
        text = " ".join(" ".join(sheet.get_text() for sheet in printed).split())
        [first] = [sheet for sheet in printed if sheet.search_for("Number 9.")]
        passages, notes = first.search_for("Number 9."), first.search_for("Far away")

    assert text.count("Far away") >= 4
    assert text.count("Long.") >= 40
    assert "Note on internationalization" in text
    assert min(abs(note.y0 - passages[0].y0) for note in notes) < 40
    assert notes[0].x0 > 300
    page.settle()
    assert page.evaluate("document.documentElement.className") == "js"


def test_notes_are_readable_where_no_script_runs(page: Browser, news: Path, tmp_path: Path) -> None:
    quiet = tmp_path / "quiet.html"
    quiet.write_text(re.sub(r"<script>.*?</script>", "", news.read_text(), flags=re.DOTALL))
    page.open(quiet)

    cards = page.evaluate(CARDS)

    assert len(cards) == 9
    assert all(card["bottom"] - card["top"] > 20 for card in cards)
    assert all(card["top"] > card["wanted"] for card in cards)
    assert page.evaluate("document.querySelector('.tools').offsetHeight") == 0


def test_notes_stand_at_the_left_of_text_that_runs_to_the_left(page: Browser, tmp_path: Path) -> None:
    body = "<p>שלום עולם זה טקסט בעברית עם כמה מילים</p>" * 4
    source, output = write_article(tmp_path / "article.html", body, language="he"), tmp_path / "output.html"
    export(source, output, marked(source, "עולם"), format=Format.HTML, article=article(source, language="he"))

    page.open(output)

    [card] = page.evaluate(CARDS)
    assert card["right"] < card["markLeft"]
    assert card["top"] == pytest.approx(card["wanted"], abs=1)


@pytest.mark.parametrize("rotation", [0, 90])
@pytest.mark.parametrize("width", WIDE + NARROW)
def test_marks_lie_over_the_words_of_a_page(page: Browser, tmp_path: Path, rotation: int, width: int) -> None:
    source, output = write_page(tmp_path / "source.pdf", rotation=rotation), tmp_path / "output.html"
    export(source, output, marked(source, PHRASE, note="A note"), format=Format.HTML)

    page.open(output, width)

    words = page.evaluate(
        "(() => { const line = [...document.querySelectorAll('.words text')]"
        ".find(text => text.textContent.includes('quick brown')).getBoundingClientRect();"
        "return [line.left, line.right, line.top, line.bottom]; })()"
    )
    mark = page.evaluate(
        "(() => { const box = document.getElementById('a1-m1').getBoundingClientRect();"
        "return [box.left, box.right, box.top, box.bottom]; })()"
    )
    slack = 3 * width / 400
    assert mark[0] - slack <= words[1]
    assert words[0] <= mark[1] + slack
    assert mark[2] - slack <= words[2]
    assert words[3] <= mark[3] + slack
    [card] = page.evaluate(CARDS)
    if width in WIDE:
        assert card["top"] == pytest.approx(card["wanted"], abs=1)
        assert card["left"] > card["markRight"]
    else:
        assert card["top"] > mark[3]
    assert page.errors == page.requests == []


def test_mark_of_a_page_is_seen_and_its_letters_too(page: Browser, tmp_path: Path) -> None:
    source, output = write_page(tmp_path / "source.pdf"), tmp_path / "output.html"
    export(source, output, marked(source, PHRASE), format=Format.HTML)
    page.open(output)
    box = page.evaluate(
        "(() => { const box = document.getElementById('a1-m1').getBoundingClientRect();"
        "return [box.left, box.top, box.right, box.bottom].map(Math.round); })()"
    )

    picture = pymupdf.Pixmap(page.screenshot())
    pixels = [picture.pixel(x, y) for x in range(box[0], box[2], 2) for y in range(box[1], box[3])]

    assert sum(red > 200 and green > 180 and blue < 150 for red, green, blue, *_ in pixels) > len(pixels) / 4
    assert min(red + green + blue for red, green, blue, *_ in pixels) < 150


def test_words_of_a_page_can_be_selected_in_every_direction(page: Browser, tmp_path: Path) -> None:
    source, output = write_right_to_left(tmp_path / "source.pdf"), tmp_path / "output.html"
    export(source, output, format=Format.HTML)
    page.open(output)

    chosen = page.evaluate(
        "(() => { getSelection().selectAllChildren(document.querySelector('.words'));"
        "return String(getSelection()); })()"
    )

    assert "שלום עולם" in chosen
    assert "مرحبا" in chosen


def test_hostile_words_do_nothing_in_the_browser(page: Browser, tmp_path: Path) -> None:
    source, output = write_article(tmp_path / "article.html", paragraphs(2)), tmp_path / "output.html"
    note = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">"
    export(source, output, marked(source, "Number 1.", note=note), format=Format.HTML)

    page.open(output)

    assert page.evaluate("document.title") == "article"
    assert page.requests == page.errors == []


def test_picture_of_the_article_is_shown(page: Browser, tmp_path: Path) -> None:
    dot = pymupdf.Pixmap(pymupdf.csRGB, pymupdf.IRect(0, 0, 9, 6))
    dot.clear_with(120)
    address = f"data:image/png;base64,{base64.b64encode(dot.tobytes('png')).decode()}"
    source = write_article(tmp_path / "article.html", f'<p>A picture</p><p><img src="{address}" alt=""></p>')
    export(source, tmp_path / "output.html", format=Format.HTML)

    page.open(tmp_path / "output.html")

    assert page.evaluate("document.images[0].naturalWidth") == 9
