"""How like two texts are that came from one address: the same, one changed into the other, or different.

Compared is what a person reads, by visible characters: layout, white space and the page around the
article do not count.
"""

from collections.abc import Sequence
from enum import Enum

from reader_app.core.text import SectionText

# Long enough to be rare in another text, short enough for a change of a word to spoil only a few.
_WINDOW = 16
# Of a book, its beginning tells enough.
_MOST_COMPARED = 200_000
_SIMILAR = 0.5


class Likeness(Enum):
    """What two texts are to each other."""

    SAME = "same"
    SIMILAR = "similar"
    DIFFERENT = "different"


def likeness(one: Sequence[SectionText], other: Sequence[SectionText]) -> Likeness:
    """Compare two texts; the order does not matter.

    They are similar where the longer one shares half of its passages with the other. Two that have
    no text at all say nothing about each other, and count as different.
    """
    first, second = _characters(one), _characters(other)
    if first == second:
        return Likeness.SAME if first else Likeness.DIFFERENT
    passages, others = _passages(first), _passages(second)
    larger = max(len(passages), len(others))
    return Likeness.SIMILAR if len(passages & others) >= _SIMILAR * larger else Likeness.DIFFERENT


def _characters(sections: Sequence[SectionText]) -> str:
    return "".join(section.chars for section in sections)


def _passages(chars: str) -> set[str]:
    compared = chars[:_MOST_COMPARED]
    return {compared[at : at + _WINDOW] for at in range(max(len(compared) - _WINDOW, 0) + 1)}
