import pytest

from intake.sources import body_text, laid_out_text, visible
from reader_app.core.article import Metadata
from reader_app.intake.template import build

METADATA = Metadata(
    title='A "title" & <more>',
    authors=("Ann Lee", "Bo & Ek"),
    site="The Coast",
    url="https://coast.example/?a=1&b=2",
    published="2024-05-06",
    language="en-GB",
)


def test_the_head_says_what_the_article_is() -> None:
    head = build(METADATA, "<p>x</p>").decode().partition("<body>")[0]

    assert head.startswith('<!DOCTYPE html>\n<html lang="en-GB" dir="ltr">')
    assert '<meta charset="utf-8">' in head
    assert "<title>A &quot;title&quot; &amp; &lt;more&gt;</title>" in head
    assert '<meta name="author" content="Bo &amp; Ek">' in head
    assert '<link rel="canonical" href="https://coast.example/?a=1&amp;b=2">' in head


def test_what_is_unknown_is_not_stated() -> None:
    page = build(Metadata(title="T"), "<p>x</p>").decode()

    assert "lang=" not in page
    assert "author" not in page


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("he-IL", "rtl"), ("en", "ltr")])
def test_the_language_tells_the_direction(language: str, direction: str) -> None:
    page = build(Metadata(title="T", language=language), "<p>x</p>").decode()

    assert f'dir="{direction}"' in page


@pytest.mark.parametrize(
    "text",
    [
        "&amp;lt;b&amp;gt;",
        "&amp;amp;quot;",
        "&amp;#65;",
        "a &amp; b; AT&amp;T",
        "&amp;copy;",
        "&amp;#;",
    ],
)
def test_a_text_about_references_is_shown_as_it_was_written(text: str) -> None:
    page = build(Metadata(title="T"), f"<p>{text}</p>")

    assert laid_out_text(page) == visible(text.replace("&amp;", "&"))
    assert laid_out_text(page) == body_text(page)


def test_a_reference_inside_a_tag_stays_as_it_is() -> None:
    link = '<a href="https://coast.example/?a=1&amp;copy;=2" title="a > b &amp;lt; c">x</a>'

    assert link in build(Metadata(title="T"), f"<p>{link}</p>").decode()
