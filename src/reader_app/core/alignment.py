"""Which elements of one sequence are those of another: runs that are equal, found in bounded memory.

Short sequences are aligned by Indel opcodes, the best alignment that there is. That takes a bit for each
pair of elements, so long ones are first cut where a rare run of elements stands in both, in the same order.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

# Pairs of elements, a bit for each: 112 MB.
_MOST_PAIRS = 30_000 * 30_000
# Runs by which long sequences are cut: their length, and of how many one is looked at. Looked at are
# those whose hash says so, which are the same ones in both sequences.
_CUTS = ((6, 8), (3, 1), (1, 1))


@dataclass(frozen=True, slots=True)
class Run:
    """Elements that are equal: ``length`` of them from ``old`` in the one, from ``new`` in the other."""

    old: int
    new: int
    length: int


def equal_runs(old: Sequence[int], new: Sequence[int]) -> list[Run]:
    """Return the runs of an alignment, in order, as long as they can be."""
    runs: list[Run] = []
    for run in _aligned(old, new, 0, 0, _CUTS):
        last = runs[-1] if runs else None
        if last and last.old + last.length == run.old and last.new + last.length == run.new:
            runs[-1] = Run(last.old, last.new, last.length + run.length)
        else:
            runs.append(run)
    return runs


def _aligned(
    old: Sequence[int], new: Sequence[int], old_base: int, new_base: int, cuts: Sequence[tuple[int, int]]
) -> Iterator[Run]:
    if not len(old) or not len(new):
        return
    if len(old) * len(new) <= _MOST_PAIRS:
        for code in Indel.opcodes(old, new):
            if code.tag == "equal":
                length = code.src_end - code.src_start
                yield Run(old_base + code.src_start, new_base + code.dest_start, length)
        return
    if not cuts:
        return  # nothing in common by which so much could be told apart
    (length, one_of), *finer = cuts
    at_old = at_new = 0
    for run in (*_anchors(old, new, length, one_of), Run(len(old), len(new), 0)):
        if run.old < at_old or run.new < at_new:
            continue
        between = old[at_old : run.old], new[at_new : run.new]
        yield from _aligned(*between, old_base + at_old, new_base + at_new, finer)
        if run.length:
            yield Run(old_base + run.old, new_base + run.new, run.length)
        at_old, at_new = run.old + run.length, run.new + run.length


def _anchors(old: Sequence[int], new: Sequence[int], length: int, one_of: int) -> list[Run]:
    """Return runs that stand once in both, as many as there are in the same order."""
    here, there = _singles(old, length, one_of), _singles(new, length, one_of)
    pairs = [(at, there[run]) for run, at in here.items() if run in there and at >= 0 and there[run] >= 0]
    return [Run(at, to, length) for at, to in _rising(sorted(pairs))]


def _singles(sequence: Sequence[int], length: int, one_of: int) -> dict[tuple[int, ...], int]:
    """Return where each run stands that is looked at; -1 if it stands several times."""
    places: dict[tuple[int, ...], int] = {}
    shifted = (sequence[shift:] for shift in range(length))
    for at, run in enumerate(zip(*shifted, strict=False)):
        if hash(run) % one_of == 0:
            places[run] = -1 if run in places else at
    return places


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return as many of the pairs as rise in both numbers; they are sorted by the first one."""
    tails: list[int] = []  # the least number that a row of this length ends with
    ends: list[int] = []  # which pair has it
    before: list[int] = []
    for index, (_, number) in enumerate(pairs):
        length = bisect_left(tails, number)
        before.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        ends[length : length + 1] = [index]
    row = []
    index = ends[-1] if ends else -1
    while index >= 0:
        row.append(pairs[index])
        index = before[index]
    return row[::-1]
