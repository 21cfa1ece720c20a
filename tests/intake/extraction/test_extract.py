import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from intake.extraction.pages import FOOT, MENU, Prose, extraction_of, markup_in, text_in
from reader_app.core.article import Form
from reader_app.errors import IntakeError
from reader_app.intake.extraction.extract import extract
from reader_app.intake.extraction.runs import words_of
from reader_app.intake.page import prepare
from reader_app.intake.tree import parse, text_of

TITLE = "The bridges of the valley are old"


def test_the_article_is_kept_and_what_stands_around_it_goes() -> None:
    prose = Prose()
    body = prose.paragraphs(5)

    text = text_in(f"{MENU}<main><article><h1>{TITLE}</h1>{body}</article></main>{FOOT}", TITLE)

    assert text == f"{TITLE} {' '.join(text_of(parse(body)).split())}"


def test_the_standfirst_and_the_lead_picture_between_title_and_text_are_kept() -> None:
    prose = Prose()
    standfirst, caption = prose.sentence(), prose.sentence()
    head = (
        f"<header><h1>{TITLE}</h1><p class='standfirst'>{standfirst}</p>"
        "<div class='byline'><img src='face.jpg' width='60'>By Ann Lee</div></header>"
        f"<figure><img src='lead.jpg' alt='a bridge' width='800'><figcaption>{caption}</figcaption></figure>"
    )

    kept = markup_in(f"{MENU}<main>{head}<div class='body'>{prose.paragraphs(6)}</div></main>{FOOT}", TITLE)

    assert standfirst in kept
    assert caption in kept
    assert "lead.jpg" in kept
    assert "face.jpg" not in kept


def test_boxes_between_paragraphs_go() -> None:
    prose = Prose()
    boxes = (
        "<p><strong>Read also: <a href='/x'>How the ferry was lost in the year of the flood</a></strong></p>",
        "<div class='newsletter-box'><h4>The letter</h4><p>Get the best of the valley each Sunday.</p></div>",
        "<div class='paywall-gate'><p>Go on reading for one euro in the first month.</p></div>",
        "<aside class='related'><a href='/y'>Another story</a></aside>",
        "<div>Advertisement</div>",
    )
    body = "".join(prose.paragraph() + box for box in boxes) + prose.paragraph()

    text = text_in(f"<article><h1>{TITLE}</h1>{body}</article>", TITLE)

    assert text == f"{TITLE} " + " ".join(
        " ".join(text_of(p).split()) for p in parse(body).iter("p") if "In year" in text_of(p)
    )


def test_asides_with_prose_are_kept() -> None:
    prose = Prose()
    remark = prose.sentence()
    body = f"{prose.paragraphs(2)}<aside class='callout'><p>{remark}</p></aside>{prose.paragraphs(2)}"

    assert remark in text_in(f"<article><h1>{TITLE}</h1>{body}</article>", TITLE)


def test_comments_below_an_article_go_however_long_they_are() -> None:
    prose = Prose()
    comments = "".join(f"<div class='row'><b>Bo {n}</b>{prose.paragraph()}</div>" for n in range(20))
    article = f"<article><h1>{TITLE}</h1>{prose.paragraphs(3)}</article>"

    text = text_in(f"{article}<section id='comments'><h2>What you say</h2>{comments}</section>", TITLE)

    assert "Bo" not in text.split()
    assert text.count("In year") == 9


def test_teasers_below_short_news_go() -> None:
    prose = Prose()
    teasers = "".join(
        f"<div class='item'><h3><a href='/{n}'>{prose.sentence()}</a></h3>{prose.paragraph(2)}</div>"
        for n in range(6)
    )

    text = text_in(f"<main><div><h1>{TITLE}</h1>{prose.paragraph(2)}</div><div>{teasers}</div></main>", TITLE)

    assert text.count("In year") == 2


def test_a_page_of_nothing_but_teasers_keeps_them() -> None:
    prose = Prose()
    teasers = "".join(
        f"<article class='item'><h2><a href='/{n}'>{prose.sentence()}</a></h2>{prose.paragraph(2)}</article>"
        for n in range(10)
    )

    assert text_in(f"{MENU}<main>{teasers}</main>").count("In year") >= 20


def test_of_articles_one_below_the_other_the_first_is_taken() -> None:
    prose = Prose()
    first, second = prose.paragraphs(5), prose.paragraphs(5)
    page = f"<article><h1>{TITLE}</h1>{first}</article><article><h1>Another</h1>{second}</article>"

    text = text_in(page, TITLE)

    assert "number 15 " in text
    assert "number 16 " not in text


