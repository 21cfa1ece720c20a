from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.strategies import hard_texts, section, sections, sections_with_range
from reader_app.core.anchoring import (
    MAX_CONTEXT,
    MIN_CONTEXT,
    describe,
    describe_place,
    describe_span,
    resolve,
)
from reader_app.core.annotation import Target
from reader_app.core.text import Gap, SectionText, Spelling

RangeInSection = tuple[SectionText, int, int]


@settings(max_examples=600, deadline=None)
@given(sections_with_range())
def test_a_described_range_resolves_to_itself(given_: RangeInSection) -> None:
    text, start, end = given_

    target = describe(text, 3, start, end)

    assert (target.section, target.start, target.end) == (3, *text.widened(start, end))
    assert target.exact.replace(" ", "")
    assert resolve(target, text) == (target.start, target.end)


@settings(max_examples=1000, deadline=None)
@given(st.data(), sections_with_range())
def test_a_range_resolves_in_every_other_layout_of_the_same_text(
    data: st.DataObject, given_: RangeInSection
) -> None:
    text, start, end = given_
    target = describe(text, 0, start, end)
    gaps = data.draw(st.lists(st.sampled_from(Gap), min_size=len(text), max_size=len(text)))

    assert resolve(target, SectionText(text.chars, bytes(gaps))) == text.widened(start, end)


@settings(max_examples=1000, deadline=None)
@given(sections_with_range(), sections())
def test_a_range_never_resolves_on_other_words(given_: RangeInSection, other: SectionText) -> None:
    text, start, end = given_
    start, end = text.widened(start, end)
    target = describe(text, 0, start, end)

    found = resolve(target, other)

    without_hyphens = str.maketrans("", "", "-‐")
    if found is not None:
        here, there = text.chars[start:end], other.chars[start:end]
        assert found == (start, end)
        assert len(here) == len(there)
        assert here.translate(without_hyphens) == there.translate(without_hyphens)
        if not any(start <= joint < end for joint in text.joints):
            assert here == there


@settings(max_examples=300, deadline=None)
@given(hard_texts, sections())
def test_any_stored_quote_resolves_or_does_not_but_never_fails(exact: str, text: SectionText) -> None:
    for start, end in ((0, 1), (0, len(text)), (-1, 2), (2, 1), (0, len(text) + 1)):
        found = resolve(Target(0, start, end, exact), text)

        assert found in (None, (start, end))


def test_a_quote_without_its_line_end_hyphen_verifies_where_the_hyphen_stands_inside_a_line() -> None:
    target = describe(section("a well-/known fact"), 0, 1, 11)

    assert target.exact == "wellknown"
    assert resolve(target, section("a well-known/fact")) == (1, 11)


def test_a_quote_with_its_hyphen_verifies_where_the_hyphen_ends_a_line() -> None:
    target = describe(section("a well-known fact"), 0, 1, 11)

    assert target.exact == "well-known"
    assert resolve(target, section("a well-/known fact")) == (1, 11)


def test_a_hyphen_that_the_text_lost_or_gained_is_a_change() -> None:
    resign = describe(section("to resign now"), 0, 2, 8)

    assert resolve(resign, section("to re-sign now")) is None
    assert resolve(describe(section("to re-sign now"), 0, 2, 9), section("to resign now")) is None


@pytest.mark.parametrize("reading", ["many machines", "M achines is", "linus wrote", "Linux wrote"])
def test_linus_is_not_found_in_other_words(reading: str) -> None:
    target = describe(section("Linus wrote"), 0, 0, 5)

    assert resolve(target, section(reading)) is None


def test_a_mark_that_a_space_keeps_from_its_letter_verifies_without_the_space() -> None:
    target = describe(section("fu \u0308r"), 0, 0, 4)

    assert resolve(target, section("fu\u0308r")) == (0, 4)


def test_a_lone_hyphen_of_its_line_has_a_quote() -> None:
    target = describe(section("exam-/ple"), 0, 4, 5)

    assert target.exact == "-"


def test_a_quote_verifies_in_its_own_spelling_and_by_its_characters() -> None:
    text = section("about 2½ km … and")

    target = describe(text, 0, 7, 13)

    assert (target.start, target.exact, target.prefix, target.suffix) == (6, "½ km …", "about 2", "and")
    assert resolve(target, text) == (6, 14)
    assert resolve(replace(target, exact="1⁄2 km ..."), text) == (6, 14)
    assert resolve(target, section("about 2⅓ km … and")) is None


