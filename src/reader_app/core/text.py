"""The text of sections: visible characters and what separates them.

Knows nothing of how a text was extracted, where it stands on a page or how it will be drawn.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property


class Gap(IntEnum):
    """What stands before a visible character."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3
    JOINED = 4  # a line break after a hyphen that belongs to the line, not to the word


HYPHENS = "-\u2010"

# What a person reads for each gap; the hyphen before a JOINED gap is left out.
_SEPARATORS = ("", " ", " ", "\n", "")
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

    def __post_init__(self) -> None:
        """Refuse gaps that do not belong to the characters."""
        if len(self.chars) != len(self.gaps):
            message = f"{len(self.gaps)} gaps for {len(self.chars)} characters"
            raise ValueError(message)

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
        offset = bisect_left(self._positions, index)
        while self.is_left_out(offset):
            offset += 1
        return offset

    def is_left_out(self, offset: int) -> bool:
        """Tell whether the character at an offset is a hyphen that belongs to its line, so is not read."""
        return (
            0 <= offset < len(self.chars) - 1
            and self.gaps[offset + 1] == Gap.JOINED
            and self.chars[offset] in HYPHENS
        )

    @cached_property
    def joints(self) -> tuple[int, ...]:
        """The offsets of the hyphens that are left out of ``reading``."""
        joined = re.finditer(rb"\x04", self.gaps)
        return tuple(match.start() - 1 for match in joined if self.is_left_out(match.start() - 1))

    @cached_property
    def _positions(self) -> "array[int]":
        """The index in ``reading`` of each visible character."""
        positions = array("l")
        shift = 0
        for match in _ANY_GAP.finditer(self.gaps, 1):
            offset = match.start()
            positions.extend(range(len(positions) + shift, offset + shift))
            shift += -1 if self.is_left_out(offset - 1) else len(_SEPARATORS[self.gaps[offset]])
        positions.extend(range(len(positions) + shift, len(self.chars) + shift))
        return positions

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return the word around an offset; a single sign, with its marks, where no word is."""
        if not self.chars:
            return 0, 0
        start = min(max(offset, 0), len(self.chars) - 1)
        end = start + 1
        while start > 0 and self.is_inside_word(start):
            start -= 1
        while end < len(self.chars) and self.is_inside_word(end):
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
        offset = min(offset, len(self.chars)) - 1
        while offset > 0 and not _is_word(self.chars[offset]):
            offset -= 1
        return self.word_at(offset)[0] if offset > 0 else 0

    def is_inside_word(self, offset: int) -> bool:
        """Tell whether the characters before and at an offset belong to one word."""
        if not 0 < offset < len(self.chars):
            return False
        left, right = self.chars[offset - 1], self.chars[offset]
        if self.is_left_out(offset - 1):
            return self._joins(offset - 2, offset) and self._follows(offset - 1)
        if self.gaps[offset] not in (Gap.NONE, Gap.JOINED):
            return False
        if self.is_left_out(offset):
            return self._joins(offset - 1, offset + 1)
        if _extends(right) or left == _JOINER:
            return True
        if right in _APOSTROPHES:
            return self._joins(offset - 1, offset + 1) and self._follows(offset + 1)
        if left in _APOSTROPHES:
            return self._joins(offset - 2, offset) and self._follows(offset - 1)
        return self._joins(offset - 1, offset)

    def _follows(self, offset: int) -> bool:
        return self.gaps[offset] in (Gap.NONE, Gap.JOINED)

    def _joins(self, left: int, right: int) -> bool:
        """Tell whether two characters would belong to one word if they stood side by side."""
        if left < 0 or right >= len(self.chars):
            return False
        signs = self.chars[left], self.chars[right]
        return not any(map(_stands_alone, signs)) and all(_is_word(sign) or _extends(sign) for sign in signs)

    def _read(self, start: int, end: int, paragraph: str) -> str:
        pieces: list[str] = []
        done = start
        for match in _ANY_GAP.finditer(self.gaps, start + 1, end):
            index, gap = match.start(), self.gaps[match.start()]
            pieces.append(self.chars[done : index - 1 if self.is_left_out(index - 1) else index])
            pieces.append(paragraph if gap == Gap.PARAGRAPH else _SEPARATORS[gap])
            done = index
        pieces.append(self.chars[done : end - 1 if start < end and self.is_left_out(end - 1) else end])
        return "".join(pieces)


_APOSTROPHES = "'’"
_JOINER = "\u200d"

# Ideographs and kana, Thai, Lao, Myanmar, Khmer: words are not separated from each other. Each character
# counts as a word, which is what can be told without a dictionary.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _stands_alone(char: str) -> bool:
    return _UNSPACED.match(char) is not None and not _extends(char)


def _extends(char: str) -> bool:
    """Tell whether a character belongs to the one before it: a mark, a joiner, a color of skin."""
    if char.isascii():
        return False
    return (
        unicodedata.category(char).startswith("M")
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def joined_text(sections: Sequence[SectionText]) -> SectionText:
    """Return one text made of several; a paragraph ends with each section."""
    gaps = bytearray()
    for section in sections:
        if section.gaps:
            gaps.append(Gap.PARAGRAPH)
            gaps += section.gaps[1:]
    return SectionText("".join(section.chars for section in sections), bytes(gaps))
