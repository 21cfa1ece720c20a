import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.strategies import section, sections, sections_with_range
from reader_app.core.text import Gap, SectionText, Spelling, joined_text
from reader_app.core.visible import visible_characters


def decomposed(quote: str) -> str:
    """The visible characters, so that it does not matter whether spaces kept marks from their letters."""
    return unicodedata.normalize("NFD", visible_characters(quote))


def words(text: SectionText) -> list[str]:
    """Every word that stepping through the text from its start meets."""
    found, offset = [], 0 if text.chars and text.chars[0].isalnum() else text.next_word(0)
    while offset < len(text):
        found.append(text.quote(*text.word_at(offset)))
        offset = text.next_word(offset)
    return found


def test_reading_has_spaces_between_words_and_newlines_between_paragraphs() -> None:
    text = section("One two/three\nfour")

    assert text.chars == "Onetwothreefour"
    assert text.reading == "One two three\nfour"
    assert text.quote(0, len(text)) == "One two three four"


def test_a_hyphen_of_its_line_is_not_read() -> None:
    text = section("an exam-/ple")

    assert text.reading == "an example"
    assert text.quote(2, 7) == "exam"
    assert text.quote(7, 10) == "ple"
    assert text.quote(2, 10) == "example"


@pytest.mark.parametrize("chars", ["abc", "-bc", "a.c"])
def test_a_joined_gap_that_no_hyphen_stands_before_leaves_nothing_out(chars: str) -> None:
    text = SectionText(chars, bytes([Gap.JOINED, Gap.NONE, Gap.JOINED]))

    assert text.reading == chars


def test_gaps_that_do_not_belong_to_the_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="2 gaps for 3 characters"):
        SectionText("abc", bytes(2))


@pytest.mark.parametrize(
    "spelling",
    [
        Spelling(2, 2, "x"),
        Spelling(0, 2, "x"),
        Spelling(3, 5, "x"),
        Spelling(3, 4, ""),
        Spelling(3, 4, "x y"),
        Spelling(2, 4, "x"),
    ],
)
def test_spellings_that_do_not_belong_to_the_characters_are_refused(spelling: Spelling) -> None:
    with pytest.raises(ValueError, match="does not fit into 4 characters"):
        SectionText("abcd", bytes([0, 0, 0, Gap.SPACE]), (Spelling(1, 2, "y"), spelling))


def test_people_read_the_spelling_of_the_source() -> None:
    text = section("a 2½ km² Brand™ … ＡＢ")

    assert text.chars == "a21⁄2km2BrandTM...AB"
    assert text.reading == "a 2½ km² Brand™ … ＡＢ"


def test_people_read_letters_where_fonts_have_ligatures() -> None:
    text = section("eﬃcient ﬅone ﻼ")

    assert text.reading == "efficient ſtone لا"
    assert text.quote(1, 3) == "ff"


def test_a_range_that_cuts_a_spelling_is_read_with_the_whole() -> None:
    text = section("a 2½ km")

    assert [text.quote(*ends) for ends in ((2, 3), (3, 4), (4, 6), (1, 3))] == ["½", "½", "½ k", "2½"]
    assert text.widened(1, 3) == (1, 5)
    assert text.widened(3, 3) == (3, 3)
    assert text.reading_range(3, 6) == (3, 6)


def test_a_hyphen_with_a_spelling_is_read_at_a_line_end_too() -> None:
    text = SectionText("a‐b", bytes([0, 0, Gap.JOINED]), (Spelling(1, 2, "\u2011"),))

    assert text.reading == "a\u2011b"
    assert text.joints == ()


@settings(max_examples=600, deadline=None)
@given(sections_with_range())
def test_a_quote_counts_as_many_characters_as_its_range(given_: tuple[SectionText, int, int]) -> None:
    text, start, end = given_
    start, end = text.widened(start, end)

    chars = [char for at, char in enumerate(text.chars) if start <= at < end and not text.is_left_out(at)]

    assert decomposed(text.quote(start, end)) == decomposed("".join(chars))


