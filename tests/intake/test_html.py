import base64
import json
from pathlib import Path

import pytest

from intake.office import png
from intake.sources import body_text, laid_out_text, visible
from reader_app.errors import IntakeError
from reader_app.intake.html import read

PNG = "data:image/png;base64," + base64.b64encode(png(40, 30)).decode()


def page(body: str, head: str = "", attributes: str = "") -> bytes:
    return f"<!DOCTYPE html><html{attributes}><head>{head}</head><body>{body}</body></html>".encode()


def reading_of(body: str, head: str = "", name: str = "a.html") -> str:
    return (read(page(body, head), name).reading or b"").decode()


def linked_data(*things: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(list(things))}</script>'


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>T</title>", "<h1>One <em>heading</em></h1>", "One heading"),
        ("<title>T</title>", "<h1>One<br>heading</h1>", "One heading"),
        (linked_data({"headline": "A &amp; B"}), "<h1>a</h1><h1>b</h1>", "A & B"),
        ('<meta property="og:title" content="O"><title>T</title>', "<p>x", "O"),
        ("<title> T\n t </title>", "<p>x", "T t"),
        ("", "<h1>a</h1><h1>b</h1>", "a"),
        ("", "<p>x", "some page"),
    ],
)
def test_the_title_comes_from_the_best_source(head: str, body: str, title: str) -> None:
    assert read(page(body, head), "some_page.html").metadata.title == title


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        (linked_data({"author": {"name": "Ann Lee"}}), "", ("Ann Lee",)),
        (
            linked_data({"author": [{"@id": "#a"}]}, {"@id": "#a", "name": "Ann Lee"}),
            "",
            ("Ann Lee",),
        ),
        (linked_data({"author": ["Ann Lee", "Bo Ek"]}), "", ("Ann Lee", "Bo Ek")),
        ('<meta name="author" content="By Ann Lee and Bo Ek">', "", ("Ann Lee", "Bo Ek")),
        ('<meta name="author" content="Eliot, T.S.">', "", ("Eliot, T.S.",)),
        ("", '<p class="byline">By <a>Ann Lee</a><br>May 5, 2024</p>', ("Ann Lee",)),
        ('<meta property="article:author" content="https://x.example/ann">', "", ()),
        ('<script type="application/ld+json">{broken</script>', "<p>x", ()),
    ],
)
def test_the_authors_come_from_the_best_source(head: str, body: str, authors: tuple[str, ...]) -> None:
    assert read(page(body, head), "a.html").metadata.authors == authors


def test_address_site_date_and_language_are_found() -> None:
    head = (
        '<link rel="canonical" href="/terns?utm_campaign=x">'
        '<meta property="og:site_name" content="The Coast">'
        '<meta property="article:published_time" content="2024-05-06T07:08:09.123+02:00">'
    )

    metadata = read(page("<p>x", head, ' lang="en_GB"'), "https://coast.example/a").metadata

    assert metadata.url == "https://coast.example/terns"
    assert metadata.site == "The Coast"
    assert metadata.published == "2024-05-06T07:08:09+02:00"
    assert metadata.language == "en-GB"


def test_the_comment_of_a_saved_page_gives_its_address() -> None:
    comment = "<!--\n Page saved with SingleFile \n url: https://coast.example/terns \n saved date: x-->"

    taken = read(b"<!DOCTYPE html><html>" + comment.encode() + b"<p><a href='b'>x</a>", "a.html")

    assert taken.metadata.url == "https://coast.example/terns"
    assert taken.metadata.site == "coast.example"
    assert b'href="https://coast.example/b"' in (taken.reading or b"")


def test_a_language_that_the_text_contradicts_gives_way() -> None:
    german = (
        "<p>Die Möwen sind nicht mehr auf der Insel, und das ist für die Stadt kein gutes Zeichen. "
        "Sie haben sich mit den Jahren an den Hafen gewöhnt, der im Sommer voll ist und im Winter "
        "leer. Wer sie zählt, wird auch die Boote zählen, die zu nah an die Nester kommen.</p>"
    )

    assert read(page(german, attributes=' lang="en"'), "a.html").metadata.language == "de"


def test_the_body_is_kept_and_harmless() -> None:
    reading = reading_of(
        "<nav>Menu</nav><h1>T</h1><p onclick=x() style='color:red'>Text<script>x()</script></p>"
        "<ul><li>one<li>two</ul>",
        head="<style>p{display:none}</style><title>T</title>",
    )

    assert body_text(reading.encode()) == "MenuTTextonetwo"
    assert "script" not in reading
    assert "style" not in reading


def test_what_the_page_hides_is_left_out() -> None:
    reading = reading_of(
        "<p>Shown<span hidden>not</span> and <span style='display: none'>not this</span>here.</p>"
        "<noscript>Turn it on</noscript><p hidden=until-found>found</p>"
    )

    assert body_text(reading.encode()) == "Shownandhere.found"


def test_pictures_inside_stay_and_others_become_their_descriptions() -> None:
    reading = reading_of(
        f"<p>a<img src='{PNG}' alt='dot'>b<img src='/n.jpg' alt='A nest'>c<img src='/t.gif'>d"
        "<a href='/x'><img src='/m.jpg' alt='A map'></a>e</p>",
        name="https://coast.example/a",
    )

    assert f'<img src="{PNG}" alt="dot">' in reading
    assert '<a href="https://coast.example/n.jpg">A nest</a>' in reading
    assert '<a href="https://coast.example/x">A map</a>' in reading
    assert reading.count("<img") == 1


