"""Quotes from the tests of other programs, in the pages of those tests as this program reads them."""

import json
from pathlib import Path

import pytest
from lxml import html

from core.strategies import section
from reader_app.core.anchoring import describe, resolve
from reader_app.core.annotation import Annotation, Status, Target, utc_now
from reader_app.core.article import Form
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.text import SectionText
from reader_app.core.visible import visible_characters
from reader_app.intake.sources import given
from reader_app.worker.taking import open_taken, take, unheard


@pytest.fixture(scope="module")
def folder(corpus: Path) -> Path:
    return corpus / "anchoring"


def whole_page(path: Path) -> tuple[SectionText, ...]:
    taken = take(given(path.read_bytes(), path.name), Form.WHOLE_PAGE)
    text = open_taken(taken, unheard, with_text=True).text
    assert text is not None
    return text.sections


def quoting(exact: str, prefix: str, suffix: str) -> Annotation:
    target = Target(0, 0, 0, exact, prefix, suffix)
    now = utc_now()
    return Annotation(id="a", article_id="b", created_at=now, modified_at=now, targets=(target,))


def test_a_quote_is_placed_where_it_is_the_only_one_and_nowhere_else(folder: Path) -> None:
    cases = json.loads((folder / "annotator--text-quote-match.json").read_text(encoding="utf-8"))["testCases"]
    asked = placed = 0
    for name, case in cases.items():
        selector, expected = case["selector"], case["expected"]
        # A place between characters is no mark, a page's head is not read, white space does not matter here.
        if not selector["exact"] or "<head>" in case["html"] or "whitespace" in name:
            continue
        text = section(html.fromstring(f"<div>{case['html']}</div>").text_content())
        mark = quoting(selector["exact"], selector.get("prefix", ""), selector.get("suffix", ""))

        found = Reanchoring(None, [text]).moved(mark)

        asked += 1
        if found.status is Status.PLACED:
            placed += 1
            assert len(expected) == 1, name
            assert visible_characters(found.quote) == visible_characters(mark.quote), name
    assert (asked, placed) == (17, 4)  # the others are cut words, or stand several times or not at all


def test_every_quoted_range_can_be_described_and_is_found_again(folder: Path) -> None:
    [text] = whole_page(folder / "client--html-anchoring-fixture.html")
    ranges = json.loads((folder / "client--html-anchoring-ranges.json").read_text(encoding="utf-8"))

    for case in ranges:
        chars = visible_characters(case["quote"])
        if case["quote"].startswith("Level 2"):
            continue  # it goes on in a list, whose numbers are read here
        start = text.chars.find(chars)
        assert start >= 0, case["description"]
        target = describe(text, 0, start, start + len(chars))
        assert resolve(target, text) == (start, start + len(chars)), case["description"]


@pytest.mark.parametrize("name", ["client--minimal", "client--wikipedia-regression-testing"])
def test_annotations_of_a_page_are_on_their_words(folder: Path, name: str) -> None:
    texts = whole_page(folder / f"{name}.html")
    rows = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))["rows"]
    assert rows

    for row in rows:
        [selector] = [each for each in row["target"][0]["selector"] if each["type"] == "TextQuoteSelector"]
        mark = quoting(selector["exact"], selector["prefix"], selector["suffix"])

        found = Reanchoring(None, texts).moved(mark)

        assert (found.status, found.quote) == (Status.PLACED, selector["exact"])
