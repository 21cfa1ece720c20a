"""What became of the tokens of an old text in a new one, and where its passages went.

Equal tokens are aligned, edited words are paired in the gaps between them. How sure a passage is of its
place is told in figures; what is sure enough is not decided here.
"""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from reader_app.core.alignment import Run, equal_runs
from reader_app.core.near_tokens import near_pairs
from reader_app.core.tokens import Tokens

# Tokens beside a passage that say whether it is the same place, and how far apart they may have come.
_NEIGHBORS = 8
_APART = 2 * _NEIGHBORS
# How much longer than the old passage the new one may be.
MOST_GROWTH = 1.8
_STRAY = 0.2  # of what was found together, the most that may be left out as found elsewhere by chance
_STRAY_GAP = 4  # tokens that differ on both sides of it, for each token of a run that is no evidence
_FARTHEST_SLIDE = 200


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage of the old text is in the new one.

    Attributes:
        start: Offset in visible characters of the new text.
        end: Offset after it.
        kept: Which share of the old passage's characters is in it.
        growth: Its length, in old lengths.
        token_count: How many tokens the old passage has.
        before: Which share of the tokens before the old passage stands before the new one.
        after: The same of those after it.
    """

    start: int
    end: int
    kept: float
    growth: float
    token_count: int
    before: float
    after: float

    @property
    def verbatim(self) -> float:
        """How like the old passage the new one is: 1 is token by token."""
        return 2 * self.kept / (1 + max(self.growth, self.kept))


class Revision:
    """The old tokens, the new ones, and which became which."""

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self._old, self._new = old, new
        # For each old token, its first and its last partner, and how like them it is.
        self._firsts = array("l", [-1]) * len(old)
        self._lasts = array("l", [-1]) * len(old)
        self._likeness = array("d", [0.0]) * len(old)
        self._is_old = bytearray(len(new))
        runs = _slid(_without_strays(equal_runs(old.numbers, new.numbers), old, new), old, new)
        at = to = 0
        for run in runs:
            if at < run.old and to < run.new:
                self._pair_edited(at, run.old, to, run.new)
            for shift in range(run.length):
                self._pair(run.old + shift, run.new + shift, 1, 1.0)
            at, to = run.old + run.length, run.new + run.length

    def follow(self, start: int, end: int) -> Passage | None:
        """Return where a passage went, by offsets in visible characters; None if nothing of it is left."""
        first, last = self._old.covering(start, end)
        kept = self._together(first, last)
        if not kept:
            return None
        new_first, new_last = self._first_edge(first, kept[0]), self._last_edge(last, kept[-1])
        new_start, new_end = self._new.starts[new_first], self._new.starts[new_last]
        # A passage may begin or end inside a word.
        if kept[0] == first:
            new_start = self._inside(first, start)
        if kept[-1] == last - 1:
            new_end = self._inside(last - 1, end)
        if new_start >= new_end:
            return None
        return Passage(
            start=new_start,
            end=new_end,
            kept=self._weight(kept) / self._old.length(first, last),
            growth=(new_end - new_start) / (end - start),
            token_count=last - first,
            before=self._before(first, new_first),
            after=self._after(last, new_last),
        )

    def new_share(self, start: int, end: int) -> float:
        """Return which share of the tokens of a passage of the new text is not in the old one."""
        first, last = self._new.covering(start, end)
        return self._is_old.count(0, first, last) / (last - first)

    def follow_place(self, offset: int) -> tuple[int, float] | None:
        """Return where a place between characters went, and which share of what stands around it is there.

        A place inside a token is the one before it.
        """
        at = min(bisect_right(self._old.starts, offset) - 1, len(self._old))
        if at > 0 and self._firsts[at - 1] >= 0:
            to = self._lasts[at - 1] + 1
        elif at < len(self._old) and self._firsts[at] >= 0:
            to = self._firsts[at]
        else:
            return None
        return self._new.starts[to], max(self._before(at, to), self._after(at, to))

    def kept_length(self, first: int, last: int) -> float:
        """Return how many characters of some old tokens are in the new text."""
        return self._weight(range(first, last))

    def kept_count(self, first: int, last: int) -> float:
        """Return how many of some old tokens are in the new text; one that was edited counts in part."""
        return sum(self._likeness[first:last])

    def _pair(self, at: int, first: int, count: int, likeness: float) -> None:
        self._firsts[at], self._lasts[at] = first, first + count - 1
        self._likeness[at] = likeness
        self._is_old[first : first + count] = b"\1" * count

    def _pair_edited(self, at: int, at_end: int, to: int, to_end: int) -> None:
        keys = self._old.vocabulary.keys
        old = [keys[number] for number in self._old.numbers[at:at_end]]
        new = [keys[number] for number in self._new.numbers[to:to_end]]
        for pair in near_pairs(old, new):
            for shift in range(pair.old_count):
                self._pair(at + pair.old + shift, to + pair.new, pair.new_count, pair.similarity)

    def _together(self, first: int, last: int) -> list[int]:
        """Return the tokens of a passage that have partners which stand together.

        A common word may find its like far away; what is beyond the widest gap is left out until the
        rest is no longer than a passage can have become.
        """
        kept = [at for at in range(first, last) if self._firsts[at] >= 0]
        while len(kept) > 1:
            span = self._new.length(self._firsts[kept[0]], self._lasts[kept[-1]] + 1)
            if span <= MOST_GROWTH * self._old.length(first, last):
                break
            gaps = [self._firsts[right] - self._lasts[left] for left, right in pairwise(kept)]
            cut = gaps.index(max(gaps)) + 1
            less, more = sorted((kept[:cut], kept[cut:]), key=self._weight)
            if self._weight(less) > _STRAY * self._weight(more):
                break  # something was put in between
            kept = more
        return kept

    def _weight(self, tokens: Sequence[int]) -> float:
        return sum(self._old.length(at, at + 1) * self._likeness[at] for at in tokens)

    def _first_edge(self, first: int, kept: int) -> int:
        """Return the new token with which a passage begins whose first token that was kept is known."""
        edge = self._firsts[kept]
        lost = kept - first
        left = next(
            (at for at in range(first - 1, first - 1 - _NEIGHBORS, -1) if self._is_left(at, edge)), -1
        )
        if not lost or left < 0:
            return edge
        return edge - _share(edge - self._lasts[left] - 1, lost, first - 1 - left)

    def _last_edge(self, last: int, kept: int) -> int:
        """Return the new token before which a passage ends whose last token that was kept is known."""
        edge = self._lasts[kept] + 1
        lost = last - 1 - kept
        right = next((at for at in range(last, last + _NEIGHBORS) if self._is_right(at, edge)), -1)
        if not lost or right < 0:
            return edge
        return edge + _share(self._firsts[right] - edge, lost, right - last)

    def _inside(self, at: int, offset: int) -> int:
        """Return where an offset at the border of a token or inside it is in the token's partners."""
        partners = self._firsts[at], self._lasts[at] + 1
        first, last = at, at + 1
        while first > 0 and self._firsts[first - 1] == partners[0]:
            first -= 1
        while last < len(self._old) and self._firsts[last] == partners[0]:
            last += 1
        start, length = self._old.starts[first], max(self._old.length(first, last), 1)
        return self._new.starts[partners[0]] + round((offset - start) * self._new.length(*partners) / length)

    def _before(self, first: int, new_first: int) -> float:
        """Return which share of the neighbors before a passage stands right before the new one."""
        neighbors = range(max(first - _NEIGHBORS, 0), first)
        return sum(self._is_left(at, new_first) for at in neighbors) / max(len(neighbors), 1)

    def _after(self, last: int, new_last: int) -> float:
        neighbors = range(last, min(last + _NEIGHBORS, len(self._old)))
        return sum(self._is_right(at, new_last) for at in neighbors) / max(len(neighbors), 1)

    def _is_left(self, at: int, edge: int) -> bool:
        return at >= 0 and edge - _APART <= self._lasts[at] < edge and self._firsts[at] >= 0

    def _is_right(self, at: int, edge: int) -> bool:
        return at < len(self._old) and edge <= self._firsts[at] < edge + _APART


