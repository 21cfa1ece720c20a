"""Tokens are words and signs as a reader sees them, the same ones in every spelling and layout."""

import pytest
from hypothesis import given

from core.strategies import section, sections
from reader_app.core.text import SectionText
from reader_app.core.tokens import Tokens, Vocabulary


def tokens(reading: str, vocabulary: Vocabulary | None = None) -> Tokens:
    return Tokens.of(section(reading), vocabulary or Vocabulary())


def words(reading: str) -> list[str]:
    found = tokens(reading)
    return [found.vocabulary.keys[number] for number in found.numbers]


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("The tern, it flies.", ["the", "tern", ",", "it", "flies", "."]),
        ("It’s 1,200 cars...", ["it's", "1", ",", "200", "cars", "..."]),
        ("well-known exam-/ple", ["well", "-", "known", "example"]),
        ("“Never” — said", ['"', "never", '"', "-", "said"]),
        ("漢字かな。", ["漢", "字", "か", "な", "。"]),
        ("हिन्दी में", ["हिन्दी", "में"]),
        ("في المدينة، قال", ["في", "المدينة", "،", "قال"]),
        ("Straße ÉTÉ", ["strasse", "ete"]),
        ("", []),
    ],
)
def test_tokens_are_words_and_signs(reading: str, expected: list[str]) -> None:
    assert words(reading) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“said the man’s” – twice", '"said the man\'s" - twice'),
        ("a new exam-/ple", "a new/example"),
        ("two\nparagraphs", "two paragraphs"),
        ("Ａ ﬁne ½", "A fine ½"),
        ("so on… and", "so on... and"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_typography_and_layout_make_no_other_tokens(one: str, other: str) -> None:
    vocabulary = Vocabulary()

    assert tokens(one, vocabulary).numbers == tokens(other, vocabulary).numbers


@given(sections())
def test_tokens_cover_a_text_without_holes(text: SectionText) -> None:
    found = Tokens.of(text, Vocabulary())

    starts = list(found.starts)
    assert starts == sorted(starts)
    assert starts[-1] == len(text)
    assert len(starts) == len(found) + 1
    if len(found):
        assert starts[0] == 0


def test_paragraphs_and_sentences_open() -> None:
    assert list(tokens("One. Two, three\nFour").openings) == [2, 0, 1, 0, 0, 2]
