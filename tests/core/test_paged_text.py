from array import array
from dataclasses import dataclass
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from reader_app.core.article_text import Place
from reader_app.core.layout import DocumentLayout, PageBox
from reader_app.core.page_text import Line, PageText, page_starts
from reader_app.core.paged_text import PagedText
from reader_app.core.text import Gap, SectionText


@dataclass(frozen=True)
class Sample:
    """Pages in sections: the text, and what its layout would be."""

    layout: DocumentLayout
    pages: tuple[PageText, ...]
    sections: tuple[SectionText, ...]
    starts: list[int]

    def paged(self, read: list[int] | None = None, *, located: bool = True) -> PagedText:
        text = PagedText(self.layout)
        if located:
            text.locate(self.starts)
        for page in range(len(self.pages)) if read is None else read:
            text.add(self.pages[page])
        return text

    def places(self) -> list[Place]:
        return [(number, offset) for number, text in enumerate(self.sections) for offset in range(len(text))]


def sample(sections: list[list[str]]) -> Sample:
    """Make a document from the texts of its pages; a space is a gap."""
    pages: list[PageText] = []
    numbers = [number for number, pages_ in enumerate(sections) for _ in pages_]
    texts = [text for pages_ in sections for text in pages_]
    starts = page_starts([len(text.replace(" ", "")) for text in texts], numbers)
    for number, text in enumerate(texts):
        chars = text.replace(" ", "")
        gaps = bytes(
            Gap.SPACE if text[index - 1 : index] == " " else Gap.NONE
            for index, char in enumerate(text)
            if char != " "
        )
        boxes = array("f", (value for at in range(len(chars)) for value in (6 * at, 6 * at + 6, 0, 12)))
        lines = (Line(0, len(chars), (1.0, 0.0), (0.0, 6.0 * len(chars)), (0.0, 12.0)),) if chars else ()
        pages.append(
            PageText(number, numbers[number], starts[number], SectionText(chars, gaps), lines, boxes)
        )
    joined = tuple(
        SectionText(
            "".join(page.text.chars for page in pages if page.section == number),
            b"".join(page.text.gaps for page in pages if page.section == number),
        )
        for number in range(len(sections))
    )
    boxes_ = tuple(PageBox(100, 100, number) for number in numbers)
    layout = DocumentLayout(boxes_, len(sections), (), reflows=True)
    return Sample(layout, tuple(pages), joined, starts)


page_texts = st.text("abc ", max_size=12)
samples = st.lists(st.lists(page_texts, min_size=1, max_size=4), min_size=1, max_size=4).map(sample)


@st.composite
def spans(draw: st.DrawFn) -> tuple[Sample, Place, Place]:
    """A document and a range in it that is not empty."""
    made = draw(samples.filter(lambda each: bool(each.places())))
    first, last = sorted(draw(st.tuples(*[st.sampled_from(made.places())] * 2)))
    return made, first, (last[0], last[1] + 1)


def expected_pages(made: Sample, first: Place, after: Place) -> list[int]:
    """Return the pages between the one with the first character and the one with the last."""
    last = after[0], after[1] - 1
    holding = [
        page.page
        for page in made.pages
        for place in (first, last)
        if page.section == place[0] and page.start <= place[1] < page.end
    ]
    return list(range(min(holding), max(holding) + 1))


@given(samples, st.booleans())
def test_every_character_is_on_the_page_that_holds_it(made: Sample, located: bool) -> None:
    text = made.paged(located=located)

    for page in made.pages:
        for offset in range(page.start, page.end):
            assert text.page_of((page.section, offset)) == page.page


@given(spans(), st.data())
def test_unread_pages_of_a_span_are_told_and_nothing_is_described_in_part(
    span: tuple[Sample, Place, Place], data: st.DataObject
) -> None:
    made, first, after = span
    pages = st.lists(st.integers(0, len(made.pages) - 1), unique=True)
    text = made.paged(read := data.draw(pages))

    unread = text.unread_span(first, after)

    assert unread == [page for page in expected_pages(made, first, after) if page not in read]
    if unread:
        assert text.describe(first, after) == ()


