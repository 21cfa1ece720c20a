import html

import pymupdf
from hypothesis import given
from hypothesis import strategies as st

from reader_app.document.references import resolved_once


def shown(source: str) -> str:
    with pymupdf.open(stream=source.encode(), filetype="html") as document:
        return "".join(page.get_text() for page in document).strip()


def test_text_that_looks_like_a_reference_is_shown_as_it_is() -> None:
    assert shown("<p>&amp;lt; and &amp;#65;</p>") != "&lt; and &#65;"  # else nothing need be done

    assert shown(resolved_once("<p>&amp;lt; and &amp;#65;</p>")) == "&lt; and &#65;"


def test_tags_stay_as_they_are() -> None:
    link = '<a href="https://example.org/?a=1&amp;lt;=2">x</a>'

    assert resolved_once(link) == link


@given(st.text("&;#alt1x<> ", min_size=1, max_size=20))
def test_any_text_is_shown_as_it_is(text: str) -> None:
    expected = "".join(text.split())

    assert "".join(shown(resolved_once(f"<p>{html.escape(text)}</p>")).split()) == expected
