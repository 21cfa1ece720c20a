from array import array

from reader_app.core.annotation import Target, new_annotation
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
