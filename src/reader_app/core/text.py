"""The text of sections: visible characters and what separates them.

Knows nothing of how a text was extracted, where it stands on a page or how it will be drawn.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import accumulate


class Gap(IntEnum):
    """What stands before a visible character."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3
    JOINED = 4  # a line break after a hyphen that belongs to the line, not to the word


# What a person reads for each gap; the hyphen before a JOINED gap is left out.
_SEPARATORS = ("", " ", " ", "\n", "")
_WIDTHS = (0, 1, 1, 1, -1)
_ANY_GAP = re.compile(rb"[^\0]")


@dataclass(frozen=True)
class SectionText:
    """The text of one section.

    Attributes:
        chars: The visible characters; offsets count them.
        gaps: One ``Gap`` for each visible character: what stands before it.
    """

    chars: str
    gaps: bytes

    def __len__(self) -> int:
        return len(self.chars)

    @property
    def reading(self) -> str:
        """The text as a person reads it: single spaces, a newline between paragraphs."""
        return self._read(0, len(self.chars), "\n")

    def quote(self, start: int, end: int) -> str:
        """Return the range as a person quotes it: words and paragraphs separated by single spaces."""
        return self._read(start, end, " ")

    def reading_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of ``reading`` that a range of visible characters covers."""
        first = self._positions[start] if start < len(self.chars) else len(self.reading)
        return first, first + len(self.quote(start, end))

    def offset_of_reading(self, index: int) -> int:
        """Return the offset of the first visible character at or after an index of ``reading``."""
        return bisect_left(self._positions, index)

    @cached_property
    def _positions(self) -> "array[int]":
        """The index in ``reading`` of each visible character."""
        widths = (_WIDTHS[gap] if index else 0 for index, gap in enumerate(self.gaps))
        return array("l", (i + extra for i, extra in enumerate(accumulate(widths))))

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return the word around an offset; a single sign where no word is."""
        if not self.chars:
            return 0, 0
        offset = min(max(offset, 0), len(self.chars) - 1)
        if not _is_word(self.chars[offset]):
            return offset, offset + 1
        start, end = offset, offset + 1
        while start > 0 and self._joins(start):
            start -= 1
        while end < len(self.chars) and self._joins(end):
            end += 1
        return start, end

    def paragraph_at(self, offset: int) -> tuple[int, int]:
        """Return the paragraph around an offset."""
        if not self.chars:
            return 0, 0
        offset = min(max(offset, 0), len(self.chars) - 1)
        start = self.gaps.rfind(Gap.PARAGRAPH, 0, offset + 1)
        end = self.gaps.find(Gap.PARAGRAPH, offset + 1)
        return max(start, 0), len(self.chars) if end < 0 else end

    def next_word(self, offset: int) -> int:
        """Return the start of the first word after an offset, or the end of the text."""
        offset = self.word_at(offset)[1] if offset < len(self.chars) else len(self.chars)
        while offset < len(self.chars) and not _is_word(self.chars[offset]):
            offset += 1
        return offset

    def previous_word(self, offset: int) -> int:
        """Return the start of the last word that starts before an offset, or 0."""
        offset -= 1
        while offset > 0 and not _is_word(self.chars[offset]):
            offset -= 1
        return self.word_at(offset)[0] if offset > 0 else 0

    def _joins(self, offset: int) -> bool:
        """Tell whether the characters before and at an offset belong to one word."""
        left, right = self.chars[offset - 1], self.chars[offset]
        if self.gaps[offset] not in (Gap.NONE, Gap.JOINED):
            return False
        if _is_ideograph(left) or _is_ideograph(right):
            return False
        return self.gaps[offset] == Gap.JOINED or (_is_word(left) and _is_word(right))

    def _read(self, start: int, end: int, paragraph: str) -> str:
        pieces: list[str] = []
        done = start
        for match in _ANY_GAP.finditer(self.gaps, start + 1, end):
            index, gap = match.start(), self.gaps[match.start()]
            pieces.append(self.chars[done : index - 1 if gap == Gap.JOINED else index])
            pieces.append(paragraph if gap == Gap.PARAGRAPH else _SEPARATORS[gap])
            done = index
        pieces.append(self.chars[done:end])
        return "".join(pieces)


def _is_word(char: str) -> bool:
    return char.isalnum() or char in "_'’"


def _is_ideograph(char: str) -> bool:
    """Tell whether words are not separated from each other around this character."""
    return "\u2e80" <= char <= "\u9fff" or "\uf900" <= char <= "\ufaff" or char >= "\U00020000"


def joined_text(sections: Sequence[SectionText]) -> SectionText:
    """Return one text made of several; a paragraph ends with each section."""
    gaps = bytearray()
    for section in sections:
        if section.gaps:
            gaps.append(Gap.PARAGRAPH)
            gaps += section.gaps[1:]
    return SectionText("".join(section.chars for section in sections), bytes(gaps))
