"""The text of a laid-out article, as far as its pages were read: where places are, and back.

Pages come one by one and in any order. Knows neither who reads them nor how they are drawn.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from reader_app.core import anchoring
from reader_app.core.annotation import Target
from reader_app.core.article_text import Place
from reader_app.core.geometry import Quad
from reader_app.core.layout import DocumentLayout
from reader_app.core.page_text import PageText
from reader_app.core.text import SectionText, joined_text


class PagedText:
    """Pages of text that know their sections.

    A place is a section and an offset of visible characters in it, so it outlives every layout.
    """

    def __init__(self, layout: DocumentLayout) -> None:
        self._layout = layout
        self._pages: dict[int, PageText] = {}
        self._first_page: list[int] = _first_pages(layout)
        # A page of fixed layout is its own section; strips have to be counted first.
        self._starts: list[int] | None = None if layout.reflows else [0] * len(layout.pages)

    @property
    def reflows(self) -> bool:
        """Whether pages depend on the font; then nothing is drawn at a place of a page."""
        return self._layout.reflows

    @property
    def is_located(self) -> bool:
        """Whether it is known which page a place is on."""
        return self._starts is not None

    def locate(self, starts: list[int]) -> None:
        """Take the section offset of each page's first character."""
        self._starts = starts

    def add(self, page: PageText) -> None:
        """Take the text of a page."""
        self._pages[page.page] = page

    def page(self, number: int) -> PageText | None:
        """Return the text of a page, None if it was not read yet."""
        return self._pages.get(number)

    def page_of(self, place: Place) -> int:
        """Return the page that a place is on.

        While nothing is located, it is the page that was read and has the place, else the section's first.
        """
        page = self._known_page(place)
        return self._page_range(place[0])[0] if page is None else page

    def pages_of(self, section: int, start: int, end: int) -> range:
        """Return the pages that a range of a section touches."""
        return range(self.page_of((section, start)), self.page_of((section, max(end - 1, start))) + 1)

    def unread(self, section: int, start: int, end: int) -> list[int]:
        """Return the pages of a range that were not read yet."""
        return [page for page in self.pages_of(section, start, end) if page not in self._pages]

    def unread_span(self, first: Place, after: Place) -> list[int]:
        """Return the pages of a range over sections that were not read yet.

        While it is not known on which page the range starts or ends, all pages of that section count.
        """
        low, last = self._known_page(first), self._known_page((after[0], max(after[1] - 1, 0)))
        if low is None:
            low = self._page_range(first[0])[0]
        if after[1] <= 0:
            high = self._page_range(after[0])[0]
        else:
            high = self._page_range(after[0])[1] if last is None else last + 1
        return [page for page in range(low, high) if page not in self._pages]

    def quads(self, section: int, start: int, end: int) -> Iterator[tuple[int, list[Quad]]]:
        """Yield page and quads for each page of a range that was read and has text of it."""
        for number in self.pages_of(section, start, end):
            page = self._pages.get(number)
            if page is not None and (quads := page.quads(start, end)):
                yield number, quads

    def span_quads(self, first: Place, after: Place) -> Iterator[tuple[int, list[Quad]]]:
        """Yield page and quads of a range that may touch several sections."""
        for section, start, end in self.parts(first, after):
            yield from self.quads(section, start, end)

    def parts(self, first: Place, after: Place) -> Iterator[tuple[int, int, int]]:
        """Yield section, start and end for each section of a range; what was not read is left out."""
        for section in range(first[0], after[0] + 1):
            start = first[1] if section == first[0] else 0
            end = after[1] if section == after[0] else self._known_end(section)
            if start < end:
                yield section, start, end

    def quote(self, first: Place, after: Place) -> str:
        """Return the words of a range, as far as its pages were read; see ``unread_span``."""
        pieces = []
        for section, start, end in self.parts(first, after):
            for base, text in self._read_runs(section, start, end):
                pieces.append(text.quote(max(start - base, 0), min(end - base, len(text))))
        return " ".join(piece for piece in pieces if piece)

    def describe(self, first: Place, after: Place) -> tuple[Target, ...]:
        """Describe a range as targets, one for each section.

        All or nothing: empty while a page of the range was not read, which ``unread_span`` tells.
        """
        if self.unread_span(first, after):
            return ()
        targets = []
        for section, start, end in self.parts(first, after):
            base, text = self._text_around(section, start, end)
            target = anchoring.describe(text, section, start - base, end - base)
            targets.append(replace(target, start=target.start + base, end=target.end + base))
        return tuple(targets)

    def describe_place(self, place: Place) -> Target | None:
        """Describe a place between characters; None while its page was not read."""
        if self.page_of(place) not in self._pages:
            return None
        base, text = self.text_at(place)
        target = anchoring.describe_place(text, place[0], min(max(place[1] - base, 0), len(text)))
        return replace(target, start=target.start + base, end=target.end + base)

    def resolve(self, target: Target) -> tuple[int, int] | None:
        """Return the range of a target whose pages were read; None where its quote is not there."""
        if not 0 <= target.section < self._layout.section_count:
            return None
        base, text = self._text_around(target.section, target.start, target.end)
        shifted = replace(target, start=target.start - base, end=target.end - base)
        found = anchoring.resolve(shifted, text)
        return (found[0] + base, found[1] + base) if found else None

    def text_at(self, place: Place) -> tuple[int, SectionText]:
        """Return the text around a place that was read without a hole, and the offset of its start."""
        return self._text_around(place[0], place[1], place[1] + 1)

    def _text_around(self, section: int, start: int, end: int) -> tuple[int, SectionText]:
        """Return the read pages of a range and their read neighbors as one text, and its first offset."""
        first, after = self._page_range(section)
        pages = self.pages_of(section, start, end)
        low, high = pages.start, pages.stop
        if any(page not in self._pages for page in pages):
            return 0, SectionText("", b"")
        low = low - 1 if low - 1 >= first and low - 1 in self._pages else low
        high = high + 1 if high < after and high in self._pages else high
        return self._joined(range(low, high))

    def _read_runs(self, section: int, start: int, end: int) -> Iterator[tuple[int, SectionText]]:
        """Yield the read pages of a range, those without a hole between them as one text."""
        pages = [page for page in self.pages_of(section, start, end) if page in self._pages]
        for _, run in groupby(enumerate(pages), key=lambda each: each[1] - each[0]):
            numbers = [page for _, page in run]
            yield self._joined(range(numbers[0], numbers[-1] + 1))

    def _joined(self, pages: range) -> tuple[int, SectionText]:
        return self._pages[pages.start].start, joined_text(self._pages[page].text for page in pages)

    def _known_page(self, place: Place) -> int | None:
        section, offset = place
        first, after = self._page_range(section)
        if after - first < 2:
            return first
        if self._starts is not None:
            return max(bisect_right(self._starts, offset, first, after) - 1, first)
        read = (self._pages[page] for page in range(first, after) if page in self._pages)
        return next((page.page for page in read if page.start <= offset < page.end), None)

    def _known_end(self, section: int) -> int:
        first, after = self._page_range(section)
        ends = [self._pages[page].end for page in range(first, after) if page in self._pages]
        return max(ends, default=0)

    def _page_range(self, section: int) -> tuple[int, int]:
        section = min(max(section, 0), max(len(self._first_page) - 2, 0))
        return self._first_page[section], self._first_page[section + 1]


def _first_pages(layout: DocumentLayout) -> list[int]:
    """Return the first page of each section, and after them the number of pages."""
    first = [len(layout.pages)] * (layout.section_count + 1)
    for number in range(len(layout.pages) - 1, -1, -1):
        first[layout.pages[number].section] = number
    for section in range(layout.section_count - 1, -1, -1):
        first[section] = min(first[section], first[section + 1])
    return first
