"""A passage is recognized in another place where its paragraph is the same to the letter, as far as known."""

import pytest

from core.strategies import section
from reader_app.core.intact import Wording

TEXT = section("The sea is cold.\nThe tern flies on when the ice comes.\nThe keeper counts them all.\n")


def length(exact: str, prefix: str, suffix: str) -> int:
    start = TEXT.chars.index("".join(exact.split()))
    return Wording.of(exact, prefix, suffix).intact_length(TEXT, start, start + len("".join(exact.split())))


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix", "expected"),
    [
        ("tern flies", "The", "on when the ice", len("Theternfliesonwhentheice")),
        ("tern flies", "in the north. The", "on when the", len("Theternfliesonwhenthe")),
        ("the ice comes.", "ies on when", "In the village", len("iesonwhentheicecomes.")),
        ("The tern flies on when the ice comes.", "elsewhere", "elsewhere", 30),
        ("tern flies", "", "", len("ternflies")),
    ],
)
def test_all_of_its_paragraph_that_is_known_makes_one_piece(
    exact: str, prefix: str, suffix: str, expected: int
) -> None:
    assert length(exact, prefix, suffix) == expected


@pytest.mark.parametrize(
    ("exact", "prefix", "suffix"),
    [
        ("tern flies", "A", "on when the ice"),
        ("tern flies", "The", "on before the ice"),
        ("the ice comes.", "off when", "The keeper"),
    ],
)
def test_a_paragraph_that_goes_on_otherwise_is_another(exact: str, prefix: str, suffix: str) -> None:
    assert length(exact, prefix, suffix) == 0


def test_other_words_are_not_the_quote() -> None:
    assert Wording.of("tern", "", "").intact_length(TEXT, 0, 4) == 0
    assert Wording.of("tern", "", "").intact_length(section(""), 0, 0) == 0


def test_the_text_may_end_before_what_is_known_does() -> None:
    whole = Wording.of("sea", "far away the", "is warm")

    assert whole.intact_length(section("the sea"), 3, 6) == len("thesea")
