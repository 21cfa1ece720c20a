import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.strategies import section, sections
from reader_app.core.article_text import ArticleText
from reader_app.core.text import SectionText


def article(*readings: str) -> ArticleText:
    return ArticleText([section(reading) for reading in readings])


def test_reading_and_word_count_leave_empty_sections_out() -> None:
    text = article("", "one two", "", "", "three/four\nfive", "")

    assert text.reading == "one two\nthree four\nfive"
    assert text.word_count == 5


def test_an_article_without_text_has_no_words_and_no_quotes() -> None:
    for text in (article(), article("", "")):
        assert text.reading == ""
        assert text.word_count == 0
        assert text.quote_places("anything") == []


def test_a_quote_in_one_section_ends_in_it() -> None:
    text = article("one two", "", "three four")

    assert text.quote_places("two") == [((0, 3), (0, 6))]
    assert text.quote_places("three") == [((2, 0), (2, 5))]


def test_a_quote_over_the_border_of_sections_has_a_target_in_each() -> None:
    text = article("one two", "", "", "three four")

    places = text.quote_places("two three", prefix="one", suffix="four")

    assert places == [((0, 3), (3, 5))]
    assert [(target.section, target.exact) for target in text.targets(*places[0])] == [
        (0, "two"),
        (3, "three"),
    ]


def test_every_place_of_a_repeated_quote_is_told() -> None:
    text = article("the war and the war", "the war")

    assert text.quote_places("the war") == [((0, 0), (0, 6)), ((0, 9), (0, 15)), ((1, 0), (1, 6))]


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (0, 0)), (5, (0, 5)), (6, (2, 0)), (10, (2, 4)), (11, (3, 0))]
)
def test_an_offset_belongs_to_the_section_that_has_its_character(offset: int, place: tuple[int, int]) -> None:
    assert article("one two", "", "three", "").place(offset) == place


@settings(max_examples=200, deadline=None)
@given(st.lists(sections(max_size=12), min_size=1, max_size=4))
def test_places_name_the_characters_of_the_joined_text(texts: list[SectionText]) -> None:
    text = ArticleText(texts)

    places = [text.place(offset) for offset in range(sum(map(len, texts)))]

    assert "".join(texts[number].chars[offset] for number, offset in places) == "".join(
        each.chars for each in texts
    )