def test_lists_below_headings_are_kept_though_they_are_links() -> None:
    prose = Prose()
    links = "<ul><li><a href='/1'>One place</a></li><li><a href='/2'>Another place</a></li></ul>"
    section = f"<section><h2>See also</h2><div>{links}</div></section>"
    page = f"<article><h1>{TITLE}</h1>{prose.paragraphs(5)}{section}</article>"

    kept = markup_in(page, TITLE)

    assert "<h2>See also</h2>" in kept
    assert "Another place" in kept


def test_links_below_a_heading_that_leads_to_other_articles_go() -> None:
    prose = Prose()
    links = "<ul><li><a href='/1'>One story</a></li><li><a href='/2'>Another story</a></li></ul>"

    text = text_in(
        f"<article><h1>{TITLE}</h1>{prose.paragraphs(5)}<h2>Related articles</h2>{links}</article>", TITLE
    )

    assert "story" not in text
    assert "Related" not in text


def test_code_keeps_its_lines_and_loses_the_copy_button() -> None:
    prose = Prose()
    code = "<div class='code'><button>Copy</button><pre>def f(x):\n    return x\n</pre></div>"

    kept = markup_in(
        f"<article><h1>{TITLE}</h1>{prose.paragraphs(3)}{code}{prose.paragraphs(2)}</article>", TITLE
    )

    assert "<pre>def f(x):\n    return x\n</pre>" in kept
    assert "Copy" not in kept


def test_handles_beside_headings_go() -> None:
    prose = Prose()
    heading = (
        "<h2>Weirs<a class='headerlink' href='#weirs'>¶</a><span class='mw-editsection'>[edit]</span></h2>"
    )

    kept = markup_in(
        f"<article><h1>{TITLE}</h1>{prose.paragraphs(3)}{heading}{prose.paragraphs(3)}</article>", TITLE
    )

    assert "<h2>Weirs</h2>" in kept


def test_the_cells_of_a_page_laid_out_by_a_table_are_not_kept_as_a_table() -> None:
    prose = Prose()
    side = "<br>".join(f"<a href='/{n}'>section {n}</a>" for n in range(9))
    page = f"<table><tr><td>{side}</td><td><h1>{TITLE}</h1>{prose.paragraphs(6)}</td></tr></table>"

    kept = extraction_of(page, TITLE).element

    assert kept.tag == "td"
    assert "section 3" not in text_of(kept)


def test_a_page_without_prose_is_doubtful_and_loses_nothing() -> None:
    extraction = extraction_of("<div><p>Yes.</p></div>")

    assert extraction.is_doubtful
    assert text_of(extraction.element).strip() == "Yes."


def test_a_maze_of_elements_is_left_to_the_second_opinion() -> None:
    maze = "<div>" * 100 + "<p>Some text, here and there.</p>" + "</div>" * 100

    extraction = extraction_of(maze * 400)

    assert extraction.is_doubtful
    assert text_of(extraction.element).count("here and there") == 400


@pytest.mark.parametrize("form", [Form.ARTICLE, Form.OTHER])
@pytest.mark.parametrize(
    "body",
    [
        "",
        "<div><div><div></div></div></div>",
        "<table></table>",
        "<p>" * 300,
        "<div>" * 200 + "deep" + "</div>" * 200,
        "<a href='/x'>link</a>" * 500,
        "<td>cell outside of any table</td>",
        "<reader-gone>a tag of our own name</reader-gone>",
        "<p>\ufffd\u202e\u200b</p>" * 50,
        "<h1></h1><h1></h1>" * 50,
        "<x-y><x-z>custom elements, here</x-z></x-y>",
    ],
)
def test_odd_pages_are_taken_as_they_are(body: str, form: Form) -> None:
    assert extraction_of(f"<p>Something.</p>{body}", form=form).element is not None


_TAGS = st.sampled_from(
    ["p", "div", "ul", "li", "table", "tr", "td", "h1", "h2", "article", "aside", "a", "b", "pre", "br"]
)
_NAMES = st.sampled_from(
    ["", " class='comments'", " class='post'", " class='share'", " id='content'", " href='/x'"]
)
_TEXT = st.text("abc de,.\n日本ก้", max_size=60)


@given(st.lists(st.tuples(_TAGS, _NAMES, _TEXT, st.booleans()), max_size=40))
def test_an_extraction_invents_no_word_and_keeps_their_order(parts: list[tuple[str, str, str, bool]]) -> None:
    page = "".join(f"<{tag}{name}>{text}{f'</{tag}>' if closed else ''}" for tag, name, text, closed in parts)
    try:
        root = parse(f"<html><body>{page}")
    except IntakeError:
        return
    body = prepare(root, "")
    said = iter(words_of(text_of(body)))

    found = extract(root, body, Form.ARTICLE).element

    assert all(word in said for word in words_of(text_of(found)))
    assert etree.tostring(found) is not None