LONG = " ".join(f"word{number}" for number in range(60))


def test_context_is_what_a_person_reads_before_and_after() -> None:
    text = section(LONG)
    start = text.chars.index("word30")

    target = describe(text, 0, start, start + 6)

    assert target.exact == "word30"
    assert len(target.prefix) == len(target.suffix) == MIN_CONTEXT
    assert f"{target.prefix} {target.exact} {target.suffix}" in text.reading


def test_context_grows_until_the_place_is_unique() -> None:
    same = "the same words again and again here, "
    text = section(f"one {same}claim {same} two {same}claim {same} three")
    start = text.chars.rindex("claim")

    target = describe(text, 0, start, start + 5)

    assert MIN_CONTEXT < len(target.prefix) < MAX_CONTEXT
    assert "two" in target.prefix or "three" in target.suffix


def test_context_never_grows_beyond_its_limit() -> None:
    text = section("again and " * 100)

    target = describe(text, 0, 400, 405)

    assert len(target.prefix) == len(target.suffix) == MAX_CONTEXT


@settings(max_examples=200, deadline=None)
@given(sections_with_range(max_size=300))
def test_context_has_its_size_where_there_is_as_much_text(given_: RangeInSection) -> None:
    text, start, end = given_

    target = describe(text, 0, start, end)

    before, after = text.quote(0, target.start), text.quote(target.end, len(text))
    assert before.endswith(target.prefix)
    assert after.startswith(target.suffix)
    for context, available in ((target.prefix, before), (target.suffix, after)):
        assert min(MIN_CONTEXT, len(available)) <= len(context) <= MAX_CONTEXT


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (-1, 2), (0, 9), (7, 8)])
def test_a_range_that_is_empty_or_outside_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="in a section of 7 characters"):
        describe(section("one two."), 0, start, end)


def test_a_span_has_a_target_for_each_section_with_text_in_it() -> None:
    texts = [section("one two"), section(""), section("three"), section("four five")]

    targets = describe_span(texts, (0, 3), (3, 4))

    assert [(target.section, target.exact) for target in targets] == [(0, "two"), (2, "three"), (3, "four")]
    assert [resolve(target, texts[target.section]) for target in targets] == [(3, 6), (0, 5), (0, 4)]


def test_a_span_between_sections_is_empty() -> None:
    texts = [section("one"), section("two")]

    assert describe_span(texts, (0, 3), (1, 0)) == ()
    assert describe_span(texts, (1, 1), (1, 1)) == ()


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ((0, 1), (2, 0)),
        ((-1, 0), (0, 1)),
        ((0, 4), (1, 1)),
        ((0, -1), (0, 1)),
        ((0, 0), (1, 4)),
        ((1, 1), (0, 1)),
    ],
)
def test_a_span_from_or_to_nowhere_is_refused(first: tuple[int, int], last: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match=r"no offset|before it starts"):
        describe_span([section("one"), section("two")], first, last)


@settings(max_examples=500, deadline=None)
@given(st.data(), sections())
def test_a_place_between_characters_resolves_to_itself(data: st.DataObject, text: SectionText) -> None:
    offset = data.draw(st.integers(0, len(text)))
    if offset < len(text):
        offset, _ = text.widened(offset, offset + 1)

    target = describe_place(text, 2, offset)

    assert (target.section, target.start, target.end, target.exact) == (2, offset, offset, "")
    assert resolve(target, text) == (offset, offset)


def test_a_place_between_characters_does_not_resolve_among_other_words() -> None:
    target = describe_place(section("before it after it"), 0, 8)

    assert resolve(target, section("before me after me")) is None
    assert resolve(target, section("short")) is None


def test_there_is_no_place_outside_a_text() -> None:
    for offset in (-1, 4):
        with pytest.raises(ValueError, match="offset"):
            describe_place(section("abc"), 0, offset)


def test_a_place_before_a_hyphen_that_keeps_a_mark_from_its_letter_resolves() -> None:
    text = SectionText("é-\u3099", b"\x00\x00\x04", (Spelling(2, 3, "\uff9e"),))

    assert resolve(describe_place(text, 0, 0), text) == (0, 0)
