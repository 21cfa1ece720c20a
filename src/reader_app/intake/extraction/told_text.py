"""What trafilatura tells of a page: which runs of its text belong to the article.

Measured on 1,047 articles, trafilatura knows best what belongs to an article; how it is built, it loses.
So only its words are taken, and looked for in the page. A page says many things twice (in teasers, in
menus), so each told word belongs to one place only: to the one that keeps the order of the whole.
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from reader_app.intake.extraction.runs import Run, words_of

_SIZE = 3
_ENOUGH = 0.6  # of a run's word triples
_MOST_PLACES = 50  # what is said more often does not tell where it stands
_MOST_TRIES = 3
_OVERLAP = 2  # words that two places may share, as their triples do
_LONGEST_PAGE = 6_000_000  # characters


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the words of a run stand among the told ones.

    Attributes:
        run: Index of the run.
        start: Index of the first word.
        end: Index after the last.
        size: How many characters the run has.
    """

    run: int
    start: int
    end: int
    size: int


class ToldText:
    """The words of an article, as trafilatura has them."""

    def __init__(self, blocks: Sequence[str]) -> None:
        """Take the blocks of text, in reading order."""
        words: list[str] = []
        self._blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._triples: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for block in blocks:
            said = words_of(block)
            self._blocks[said].append(len(words))
            words.extend(said)
        for at in range(len(words) - _SIZE + 1):
            self._triples[tuple(words[at : at + _SIZE])].append(at)
        self._size = len(words)

    def among(self, runs: Sequence[Run]) -> list[bool]:
        """Return, for each run of a page, whether it belongs to the article."""
        is_told = [False] * len(runs)
        places: list[_Place] = []
        for index, run in enumerate(runs):
            words = words_of(run.text)
            starts = self._starts(words)
            is_told[index] = starts is None
            size = len(run.text.strip())
            places += [_Place(index, start, start + len(words), size) for start in starts or ()]
        taken = bytearray(self._size)
        for place in _in_order(places):
            is_told[place.run] = True
            taken[place.start : place.end] = b"\1" * (place.end - place.start)
        # Trafilatura moves some parts, such as comments, behind the others.
        for place in places:
            free = taken.count(0, place.start, place.end)
            if not is_told[place.run] and free >= _ENOUGH * (place.end - place.start):
                is_told[place.run] = True
                taken[place.start : place.end] = b"\1" * (place.end - place.start)
        return is_told

    def _starts(self, words: tuple[str, ...]) -> list[int] | None:
        """Return where the words of a run may stand; None if they stand in too many places to tell."""
        blocks = self._blocks.get(words, []) if words else []
        if len(blocks) > _MOST_PLACES:
            return None
        if blocks or len(words) < _SIZE:
            return blocks
        votes: Counter[int] = Counter()
        for at in range(len(words) - _SIZE + 1):
            found = self._triples.get(words[at : at + _SIZE], ())
            if len(found) <= _MOST_PLACES:
                votes.update(max(place - at, 0) for place in found)
        total = len(words) - _SIZE + 1
        # Words that were left out within the run shift what comes after them a little.
        starts = sorted(votes)
        summed = [0]
        for start in starts:
            summed.append(summed[-1] + votes[start])
        slack = max(_SIZE, len(words) // 4)
        likely: list[tuple[int, int]] = []
        for index, start in enumerate(starts):
            near = summed[bisect_right(starts, start + slack)] - summed[index]
            if near >= _ENOUGH * total:
                likely.append((near, start))
        likely.sort(key=lambda each: -each[0])
        return [min(start, self._size - 1) for _, start in likely[:_MOST_TRIES]]


def told_text(page: str) -> ToldText:
    """Ask trafilatura for the article's text.

    Args:
        page: The HTML of the whole page, prepared.
    """
    if len(page) > _LONGEST_PAGE:
        return ToldText([])
    # Late: it brings a third of a second of imports.
    from trafilatura import bare_extraction

    try:
        document = bare_extraction(
            page,
            include_comments=False,
            include_tables=True,
            include_formatting=False,
            include_links=False,
            include_images=False,
            with_metadata=False,
        )
    except (
        etree.LxmlError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        # It stumbles over some odd pages; none may be lost for that: the second opinion steps in.
        document = None
    return ToldText(_blocks(document.body) if document is not None else [])


def _blocks(body: etree._Element | None) -> list[str]:
    if body is None:
        return []
    return [text for element in body.iter() for text in (element.text, element.tail) if text and text.strip()]


def _in_order(places: Sequence[_Place]) -> list[_Place]:
    """Return the places that hold the most text and stand in the same order in the page and in the told.

    The places come in the order of the page. It is the longest increasing subsequence, by weight, with
    a tree of prefix maxima (Fenwick's).
    """
    if not places:
        return []
    length = max(place.end for place in places) + 1
    best: list[tuple[int, int]] = [(0, -1)] * (length + 1)  # text so far, index of the last place
    before = [-1] * len(places)
    totals = [0] * len(places)
    waiting: list[int] = []  # the places of one run do not follow each other

    def add(index: int) -> None:
        at = places[index].end + 1
        while at <= length:
            best[at] = max(best[at], (totals[index], index))
            at += at & -at

    for index, place in enumerate(places):
        if waiting and places[waiting[0]].run != place.run:
            for each in waiting:
                add(each)
            waiting.clear()
        at = min(place.start + _OVERLAP, place.end - 1) + 1
        total, last = 0, -1
        while at > 0:
            total, last = max((total, last), best[at])
            at -= at & -at
        totals[index], before[index] = total + place.size, last
        waiting.append(index)
    at = max(range(len(places)), key=lambda index: totals[index])
    chain = []
    while at >= 0:
        chain.append(places[at])
        at = before[at]
    return chain[::-1]
