import base64
import hashlib
import io
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html
from PIL import Image, ImageChops

from document.files import write_article
from document.files import write_book as write_epub
from export.passages import NOON, TEXT_KINDS, article, export, marked
from export.sample_pdfs import PHRASE, write_book, write_page
from export.test_drawings import DRAWINGS, drawn
from intake.books import mobi
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind, Label, Reply
from reader_app.core.visible import visible_characters
from reader_app.errors import DocumentError, ExportError
from reader_app.export.exporting import export_file
from reader_app.export.html import writing as html_export
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format, Order

BODY = """
<h1>A title</h1><p>First <b>some</b> words, then <a href="https://example.org/a?b=1&amp;c=2">a link</a>.</p>
<ul><li>An item of a list</li><li>Another one</li></ul>
<table><tr><td>A cell</td><td>and its neighbor</td></tr></table>
<p id="end">The end, <a href="#end">to itself</a>.</p>
"""
HOSTILE = """<script>alert(1)</script><img src=x onerror=alert(2)> [click](javascript:alert(3))
![spy](https://spy.example/pixel.png) </div></article> &lt;b&gt; "quoted" 'too'"""


def written(source: Path, *annotations: Annotation, **changes: object) -> html.HtmlElement:
    """Export to HTML and read it back."""
    output = source.with_name("output.html")
    export(source, output, *annotations, format=Format.HTML, **changes)
    return html.fromstring(output.read_bytes())


def words(page: html.HtmlElement, path: str) -> list[str]:
    return [" ".join("".join(each.itertext()).split()) for each in page.xpath(path)]


def picture_in(page: html.HtmlElement) -> Image.Image:
    """Return the picture of the only page of a PDF."""
    [address] = page.xpath("//image/@href")
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))).convert("RGB")