@settings(max_examples=600, deadline=None)
@given(st.data(), sections())
def test_a_quote_is_the_part_of_the_reading_that_its_range_covers(
    data: st.DataObject, text: SectionText
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = text.reading_range(start, end)

    assert text.reading[first:last].replace("\n", " ") == text.quote(start, end)


@settings(max_examples=400, deadline=None)
@given(sections())
def test_each_sign_of_the_reading_has_the_offset_of_its_first_visible_character(text: SectionText) -> None:
    reading = text.reading

    starts = [offset for offset in range(len(text)) if text.widened(offset, offset + 1)[0] == offset]
    read = [offset for offset in starts if not text.is_left_out(offset)]

    assert sorted({*read, *text.joints}) == starts
    assert text.offset_of_reading(len(reading)) == len(text)
    for offset in read:
        first, last = text.reading_range(offset, offset + 1)
        assert reading[first:last] == text.quote(offset, offset + 1) != ""
        assert text.offset_of_reading(first) == offset
        assert text.offset_of_reading(last) == next((each for each in read if each > offset), len(text))


@settings(max_examples=400, deadline=None)
@given(sections())
def test_words_paragraphs_and_steps_are_sane_at_every_offset(text: SectionText) -> None:
    for offset in range(-1, len(text) + 2):
        inside = min(max(offset, 0), max(len(text) - 1, 0))
        for start, end in (text.word_at(offset), text.paragraph_at(offset)):
            assert (start, end) == (0, 0) if not len(text) else 0 <= start <= inside < end <= len(text)
        start, end = text.word_at(offset)
        assert all(text.word_at(other) == (start, end) for other in range(start, end))
        if 0 <= offset < len(text):
            assert offset < text.next_word(offset) <= len(text)
        assert text.next_word(max(offset, 0)) <= len(text)
        assert 0 <= text.previous_word(offset) < max(offset, 1)


@settings(max_examples=200, deadline=None)
@given(sections_with_range())
def test_paragraphs_are_what_the_reading_separates_by_newlines(given_: tuple[SectionText, int, int]) -> None:
    text, _, _ = given_

    paragraphs, offset = [], 0
    while offset < len(text):
        start, end = text.paragraph_at(offset)
        paragraphs.append(text.quote(start, end))
        offset = end

    assert "\n".join(paragraphs) == text.reading


@pytest.mark.parametrize(
    ("reading", "expected"),
    [
        ("the quick, brown fox.", ["the", "quick", "brown", "fox"]),
        ("don't stop", ["don't", "stop"]),
        ("l’homme d’État", ["l’homme", "d’État"]),
        ("'hello' she said", ["hello", "she", "said"]),
        ("the dogs’ bones", ["the", "dogs", "bones"]),
        ("an exam-/ple here", ["an", "example", "here"]),
        ("well-known facts", ["well", "known", "facts"]),
        ("漢字と仮名", ["漢", "字", "と", "仮", "名"]),
        ("日本 abc語", ["日", "本", "abc", "語"]),
        ("한국어 단어", ["한국어", "단어"]),
        ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
        ("می\u200cخواهم این", ["می\u200cخواهم", "این"]),
        ("snake_case 3.14", ["snake_case", "3", "14"]),
        ("fu\u0308r alle", ["fu\u0308r", "alle"]),
        ("two\nparagraphs", ["two", "paragraphs"]),
        ("one -/two", ["one", "two"]),
        ("... !", []),
        ("2½ km² x", ["2½", "km²", "x"]),
        ("Brand™ ©2020…", ["Brand", "2020"]),
        ("ＡＢ ｶﾀ ㅋㅋ", ["ＡＢ", "ｶ", "ﾀ", "ㅋㅋ"]),
        ("a¨ ⑴", ["a¨", "⑴"]),
        ("ทำน้ำ", ["ทำ", "น้ำ"]),
    ],
)
def test_words_are_those_a_person_sees(reading: str, expected: list[str]) -> None:
    assert words(section(reading)) == expected


def test_every_part_of_a_hyphenated_word_is_in_the_word() -> None:
    text = section("an exam-/ple here")

    assert {text.word_at(offset) for offset in range(2, 10)} == {(2, 10)}


def test_a_family_of_emoji_is_one_sign() -> None:
    text = section("a 👩\u200d👧 b")

    assert text.word_at(2) == (1, 4)


def test_stepping_back_meets_the_words_that_stepping_forward_met() -> None:
    text = section("One “two” don't/exam-/ple, end.")
    forward, offset = [], text.next_word(0)
    while offset < len(text):
        forward.append(offset)
        offset = text.next_word(offset)

    backward, offset = [], len(text)
    while offset := text.previous_word(offset):
        backward.append(offset)

    assert backward[::-1] == forward


def test_joined_text_separates_sections_by_paragraphs_and_forgets_empty_ones() -> None:
    joined = joined_text([section("one two"), section(""), section("three")], Gap.PARAGRAPH)

    assert joined.reading == "one two\nthree"
    assert joined_text([], Gap.PARAGRAPH).reading == ""


@settings(max_examples=100, deadline=None)
@given(st.lists(sections(), max_size=4))
def test_joined_text_reads_as_its_sections_one_after_the_other(texts: list[SectionText]) -> None:
    joined = joined_text(texts, Gap.PARAGRAPH)

    assert joined.reading == "\n".join(text.reading for text in texts if len(text))


@settings(max_examples=200, deadline=None)
@given(sections(), st.integers(0, 40))
def test_a_text_cut_in_two_and_joined_is_the_same(text: SectionText, cut: int) -> None:
    cut = text.widened(cut, cut + 1)[0] if cut < len(text) else len(text)
    before = tuple(each for each in text.spellings if each.end <= cut)
    after = tuple(
        Spelling(each.start - cut, each.end - cut, each.raw) for each in text.spellings if each.start >= cut
    )

    parts = (
        SectionText(text.chars[:cut], text.gaps[:cut], before),
        SectionText(text.chars[cut:], text.gaps[cut:], after),
    )

    assert joined_text(parts) == text
