"""The text of sections: visible characters, what separates them, and how people spell them.

Knows nothing of how a text was extracted, where it stands on a page or how it will be drawn.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property

from reader_app.core.word_signs import APOSTROPHES, JOINER, extends, is_word, stands_alone


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
_IN_QUOTES = ("", " ", " ", " ", "")
_JOINED = int(Gap.JOINED)

# Marks of ``SectionText._marks``: a gap, with this bit where a spelling starts.
_SPELLED = 0x10
_ANY_MARK = re.compile(rb"[^\0]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """Visible characters that together stand for text which people read otherwise: "1⁄2" for "½".

    Attributes:
        start: Offset of the first character.
        end: Offset after the last one.
        raw: What people read instead, without white space.
    """

    start: int
    end: int
    raw: str


@dataclass(frozen=True)
class SectionText:
    """The text of one section.

    Attributes:
        chars: The visible characters; offsets count them.
        gaps: One ``Gap`` for each visible character: what stands before it.
        spellings: In order; they do not overlap, and no gap is inside one. A range that cuts one is read
            as if it held the whole.
    """

    chars: str
    gaps: bytes
    spellings: tuple[Spelling, ...] = ()

    def __post_init__(self) -> None:
        """Refuse gaps and spellings that do not belong to the characters."""
        if len(self.chars) != len(self.gaps):
            message = f"{len(self.gaps)} gaps for {len(self.chars)} characters"
            raise ValueError(message)
        end = 0
        for spelling in self.spellings:
            inside = self.gaps[spelling.start + 1 : spelling.end]
            is_placed = end <= spelling.start < spelling.end <= len(self.chars) and not any(inside)
            end = spelling.end
            if not is_placed or spelling.raw.split() != [spelling.raw]:
                message = f"{spelling} does not fit into {len(self.chars)} characters"
                raise ValueError(message)

    def __len__(self) -> int:
        return len(self.chars)

    @cached_property
    def reading(self) -> str:
        """The text as a person reads it: single spaces, a newline between paragraphs."""
        return self._read(0, len(self.chars), _SEPARATORS)

    def quote(self, start: int, end: int) -> str:
        """Return the range as a person quotes it: words and paragraphs separated by single spaces."""
        return self._read(start, end, _IN_QUOTES)

    def reading_range(self, start: int, end: int) -> tuple[int, int]:
        """Return the code points of ``reading`` that a range of visible characters covers."""
        start, end = self.widened(start, end)
        first = self._positions[start] if start < len(self.chars) else len(self.reading)
        return first, first + len(self.quote(start, end))

    def offset_of_reading(self, index: int) -> int:
        """Return the offset of the first character or spelling at or after an index of ``reading``."""
        offset = bisect_left(self._positions, index)
        while self.is_left_out(offset):
            offset += 1
        return offset

    def widened(self, start: int, end: int) -> tuple[int, int]:
        """Return a range with the whole of the spellings that it cuts; an empty one stays empty."""
        if start >= end:
            return start, end
        first, last = self._spelling_over(start), self._spelling_over(end - 1)
        return first.start if first else start, last.end if last else end

    def is_left_out(self, offset: int) -> bool:
        """Tell whether the character at an offset is a hyphen that belongs to its line, so is not read."""
        return (
            0 <= offset < len(self.chars) - 1
            and self.gaps[offset + 1] == Gap.JOINED
            and self.chars[offset] in HYPHENS
            and self._spelling_over(offset) is None
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
        for match in _ANY_MARK.finditer(self._marks):
            offset = match.start()
            positions.extend(range(len(positions) + shift, offset + shift))
            if offset:
                shift += -1 if self.is_left_out(offset - 1) else len(_SEPARATORS[self.gaps[offset]])
            if self._marks[offset] & _SPELLED and (spelling := self._spelling_over(offset)):
                positions.extend([offset + shift] * (spelling.end - offset))
                shift += len(spelling.raw) - (spelling.end - offset)
        positions.extend(range(len(positions) + shift, len(self.chars) + shift))
        return positions

    @cached_property
    def _marks(self) -> bytes:
        """The gaps, with a bit set where a spelling starts."""
        if not self.spellings:
            return self.gaps
        marks = bytearray(self.gaps)
        for spelling in self.spellings:
            marks[spelling.start] |= _SPELLED
        return bytes(marks)

    @cached_property
    def _signs(self) -> str:
        """The characters as they count for words: those of a spelling are the sign that it begins with.

        Not where they are a mark (of "¨", of Thai "ำ"): in search it belongs to the letter before it.
        """
        pieces: list[str] = []
        done = 0
        for spelling in self.spellings:
            if not extends(self.chars[spelling.start]):
                pieces += self.chars[done : spelling.start], spelling.raw[0] * (spelling.end - spelling.start)
                done = spelling.end
        return "".join([*pieces, self.chars[done:]])

    def _spelling_over(self, offset: int) -> Spelling | None:
        """Return the spelling that the character at an offset is part of, None if it stands for itself."""
        index = bisect_right(self.spellings, offset, key=_start) - 1
        return self.spellings[index] if index >= 0 and offset < self.spellings[index].end else None

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
        while offset < len(self.chars) and not is_word(self._signs[offset]):
            offset += 1
        return offset

    def previous_word(self, offset: int) -> int:
        """Return the start of the last word that starts before an offset, or 0."""
        offset = min(offset, len(self.chars)) - 1
        while offset > 0 and not is_word(self._signs[offset]):
            offset -= 1
        return self.word_at(offset)[0] if offset > 0 else 0

    def is_inside_word(self, offset: int) -> bool:
        """Tell whether the characters before and at an offset belong to one word."""
        if not 0 < offset < len(self.chars):
            return False
        left, right = self._signs[offset - 1], self._signs[offset]
        if (spelling := self._spelling_over(offset)) and spelling.start < offset:
            return True
        if self.is_left_out(offset - 1):
            return self._joins(offset - 2, offset) and self._follows(offset - 1)
        if self.gaps[offset] not in (Gap.NONE, Gap.JOINED):
            return False
        if self.is_left_out(offset):
            return self._joins(offset - 1, offset + 1)
        if extends(right) or left == JOINER:
            return True
        if right in APOSTROPHES:
            return self._joins(offset - 1, offset + 1) and self._follows(offset + 1)
        if left in APOSTROPHES:
            return self._joins(offset - 2, offset) and self._follows(offset - 1)
        return self._joins(offset - 1, offset)

    def _follows(self, offset: int) -> bool:
        return self.gaps[offset] in (Gap.NONE, Gap.JOINED)

    def _joins(self, left: int, right: int) -> bool:
        """Tell whether two characters would belong to one word if they stood side by side."""
        if left < 0 or right >= len(self.chars):
            return False
        signs = self._signs[left], self._signs[right]
        return not any(map(stands_alone, signs)) and all(is_word(sign) or extends(sign) for sign in signs)

    def _read(self, start: int, end: int, separators: Sequence[str]) -> str:
        start, end = self.widened(start, end)
        chars, gaps, marks = self.chars, self.gaps, self._marks
        pieces: list[str] = []
        done = start
        for match in _ANY_MARK.finditer(marks, start, end):
            offset = match.start()
            gap = gaps[offset]
            # Asked of few, because a text has a mark for each of its words.
            is_joint = gap == _JOINED and self.is_left_out(offset - 1)
            pieces.append(chars[done : offset - 1 if is_joint else offset])
            done = offset
            if offset > start:
                pieces.append(separators[gap])
            if marks[offset] & _SPELLED and (spelling := self._spelling_over(offset)):
                pieces.append(spelling.raw)
                done = spelling.end
        pieces.append(chars[done : end - 1 if start < end and self.is_left_out(end - 1) else end])
        return "".join(pieces)


def joined_text(parts: Iterable[SectionText], between: Gap | None = None) -> SectionText:
    """Return one text made of several.

    Args:
        parts: In reading order.
        between: What stands before each part; None for what the part itself says.
    """
    chars: list[str] = []
    gaps = bytearray()
    spellings: list[Spelling] = []
    for part in parts:
        base = len(gaps)
        chars.append(part.chars)
        gaps += part.gaps
        if between is not None and len(part):
            gaps[base] = between
        spellings.extend(Spelling(base + each.start, base + each.end, each.raw) for each in part.spellings)
    return SectionText("".join(chars), bytes(gaps), tuple(spellings))


def _start(spelling: Spelling) -> int:
    return spelling.start
