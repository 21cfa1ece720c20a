import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.strategies import SPELLED, hard_texts, section, sections, sections_with_range
from reader_app.core.folding import fold
from reader_app.core.search import Match, TextIndex
from reader_app.core.text import SectionText
from reader_app.core.visible import visible_characters

# Without those that count as a mark, which makes another letter of the one before it.
SPELLED_LETTERS = [each for each in SPELLED if not unicodedata.combining(visible_characters(each)[0])]


def found(reading: str, phrase: str) -> list[str]:
    text = section(reading)
    return [text.chars[match.start : match.end] for match in TextIndex(text).find(phrase)]


def quoted(reading: str, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[int, int]]:
    matches = TextIndex(section(reading)).find_quote(exact, prefix, suffix)
    return [(match.start, match.end) for match in matches]


@pytest.mark.parametrize(
    ("reading", "phrase", "expected"),
    [
        ("The Fox", "the fox", ["TheFox"]),
        ("über Äpfel", "uber apfel", ["überÄpfel"]),
        ("uber", "ÜBER", ["uber"]),
        ("fu\u0308r", "für", ["fu\u0308r"]),
        ("fu \u0308r", "fur", ["fu\u0308r"]),
        ("Straße", "strasse", ["Straße"]),
        ("STRASSE", "straße", ["STRASSE"]),
        ("“Don’t” – he said", '"don\'t" - he', ["“Don’t”–he"]),
        ("'plain'", "‘plain’", ["'plain'"]),
        ("a difﬁcult word", "difficult", ["difficult"]),
        ("one two/three", "two three", ["twothree"]),
        ("one two\nthree", "two three", ["twothree"]),
        ("an exam-/ple", "example", ["exam-ple"]),
        ("an exam-/ple", "exam-ple", ["exam-ple"]),
        ("an exam-/ple", "exam-", ["exam"]),
        ("a well-known fact", "well-known", ["well-known"]),
        ("a well-known fact", "wellknown", []),
        ("a state-of-the-/art thing", "state-of-the-art", ["state-of-the-art"]),
        ("a state-/of-the-art thing", "state-of-the-art", ["state-of-the-art"]),
        ("exam-/ple and example", "ex-ample", []),
        ("日本語の本", "本", ["本", "本"]),
        ("日本/語", "日本語", ["日本語"]),
        ("各 각", "가", []),
        ("が か", "か", ["か"]),
        ("שָׁלוֹם", "שלום", ["שָׁלוֹם"]),
        ("İstanbul", "istanbul", ["İstanbul"]),
        ("Ελλάδα", "ελλαδα", ["Ελλάδα"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("ß", "s", ["ß"]),
        ("anything", "", []),
        ("anything", " \u00ad", []),
        ("exam-/ple", "-", []),
        ("2½ km…", "2½ km...", ["21⁄2km..."]),
        ("ＡＢＣ ｶﾀ", "abc カタ", ["ABCカタ"]),
        ("", "x", []),
    ],
)
def test_a_phrase_is_found_as_a_reader_types_it(reading: str, phrase: str, expected: list[str]) -> None:
    assert found(reading, phrase) == expected


def test_a_ligature_in_the_phrase_finds_letters() -> None:
    assert found("a difficult word", "diﬃcult") == ["difficult"]


def test_offsets_count_the_hyphens_that_are_left_out() -> None:
    text = section("an exam-/ple of hy-/phens here")

    assert TextIndex(text).find("here") == [Match(20, 24)]
    assert text.chars[20:24] == "here"


def test_a_repeated_phrase_gives_all_its_places() -> None:
    places = quoted("the war began, the war went on, and the war/ended", "the war")

    assert places == [(0, 6), (12, 18), (28, 34)]


def test_context_tells_repeated_phrases_apart() -> None:
    reading = "the war began, the war went on, and the war/ended"

    assert quoted(reading, "the war", prefix="began,") == [(12, 18)]
    assert quoted(reading, "the war", suffix="ended") == [(28, 34)]
    assert quoted(reading, "the war", prefix="and", suffix="went") == []


def test_context_may_have_the_hyphen_of_a_line() -> None:
    assert quoted("a well-/known fact and a fact", "fact", prefix="a well-known") == [(11, 15)]
    assert quoted("a fact, well-/known, and a fact", "fact", suffix=", well-known") == [(1, 5)]


@pytest.mark.parametrize(
    ("reading", "exact"),
    [
        ("many machines", "Linus"),
        ("many machines", "chin"),
        ("Linus’s", "Lin"),
        ("don’t", "don"),
        ("machines", "machine"),
        ("machines", "achines"),
        ("exam-/ple", "exam"),
        ("exam-/ple", "ple"),
        ("हिन्दी", "हिन"),
        ("The fox", "the fox"),
        ("2½ km", "2"),
        ("2½ km", "1"),
        ("anything", ""),
        ("anything", " "),
    ],
)
def test_a_quote_is_not_found_inside_words_or_in_other_letters(reading: str, exact: str) -> None:
    assert quoted(reading, exact) == []


@pytest.mark.parametrize(
    ("reading", "exact"),
    [
        ("he said 'hello' twice", "hello"),
        ("he said “hello” twice", "hello"),
        ("日本語の本です", "本語"),
        ("ประเทศไทย", "ไทย"),
        ("an exam-/ple here", "example"),
        ("an exam-/ple here", "exam-ple"),
        ("well-known", "known"),
        ("fu \u0308r alle", "für"),
        ("one two/three", "two\nthree"),
        ("one two/three", "two th\u00adree"),
        ("the office", "oﬃce"),
        ("the oﬃce", "office"),
        ("Brand™ and", "Brand"),
        ("Brand™ and", "Brand™"),
        ("well‑known", "well‑known"),
        ("2½ km … on", "21⁄2 km ... on"),
        ("21⁄2 km", "2½ km"),
        ("peace ﷺ upon", "صلى الله عليه وسلم upon"),
    ],
)
def test_a_quote_is_found_where_it_stands_in_whole_words(reading: str, exact: str) -> None:
    assert len(quoted(reading, exact)) == 1


def test_the_spacing_of_the_quote_wins() -> None:
    reading = "the therapist met the rapist and a therapist"

    assert quoted(reading, "the rapist") == [(15, 24)]
    assert quoted(reading, "therapist") == [(3, 12), (28, 37)]


def test_the_spacing_of_the_quote_wins_whatever_the_spelling() -> None:
    reading = "2½ km and 2 ½ km, 2¹⁄₂ km"

    assert quoted(reading, "2 ½ km") == [(9, 15)]
    assert quoted(reading, "2½ km") == quoted(reading, "21⁄2 km") == [(0, 6), (16, 22)]


def test_other_spacing_counts_where_there_is_no_better_place() -> None:
    assert quoted("an e mail came", "email") == [(2, 7)]


def test_a_quote_stands_at_all_its_places_hyphenated_or_not() -> None:
    assert len(quoted("a well-known and a well-/known fact", "well-known")) == 2


@settings(max_examples=600, deadline=None)
@given(sections_with_range(st.sampled_from((*"abcAB-‐.,'’“漢字かงשا👍é\u200d", *SPELLED_LETTERS))))
def test_every_quote_of_whole_words_is_found_where_it_was_taken(given_: tuple[SectionText, int, int]) -> None:
    text, start, end = given_
    start, end = text.word_at(start)[0], text.word_at(end - 1)[1]
    read = [offset for offset in range(start, end) if not text.is_left_out(offset)]
    if not read:
        return

    matches = TextIndex(text).find_quote(text.quote(start, end))

    assert any(match.start <= read[0] and match.end >= read[-1] + 1 for match in matches)


@settings(max_examples=600, deadline=None)
@given(sections_with_range())
def test_every_part_of_a_text_is_found_in_it(given_: tuple[SectionText, int, int]) -> None:
    text, start, end = given_
    # A letter without the mark that stands on it is another letter.
    assume(
        not any(
            unicodedata.combining(char) for char in text.chars[start : start + 1] + text.chars[end : end + 1]
        )
    )
    phrase = text.quote(start, end)

    matches = TextIndex(text).find(phrase)

    if any(char.isalpha() and char.isascii() for char in phrase):
        assert matches


@settings(max_examples=600, deadline=None)
@given(sections(), hard_texts, hard_texts)
def test_any_phrase_gives_places_inside_the_text_and_never_fails(
    text: SectionText, phrase: str, other: str
) -> None:
    index = TextIndex(text)

    matches = index.find(phrase)
    quotes = [
        *index.find_quote(phrase),
        *index.find_quote(other, phrase),
        *index.find_quote(other, suffix=phrase),
    ]

    assert all(0 <= match.start < match.end <= len(text) for match in [*matches, *quotes])
    assert all(left.end <= right.start for left, right in pairwise(matches))


@settings(max_examples=200, deadline=None)
@given(sections(), st.text("-‐ab", max_size=12))
def test_a_found_phrase_is_what_stands_there(text: SectionText, phrase: str) -> None:
    for match in TextIndex(text).find(phrase):
        there, _ = fold(unicodedata.normalize("NFC", text.chars[match.start : match.end]))
        assert there.replace("-", "") == phrase.replace("‐", "-").replace("-", "").replace(" ", "")


def test_many_hyphens_are_found_without_trying_every_combination() -> None:
    text = section("a" + "-" * 200 + "/b")

    assert TextIndex(text).find("-" * 60 + "c") == []
    assert len(TextIndex(text).find("-" * 200 + "b")) == 1


FOX = "The quick brown fox jumps over the lazy dog and sleeps."


def test_a_long_quote_may_be_cut_off_inside_a_word() -> None:
    assert quoted(FOX, "ick brown fox jumps over the laz") == [(5, 31)]


def test_a_short_quote_may_not() -> None:
    assert quoted(FOX, "ick brown fo") == []


def test_a_place_in_whole_words_wins_over_one_inside_words() -> None:
    words = "understanding of the whole matter"

    assert quoted(f"mis{words}s or {words}", words) == [(35, 64)]
