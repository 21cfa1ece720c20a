import re

import pytest

from reader_app.export.note_html import direction, note_html, plain_html


def test_note_is_set_as_its_markdown_says() -> None:
    html = note_html("**Who** says `so`?\n\n- one\n- ~~two~~\n\n> quoted")

    assert "<p><strong>Who</strong> says <code>so</code>?</p>" in html
    assert "<li>one</li>\n<li><s>two</s></li>" in html
    assert "<blockquote>\n<p>quoted</p>\n</blockquote>" in html


def test_line_break_of_a_note_is_kept() -> None:
    assert note_html("one\ntwo") == "<p>one<br />\ntwo</p>"


def test_tag_in_a_note_is_text() -> None:
    assert note_html("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


def test_picture_in_a_note_is_not_loaded() -> None:
    assert "<img" not in note_html("![a cat](https://example.org/cat.png)")


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"]
)
def test_link_that_would_run_or_read_something_is_none(address: str) -> None:
    assert "<a" not in note_html(f"[here]({address})")


def test_plain_text_keeps_its_signs_and_lines() -> None:
    assert plain_html('a < b & "c"\nd') == "a &lt; b &amp; &quot;c&quot;<br>d"


@pytest.mark.parametrize(
    ("text", "way"),
    [("word", "ltr"), ("שלום world", "rtl"), ("12. مرحبا", "rtl"), ("12 — !", "ltr"), ("", "ltr")],
)
def test_text_runs_as_its_first_letter_does(text: str, way: str) -> None:
    assert direction(text) == way


@pytest.mark.parametrize("sign", ["*", "**", "~~"])
def test_emphasis_is_not_nested_more_deeply_than_programs_follow(sign: str) -> None:
    words = note_html(f"{sign}a " * 2_000 + "b" + f" a{sign}" * 2_000)

    tags = re.findall(r"<(/?)(?:em|strong|s)>", words)
    assert 0 < tags.count("") == tags.count("/") <= 20
    assert words.count("a") == 4_000
