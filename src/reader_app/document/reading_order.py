"""Brings the blocks of a PDF page into the order that a person reads them in.

Most files already hold their text in that order; only pages that show columns are sorted. The rule is
that of Breuel, "High Performance Document Layout Analysis" (2003): a block comes before another if it
stands above it in the same column, or left of it with no block between them that spans both.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

# Sorting compares all triples; a page with more blocks than this is a table or a map, not columns.
_MOST_BLOCKS = 150
_COLUMN_LINES = 3


@dataclass(frozen=True, slots=True)
class Block:
    """A block of lines.

    Attributes:
        x0: Left edge, in points.
        y0: Upper edge.
        x1: Right edge.
        y1: Lower edge.
        lines: How many lines it has.
        is_upright: Whether it is written from left to right or right to left, not turned.
        sample: The beginning of its text; tells the direction of its script.
    """

    x0: float
    y0: float
    x1: float
    y1: float
    lines: int = 1
    is_upright: bool = True
    sample: str = ""

    def overlaps_x(self, other: "Block") -> bool:
        """Tell whether the two stand, at least partly, above each other."""
        shared = min(self.x1, other.x1) - max(self.x0, other.x0)
        return shared > 0.1 * min(self.x1 - self.x0, other.x1 - other.x0)

    def overlaps_y(self, other: "Block") -> bool:
        """Tell whether the two stand, at least partly, beside each other."""
        shared = min(self.y1, other.y1) - max(self.y0, other.y0)
        return shared > 0.1 * min(self.y1 - self.y0, other.y1 - other.y0)


def reading_order(blocks: Sequence[Block]) -> list[int]:
    """Return the indices of the blocks in reading order."""
    given = list(range(len(blocks)))
    if len(blocks) > _MOST_BLOCKS or not _has_columns(blocks):
        return given
    blocks = _spanning(blocks)
    leftward = sum(_is_leftward(block.sample) for block in blocks) * 2 > len(blocks)
    before = [[_comes_before(blocks, a, b, leftward) for b in given] for a in given]
    return _sorted(blocks, before)


def _has_columns(blocks: Sequence[Block]) -> bool:
    return next(_columns(blocks), None) is not None


def _columns(blocks: Sequence[Block]) -> Iterator[tuple[Block, Block]]:
    """Yield the pairs of tall blocks that stand beside each other, the left one first."""
    tall = [block for block in blocks if block.lines >= _COLUMN_LINES and block.is_upright]
    for left in tall:
        for right in tall:
            if left.x1 <= right.x0 + 1 and left.overlaps_y(right) and not left.overlaps_x(right):
                yield left, right


def _spanning(blocks: Sequence[Block]) -> list[Block]:
    """Widen what stands across the gap between two columns, and a page number below it."""
    columns = list(_columns(blocks))
    bottom = max(block.y1 for pair in columns for block in pair)
    widened = []
    for block in blocks:
        for left, right in columns:
            crosses = block.x0 < left.x1 - 1 and block.x1 > right.x0 + 1
            if crosses or (block.y0 >= bottom and left.x1 - 1 <= block.x0 and block.x1 <= right.x0 + 1):
                block = replace(block, x0=min(block.x0, left.x0), x1=max(block.x1, right.x1))
        widened.append(block)
    return widened


def _comes_before(blocks: Sequence[Block], a: int, b: int, leftward: bool) -> bool:
    first, second = blocks[a], blocks[b]
    if a == b:
        return False
    if first.overlaps_x(second):
        return (first.y0, a) < (second.y0, b)
    is_ahead = first.x0 >= second.x1 - 1 if leftward else first.x1 <= second.x0 + 1
    if not is_ahead:
        return False
    top, bottom = min(first.y0, second.y0), max(first.y1, second.y1)
    return not any(
        block.overlaps_x(first) and block.overlaps_x(second) and top <= (block.y0 + block.y1) / 2 <= bottom
        for index, block in enumerate(blocks)
        if index not in (a, b)
    )


def _sorted(blocks: Sequence[Block], before: list[list[bool]]) -> list[int]:
    """Sort topologically; where the rule goes in circles, the highest block comes next."""
    left = set(range(len(blocks)))
    order = []
    while left:
        free = [index for index in left if not any(before[other][index] for other in left)]
        index = min(free or left, key=lambda each: (blocks[each].y0, blocks[each].x0))
        order.append(index)
        left.remove(index)
    return order


def _is_leftward(text: str) -> bool:
    kinds = [unicodedata.bidirectional(char) for char in text]
    return sum(kind in ("R", "AL") for kind in kinds) > sum(kind == "L" for kind in kinds)
