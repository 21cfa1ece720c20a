from array import array

from reader_app.core.annotation import Kind, Target, new_annotation
from reader_app.core.layout import DocumentLayout, PageBox
from reader_app.core.lines import Line
from reader_app.core.page_text import PageText
from reader_app.core.paged_text import PagedText
from reader_app.core.text import SectionText
from reader_app.gui.anchors import Anchors

LAYOUT = DocumentLayout(
    pages=(PageBox(100, 50, 0), PageBox(100, 50, 0)), section_count=1, outline=(), reflows=True
)


def page(number: int, chars: str, start: int) -> PageText:
    boxes = array("f", [edge for i in range(len(chars)) for edge in (i * 5.0, i * 5.0 + 5, 10, 20)])
    line = Line(0, len(chars), (1.0, 0.0), (0.0, len(chars) * 5.0), (10.0, 20.0))
    text = SectionText(chars, bytes([3] + [0] * (len(chars) - 1)))
    return PageText(page=number, section=0, start=start, text=text, lines=(line,), boxes=boxes)


def test_mark_on_a_page_that_was_read_before_places_were_located_is_resolved_when_they_are() -> None:
    text = PagedText(LAYOUT)
    marked = new_annotation("a", (Target(0, 7, 9, "hi"),))
    anchors = Anchors()
    anchors.start(text, [marked])
    text.add(page(1, "fghij", 5))
    anchors.take_page(1)

    text.locate([0, 5])
    unsure = anchors.take_page(1)

    assert unsure == []
    assert [found.id for found, _ in anchors.on_page(1)] == [marked.id]


def test_mark_whose_words_are_not_there_is_reported_when_places_are_located() -> None:
    text = PagedText(LAYOUT)
    marked = new_annotation("a", (Target(0, 7, 9, "other"),))
    anchors = Anchors()
    anchors.start(text, [marked])
    text.add(page(1, "fghij", 5))

    text.locate([0, 5])

    assert anchors.take_page(1) == [marked.id]
    assert anchors.on_page(1) == []


def test_parts_on_one_page_are_all_drawn() -> None:
    text = PagedText(LAYOUT)
    text.locate([0, 5])
    text.add(page(0, "abcde", 0))
    two = new_annotation("a", (Target(0, 0, 1, "a"), Target(0, 3, 4, "d")))
    anchors = Anchors()

    anchors.start(text, [two])
    anchors.take_page(0)

    [(_, quads)] = anchors.on_page(0)
    assert [quad.bounds.x0 for quad in quads] == [0, 15]


def test_annotation_without_a_sure_place_is_not_drawn_even_where_its_words_are() -> None:
    text = PagedText(LAYOUT)
    text.locate([0, 5])
    text.add(page(0, "abcde", 0))
    unsure = new_annotation("a", (Target(0, 0, 2, "ab"),)).unplaced()
    anchors = Anchors()

    anchors.start(text, [unsure])
    anchors.put(unsure.id, unsure)

    assert (anchors.take_page(0), anchors.on_page(0), anchors.pages()) == ([], [], [])


def test_place_alone_is_drawn_at_its_caret_once_what_stands_around_it_was_read() -> None:
    text = PagedText(LAYOUT)
    text.locate([0, 5])
    text.add(page(1, "fghij", 5))
    note = new_annotation("a", (Target(0, 5, 5, "", "abcde", "fghij"),), kind=Kind.NOTE)
    anchors = Anchors()
    anchors.start(text, [note])
    before = anchors.take_page(1), anchors.on_page(1)

    text.add(page(0, "abcde", 0))

    assert before == ([], [])
    assert anchors.take_page(0) == []
    [(found, [quad])] = anchors.on_page(1)
    assert (found, quad.bounds.x0, quad.bounds.width) == (note, 0, 0)


def test_place_whose_surroundings_are_gone_is_reported() -> None:
    text = PagedText(LAYOUT)
    text.locate([0, 5])
    for number, chars in enumerate(("abcde", "fghij")):
        text.add(page(number, chars, 5 * number))
    note = new_annotation("a", (Target(0, 5, 5, "", "other", "words"),), kind=Kind.NOTE)
    anchors = Anchors()

    anchors.start(text, [note])

    assert anchors.take_page(0) == [note.id]
