from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.same_place import same_place
from reader_app.core.text import SectionText

WORDS = [f"Sentence{n:03d}tellsofthebridgeandtheriver." for n in range(60)]


def section(*sentences: str) -> SectionText:
    chars = "".join(sentences)
    return SectionText(chars, bytes(len(chars)))


ARTICLE = [section(*WORDS)]


def offset(sentence: int) -> int:
    return sum(len(words) for words in WORDS[:sentence])


@given(st.integers(0, 58), st.lists(st.text("xyz ", max_size=300), max_size=4), st.text("uvw", max_size=200))
def test_words_are_found_whatever_stands_before_and_after(at: int, before: list[str], end: str) -> None:
    texts = [*(section(each.replace(" ", "")) for each in before), section(*WORDS, end)]

    found = same_place(ARTICLE, (0, offset(at)), texts)

    assert found == (len(before), offset(at))


def test_words_that_are_left_out_are_stood_for_by_the_nearest_that_are_there() -> None:
    texts = [section(*WORDS[:20], *WORDS[25:])]

    found = same_place(ARTICLE, (0, offset(22)), texts)

    assert found is not None
    assert abs(found[1] - offset(20)) < len(WORDS[0])


def test_beginning_that_was_rewritten_is_the_beginning_still() -> None:
    texts = [section("AnotherTitle", *WORDS[3:])]

    assert same_place(ARTICLE, (0, 0), texts) == (0, 0)


def test_words_that_stand_twice_are_no_place() -> None:
    texts = [section(*WORDS[:10], *WORDS[5:10], *WORDS[10:])]

    found = same_place(ARTICLE, (0, offset(7)), texts)

    assert found is not None
    words = texts[0].chars[found[1] : found[1] + 40]
    assert texts[0].chars.count(words) == 1


def test_place_behind_everything_that_is_there_is_the_end_of_it() -> None:
    texts = [section(*WORDS[:10])]

    found = same_place(ARTICLE, (0, offset(20)), texts)

    assert found is not None
    assert found[1] > offset(9)


def test_place_in_a_later_section_counts_from_it() -> None:
    before = [section(*WORDS[:30]), section(*WORDS[30:])]

    assert same_place(before, (1, len(WORDS[30])), ARTICLE) == (0, offset(31))


def test_other_texts_and_empty_ones_have_no_such_place() -> None:
    assert same_place(ARTICLE, (0, 10), [section("Somethingelsealtogetherthatisnotthere.")]) is None
    assert same_place(ARTICLE, (0, 10), []) is None
    assert same_place([], (0, 0), ARTICLE) is None
    assert same_place(ARTICLE, (7, 0), ARTICLE) is None
