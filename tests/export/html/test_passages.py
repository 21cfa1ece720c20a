from collections.abc import Sequence

import pytest

from reader_app.core.anchoring import describe, describe_place
from reader_app.core.annotation import Annotation, Kind, new_annotation
from reader_app.core.text import Gap, SectionText, joined_text
from reader_app.core.visible import visible_characters
from reader_app.export.html.passages import Passage, Passages


def text_of(*paragraphs: str) -> SectionText:
    parts = []
    for paragraph in paragraphs:
        gaps = bytearray()
        for word in paragraph.split():
            gaps += bytes([Gap.SPACE, *[Gap.NONE] * (len(visible_characters(word)) - 1)])
        parts.append(SectionText(visible_characters(paragraph), bytes(gaps)))
    return joined_text(parts, Gap.PARAGRAPH)


def annotation_on(text: SectionText, quote: str, section: int = 0) -> Annotation:
    chars = visible_characters(quote)
    start = text.chars.index(chars)
    return new_annotation("a" * 32, (describe(text, section, start, start + len(chars)),))


def read(chapters: Sequence[SectionText], passages: Sequence[Passage]) -> list[str]:
    return [chapters[each.chapter].quote(each.start, each.end) for each in passages]


LAID_OUT = text_of(
    "The list has three items.",
    "• First of them is here.",
    "○ Deeper than the first.",
    "12. Last of them is here.",
    "a) b",
)
PAGE = text_of(
    "The list has three items.",
    "First of them is here.",
    "Deeper than the first.",
    "Last of them is here.",
    "b",
)


@pytest.mark.parametrize("quote", ["three items", "First of them", "Deeper", "Last of them", "b"])
def test_words_stand_where_they_stood_without_the_marks_of_lists(quote: str) -> None:
    ways = Passages([LAID_OUT], [PAGE])

    assert read([PAGE], ways.of(annotation_on(LAID_OUT, quote))) == [quote]


def test_range_over_items_is_one_without_their_marks() -> None:
    ways = Passages([LAID_OUT], [PAGE])

    found = ways.of(annotation_on(LAID_OUT, "items. • First of them is here. ○ Deeper"))

    assert read([PAGE], found) == ["items. First of them is here. Deeper"]


def test_mark_of_a_list_alone_has_no_place() -> None:
    assert Passages([LAID_OUT], [PAGE]).of(annotation_on(LAID_OUT, "12.")) == ()


def test_items_that_are_one_paragraph_of_the_layout_are_found() -> None:
    laid_out = text_of("Contents • 1 History ○ 1.1 Early days ◆ 2 Values", "2. 2. Twice numbered")
    page = text_of("Contents", "1 History", "1.1 Early days", "2 Values", "2. Twice numbered")
    ways = Passages([laid_out], [page])

    assert read([page], ways.of(annotation_on(laid_out, "History ○ 1.1 Early"))) == ["History 1.1 Early"]
    assert read([page], ways.of(annotation_on(laid_out, "Twice"))) == ["Twice"]


def test_quotation_marks_that_the_layout_puts_are_not_looked_for() -> None:
    laid_out = text_of("He said “that it was so” and “went” away", "◆Heading")
    page = text_of("He said that it was so and “went” away", "Heading")
    ways = Passages([laid_out], [page])

    assert read([page], ways.of(annotation_on(laid_out, "said “that it was so” and “went”"))) == [
        "said that it was so and “went”"
    ]
    assert read([page], ways.of(annotation_on(laid_out, "◆Heading"))) == ["Heading"]


def test_what_the_page_hides_has_no_place_and_the_rest_keeps_its_own() -> None:
    laid_out = text_of("A first paragraph.", "It is nowhere else.", "A paragraph that comes later.")
    page = text_of("A first paragraph.", "A paragraph that comes later.")
    ways = Passages([laid_out], [page])

    assert ways.of(annotation_on(laid_out, "nowhere else")) == ()
    assert read([page], ways.of(annotation_on(laid_out, "comes later"))) == ["comes later"]


def test_repeated_words_are_found_where_they_were_marked() -> None:
    laid_out = text_of("• It rains.", "• It pours.", "• It rains.")
    page = text_of("It rains.", "It pours.", "It rains.")
    second = laid_out.chars.rindex("Itrains")
    annotation = new_annotation("a" * 32, (describe(laid_out, 0, second, second + 7),))

    [passage] = Passages([laid_out], [page]).of(annotation)

    assert passage.start == page.chars.rindex("Itrains")


def test_short_paragraph_after_one_that_is_lost_is_not_taken_for_another() -> None:
    laid_out = text_of("Gone from here altogether.", "Yes", "Later words that are the same in both.")
    page = text_of("Yes, but this one is another.", "Later words that are the same in both.")

    assert Passages([laid_out], [page]).of(annotation_on(laid_out, "Yes")) == ()


@pytest.mark.parametrize("words", ["Deeper", "○Deeper"])
def test_place_between_words_is_found(words: str) -> None:
    target = describe_place(LAID_OUT, 0, LAID_OUT.chars.index(words))
    note = new_annotation("a" * 32, (target,), kind=Kind.NOTE)

    [passage] = Passages([LAID_OUT], [PAGE]).of(note)

    assert passage.start == passage.end == PAGE.chars.index("Deeper")


def test_annotation_that_is_unplaced_or_does_not_verify_has_no_place() -> None:
    sound = annotation_on(LAID_OUT, "three items")
    other = text_of("Quite another text, in which nothing of it stands.")

    assert Passages([LAID_OUT], [PAGE]).of(sound.unplaced()) == ()
    assert Passages([other], [PAGE]).of(sound) == ()


def test_target_in_a_section_that_is_not_there_does_not_take_the_others_with_it() -> None:
    sound = annotation_on(LAID_OUT, "three items")
    beyond = describe(LAID_OUT, 7, 0, 3)
    both = new_annotation("a" * 32, (*sound.targets, beyond))

    assert read([PAGE], Passages([LAID_OUT], [PAGE]).of(both)) == ["three items"]
