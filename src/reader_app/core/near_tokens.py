"""Pairs words that were edited: near-equal ones, and those that were split or joined.

Looks only at what stands between tokens that are equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_NEAR = 0.6
# A word that was split or joined is the same but for its hyphen; one at the end of a line makes three tokens.
_SAME_LETTERS = 0.8
_SHAPES = ((1, 1, _NEAR), *((*shape, _SAME_LETTERS) for shape in ((1, 2), (2, 1), (1, 3), (3, 1))))
# Pairs of tokens above which a gap is taken for another text: nothing in it is called an edit.
_MOST_PAIRS = 100


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
    ones, others = _joined(old), _joined(new)
    # Row by row from the end: how much the rest can have in common, and the pair with which it begins.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    chosen: dict[tuple[int, int], NearPair] = {}
    for at in range(len(old) - 1, -1, -1):
        for to in range(len(new) - 1, -1, -1):
            best[at][to] = max(best[at + 1][to], best[at][to + 1])
            for old_count, new_count, least in _SHAPES:
                if at + old_count > len(old) or to + new_count > len(new):
                    continue
                one, other = ones[at][old_count - 1], others[to][new_count - 1]
                # What is much shorter cannot be like it.
                if 2 * min(len(one), len(other)) < least * (len(one) + len(other)):
                    continue
                likeness = Indel.normalized_similarity(one, other, score_cutoff=least)
                value = likeness * len(one) + best[at + old_count][to + new_count]
                if likeness and value > best[at][to]:
                    best[at][to] = value
                    chosen[at, to] = NearPair(at, old_count, to, new_count, likeness)
    pairs = []
    at = to = 0
    while at < len(old) and to < len(new):
        if (pair := chosen.get((at, to))) is not None:
            pairs.append(pair)
            at, to = at + pair.old_count, to + pair.new_count
        elif best[at + 1][to] == best[at][to]:
            at += 1
        else:
            to += 1
    return pairs


def _joined(tokens: Sequence[str]) -> list[list[str]]:
    """Return, for each token, itself, and with the next one, and with the next two."""
    return [["".join(tokens[at : at + count]) for count in (1, 2, 3)] for at in range(len(tokens))]
