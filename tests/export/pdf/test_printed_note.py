from contextlib import closing

import pytest

from reader_app.export.pdf.note_blocks import list_rules
from reader_app.export.pdf.printed_note import NOTE_RULES, printed_note
from reader_app.export.pdf.typesetting import Typeset, typeset

WIDTH = 140.0


def set_note(note: str, rules: str = NOTE_RULES) -> Typeset:
    return typeset([printed_note(note)], WIDTH, 400.0, 9.0, rules)


def test_note_that_says_nothing_is_nothing() -> None:
    assert printed_note(" \n") == ""


@pytest.mark.parametrize(
    ("note", "sign"), [("- אחת", "•"), ("* מילה\n\n* עוד", "•"), ("7. אחת\n8. שתיים", "8.")]
)
def test_list_that_runs_from_the_right_has_its_signs_on_the_right(note: str, sign: str) -> None:
    written = printed_note(note)

    assert written.startswith('<div dir="rtl">')
    assert f"{sign}\u00a0" in written


def test_list_that_runs_from_the_left_is_left_to_what_sets_it() -> None:
    assert "•" not in printed_note("- one\n- two")


def test_sign_of_a_list_stands_before_the_words_of_its_line() -> None:
    written = printed_note("- אחת\n  - *שתיים*\n\n  ```\n  x\x0b\ufffe\n  ```")

    assert written.count("•\u00a0") == 2
    assert "<li>•\u00a0 <em>" in written


def test_table_is_as_wide_as_its_column_and_breaks_no_word() -> None:
    table = "| Year | Passengers | Source |\n|---|---:|---|\n| 2024 | 4,200 | spring report |"
    for rules in (NOTE_RULES, list_rules("serif")):
        with closing(set_note(table, rules)) as done:
            (piece,) = done.blocks[0]

        assert piece.height < 3 * 1.6 * 9.0
