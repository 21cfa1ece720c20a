"""Finds a phrase in a text, over line breaks, ligatures and hyphens at line ends.

Knows neither pages nor the window. Offsets are visible characters.
"""

import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

from reader_app.core.text import Gap, SectionText
from reader_app.core.visible import visible_characters


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a phrase was found: visible characters from ``start`` to before ``end``."""

    start: int
    end: int


class TextIndex:
    """A text prepared for searching: hyphens at line ends joined, every character with its offset."""

    def __init__(self, text: SectionText) -> None:
        self._text = text
        dropped = {index - 1 for index, gap in enumerate(text.gaps) if gap == Gap.JOINED}
        kept = [index for index in range(len(text)) if index not in dropped]
        self._offsets = array("l", kept)
        self._chars = "".join(text.chars[index] for index in kept) if dropped else text.chars
        self._folded: tuple[str, array[int]] | None = None

    def find(self, phrase: str) -> list[Match]:
        """Find a phrase as a reader types it: case, accents and white space do not matter."""
        if self._folded is None:
            self._folded = _fold(self._chars)
        chars, origins = self._folded
        wanted, _ = _fold(visible_characters(phrase))
        return [
            Match(self._offsets[origins[at]], self._offsets[origins[at + len(wanted) - 1]] + 1)
            for at in _occurrences(chars, wanted)
        ]

    def find_quote(self, exact: str, prefix: str = "", suffix: str = "") -> list[Match]:
        """Find a quote to the letter, in whole words, where its context fits.

        Spacing that differs (two words in the quote, one in the text) counts only where no place has
        the quote's own spacing.

        Args:
            exact: The quote; white space may differ from the text's.
            prefix: What must stand right before it.
            suffix: What must stand right after it.
        """
        before, wanted, after = map(visible_characters, (prefix, exact, suffix))
        places = [
            (at + len(before), at + len(before) + len(wanted))
            for at in _occurrences(self._chars, before + wanted + after)
        ]
        if not wanted:
            return []
        matches = [
            Match(self._offsets[start], self._offsets[end - 1] + 1)
            for start, end in places
            if self._is_whole(start, end)
        ]
        spaced = " ".join(exact.split())
        alike = [
            match
            for match in matches
            if unicodedata.normalize("NFKC", self._text.quote(match.start, match.end))
            == unicodedata.normalize("NFKC", spaced)
        ]
        return alike or matches

    def _is_whole(self, start: int, end: int) -> bool:
        """Tell whether neither end of a match cuts a word in two."""
        return not (self._cuts_word(start) or self._cuts_word(end))

    def _cuts_word(self, at: int) -> bool:
        if at in (0, len(self._chars)):
            return False
        left, right = self._offsets[at - 1], self._offsets[at]
        word_start, word_end = self._text.word_at(left)
        return word_start <= left < right < word_end


def _occurrences(chars: str, wanted: str) -> Iterator[int]:
    at = chars.find(wanted) if wanted else -1
    while at >= 0:
        yield at
        at = chars.find(wanted, at + 1)


def _fold(chars: str) -> "tuple[str, array[int]]":
    """Return the characters without case and accents, and the index that each came from."""
    if chars.isascii():
        return chars.lower(), array("l", range(len(chars)))
    folded: list[str] = []
    origins = array("l")
    for index, char in enumerate(chars):
        plain = char if char.isascii() else _without_marks(char)
        for letter in plain.casefold():
            folded.append(_QUOTES.get(letter, letter))
            origins.append(index)
    return "".join(folded), origins


# A reader types straight quotes and hyphens where the text has typographic ones.
_QUOTES = {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "‐": "-", "‑": "-"}


def _without_marks(char: str) -> str:
    parts = unicodedata.normalize("NFD", char)
    return "".join(part for part in parts if not unicodedata.combining(part)) or char
