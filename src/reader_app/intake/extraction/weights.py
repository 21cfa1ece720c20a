"""How much text, and of what sort, each element of a page holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from reader_app.intake.extraction.runs import Run
from reader_app.intake.tree import tag_of

GONE = "reader-gone"
"""The name of what is taken out, until it is swept away.

Sweeping comes last, when nothing holds on to single elements: lxml takes a time that grows with the square
of their number to let go of elements that were taken out of their tree.
"""

_PICTURES = frozenset({"img", "picture", "figure", "math"})


@dataclass(slots=True)
class Weight:
    """What an element holds, all that is inside it included.

    Attributes:
        chars: Characters of text, without the white space around runs.
        linked: Those that are in links.
        told: Those that belong to the article by what the text extractor tells.
        runs: How many runs of text.
        pictures: How many pictures.
        first: Index of its first run, in reading order.
    """

    chars: int = 0
    linked: int = 0
    told: int = 0
    runs: int = 0
    pictures: int = 0
    first: int = -1

    @property
    def link_density(self) -> float:
        """The part of the text that is in links, from 0 to 1."""
        return self.linked / self.chars if self.chars else 0.0

    @property
    def told_part(self) -> float:
        """The part of the text that belongs to the article, from 0 to 1."""
        return self.told / self.chars if self.chars else 0.0


def weigh(body: etree._Element, runs: Sequence[Run], is_told: Sequence[bool]) -> dict[etree._Element, Weight]:
    """Return the weight of every element of the body that is a block, and of the pictures."""
    weights: dict[etree._Element, Weight] = {element: Weight() for element in body.iter()}
    for index, run in enumerate(runs):
        own = weights[run.owner]
        size = len(run.text.strip())
        own.chars += size
        own.linked += min(run.linked, size)
        own.told += size if is_told[index] else 0
        own.runs += 1
        if own.first < 0:
            own.first = index
    # Children come after their parents in document order: backwards, each is whole when it is added.
    for element in reversed(list(weights)):
        own = weights[element]
        if tag_of(element) in _PICTURES:
            own.pictures = max(own.pictures, 1)
        parent = element.getparent()
        if element is body or parent is None or element.tag == GONE:
            continue
        above = weights[parent]
        above.chars += own.chars
        above.linked += own.linked
        above.told += own.told
        above.runs += own.runs
        above.pictures += own.pictures
        if own.first >= 0 and (above.first < 0 or own.first < above.first):
            above.first = own.first
    return weights