def _share(between: int, inside: int, outside: int) -> int:
    """Return how many of the new tokens at an edge belong to a passage.

    Args:
        between: New tokens between the last neighbor and the first token that was kept.
        inside: Old tokens there that belong to the passage.
        outside: Old tokens there that do not.
    """
    if between > MOST_GROWTH * (inside + outside) + 1:
        return min(inside, between)  # something else was put in as well
    return round(between * inside / (inside + outside))


def _without_strays(runs: Sequence[Run], old: Tokens, new: Tokens) -> list[Run]:
    """Return the runs without those of a common word or two amid much that differs; the last one is empty.

    Such words are in any text, and say nothing of where a passage went.
    """
    end = Run(len(old), len(new), 0)
    kept: list[Run] = []
    before = Run(0, 0, 0)
    for run, after in pairwise((*runs, end)):
        if not _STRAY_GAP * run.length < min(_gap(before, run), _gap(run, after)):
            kept.append(run)
        before = run
    return [*kept, end]


def _gap(run: Run, following: Run) -> int:
    old, new = following.old - run.old - run.length, following.new - run.new - run.length
    return min(old, new)


def _slid(runs: Sequence[Run], old: Tokens, new: Tokens) -> list[Run]:
    """Return the runs so that what was put in or taken out between them is a whole paragraph or sentence.

    "A. B. | C. B. | D." or "A. | B. C. | B. D.": both are alignments, one of them is what was done.
    """
    slid: list[Run] = []
    for following in runs:
        run = following
        if slid:
            before = slid[-1]
            ends = before.old + before.length, before.new + before.length
            if (ends[0] == run.old) != (ends[1] == run.new):
                changed, opens = (new, ends[1]) if ends[0] == run.old else (old, ends[0])
                shift = _slide(before, run, old, new, changed.openings, opens)
                slid[-1] = Run(before.old, before.new, before.length + shift)
                run = Run(run.old + shift, run.new + shift, run.length - shift)
        slid.append(run)
    return [run for run in slid if run.length or run is slid[-1]]


def _slide(before: Run, run: Run, old: Tokens, new: Tokens, openings: bytes, opens: int) -> int:
    """Return by how many tokens the border between two runs is to be moved.

    It is best where a paragraph or a sentence begins, else where the two become one.
    """
    end, other_end = before.old + before.length, before.new + before.length
    down = up = 0
    while down < min(run.length, _FARTHEST_SLIDE) and _is_same(old, end + down, new, other_end + down):
        down += 1
    while up < min(before.length, _FARTHEST_SLIDE) and _is_same(old, run.old - 1 - up, new, run.new - 1 - up):
        up += 1

    def rank(shift: int) -> tuple[int, bool, int]:
        at = opens + shift
        is_one_run = shift in (-before.length, run.length)
        return (openings[at] if at < len(openings) else 2, is_one_run, -abs(shift))

    return max(range(-up, down + 1), key=rank)


def _is_same(old: Tokens, at: int, new: Tokens, to: int) -> bool:
    return old.numbers[at] == new.numbers[to]
