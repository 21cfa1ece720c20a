"""Texts are broken into lines that fit, and elided where there is more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QFontMetricsF

from reader_app.gui.annotation_panel.lines import broken, plain

WIDTH = 160.0

pytestmark = pytest.mark.usefixtures("qapp")


def test_a_short_text_is_one_line() -> None:
    assert broken("Short", QFont(), WIDTH, 3) == ("Short",)


def test_an_empty_text_has_no_lines() -> None:
    assert broken(" \n ", QFont(), WIDTH, 3) == ()


def test_a_long_text_is_elided_in_its_last_line() -> None:
    lines = broken("word " * 100, QFont(), WIDTH, 3)

    assert len(lines) == 3
    assert lines[-1].endswith("…")
    assert all(QFontMetricsF(QFont()).horizontalAdvance(line) <= WIDTH + 1 for line in lines)


def test_line_breaks_are_kept_and_more_lines_than_fit_are_told() -> None:
    assert broken("one\n\ntwo", QFont(), WIDTH, 3) == ("one", "two")
    assert broken("one\ntwo\nthree", QFont(), WIDTH, 2) == ("one", "two …")


def test_characters_outside_the_basic_plane_are_not_cut_in_halves() -> None:
    lines = broken("😀 " * 60, QFont(), WIDTH, 2)

    assert set("".join(lines)) <= {"😀", " ", "…"}


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=80))
def test_no_text_takes_more_lines_than_allowed(text: str) -> None:
    assert len(broken(text, QFont(), WIDTH, 2)) <= 2


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("plain, 3 > 2 - 1", "plain, 3 > 2 - 1"),
        ("**bold** and *soft*", "bold and soft"),
        ("# Title\n\ntext", "Title\ntext"),
        ("- one\n- two", "one\ntwo"),
        ("first `line`\nsecond", "first line\nsecond"),
        ("[name](https://example.org)", "name"),
    ],
)
def test_folded_notes_lose_their_markdown(note: str, shown: str) -> None:
    assert plain(note) == shown
