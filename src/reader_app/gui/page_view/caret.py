"""Moves a caret through the text of pages: by character, word, line, paragraph and page.

Pure; what was not read yet is asked for by the caller, and the caret waits at its border.
"""

from enum import Enum

from reader_app.core.article_text import Place
from reader_app.core.geometry import Point
from reader_app.core.layout import DocumentLayout
from reader_app.core.page_text import PageText
from reader_app.core.paged_text import PagedText


class Step(Enum):
    """How far a caret moves."""

    CHARACTER = "character"
    WORD = "word"
    LINE = "line"
    LINE_EDGE = "line edge"
    PARAGRAPH = "paragraph"
    PAGE_EDGE = "page edge"


class CaretWalk:
    """Moves places in a laid-out article."""

    def __init__(self, text: PagedText, layout: DocumentLayout) -> None:
        self._text, self._layout = text, layout

    def move(self, place: Place, step: Step, forward: bool) -> Place:
        """Return where a caret comes from a place."""
        match step:
            case Step.LINE:
                return self._line(place, forward)
            case Step.LINE_EDGE:
                return self._line_edge(place, forward)
            case Step.PAGE_EDGE:
                return self._page_edge(place, forward)
        section, offset = place
        base, text = self._text.text_at(place)
        here = offset - base
        if step is Step.CHARACTER:
            there = text.widened(here, here + 1)[1] if forward else text.widened(here - 1, here)[0]
        elif step is Step.WORD:
            there = text.next_word(here) if forward else text.previous_word(here)
        else:
            start, end = text.paragraph_at(here)
            there = end if forward else (start if here > start else text.paragraph_at(here - 1)[0])
        if there > len(text) or (there == here and forward):
            return self._next_section(section, place)
        if there < 0 or (there == here and not forward):
            return self._previous_section(section, place)
        return section, base + there

    def word(self, place: Place) -> tuple[Place, Place]:
        """Return the word around a place."""
        base, text = self._text.text_at(place)
        start, end = text.word_at(place[1] - base)
        return (place[0], base + start), (place[0], base + end)

    def paragraph(self, place: Place) -> tuple[Place, Place]:
        """Return the paragraph around a place."""
        base, text = self._text.text_at(place)
        start, end = text.paragraph_at(place[1] - base)
        return (place[0], base + start), (place[0], base + end)

    def _page(self, place: Place) -> PageText | None:
        return self._text.page(self._text.page_of(place))

    def _next_section(self, section: int, stay: Place) -> Place:
        return (section + 1, 0) if section + 1 < self._layout.section_count else stay

    def _previous_section(self, section: int, stay: Place) -> Place:
        if section == 0:
            return stay
        page = self._page((section - 1, 1 << 30))
        return (section - 1, page.end) if page is not None else stay

    def _line(self, place: Place, forward: bool) -> Place:
        """Go to the line before or after, as straight up or down as its characters allow."""
        page = self._page(place)
        if page is None or not page.lines:
            return self._across(place, forward)
        index = page.line_at(min(place[1] - page.start, len(page.text) - 1))
        caret = page.caret(place[1]).bounds
        there = index + (1 if forward else -1)
        if not 0 <= there < len(page.lines):
            return self._across(place, forward)
        line = page.lines[there]
        middle = Point((line.bounds.x0 + line.bounds.x1) / 2, (line.bounds.y0 + line.bounds.y1) / 2)
        is_upright = line.direction[1] == 0.0
        target = Point(caret.x0, middle.y) if is_upright else Point(middle.x, caret.y0)
        # A line of the next column is far from the caret: go to its beginning.
        if line.distance(target) > max(line.bounds.height, 1.0):
            return place[0], page.start + (line.start if forward else line.end)
        offset = page.hit(target)
        return (place[0], offset) if offset is not None else place

    def _line_edge(self, place: Place, forward: bool) -> Place:
        page = self._page(place)
        if page is None or not page.lines:
            return place
        line = page.lines[page.line_at(min(place[1] - page.start, len(page.text) - 1))]
        return place[0], page.start + (line.end if forward else line.start)

    def _page_edge(self, place: Place, forward: bool) -> Place:
        page = self._page(place)
        if page is None:
            return place
        return page.section, page.end if forward else page.start

    def _across(self, place: Place, forward: bool) -> Place:
        """Go over a page's border."""
        number = self._text.page_of(place) + (1 if forward else -1)
        page = self._text.page(number)
        if page is None:
            return place
        return page.section, page.start if forward else page.end
