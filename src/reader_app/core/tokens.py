"""A text as a row of tokens that can be compared with those of another text: words, and signs between them.

Tokens are the same where a reader would say so: case, accents, typography, ligatures and the hyphens of
lines do not matter. Where words are not separated from each other, each character is a token.
"""

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader_app.core.folding import fold, retype
from reader_app.core.text import Gap, SectionText
from reader_app.core.visible import visible_characters
from reader_app.core.word_signs import UNSPACED

# Letters, digits and all that may stand inside a word, such as marks and joiners, by what it is not.
_INNER = (
    r"[^\s\x00-/:-@\[-^`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u05be\u060c\u061b"
    rf"\u061f\u066a-\u066d\u06d4\u0964\u0965\u2010-\u205f{UNSPACED}]"
)
_TOKEN = re.compile(rf"{_INNER}+(?:['’]{_INNER}+)*|[-\u2010-\u2015\u2212]+|\.+|\S")
_SENTENCE_ENDS = frozenset(".!?…。！？؟।")


class Vocabulary:
    """The different tokens of texts that are compared with each other, numbered as they come."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._written: dict[str, int] = {}
        self.keys: list[str] = []

    def number(self, written: str) -> int:
        """Return the number of a token; those that count as the same have the same."""
        number = self._written.get(written)
        if number is None:
            key, _ = fold(unicodedata.normalize("NFKC", retype(written)[0]))
            number = self._numbers.setdefault(key, len(self.keys))
            if number == len(self.keys):
                self.keys.append(key)
            self._written[written] = number
        return number


@dataclass(frozen=True)
class Tokens:
    """The tokens of a text, side by side: where one ends the next one starts.

    Attributes:
        numbers: Of each token, in the vocabulary.
        starts: The offset in visible characters of each, and the length of the text as the last one.
        vocabulary: What the numbers mean.
        openings: For each token, how well a new passage can begin with it: 2 where a paragraph does, 1
            where a sentence does, else 0.
    """

    numbers: "array[int]"
    starts: Sequence[int]
    vocabulary: Vocabulary
    openings: bytes

    def __len__(self) -> int:
        return len(self.numbers)

    @classmethod
    def of(cls, text: SectionText, vocabulary: Vocabulary) -> "Tokens":
        """Return the tokens of a text."""
        numbers, starts, openings = array("l"), array("l"), bytearray()
        ends_sentence = True
        for found in _TOKEN.finditer(text.reading):
            offset = text.offset_of_reading(found.start())
            opens = 2 if not starts or text.gaps[offset] == Gap.PARAGRAPH else int(ends_sentence)
            numbers.append(vocabulary.number(found.group()))
            starts.append(offset if starts else 0)
            openings.append(opens)
            ends_sentence = found.group()[0] in _SENTENCE_ENDS
        starts.append(len(text))
        return cls(numbers, starts, vocabulary, bytes(openings))

    @classmethod
    def of_quote(cls, quote: str, vocabulary: Vocabulary) -> "Tokens":
        """Return the tokens of what a person quotes; offsets count its visible characters."""
        written = _TOKEN.findall(quote)
        starts = array("l", [0])
        for each in written:
            starts.append(starts[-1] + len(visible_characters(each)))
        numbers = array("l", map(vocabulary.number, written))
        return cls(numbers, starts, vocabulary, bytes(len(numbers)))

    def joined(self, others: Iterable["Tokens"]) -> "Tokens":
        """Return these tokens followed by those of others."""
        numbers, starts, openings = self.numbers[:], array("l", self.starts), bytearray(self.openings)
        for other in others:
            base = starts.pop()
            starts.extend(base + start for start in other.starts)
            numbers.extend(other.numbers)
            openings += other.openings
        return Tokens(numbers, starts, self.vocabulary, bytes(openings))

    def part(self, first: int, last: int) -> "Tokens":
        """Return some of the tokens; offsets stay those of the text."""
        return Tokens(
            self.numbers[first:last],
            self.starts[first : last + 1],
            self.vocabulary,
            self.openings[first:last],
        )

    def length(self, first: int, last: int) -> int:
        """Return how many visible characters the tokens from one to before another have."""
        return self.starts[last] - self.starts[first]

    def covering(self, start: int, end: int) -> tuple[int, int]:
        """Return the first token of a range of visible characters, and the token after its last one."""
        return bisect_right(self.starts, start) - 1, bisect_left(self.starts, end)

    @cached_property
    def places(self) -> dict[int, "array[int]"]:
        """Where the token of each number stands."""
        places: dict[int, array[int]] = {}
        for at, number in enumerate(self.numbers):
            places.setdefault(number, array("l")).append(at)
        return places
