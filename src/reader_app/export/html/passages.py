"""Finds the places of annotations in the text of HTML trees: to the letter, or not at all.

The same article reads a little otherwise as HTML than laid out by MuPDF, which puts marks before the items
of lists and leaves out what a book hides. So the texts are laid side by side, paragraph by paragraph; where
that says nothing, what was marked is followed as from one version of an article to another. Knows no HTML.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.text import Gap, SectionText

# What MuPDF puts before the items of lists.
_LIST_MARK = re.compile(
    r"[•◦○●▪■□◆◇▶►‣⁃–—·*-]|\(?(?:\d{1,5}|[a-z]|[A-Z]|[ivxlcdm]{1,9}|[IVXLCDM]{1,9})[.)、]"
)
# What is put around words without a space: quotation marks, signs of headings. How many before and after.
_SIGNS = frozenset("“”‘’„‚«»‹›\"'◆◇•")
_AROUND = ((0, 0), (1, 0), (0, 1), (1, 1))
_MARK, _UNKNOWN = -1, -2
# A paragraph that is not where it is expected is looked for so many characters on, if it is this long.
_REACH, _TELLING = 4_000, 12


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an annotation, or a part of it, is.

    Attributes:
        chapter: Zero-based.
        start: In visible characters of the chapter.
        end: After the last one; ``start`` for what marks no words.
    """

    chapter: int
    start: int
    end: int


class Passages:
    """The way from the text that annotations are placed on to the text of the chapters."""

    def __init__(self, sections: Sequence[SectionText], chapters: Sequence[SectionText]) -> None:
        self._sections, self._chapters = sections, chapters
        self._are_pairs = len(sections) == len(chapters)
        self._moving = Reanchoring(sections, chapters)
        self._sides: dict[int, array[int]] = {}

    def of(self, annotation: Annotation) -> tuple[Passage, ...]:
        """Return where an annotation is; nothing where that is in doubt.

        Targets are found alone: one that is gone does not take the others with it.
        """
        if annotation.status is not Status.PLACED:
            return ()
        return tuple(passage for target in annotation.targets for passage in self._found(annotation, target))

    def _found(self, annotation: Annotation, target: Target) -> Sequence[Passage]:
        if target.section >= len(self._sections):
            return ()
        place = resolve(target, self._sections[target.section])
        if place is None:
            return ()
        beside = self._beside(target.section, *place)
        return (beside,) if beside else self._followed(annotation, target)

    def _beside(self, section: int, start: int, end: int) -> Passage | None:
        """Return what stands beside a range, if all of it does."""
        if not self._are_pairs:
            return None
        side = self._side(section)
        if start == end:
            end_of_all = side[-1] + 1 if side and side[-1] >= 0 else _UNKNOWN
            at = next((each for each in side[start:] if each != _MARK), end_of_all)
            return Passage(section, at, at) if at >= 0 else None
        known = [at for at in side[start:end] if at != _MARK]
        if not known or known[0] < 0 or known[-1] - known[0] + 1 != len(known):
            return None
        return Passage(section, known[0], known[-1] + 1)

    def _side(self, section: int) -> "array[int]":
        if section not in self._sides:
            self._sides[section] = _side_by_side(self._sections[section], self._chapters[section].chars)
        return self._sides[section]

    def _followed(self, annotation: Annotation, target: Target) -> Sequence[Passage]:
        moved = self._moving.moved(replace(annotation, targets=(target,)))
        read = (self._chapters[each.section].chars[each.start : each.end] for each in moved.targets)
        marked = self._sections[target.section].chars[target.start : target.end]
        if moved.status is not Status.PLACED or "".join(read) != marked:
            return ()
        return [Passage(each.section, each.start, each.end) for each in moved.targets]


def _side_by_side(text: SectionText, chars: str) -> "array[int]":
    """Return for each visible character of a text the same one in others, ``_MARK`` or ``_UNKNOWN``."""
    if text.chars == chars:
        return array("l", range(len(chars)))
    side = array("l")
    at = 0
    is_lost = False
    for words in _paragraphs(text):
        # After a paragraph that was not found, a short one may be any.
        places = None if is_lost else _beside(words, chars, at) or _beside(words, chars, at, marks=1)
        if places is None and (found := _further(words, chars, at)) >= 0:
            places = _beside(words, chars, found)
        is_lost = places is None
        side.extend(places or [_UNKNOWN] * sum(map(len, words)))
        at = max(at, side[-1] + 1)
    return side


def _beside(words: Sequence[str], chars: str, at: int, marks: int = 0) -> list[int] | None:
    """Return where each character of some words is that stand at a place, None if they do not.

    Args:
        words: Of a paragraph.
        chars: What they are looked for in.
        at: The place.
        marks: How many of the words must be marks of list items, though the text might have the same.
    """
    places: list[int] = []
    for number, word in enumerate(words):
        cut = _generated(word, chars, at) if number >= marks else None
        if cut is not None:
            before, after = cut
            length = len(word) - before - after
            places += [_MARK] * before + [*range(at, at + length)] + [_MARK] * after
            at += length
        elif _LIST_MARK.fullmatch(word):
            places += [_MARK] * len(word)
        else:
            return None
    return places


def _generated(word: str, chars: str, at: int) -> tuple[int, int] | None:
    """Return how many signs were put before and after a word that stands at a place, None if it does not."""
    for before, after in _AROUND:
        inner = word[before : len(word) - after]
        around = word[:before] + word[len(word) - after :]
        if inner and all(sign in _SIGNS for sign in around) and chars.startswith(inner, at):
            return before, after
    return None


def _further(words: Sequence[str], chars: str, at: int) -> int:
    """Return where words stand as a whole soon after a place, -1 if they do not or tell too little."""
    rest = "".join(dropwhile(_LIST_MARK.fullmatch, words))
    return chars.find(rest, at, at + _REACH + len(rest)) if len(rest) >= _TELLING else -1


def _paragraphs(text: SectionText) -> Iterator[list[str]]:
    """Yield the words of each paragraph."""
    words: list[str] = []
    starts = [0, *(at for at, gap in enumerate(text.gaps) if at and gap), len(text)]
    for start, end in pairwise(starts):
        if words and text.gaps[start] == Gap.PARAGRAPH:
            yield words
            words = []
        words.append(text.chars[start:end])
    if text.chars:
        yield words
