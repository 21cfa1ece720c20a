import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.export.plain_note import plain_note


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("", ""),
        ("  \n", ""),
        ("Just words, 2 * 3 = 6.", "Just words, 2 * 3 = 6."),
        ("**Bold**, *italic*, ~~gone~~ and `code`", "Bold, italic, gone and code"),
        ("# Title\n\nText", "Title\n\nText"),
        ("one\ntwo", "one\ntwo"),
        ("- one\n- two\n  - deep", "• one\n• two\n  • deep"),
        ("3. three\n4. four", "3. three\n4. four"),
        ("> said\n> so", "> said\n> so"),
        ("[site](https://example.org/a)", "site (https://example.org/a)"),
        ("<https://example.org/>", "https://example.org/"),
        ("<me@example.org>", "me@example.org"),
        ("![a picture](p.png)", "a picture"),
        ("```\nx = 1\n\ny = 2\n```", "x = 1\n\ny = 2"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a\tb\n1\t2"),
        ("up\n\n---\n\ndown", "up\n\n———\n\ndown"),
        ("&amp; \\*not\\*", "& *not*"),
        ("שלום **עולם** 😀", "שלום עולם 😀"),
    ],
)
def test_markers_go_and_meaning_stays(markdown: str, plain: str) -> None:
    assert plain_note(markdown) == plain


@given(st.text())
def test_any_text_becomes_plain(markdown: str) -> None:
    assert isinstance(plain_note(markdown), str)


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1).map(" ".join))
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert plain_note(words) == words


def test_emphasis_may_be_nested_without_end() -> None:
    assert plain_note("*a **b " * 2_000 + "c" + " b** a*" * 2_000).startswith("a b a b a b")
