"""Pairs words that were edited: near-equal ones, and those that were split or joined.

Looks only at what stands between tokens that are equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_NEAR = 0.6
# Tokens that one word may have been split into: a hyphen at the end of a line makes three.
_SHAPES = ((1, 1), (1, 2), (2, 1), (1, 3), (3, 1))
# Pairs of tokens above which a gap is taken for another text: nothing in it is called an edit.
_MOST_PAIRS = 400


@dataclass(frozen=True, slots=True)
class NearPair:
    """Tokens of a gap that belong together: ``old_count`` from ``old``, ``new_count`` from ``new``."""

    old: int
    old_count: int
    new: int
    new_count: int
    similarity: float


def near_pairs(old: Sequence[str], new: Sequence[str]) -> list[NearPair]:
    """Return the pairs, in order, by which most characters are like each other."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    # Row by row from the end: how much the rest can have in common, and the pair with which it begins.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    chosen: dict[tuple[int, int], NearPair] = {}
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            best[at][to] = max(best[at + 1][to], best[at][to + 1])
            for pair in _pairs(old, new, at, to):
                weight = pair.similarity * sum(map(len, old[at : at + pair.old_count]))
                value = weight + best[at + pair.old_count][to + pair.new_count]
                if value > best[at][to]:
                    best[at][to] = value
                    chosen[at, to] = pair
    pairs = []
    at = to = 0
    while at < len(old) and to < len(new):
        if (best_pair := chosen.get((at, to))) is not None:
            pairs.append(best_pair)
            at, to = at + best_pair.old_count, to + best_pair.new_count
        elif best[at + 1][to] == best[at][to]:
            at += 1
        else:
            to += 1
    return pairs


def _pairs(old: Sequence[str], new: Sequence[str], at: int, to: int) -> list[NearPair]:
    pairs = []
    for old_count, new_count in _SHAPES:
        if at + old_count <= len(old) and to + new_count <= len(new):
            one = "".join(old[at : at + old_count])
            other = "".join(new[to : to + new_count])
            similarity = Indel.normalized_similarity(one, other, score_cutoff=_NEAR)
            if similarity:
                pairs.append(NearPair(at, old_count, to, new_count, similarity))
    return pairs
