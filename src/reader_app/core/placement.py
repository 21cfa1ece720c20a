"""Places note cards level with their passages, free of overlap.

The same rule serves the panel beside the article and the margin of an exported PDF. Knows neither;
lengths are in whatever unit the caller uses, y down.
"""

from collections.abc import Sequence
from dataclasses import dataclass


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
) -> list[float]:
    """Return the top of each card, in the order given, which is the order of the passages.

    The pinned card stands exactly where it wants to; the cards above it stack upward from it, the
    cards below it downward, and each is as near to its passage as the cards nearer to the pinned one
    let it be. Without a pinned card the first card is the one to start from, and clusters of cards
    that want the same place run downward.

    Args:
        cards: Sorted by ``wanted``.
        gap: Least space between two cards.
        pinned: Index of the selected card.
        top: No card stands above this, unless the cards above a pinned one leave no other room.
    """
    tops = [0.0] * len(cards)
    if not cards:
        return tops
    start = 0 if pinned is None else pinned
    floor = max(cards[start].wanted, top) if pinned is None else cards[start].wanted
    tops[start] = floor
    for index in range(start + 1, len(cards)):
        lowest = tops[index - 1] + cards[index - 1].height + gap
        tops[index] = max(cards[index].wanted, lowest)
    if pinned is not None:
        _stack_upward(cards, tops, gap=gap, pinned=pinned, top=top)
    return tops


def _stack_upward(cards: Sequence[Card], tops: list[float], *, gap: float, pinned: int, top: float) -> None:
    """Place the cards before the pinned one: first run them downward, then push back what is too low."""
    lowest = top
    for index in range(pinned):
        tops[index] = max(cards[index].wanted, lowest)
        lowest = tops[index] + cards[index].height + gap
    limit = tops[pinned]
    for index in range(pinned - 1, -1, -1):
        highest = limit - gap - cards[index].height
        if tops[index] <= highest:
            break
        tops[index] = highest
        limit = highest
