"""Finds a phrase in a text, over line breaks, ligatures and hyphens at line ends.

Knows neither pages nor the window. Offsets are visible characters.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from reader_app.core.folding import fold, retype
from reader_app.core.text import HYPHENS, SectionText
from reader_app.core.visible import SOFT_HYPHEN, visible_characters, visible_with_origins

# Visible characters from which on a quote that ends inside a word is still beyond doubt.
CUT_QUOTE = 24


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a phrase was found: visible characters from ``start`` to before ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Haystack:
    """Characters to search in, made of those of the text.

    Attributes:
        chars: What is searched.
        starts: For each, the offset of the first character that it was made of.
        ends: For each, the offset after the last one.
    """

    chars: str
    starts: Sequence[int]
    ends: Sequence[int]

    def composed(self, chars: str, firsts: Sequence[int], lasts: Sequence[int]) -> "_Haystack":
        """Return a haystack whose characters were made of this one's from ``firsts`` to ``lasts``."""
        starts = array("l", map(self.starts.__getitem__, firsts))
        return _Haystack(chars, starts, array("l", map(self.ends.__getitem__, lasts)))

    def is_joint(self, at: int) -> bool:
        """Tell whether a hyphen was left out before a character."""
        return 0 < at < len(self.chars) and self.ends[at - 1] < self.starts[at]


class TextIndex:
    """A text prepared for searching: hyphens at line ends joined, every character with its offset."""

    def __init__(self, text: SectionText) -> None:
        self._text = text

    def find(self, phrase: str) -> list[Match]:
        """Find a phrase as a reader types it: case, accents and white space do not matter."""
        wanted, _ = fold(_composed(phrase))
        matches: list[Match] = []
        done = 0
        for start, end in self._occurrences(self._folded, wanted):
            match = self._match(self._folded, start, end)
            if match.start >= done:
                matches.append(match)
                done = match.end
        return matches

    def find_quote(self, exact: str, prefix: str = "", suffix: str = "") -> list[Match]:
        """Find a quote to the letter, in whole words, where its context fits.

        Spacing that differs (two words in the quote, one in the text) counts only where no place has
        the quote's own spacing. A long quote may be cut off in the middle of a word; a short one may
        not: that would find "Lin" in "Berlin".

        Args:
            exact: The quote; white space may differ from the text's.
            prefix: What must stand right before it.
            suffix: What must stand right after it.
        """
        return self._quotes(self._letters, exact, *map(_composed, (prefix, exact, suffix)))

    def find_retyped_quote(self, exact: str, prefix: str = "", suffix: str = "") -> list[Match]:
        """Find a quote as ``find_quote`` does, though a program typed its marks and dashes otherwise."""
        before, wanted, after = (retype(_composed(each))[0] for each in (prefix, exact, suffix))
        return self._quotes(self._retyped, exact, before, wanted, after)

    def _quotes(self, haystack: _Haystack, exact: str, before: str, wanted: str, after: str) -> list[Match]:
        matches = [
            self._match(haystack, start, end)
            for start, end in self._occurrences(haystack, wanted)
            if _stands_before(haystack, before, start) and _stands_after(haystack, after, end)
        ]
        whole = [
            match for match in matches if not (self._cuts_word(match.start) or self._cuts_word(match.end))
        ]
        if not whole and len(wanted) >= CUT_QUOTE:
            whole = matches
        spacing = _spacing(exact)
        alike = [match for match in whole if _spacing(self._text.quote(match.start, match.end)) == spacing]
        return alike or whole

    @cached_property
    def _letters(self) -> _Haystack:
        """The text without hyphens of line ends, its marks composed with the letters before them."""
        read = _without(self._text.chars, self._text.joints)
        if unicodedata.is_normalized("NFKC", read.chars):
            return read
        composed = visible_with_origins(read.chars)
        return read.composed(composed.chars, composed.starts, [end - 1 for end in composed.ends])

    @cached_property
    def _folded(self) -> _Haystack:
        """The letters without case and accents."""
        letters = self._letters
        chars, origins = fold(letters.chars)
        if origins is None:
            return _Haystack(chars, letters.starts, letters.ends)
        return letters.composed(chars, origins, origins)

    @cached_property
    def _retyped(self) -> _Haystack:
        """The letters with the signs of a plain keyboard."""
        return self._letters.composed(*retype(self._letters.chars))

    def _match(self, haystack: _Haystack, start: int, end: int) -> Match:
        return Match(haystack.starts[start], haystack.ends[end - 1])

    def _occurrences(self, haystack: _Haystack, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield where a phrase stands; its hyphens may be those that were left out of the haystack."""
        if self._text.joints and _has_hyphen(wanted):
            yield from _occurrences_over_joints(haystack, wanted)
            return
        at = haystack.chars.find(wanted) if wanted else -1
        while at >= 0:
            yield at, at + len(wanted)
            at = haystack.chars.find(wanted, at + 1)

    def _cuts_word(self, offset: int) -> bool:
        """Tell whether a place lies inside a word; a hyphen that belongs to its line is no border."""
        return self._text.is_inside_word(offset)


def _occurrences_over_joints(haystack: _Haystack, wanted: str) -> Iterator[tuple[int, int]]:
    # Possessive, so that many hyphens in a row take no more time than one.
    parts = [f"({re.escape(char)}?+)" if char in HYPHENS else re.escape(char) for char in wanted]
    pattern = re.compile("".join(parts))
    found = pattern.search(haystack.chars)
    while found is not None:
        start, end = found.span()
        spans = (found.span(group) for group in range(1, pattern.groups + 1))
        if start < end and all(first < last or haystack.is_joint(first) for first, last in spans):
            yield start, end
        found = pattern.search(haystack.chars, start + 1) if start < len(haystack.chars) else None


def _stands_before(haystack: _Haystack, context: str, at: int) -> bool:
    if haystack.chars.endswith(context, 0, at):
        return True
    near = haystack.chars[max(at - 2 * len(context), 0) : at]
    return _has_hyphen(context) and _plain(near).endswith(_plain(context))


def _stands_after(haystack: _Haystack, context: str, at: int) -> bool:
    if haystack.chars.startswith(context, at):
        return True
    near = haystack.chars[at : at + 2 * len(context)]
    return _has_hyphen(context) and _plain(near).startswith(_plain(context))


def _has_hyphen(phrase: str) -> bool:
    return any(hyphen in phrase for hyphen in HYPHENS)


def _plain(phrase: str) -> str:
    """Return a phrase without its hyphens, which may belong to a line."""
    return "".join(char for char in phrase if char not in HYPHENS)


def _without(chars: str, joints: Sequence[int]) -> _Haystack:
    """Return a text without the characters at some offsets."""
    if not joints:
        return _Haystack(chars, range(len(chars)), range(1, len(chars) + 1))
    pieces: list[str] = []
    starts, ends = array("l"), array("l")
    done = 0
    for joint in (*joints, len(chars)):
        pieces.append(chars[done:joint])
        starts.extend(range(done, joint))
        ends.extend(range(done + 1, joint + 1))
        done = joint + 1
    return _Haystack("".join(pieces), starts, ends)


def _composed(phrase: str) -> str:
    """Return the visible characters of a phrase, marks composed with the letters before them."""
    return visible_characters(visible_characters(phrase))


def _spacing(quote: str) -> str:
    """Return a quote as it is compared for spacing; hyphens may belong to a line."""
    # Normalized first: some signs stand for several words, or for a hyphen.
    return " ".join(_plain(unicodedata.normalize("NFKC", quote.replace(SOFT_HYPHEN, ""))).split())
