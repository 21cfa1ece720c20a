"""Selecting with the mouse: by character, by word after two clicks, by paragraph after three."""

from enum import IntEnum

from reader_app.core.article_text import Place
from reader_app.gui.page_view.caret import CaretWalk


class Grain(IntEnum):
    """What a drag takes at once; the number of clicks that started it."""

    CHARACTER = 1
    WORD = 2
    PARAGRAPH = 3


class Drag:
    """A selection that grows from where the mouse went down."""

    def __init__(self, walk: CaretWalk, place: Place, grain: Grain) -> None:
        self._walk, self._grain = walk, grain
        self._origin = self._whole(place)

    def to(self, place: Place) -> tuple[Place, Place]:
        """Return the range from the origin to a place, in whole grains."""
        first, after = self._whole(place)
        return min(first, self._origin[0]), max(after, self._origin[1])

    def _whole(self, place: Place) -> tuple[Place, Place]:
        if self._grain is Grain.WORD:
            return self._walk.word(place)
        if self._grain is Grain.PARAGRAPH:
            return self._walk.paragraph(place)
        return place, place
