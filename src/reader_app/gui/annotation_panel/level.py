"""Which cards stand where in the scrolled surface: the panel's geometry, without widgets.

Five thousand cards are placed at once, so that scrolling only asks which of them are in sight.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence

from reader_app.core.placement import Card as Slot
from reader_app.core.placement import place
from reader_app.gui.annotation_panel.content import CardContent

CARD_GAP = 8


class Level:
    """The cards in the order of their passages, each with its top and height.

    Cards without a passage are left out. Two columns are read one after the other, but a passage
    stands level with its card in either, so the order is by height on the page, then by reading.
    """

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._index: dict[str, int] = {}
        self._wanted: list[float] = []
        self._heights: list[int] = []
        self._tops: list[float] = []

    @property
    def ids(self) -> Sequence[str]:
        """From the top."""
        return self._ids

    def sort(self, contents: Sequence[CardContent], passages: Mapping[str, float]) -> None:
        """Take the cards that have a passage, in the order of the passages."""
        placed = [(passages[content.id], content.id) for content in contents if content.id in passages]
        placed.sort(key=lambda pair: pair[0])
        self._ids = [card_id for _, card_id in placed]
        self._wanted = [wanted for wanted, _ in placed]
        self._index = {card_id: index for index, card_id in enumerate(self._ids)}
        self._heights = []

    def measure(self, height_of: Callable[[str], int]) -> None:
        """Ask for the height of each card; it must have been asked before anything is arranged."""
        self._heights = [height_of(card_id) for card_id in self._ids]

    def set_height(self, card_id: str, height: int) -> bool:
        """Take the new height of one card and return whether it is another one."""
        index = self._index.get(card_id)
        if index is None or self._heights[index] == height:
            return False
        self._heights[index] = height
        return True

    def arrange(self, pinned: str | None) -> None:
        """Place all cards, the pinned one exactly level with its passage."""
        slots = [Slot(wanted, height) for wanted, height in zip(self._wanted, self._heights, strict=True)]
        index = None if pinned is None else self._index.get(pinned)
        self._tops = place(slots, gap=CARD_GAP, pinned=index)

    def between(self, top: float, bottom: float) -> list[str]:
        """Return the cards that reach into a part of the surface."""
        first = max(bisect_right(self._tops, top) - 1, 0)
        if self._tops and self._tops[first] + self._heights[first] <= top:
            first += 1
        return self._ids[first : bisect_left(self._tops, bottom)]

    def top(self, card_id: str) -> float:
        """Return where a card stands."""
        return self._tops[self._index[card_id]]

    def height(self, card_id: str) -> int:
        """Return the height of a card."""
        return self._heights[self._index[card_id]]

    def passage(self, card_id: str) -> float:
        """Return where the passage of a card stands."""
        return self._wanted[self._index[card_id]]

    def __contains__(self, card_id: object) -> bool:
        return card_id in self._index

    def neighbor(self, card_id: str, step: int) -> str | None:
        """Return the card so many places further, if there is one."""
        index = self._index.get(card_id)
        if index is None or not 0 <= index + step < len(self._ids):
            return None
        return self._ids[index + step]
