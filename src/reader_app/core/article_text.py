"""The reading text of a whole article: its sections, and quotes found across their borders."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from reader_app.core.anchoring import describe_span
from reader_app.core.annotation import Target
from reader_app.core.search import Match, TextIndex
from reader_app.core.text import Gap, SectionText, joined_text

Place = tuple[int, int]
"""A section and an offset in it."""


class ArticleText:
    """All sections of an article as one text."""

    def __init__(self, sections: Sequence[SectionText]) -> None:
        self.sections = tuple(sections)
        self._starts = [0, *accumulate(len(section) for section in self.sections)]

    @property
    def reading(self) -> str:
        """The text as a person reads it, a paragraph a line."""
        return "\n".join(section.reading for section in self.sections if len(section))

    @cached_property
    def reading_starts(self) -> list[int]:
        """Where in ``reading`` each section begins."""
        lengths = (len(section.reading) + 1 if len(section) else 0 for section in self.sections)
        return [0, *accumulate(lengths)]

    @property
    def word_count(self) -> int:
        """Words, separated by white space."""
        return len(self.reading.split())

    @cached_property
    def joined(self) -> SectionText:
        """All sections in one."""
        return joined_text(self.sections, Gap.PARAGRAPH)

    @cached_property
    def index(self) -> TextIndex:
        """The joined text, prepared for searching."""
        return TextIndex(self.joined)

    def quote_places(self, exact: str, prefix: str = "", suffix: str = "") -> list[tuple[Place, Place]]:
        """Return where a quote stands: the place of its first character and the one after its last."""
        return [self.span(match) for match in self.index.find_quote(exact, prefix, suffix)]

    def span(self, match: Match) -> tuple[Place, Place]:
        """Return where a match in the joined text begins, and the place after its last character."""
        return self.place(match.start), self._after(match.end)

    def targets(self, first: Place, after: Place) -> tuple[Target, ...]:
        """Describe a range, one target for each section with text in it."""
        return describe_span(self.sections, first, after)

    def place(self, offset: int) -> Place:
        """Return the section and the offset in it for an offset in the joined text."""
        section = bisect_right(self._starts, offset) - 1
        section = min(section, len(self.sections) - 1)
        return section, offset - self._starts[section]

    def offset(self, place: Place) -> int:
        """Return the offset in the joined text of a section and an offset in it."""
        return self._starts[place[0]] + place[1]

    def _after(self, offset: int) -> Place:
        """Return the place after the last character of a range: never the start of a next section."""
        section, last = self.place(offset - 1)
        return section, last + 1
