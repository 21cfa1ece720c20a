from array import array

from core.strategies import section
from reader_app.core.layout import DocumentLayout, PageBox
from reader_app.core.lines import Line
from reader_app.core.page_text import PageText
from reader_app.core.paged_text import PagedText
from reader_app.core.text import SectionText


def strip(number: int, start: int, text: SectionText) -> PageText:
    line = Line(0, len(text), (1.0, 0.0), (0.0, 10.0 * len(text)), (0.0, 12.0))
    boxes = array("f", (edge for at in range(len(text)) for edge in (10.0 * at, 10.0 * at + 10, 0.0, 12.0)))
    return PageText(number, 0, start, text, (line,), boxes)


def strips(*readings: str) -> PagedText:
    """One section laid out as a strip for each reading, all read."""
    boxes = tuple(PageBox(600.0, 12.0, 0) for _ in readings)
    paged = PagedText(DocumentLayout(boxes, section_count=1, outline=(), reflows=True, may_annotate=True))
    starts = [0]
    for number, reading in enumerate(readings):
        text = section(reading)
        paged.add(strip(number, starts[-1], text))
        starts.append(starts[-1] + len(text))
    paged.locate(starts[:-1])
    return paged


def test_words_of_several_pages_are_quoted_as_they_are_written() -> None:
    paged = strips("about 2½", "/km² …", "/and Brand™")

    assert paged.quote((0, 5), (0, 13)) == "2½ km² …"
    assert paged.quote((0, 7), (0, 12)) == "½ km²"


def test_a_range_over_pages_is_described_with_whole_spellings_and_resolves() -> None:
    paged = strips("about 2½", "/km² …", "/and Brand™")

    [target] = paged.describe((0, 7), (0, 13))

    assert (target.start, target.end, target.exact) == (6, 15, "½ km² …")
    assert paged.resolve(target) == (6, 15)
