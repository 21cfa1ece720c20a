"""Who began the thread that an answer is in, however long that is."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

Item = TypeVar("Item", bound=Hashable)


def thread_roots(answered: Mapping[Item, Item]) -> dict[Item, Item]:
    """Return the beginning of the thread of each answer; none for what leads into a circle.

    Each step is taken once: a file may hold a thread of many thousands.

    Args:
        answered: For each answer, what it answers.
    """
    roots: dict[Item, Item | None] = {}
    for at in answered:
        way: list[Item] = []
        while at in answered and at not in roots:
            roots[at] = None  # which a circle comes back to
            way.append(at)
            at = answered[at]
        root = roots[at] if at in answered else at
        roots.update(dict.fromkeys(way, root))
    return {answer: root for answer, root in roots.items() if root is not None}