def test_a_formula_keeps_its_letters() -> None:
    formula = (
        "<p>When <math><semantics><mrow><mi>a</mi><mo>≠</mo><mn>0</mn></mrow>"
        "<annotation encoding='application/x-tex'>a \\ne 0</annotation></semantics></math></p>"
    )

    assert body_text(reading_of(formula).encode()) == "Whena≠0"


def test_links_within_the_page_stay_within_it() -> None:
    reading = reading_of(
        "<a href='#n'>1</a><a href='https://coast.example/a#n'>2</a><a href='/b#n'>3</a><a href='c'>4</a>",
        name="https://coast.example/a",
    )

    assert reading.count('href="#n"') == 2
    assert 'href="https://coast.example/b#n"' in reading
    assert 'href="https://coast.example/c"' in reading


def test_a_relative_link_of_a_page_without_address_keeps_its_text_only() -> None:
    assert "<a>text</a>" in reading_of("<p><a href='/b'>text</a></p>")


def test_the_direction_is_kept_or_told_by_the_language() -> None:
    assert b'dir="rtl"' in (read(page("<p>x", "", ' dir="RTL"'), "").reading or b"")
    assert b'lang="he" dir="rtl"' in (read(page("<p>x", "", ' lang="he"'), "").reading or b"")
    assert b'dir="ltr"' in (read(page("<p>x"), "").reading or b"")


def test_a_declared_character_set_is_used() -> None:
    source = '<html><head><meta charset="windows-1251"><p>Привет, мир'.encode("cp1251")

    assert body_text(read(source, "a.html").reading or b"") == "Привет,мир"


def test_a_page_nested_deeper_than_the_layout_can_follow_keeps_its_text() -> None:
    deep = "<div>" * 1_000 + "word one</div>word two" + "</div>" * 999 + "<p>after</p>"

    reading = read(page(deep), "a.html").reading or b""

    assert body_text(reading) == "wordonewordtwoafter"
    assert laid_out_text(reading) == "wordonewordtwoafter"
    assert b"one<br>" in reading


def test_a_page_nested_beyond_all_reason_is_refused() -> None:
    with pytest.raises(IntakeError, match="nested"):
        read(b"<html>" + b"<div>" * 100_000 + b"x", "a.html")


def test_every_page_of_the_corpus_shows_its_main_text(corpus: Path) -> None:
    poor = []

    for source in sorted(corpus.glob("html/*/source.html")):
        reading = read(source.read_bytes(), "source.html").reading or b""
        words = visible_words((source.parent / "expected.txt").read_text(encoding="utf-8"))
        shown = body_text(reading)
        kept = sum(word in shown for word in words) / len(words)
        if kept < 0.97:
            poor.append((source.parent.name, round(kept, 3)))

    assert poor == []


def visible_words(text: str) -> list[str]:
    return [word for part in text.split() if (word := visible(part))]


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>The old bridge | Valley Gazette</title>", "<p>x", "The old bridge"),
        ("<title>Valley Gazette - The old bridge</title>", "<p>x", "The old bridge"),
        ("<title>Bridges - old and new</title>", "<p>x", "Bridges - old and new"),
        ("<title>The old bridge | Valley Gazette</title>", "<h1>Valley Gazette</h1>", "The old bridge"),
        ("<title>The bridge | Notes | Ann Lee</title>", "<h1>I am Ann.</h1>", "The bridge | Notes | Ann Lee"),
    ],
)
def test_a_title_is_without_the_name_of_its_site(head: str, body: str, title: str) -> None:
    site = '<meta property="og:site_name" content="Valley Gazette">'

    assert read(page(body, head + site), "a.html").metadata.title == title


def test_the_address_of_a_whole_site_is_not_that_of_its_page() -> None:
    head = '<link rel="canonical" href="https://valley.example/">'

    at_page = read(page("<p>x", head), "https://valley.example/2024/bridge").metadata.url

    assert at_page == "https://valley.example/2024/bridge"
    assert read(page("<p>x", head), "https://valley.example/").metadata.url == "https://valley.example/"


@pytest.mark.parametrize(
    "markup",
    [
        "<img data-src='&#1;\uffff.png' alt='\ufffe&#x1F;'>",
        "<div data-src='a\uffff.jpg'></div>",
        "<math alttext='&#31;\uffff'></math>",
        "<math><mi>&#65535;x</mi><mtext>\ufffe&#12;</mtext></math>",
        "<span class=katex aria-label='\x0b&#x1f'></span>",
        "<span class=MathJax data-mathml='<math><mi>&amp;#1;x</mi></math>'></span>",
        "<script type='math/tex'>&#1;\uffff\x0c</script>",
        "<svg width=99 height=99 style='a:\uffff&#3;'><foreignObject width=9>&#&#1;1;b</foreignObject></svg>",
    ],
)
def test_characters_that_no_tree_can_hold_spoil_no_page(markup: str) -> None:
    page = f"<!DOCTYPE html><title>Terns</title><p>Terns fly far.</p>{markup}<p>They see more daylight.</p>"

    intake = read(page.encode(), "a.html")

    text = body_text(intake.reading or b"")
    assert visible("Terns fly far.") in text
    assert visible("They see more daylight.") in text


def test_half_a_character_in_what_a_page_states_spoils_no_page() -> None:
    stated = json.dumps({"@type": "Article", "headline": "Terns \ud83d", "author": {"name": "Ann \ude00"}})
    page = f"<script type='application/ld+json'>{stated}</script><p>Terns fly far.</p>"

    intake = read(page.encode(), "a.html")

    assert intake.metadata.authors == ("Ann \ufffd",)
    assert visible("Terns fly far.") in body_text(intake.reading or b"")