@settings(max_examples=300)
@given(spans(), st.booleans(), st.randoms(use_true_random=False))
def test_described_span_is_complete_and_resolves_to_itself(
    span: tuple[Sample, Place, Place], located: bool, random: Random
) -> None:
    made, first, after = span
    order = list(range(len(made.pages)))
    random.shuffle(order)
    text = made.paged(order, located=located)

    targets = text.describe(first, after)

    for section in range(first[0], after[0] + 1):
        whole = made.sections[section]
        start = first[1] if section == first[0] else 0
        end = after[1] if section == after[0] else len(whole)
        of_section = [target for target in targets if target.section == section]
        assert len(of_section) == (start < end)
        for target in of_section:
            assert (target.start, target.end) == (start, end)
            assert target.exact == whole.quote(start, end)
            assert text.resolve(target) == (start, end)
    assert text.quote(first, after) == " ".join(target.exact for target in targets)


@given(spans(), st.booleans())
def test_quads_cover_each_character_of_a_span_once(span: tuple[Sample, Place, Place], located: bool) -> None:
    made, first, after = span
    text = made.paged(located=located)

    covered = {
        page: sum(quad.ur.x - quad.ul.x for quad in quads) for page, quads in text.span_quads(first, after)
    }

    places = [place for place in made.places() if first <= place < after]
    pages = [text.page_of(place) for place in places]
    assert covered == {page: 6.0 * pages.count(page) for page in pages}


def test_a_place_that_no_read_page_holds_counts_all_pages_of_its_section() -> None:
    made = sample([["ab", "cd", "ef"], ["gh"]])
    text = made.paged([0], located=False)

    assert text.unread_span((0, 1), (0, 2)) == []
    assert text.unread_span((0, 1), (0, 3)) == [1, 2]
    assert text.unread_span((0, 3), (1, 1)) == [1, 2, 3]
    assert text.unread_span((0, 1), (1, 0)) == [1, 2]


def test_words_are_quoted_around_a_page_that_was_not_read() -> None:
    made = sample([["one two", "three", "four five"], ["six"]])

    assert made.paged([0, 2, 3]).quote((0, 3), (1, 2)) == "two four five si"
    assert made.paged([0, 2, 3]).unread_span((0, 3), (1, 2)) == [1]


def test_unread_pages_of_one_section_are_told() -> None:
    text = sample([["ab", "cd", "", "ef"]]).paged([1])

    assert text.unread(0, 1, 5) == [0, 2, 3]
    assert text.unread(0, 2, 4) == []
    assert text.pages_of(0, 2, 4) == range(1, 2)
    assert [page for page, _ in text.quads(0, 0, 6)] == [1]


def test_a_word_over_two_pages_is_one_word() -> None:
    base, text = sample([["see inter", "national law"]]).paged().text_at((0, 10))

    start, end = text.word_at(10 - base)

    assert text.quote(start, end) == "international"


def test_a_target_of_no_section_or_of_other_words_does_not_resolve() -> None:
    made = sample([["one two", "three"]])
    target = made.paged().describe((0, 3), (0, 6))[0]
    changed = sample([["one ten", "three"]]).paged()

    assert changed.resolve(target) is None
    assert sample([[""]]).paged().resolve(target) is None
    assert PagedText(DocumentLayout((), 0, (), reflows=False)).resolve(target) is None


def test_pages_of_fixed_layout_are_located_at_once() -> None:
    layout = DocumentLayout((PageBox(9, 9, 0), PageBox(9, 9, 1)), 2, (), reflows=False)
    text = PagedText(layout)

    assert text.is_located
    assert text.page_of((1, 400)) == 1
    assert not PagedText(DocumentLayout(layout.pages, 2, (), reflows=True)).is_located


def test_sections_without_pages_take_no_page() -> None:
    layout = DocumentLayout((PageBox(9, 9, 0), PageBox(9, 9, 2)), 3, (), reflows=True)
    text = PagedText(layout)

    assert text.page_of((2, 0)) == 1


def test_place_alone_is_described_by_what_stands_around_it_and_found_again() -> None:
    paged = sample([["ab cd", "ef gh"], ["ij"]]).paged()

    for place in [(0, 0), (0, 4), (0, 6), (0, 8), (1, 2)]:
        target = paged.describe_place(place)

        assert target is not None
        assert (target.section, target.start, target.end, target.exact) == (*place, place[1], "")
        assert paged.resolve(target) == (place[1], place[1])


def test_place_on_a_page_that_was_not_read_is_not_described() -> None:
    assert sample([["ab", "cd"]]).paged([0]).describe_place((0, 3)) is None