def test_marks_have_the_words_and_the_article_reads_as_before(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    annotations = [
        marked(source, quote) for quote in ("some words", "item of a list", "A cell", "words, then a")
    ]

    page = written(source, *annotations)

    [text] = page.xpath("//div[@class='spread']")
    for card in text.xpath(".//div[@role='note']"):
        card.drop_tree()
    assert visible_characters("".join(text.itertext())) == visible_characters(
        "".join(html.fromstring(BODY).itertext())
    )
    for number, quote in enumerate(["some words", "words, then a", "item of a list", "A cell"], start=1):
        parts = "".join(words(page, f"//mark[@data-mark='a1-m{number}']"))
        assert visible_characters(parts) == visible_characters(quote)


def test_card_stands_behind_the_block_of_its_passage(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    quotes = ("some", "link", "item of", "A cell", "The end")

    page = written(source, *(marked(source, quote) for quote in quotes))

    before = {card.get("id"): card.getprevious() for card in page.xpath("//div[@role='note']")}
    assert [before[f"a1-n{number}"].tag for number in (1, 2, 4, 5)] == ["p", "div", "table", "p"]
    assert before["a1-n2"].get("id") == "a1-n1"
    [inside] = page.xpath("//*[@id='a1-n3']/..")
    assert inside.tag == "li"


def test_card_stands_behind_whatever_is_around_a_passage(tmp_path: Path) -> None:
    body = """<dl><dt>A term</dt><dd>Its meaning</dd></dl><div>Bare <i>words</i> here<p>Block</p></div>
        <details><summary>More</summary><p>Hidden</p></details><blockquote>Said so</blockquote>
        <figure><figcaption>Below it</figcaption></figure>"""
    source = write_article(tmp_path / "article.html", body)
    quotes = ("A term", "Its meaning", "Bare", "More", "Hidden", "Said so", "Below it")

    page = written(source, *(marked(source, quote) for quote in quotes))

    places = {
        card.get("id"): (card.getparent().tag, card.getprevious()) for card in page.xpath("//*[@role='note']")
    }
    assert [places[f"a1-n{number}"][0] for number in range(1, 8)] == [
        "div",
        "dd",
        "div",
        "div",
        "div",
        "blockquote",
        "div",
    ]
    assert places["a1-n1"][1].tag == "dl"
    assert places["a1-n3"][1].tag == "i"
    assert places["a1-n4"][1].tag == "details"
    assert places["a1-n7"][1].tag == "figure"
    assert page.xpath("//details/@open")


def test_links_inside_the_article_lead_to_their_places(tmp_path: Path) -> None:
    links = '<p><a href="#caf%C3%A9">a</a> <a href="#x|y">b</a> <a href="#gone">c</a></p>'
    body = f'{links}<p id="café">d</p><p id="x|y">e</p>'
    source = write_article(tmp_path / "article.html", body)

    page = written(source)

    targets = [link.get("href") for link in page.xpath("//div[@class='spread']//a")]
    assert targets == ["#a1-0-caf%C3%A9", "#a1-0-x|y", None]
    assert len(page.xpath("//*[@id='a1-0-café']")) == len(page.xpath("//*[@id='a1-0-x|y']")) == 1


def test_mark_and_card_are_linked_both_ways(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)

    page = written(source, marked(source, "link"), marked(source, "some"))

    for number in (1, 2):
        assert len(page.xpath(f"//a[@class='reference'][@href='#a1-n{number}']")) == 1
        assert len(page.xpath(f"//*[@id='a1-n{number}']//a[@href='#a1-m{number}']")) == 1
        assert len(page.xpath(f"//*[@id='a1-m{number}']")) == 1
    assert not page.xpath("//a//a")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_kind_is_the_class_of_the_mark(tmp_path: Path, kind: Kind) -> None:
    source = write_article(tmp_path / "article.html", BODY)

    page = written(source, marked(source, "some words", kind=kind))

    assert {each.get("class").split()[0] for each in page.xpath("//mark")} == {kind.value}


def test_nothing_that_a_note_or_the_metadata_say_runs_or_loads(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    label = Label('"><script>alert(4)</script>', "<i>name</i>", "red;}</style><script>", 0)
    hostile = replace(
        marked(source, "some words", note=HOSTILE, tags=("<b>tag</b>",), label_id=label.id),
        author="<script>alert(5)</script>",
        color="</style>",
        replies=(Reply("1", "<img src=x>", HOSTILE, NOON, NOON),),
    )
    told = article(
        source,
        title="</title><script>alert(6)</script>",
        authors=("<script>",),
        site="<svg onload=alert(7)>",
        url="javascript:alert(8)",
        published="<b>now</b>",
        language='en" onload="alert(9)',
    )

    page = written(
        source, hostile, hostile.unplaced(), article=told, labels=[label], summary=True, legend=True
    )

    assert len(page.xpath("//script")) == len(page.xpath("//style")) == 1
    assert not [name for each in page.iter() for name in each.attrib if name.startswith("on")]
    assert not page.xpath("//img | //iframe | //object | //link | //form")
    assert {address.partition(":")[0] for address in page.xpath("//@href") if address[0] != "#"} == {"https"}
    assert "<script>alert(1)</script>" in "".join(words(page, "//div[@class='note']"))
    assert page.xpath("//article/@lang") == ['en" onload="alert(9)']


def test_signs_that_no_text_can_hold_do_no_harm(tmp_path: Path) -> None:
    unfit = "a\x00b\x0bc\ud800d\ufffe"
    source = write_article(tmp_path / "article.html", "<p>Some \x0b words &#1; and more of them</p>")
    annotation = marked(source, "more of", note=unfit, tags=(unfit,))

    page = written(source, annotation, article=article(source, title=unfit, authors=(unfit,)))

    assert words(page, "//div[@class='note']") == ["a\N{REPLACEMENT CHARACTER}bcd"]
    assert words(page, "//mark") == ["more of"]


def test_policy_allows_the_style_and_the_script_of_the_file_alone(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)

    page = written(source, marked(source, "some words"))

    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    for tag in ("style", "script"):
        [content] = page.xpath(f"//{tag}/text()")
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:;")
    assert not page.xpath("//*[@style]")


def test_note_is_set_as_markdown_with_tags_dates_and_replies(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    annotation = replace(
        marked(source, "some words", note="**Who** says so?\n\n- one\n- two", tags=("war", "media")),
        created_at=NOON,
        replies=(Reply("1", "Bob", "I do.", NOON, NOON),),
    )

    page = written(source, annotation, dates=True)

    assert words(page, "//div[@class='note']//strong") == ["Who"]
    assert words(page, "//div[@class='note']//li") == ["one", "two"]
    assert words(page, "//ul[@class='tags']/li") == ["media", "war"]
    assert words(page, "//*[@role='note']//time") == ["4 May 2026", "4 May 2026"]
    assert words(page, "//div[@class='reply']") == ["Bob · 4 May 2026I do."]


def test_quotes_tags_and_dates_are_left_out_where_nobody_wants_them(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)

    page = written(source, marked(source, "some words", note="Note", tags=("war",)), quotes=False, tags=False)

    [card] = page.xpath("//*[@role='note']")
    assert not card.xpath(".//*[@class='quote' or @class='tags' or @class='made']")


def test_annotation_without_a_place_is_listed_with_its_quote_and_not_drawn(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    gone = marked(source, "some words", note="Where?").unplaced()
    output = tmp_path / "output.html"

    report = export(source, output, gone, marked(source, "The end"), format=Format.HTML, quotes=False)

    page = html.fromstring(output.read_bytes())
    assert (report.placed, report.unplaced) == (1, (gone.id,))
    assert words(page, "//section[@class='unplaced']//blockquote") == ["some words"]
    assert words(page, "//section[@class='unplaced']//div[@class='note']") == ["Where?"]
    assert words(page, "//mark") == ["The end"]


def test_head_says_where_the_article_comes_from(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    told = article(
        source,
        title="Another title",
        authors=("Ann Lee", "Bo Ek"),
        site="The Site",
        url="https://www.example.org/a/b/",
        published="2025-12-03T10:00:00+00:00",
        language="en",
    )

    page = written(source, article=told)

    assert words(page, "//header[@class='about']/h1") == ["Another title"]
    assert words(page, "//p[@class='byline']") == ["Ann Lee · Bo Ek · The Site · 3 December 2025"]
    assert words(page, "//p[@class='address']") == ["example.org/a/b"]
    assert words(page, "//p[@class='kept']")[0].startswith("Saved 4 May 2026 · exported ")
    assert page.xpath("//title/text()") == ["Another title"]
    assert page.xpath("//meta[@name='author']/@content") == ["Ann Lee", "Bo Ek"]
    assert page.xpath("//article/@lang") == ["en"]


def test_title_that_begins_the_text_is_not_repeated(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)

    page = written(source, article=article(source, title="A title"))

    assert words(page, "//h1") == ["A title"]


def test_summary_lists_annotations_in_the_order_that_was_asked_for(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", BODY)
    annotations = [
        marked(source, "some words", label_id="question", note="*first*"),
        marked(source, "The end", label_id="key-point", note="second"),
    ]

    page = written(source, *annotations, summary=True, order=Order.LABEL)

    assert words(page, "//ul[@class='lines']/li") == ["2 second", "1 first"]
    assert words(page, "//section[@class='summary']/ul[@class='legend']/li") == [
        "Key point: 1",
        "Question: 1",
    ]


def test_right_to_left_article_says_so(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", "<p>שלום עולם</p>", language="he")

    page = written(source, marked(source, "עולם"), article=article(source, language="he"))

    assert page.xpath("//article/@dir") == ["rtl"]


def test_book_has_its_chapters_links_and_pictures(tmp_path: Path) -> None:
    chapters = ['<p id="a">One &nbsp;and</p><p><a href="c1.xhtml#b">on</a></p>', '<p id="b">Two ends</p>']
    source = write_epub(tmp_path / "book.epub", chapters)

    page = written(source, marked(source, "One and"), marked(source, "Two ends"))

    [link] = page.xpath("//a[text()='on']/@href")
    assert words(page, f"//*[@id='{link[1:]}']") == ["Two ends"]
    assert words(page, "//mark") == ["One and", "Two ends"]


def test_drawing_in_a_book_becomes_a_picture_and_nothing_is_fetched(tmp_path: Path) -> None:
    box = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20"/></svg>'
    )
    framed = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        '<image xlink:href="https://spy.example/p.png"/></svg>'
    )
    source = write_epub(
        tmp_path / "book.epub", [f"<p>Words</p>{box}{framed}<img src='../../x.png' alt='x'/>"]
    )

    page = written(source, marked(source, "Words"))

    addresses = page.xpath("//img/@src")
    assert len(addresses) == 1
    with Image.open(io.BytesIO(base64.b64decode(addresses[0].partition(",")[2]))) as picture:
        assert picture.size == (80, 40)


def test_chapter_that_is_broken_is_empty_and_the_others_keep_their_marks(tmp_path: Path) -> None:
    source = write_epub(tmp_path / "book.epub", ["<p>First</p>", "<p>Second<b>half", "<p>Third chapter</p>"])

    page = written(source, marked(source, "Third"))

    assert words(page, "//mark") == ["Third"]


def test_fiction_book_keeps_headings_notes_and_pictures(tmp_path: Path) -> None:
    source = tmp_path / "book.fb2"
    picture = io.BytesIO()
    Image.new("RGB", (3, 2), "red").save(picture, "PNG")
    source.write_text(
        '<?xml version="1.0"?><FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
        ' xmlns:l="http://www.w3.org/1999/xlink"><body><section><title><p>One</p></title>'
        '<p>Some <emphasis>words</emphasis> here<a l:href="#n1">1</a></p><image l:href="#p"/>'
        "</section></body>"
        '<body name="notes"><section id="n1"><p>A remark</p></section></body>'
        f'<binary id="p" content-type="image/png">{base64.b64encode(picture.getvalue()).decode()}</binary>'
        "</FictionBook>",
        encoding="utf-8",
    )

    page = written(source, marked(source, "Some words"))

    assert words(page, "//div[@class='spread']//h2") == ["One"]
    assert "".join(words(page, "//mark")) == "Somewords"
    [link] = page.xpath("//p/a[text()='1'][not(@class)]/@href")
    assert words(page, f"//*[@id='{link[1:]}']") == ["A remark"]
    assert len(page.xpath("//img[starts-with(@src, 'data:image/png;base64,')]")) == 1


@pytest.mark.parametrize("compression", [1, 2])
def test_kindle_book_keeps_headings_and_links(tmp_path: Path, compression: int) -> None:
    text = (
        b"<html><body><h2>One</h2><p>Caf\xc3\xa9 <b>words</b> <a filepos=0000000098>on</a></p>" + b"<hr>" * 4
    )
    at = len(text)
    text = text.replace(b"0000000098", b"%010d" % at) + b"<p>There it goes on.</p></body></html>"
    source = tmp_path / "book.mobi"
    source.write_bytes(mobi(text, compression=compression))

    page = written(source, marked(source, "Café words"), marked(source, "goes on"))

    assert words(page, "//div[@class='spread']//h2") == ["One"]
    assert words(page, "//mark") == ["Café", "words", "goes on"]
    [link] = page.xpath("//a[text()='on']/@href")
    assert words(page, f"//*[@id='{link[1:]}']/following::p[1]") == ["There it goes on."]


def test_page_of_a_pdf_is_a_picture_with_words_and_marks_over_it(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")

    page = written(source, marked(source, PHRASE, note="A note"))

    assert picture_in(page).size == (840, 600)
    assert " ".join(words(page, "//g[@class='words']/text")).find("quick brown") > 0
    assert page.xpath("//svg/@viewbox") == ["0 0 420 300"]
    [path] = page.xpath("//*[@id='a1-m1']/path/@d")
    assert path.count("Z") == 2
    assert words(page, "//figure//*[@class='note']") == ["A note"]


@pytest.mark.parametrize("kind", DRAWINGS)
def test_drawing_on_a_page_is_drawn(tmp_path: Path, kind: Kind) -> None:
    source = write_page(tmp_path / "source.pdf")

    page = written(source, drawn(source, kind))

    [group] = page.xpath("//*[@id='a1-m1']")
    assert len(group) >= 1
    assert group.get("class").startswith("drawing ")


def test_annotations_in_the_pdf_that_are_in_the_library_are_not_drawn_twice(tmp_path: Path) -> None:
    source, again = write_page(tmp_path / "source.pdf"), tmp_path / "again.pdf"
    annotation = marked(source, PHRASE)
    export(source, again, annotation)

    alone = picture_in(written(source, annotation))
    twice = picture_in(written(again, annotation, known=frozenset({annotation.id})))

    assert all(most <= 1 for _, most in ImageChops.difference(alone, twice).getextrema())


def test_links_of_pages_lead_where_they_led(tmp_path: Path) -> None:
    source = write_book(tmp_path / "source.pdf")

    page = written(source)

    assert page.xpath("//*[@id='a1-p1']//a[@class='link']/@href") == ["#a1-p3", "https://example.org/"]
    assert len(page.xpath("//*[@id='a1-p3']")) == 1


def test_several_articles_have_a_table_of_contents_and_names_of_their_own(tmp_path: Path) -> None:
    one = write_article(tmp_path / "one.html", BODY)
    two = write_page(tmp_path / "two.pdf")
    items = [
        ExportItem(source=one, article=article(one), annotations=(marked(one, "some words"),)),
        ExportItem(source=two, article=article(two), annotations=(marked(two, PHRASE),)),
    ]
    told: list[tuple[int, int]] = []
    output = tmp_path / "both.html"

    file = ExportFile(tuple(items), DEFAULT_LABELS, output, ExportOptions(format=Format.HTML))
    report = export_file(file, lambda *step: told.append(step))

    page = html.fromstring(output.read_bytes())
    assert report.placed == 2
    assert page.xpath("//nav[@class='contents']//a/@href") == ["#a1", "#a2"]
    assert page.xpath("//*[@role='note']/@id") == ["a1-n1", "a2-n1"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert told == [(1, 2), (2, 2)]


def test_file_that_would_be_too_large_is_refused_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, output = write_article(tmp_path / "article.html", BODY), tmp_path / "output.html"
    output.write_text("old")
    monkeypatch.setattr(html_export, "_LARGEST", 0)

    with pytest.raises(ExportError, match="larger than 0 MB"):
        export(source, output, format=Format.HTML)

    assert output.read_text() == "old"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["article.html", "output.html"]


@pytest.mark.parametrize("suffix", [".html", ".epub", ".fb2", ".mobi", ".pdf"])
def test_source_that_is_missing_or_damaged_is_one_sentence(tmp_path: Path, suffix: str) -> None:
    source = tmp_path / f"article{suffix}"

    with pytest.raises(DocumentError):
        export(source, tmp_path / "output.html", format=Format.HTML)
    if suffix != ".html":  # any bytes are HTML
        source.write_bytes(b"no such thing")
        with pytest.raises(DocumentError):
            export(source, tmp_path / "output.html", format=Format.HTML)

    assert not (tmp_path / "output.html").exists()


def test_article_without_text_is_written(tmp_path: Path) -> None:
    source = write_article(tmp_path / "article.html", "")

    page = written(source)

    assert len(page.xpath("//article")) == 1
