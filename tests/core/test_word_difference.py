from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.word_difference import Change, Piece, word_difference

GONE, KEPT, NEW = Change.GONE, Change.KEPT, Change.NEW


def words_of(pieces: tuple[Piece, ...], left_out: Change) -> str:
    return " ".join(piece.words for piece in pieces if piece.change is not left_out)


def test_exchanged_word_is_told_as_gone_and_new() -> None:
    assert word_difference("the quick brown fox", "the quick red fox") == (
        Piece(KEPT, "the quick"),
        Piece(GONE, "brown"),
        Piece(NEW, "red"),
        Piece(KEPT, "fox"),
    )


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("same words", "same  words", (Piece(KEPT, "same words"),)),
        ("", "all new", (Piece(NEW, "all new"),)),
        ("all gone", "", (Piece(GONE, "all gone"),)),
        ("", "", ()),
        ("one two three", "four five", (Piece(GONE, "one two three"), Piece(NEW, "four five"))),
    ],
)
def test_difference(old: str, new: str, pieces: tuple[Piece, ...]) -> None:
    assert word_difference(old, new) == pieces


WORDS = st.lists(st.sampled_from(["a", "b", "c", "dd", "é"]), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_both_wordings_are_in_the_difference(old: str, new: str) -> None:
    pieces = word_difference(old, new)

    assert words_of(pieces, NEW) == old
    assert words_of(pieces, GONE) == new
    assert all(one.change is not other.change for one, other in pairwise(pieces))


def test_wordings_as_long_as_a_book_are_told_apart() -> None:
    old = [str(number) for number in range(120_000)]
    new = [word if number % 1000 else "other" for number, word in enumerate(old)]

    pieces = word_difference(" ".join(old), " ".join(new))

    assert [piece.change for piece in pieces] == [GONE, NEW, KEPT] * 120
    assert words_of(pieces, NEW).split() == old
    assert words_of(pieces, GONE).split() == new
