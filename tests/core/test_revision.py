"""What became of an old text's passages: where they went, and how much speaks for it."""

import pytest
from hypothesis import given

from core.strategies import section, sections, sections_with_range
from reader_app.core.revision import Passage, Revision
from reader_app.core.text import SectionText
from reader_app.core.tokens import Tokens, Vocabulary


def revision(old: SectionText, new: SectionText) -> Revision:
    vocabulary = Vocabulary()
    return Revision(Tokens.of(old, vocabulary), Tokens.of(new, vocabulary))


def followed(old: str, quote: str, new: str) -> tuple[str | None, Passage | None]:
    """Return the words that a quote of the old text became, and what is known of them."""
    before, after = section(old), section(new)
    chars = quote.replace(" ", "").replace("\n", "")
    start = before.chars.index(chars)
    passage = revision(before, after).follow(start, start + len(chars))
    return (after.quote(passage.start, passage.end) if passage else None), passage


@pytest.mark.parametrize(
    ("old", "quote", "new", "expected"),
    [
        ("one two three four", "two three", "one two three four", "two three"),
        ("one two three four", "two three", "new one two three four", "two three"),
        ("one two three four", "two three", "one two and three four", "two and three"),
        # What stands in the stead of the first or last word belongs to the passage, what was put in before
        # or after it does not.
        ("one two three four", "two three", "one deux three four", "deux three"),
        ("one two three four", "two three", "one two trois four", "two trois"),
        ("one two three four", "two three", "one new two three new four", "two three"),
        ("the example of it", "example", "the exam- ple of it", "exam- ple"),
        ("the unbelievable story", "believable", "the unbelievable story", "believable"),
        (
            "an antidisestablishmentarianism of old",
            "ism of",
            "an antidisestablishmentarianism of old",
            "ism of",
        ),
        ("the colours of it", "colours of", "the colors of it", "colors of"),
        ("one two three four", "two three", "one four", None),
        # The full stop that a deleted paragraph shares with the one before it stays where it was.
        ("One two.\nThree four.\nFive six.", "Three four.", "One two.\nFive six.", None),
        # A word that stands elsewhere as well is not torn from those that follow it.
        (
            "with all in. Landers go to sea. They come",
            "Landers go to sea",
            "it landers turn and be there! Landers go to sea. Why not",
            "Landers go to sea",
        ),
        ("One two.\nFive six.", "One two.", "One two.\nThree four.\nFive six.", "One two."),
    ],
)
def test_passages_are_followed(old: str, quote: str, new: str, expected: str | None) -> None:
    assert followed(old, quote, new)[0] == expected


def test_what_speaks_for_a_passage_is_told() -> None:
    _, passage = followed("a b c d e f g h one two three four five", "one two", "a b c d e f g h one 2 x y z")

    assert passage is not None
    assert passage.kept == 0.5
    assert (passage.token_count, passage.before, passage.after) == (2, 1.0, 0.0)


def test_common_words_amid_other_text_are_hardly_a_trace_of_a_passage() -> None:
    old = "Start here. It was the best of times for all of the towns by the sea. End here."
    new = "Start here. Nobody ever walked along the broad old road which led north so far. End here."

    _, passage = followed(old, "the best of times for all of the towns", new)

    assert passage is None or passage.kept < 0.3


def test_tokens_that_were_put_in_are_told_from_those_that_were_there() -> None:
    changed = revision(section("one two three"), section("one new words two three"))

    assert changed.new_share(3, 11) == 1.0
    assert changed.new_share(11, 19) == 0.0


@given(sections_with_range(), sections())
def test_every_range_of_a_text_is_where_it_was_in_the_same_text_and_inside_any_other(
    given_: tuple[SectionText, int, int], other: SectionText
) -> None:
    text, start, end = given_

    same = revision(text, text).follow(start, end)
    elsewhere = revision(text, other).follow(start, end)

    assert same is not None
    assert (same.start, same.end, same.kept) == (start, end, 1.0)
    if elsewhere is not None:
        assert 0 <= elsewhere.start < elsewhere.end <= len(other)
        assert 0 < elsewhere.kept <= 1
