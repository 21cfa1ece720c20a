"""Quotes from elsewhere find their words, or nothing: never other words."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.strategies import section, sections_with_range
from reader_app.core.anchoring import describe
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.quote_search import placed
from reader_app.core.text import Gap, SectionText, joined_text

STORY = (
    "The tern flies from pole to pole. It sees more light than any bird.\n"
    "Nobody knows how it finds the way, said the keeper of the light.\n"
    "The keeper counts them each spring; the tern flies on.\n"
)
TIME = datetime(2026, 1, 1, tzinfo=UTC)


def annotation(*targets: Target) -> Annotation:
    return Annotation(id="a", article_id="b", created_at=TIME, modified_at=TIME, targets=targets)


def moved(annotation: Annotation, texts: Sequence[SectionText]) -> Annotation:
    return placed(annotation, ArticleText(texts))


def quoting(quote: str) -> Annotation:
    """An annotation of which nothing is known but its words."""
    return annotation(Target(0, 0, 0, quote))


def marking(text: SectionText, words: str, nth: int = 0) -> Annotation:
    """An annotation on words of a text."""
    chars = words.replace(" ", "")
    start = -1
    for _ in range(nth + 1):
        start = text.chars.index(chars, start + 1)
    return annotation(describe(text, 0, start, start + len(chars)))


def marked(found: Annotation, *texts: SectionText) -> str | None:
    """Return the words that are marked in the texts; None if nothing is."""
    if found.status is not Status.PLACED:
        return None
    return " ".join(texts[each.section].quote(each.start, each.end) for each in found.targets)


@pytest.mark.parametrize(
    ("reading", "quote", "words"),
    [
        ("He said “never again” — and left.", 'said "never again" - and', "said “never again” — and"),
        ('He said "never again" -- and left.', "“never again” — and", '"never again" -- and'),
        ("It’s the reader's own", "It's the reader’s", "It’s the reader's"),
        ("and so on… until", "so on... until", "so on… until"),
        ("two\nparagraphs here", "two paragraphs", "two paragraphs"),
        ("a zero\u200bwidth space", "zerowidth space", "zero\u200bwidth space"),
        ("an exam-/ple of it", "example of", "example of"),
        (
            "a long sentence that somebody has cut",
            "…long sentence that somebody has…",
            "long sentence that somebody has",
        ),
        (
            "a long sentence that somebody quoted",
            "“long sentence that somebody”",
            "long sentence that somebody",
        ),
    ],
)
def test_a_quote_is_found_however_its_signs_are_typed(reading: str, quote: str, words: str) -> None:
    text = section(reading)

    assert marked(moved(quoting(quote), [text]), text) == words


@pytest.mark.parametrize(
    ("reading", "quote"),
    [
        ("Berlin", "Lin"),
        ("the machines", "Linus"),
        ("I can’t go", "can"),
        ("the Polish table", "polish"),
        ("a résumé of it", "resume"),
        ("well-known words", "wellknown"),
        ("a short cut", "“short…"),
        ("he said no and no", "no"),
        ("to be — or not — to be", "to be"),
        ("", "words"),
        ("words", " "),
    ],
)
def test_other_words_inner_parts_and_repeated_words_are_never_marked(reading: str, quote: str) -> None:
    before = quoting(quote)

    found = moved(before, [section(reading)])

    assert found == replace(before, status=Status.UNPLACED)


def test_nothing_is_marked_in_an_article_without_text() -> None:
    assert moved(quoting("words"), []).status is Status.UNPLACED


def test_a_quote_may_go_over_the_border_of_sections() -> None:
    texts = [section("one two three"), section(""), section("four five")]

    found = moved(quoting("three four"), texts)

    assert [(each.section, each.exact) for each in found.targets] == [(0, "three"), (2, "four")]


def test_a_mark_over_two_pages_is_found_in_a_text_without_pages() -> None:
    pages = [section("They left at dawn and"), section("came back at dusk alone")]
    targets = (describe(pages[0], 0, 4, 17), describe(pages[1], 1, 0, 10))
    text = joined_text(pages, Gap.PARAGRAPH)

    found = moved(annotation(*targets), [text])

    assert marked(found, text) == "left at dawn and came back at"


def test_words_that_stand_twice_are_told_apart_by_what_stands_around_them() -> None:
    text = section(STORY)
    other = section("An introduction that is new.\n" + STORY + "And an end.")

    for nth in (0, 1):
        mark = marking(text, "tern flies", nth)
        found = moved(mark, [other])
        expected = marking(other, "tern flies", nth)
        assert found.targets[0].start == expected.targets[0].start


def test_the_same_text_keeps_every_mark_where_it_is_though_its_words_and_their_context_repeat() -> None:
    text = section("no no no no no no " * 40)
    mark = marking(text, "no", 60)

    assert moved(mark, [text]) == mark


def test_short_words_are_not_marked_where_all_around_them_is_different() -> None:
    text, other = section(STORY), section("Once the keeper was a man of Berlin who kept bees in a garden.")

    assert moved(marking(text, "keeper"), [other]).status is Status.UNPLACED


def test_offsets_alone_prove_nothing() -> None:
    text = section("Now the cat sat on the mat and nobody saw it there.")
    other = section("See the dog run to the hut and everybody saw that.")

    assert moved(marking(text, "the"), [other]).status is Status.UNPLACED


def test_a_deleted_passage_is_not_marked_in_one_that_looks_like_it() -> None:
    text = section(
        "The first vote failed, said the chair of the board.\nThe second vote passed, said the head of staff."
    )
    other = section("The second vote passed, said the head of staff.")

    assert moved(marking(text, "vote"), [other]).status is Status.UNPLACED
    assert moved(marking(text, "said the"), [other]).status is Status.UNPLACED


def test_a_mark_comes_back_when_its_text_is_shown_again() -> None:
    text, other = section(STORY), section("Something else entirely.")
    mark = marking(text, "finds the way")

    away = moved(mark, [other])

    assert away == replace(mark, status=Status.UNPLACED)
    assert moved(away, [text]) == mark


words = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=5).map("".join)
texts = st.lists(words, max_size=12).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(sections_with_range(), texts, texts)
def test_text_before_and_after_never_moves_a_mark_to_other_words(
    given_: tuple[SectionText, int, int], before: str, after: str
) -> None:
    text, start, end = given_
    mark = annotation(describe(text, 0, start, end))
    prefix = section(before)

    found = moved(mark, [joined_text([prefix, text, section(after)])])

    if found.status is Status.PLACED:
        [target] = found.targets
        same = text.quote(start, end).replace(" ", "")
        assert target.exact.replace(" ", "").replace("-", "") == same.replace("-", "")


@settings(max_examples=300, deadline=None)
@given(texts, st.lists(words, min_size=8, max_size=12, unique=True), texts)
def test_a_passage_that_stands_once_is_found_wherever_it_stands(
    before: str, passage: list[str], after: str
) -> None:
    quote = " ".join(passage)
    text = section("\n".join((before, quote, after)))
    assume(text.chars.count(quote.replace(" ", "")) == 1)

    assert marked(moved(quoting(quote), [text]), text) == quote


@settings(max_examples=300, deadline=None)
@given(texts, texts, words)
def test_a_bare_quote_is_marked_only_where_it_is_the_only_one(before: str, after: str, word: str) -> None:
    text = section(f"{before} {word} {after}")
    is_alone = [*before.split(), *after.split()].count(word) == 0

    found = moved(quoting(word), [text])

    if not is_alone:
        assert found.status is Status.UNPLACED
    elif found.status is Status.PLACED:
        assert marked(found, text) == word


@settings(max_examples=200, deadline=None)
@given(sections_with_range(), st.data())
def test_no_text_makes_the_search_fail(given_: tuple[SectionText, int, int], data: st.DataObject) -> None:
    text, start, end = given_
    other, _, _ = data.draw(sections_with_range())
    mark = annotation(describe(text, 0, start, end))

    assert moved(mark, [text]) == mark
    assert moved(mark, [other, text]).status in Status
