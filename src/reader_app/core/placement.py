"""Places note cards level with their passages, free of overlap.

The same rule serves the panel beside the article and the margin of an exported PDF. Knows neither;
lengths are in whatever unit the caller uses, y down.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class Card:
    """What is to be placed.

    Attributes:
        wanted: Where its top would stand level with its passage.
        height: Its height.
    """

    wanted: float
    height: float


def place(
    cards: Sequence[Card],
    *,
    gap: float,
    pinned: int | None = None,
    top: float = 0.0,
    bottom: float = math.inf,
) -> list[float]:
    """Return the top of each card, in the order given, which is the order of the passages.

    The pinned card stands exactly where it wants to; the cards above it stack upward from it, the
    cards below it downward. Among all arrangements without overlap this is the one with the least sum
    of squared distances between cards and passages: a card that has room stands level, and a crowd
    spreads evenly around the place its cards want.

    Args:
        cards: Sorted by ``wanted``.
        gap: Least space between two cards.
        pinned: Index of the selected card.
        top: No card stands above this, unless the cards above a pinned one leave no other room.
        bottom: No card reaches below this, unless the cards need more than the room that there is: then they
            run downward from the top, or from the pinned one.
    """
    # Without the heights and gaps above it, each card is a point, and "no overlap" means "not falling".
    shifts = [0.0, *accumulate(card.height + gap for card in cards[:-1])] if cards else []
    wishes = [card.wanted - shift for card, shift in zip(cards, shifts, strict=True)]
    lowest = bottom - shifts[-1] - cards[-1].height if cards else bottom
    if pinned is None:
        points = [max(min(point, lowest), top) for point in _nearest_rising(wishes)]
    else:
        pin = wishes[pinned]
        points = [min(max(point, top), pin) for point in _nearest_rising(wishes[:pinned])]
        points.append(pin)
        points += [max(min(point, lowest), pin) for point in _nearest_rising(wishes[pinned + 1 :])]
    tops = [point + shift for point, shift in zip(points, shifts, strict=True)]
    if pinned is not None:
        tops[pinned] = cards[pinned].wanted  # exactly, whatever the sums above rounded to
    return tops


def _nearest_rising(wishes: Sequence[float]) -> list[float]:
    """Return the sequence that never falls and is nearest to the wishes, by least squares.

    Neighbors that are in each other's way become one block that stands at their mean ("pool adjacent
    violators"); one pass, linear time. Clamping the result to bounds gives the nearest within them.
    """
    blocks: list[tuple[float, int]] = []  # mean, count
    for wish in wishes:
        mean, count = wish, 1
        while blocks and blocks[-1][0] > mean:
            upper, size = blocks.pop()
            mean = (upper * size + mean * count) / (size + count)
            count += size
        blocks.append((mean, count))
    return [mean for mean, count in blocks for _ in range(count)]
