"""Keeps the reader's place when pages move: another width, size, zoom, or the place of the last time.

A place is text, so the right position is known only when the page with that text was read; until
then the view stands at the nearest guess and moves when the page comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from reader_app.core.article_text import Place
from reader_app.core.page_text import PageText
from reader_app.library.positions import Position

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_ROOM_ABOVE = 2  # pixels over the first line of the last time
_SLIVER = 5  # pixels: a line of which less is seen does not count, or each return would go back by one


@dataclass(frozen=True, slots=True)
class _Held:
    """What the view shows at its upper edge.

    Attributes:
        place: The first line of text, None where there is none.
        below: Pixels from the upper edge down to that line.
        past: From 0 to 1, how much of that line's height is scrolled past.
        page: The page at the upper edge.
        part: From 0 to 1, how much of the page is scrolled past.
    """

    place: Place | None
    below: int
    past: float
    page: int
    part: float


class PlaceKeeper:
    """Holds what is at the view's upper edge, and brings it back there."""

    def __init__(self, view: PageView) -> None:
        self._view = view
        self._held: _Held | None = None
        self._awaits_layout = False
        view.session.laid_out.connect(self._on_laid_out)

    def hold(self, *, until_laid_out: bool = False) -> None:
        """Remember the place before pages move; while a move is not settled the earlier one counts.

        Args:
            until_laid_out: Whether a new layout has been asked for, so that nothing before it is final.
        """
        if self._held is None:
            self._held = self._present()
        self._awaits_layout = self._awaits_layout or until_laid_out

    def restore(self, position: Position | None) -> None:
        """Go to the place of the last time, or to the beginning."""
        self._awaits_layout = False
        if position is None:
            self._held = _Held(None, 0, 0.0, 0, 0.0)
            return
        place = (position.section, position.offset)
        text = self._view.session.text
        page = text.page_of(place) if text is not None else 0
        self._held = _Held(place if position.offset >= 0 else None, _ROOM_ABOVE, 0.0, page, position.fraction)

    def release(self) -> None:
        """Forget the place: the reader scrolls."""
        self._held = None
        self._awaits_layout = False

    def settle(self) -> None:
        """Move to the held place as well as is possible now; forget it once it is exact."""
        if self._held is None or not len(self._view.stack):
            return
        y, is_exact = self._height(self._held)
        self._view.verticalScrollBar().setValue(y)
        if is_exact and not self._awaits_layout:
            self._held = None

    def _on_laid_out(self) -> None:
        self._awaits_layout = False

    @property
    def progress(self) -> float:
        """The part of the article that was read, down to the lower edge of the view, from 0 to 1."""
        bottom = self._view.verticalScrollBar().value() + self._view.viewport().height()
        return min(bottom / max(self._view.stack.height, 1), 1.0)

    def position(self) -> tuple[Position, float]:
        """Return the place to store, and the part of the article that was read, from 0 to 1."""
        view = self._view
        held = self._held or self._present()
        if held.place is not None:
            return Position(held.place[0], held.place[1], held.part), self.progress
        section = 0
        if view.session.layout is not None and view.session.layout.pages:
            section = view.session.layout.pages[min(held.page, len(view.stack) - 1)].section
        return Position(section, 0, held.part), self.progress

    def _present(self) -> _Held:
        view = self._view
        top = view.verticalScrollBar().value()
        if not len(view.stack):
            return _Held(None, 0, 0.0, 0, 0.0)
        page = view.stack.page_at(top)
        rect = view.stack.rect(page)
        part = min(max((top - rect.top()) / max(rect.height(), 1), 0.0), 1.0)
        text = view.session.text.page(page) if view.session.text is not None else None
        offset = None
        if text is not None:
            offset = text.first_below(view.stack.to_page(page, QPointF(0.0, top + _SLIVER)).y)
        if text is None or offset is None:
            return _Held(None, 0, 0.0, page, part)
        line = view.stack.rect(page).top() + round(text.top_of(offset) * view.stack.scale)
        past = min(max((top - line) / self._line_height(text, offset), 0.0), 1.0)
        return _Held((text.section, offset), max(line - top, 0), past, page, part)

    def _line_height(self, page: PageText, offset: int) -> float:
        """Return the height, in pixels, of the line that holds a section offset of a page."""
        return max(page.caret(offset).bounds.height * self._view.stack.scale, 1.0)

    def _height(self, held: _Held) -> tuple[int, bool]:
        """Return the scroll value for a place, and whether it is exact."""
        view, text = self._view, self._view.session.text
        if held.place is None or text is None:
            rect = view.stack.rect(min(held.page, len(view.stack) - 1))
            start = 0 if held.page == 0 and held.part == 0.0 else rect.top()
            return start + round(held.part * rect.height()), True
        page = text.page_of(held.place)
        rect = view.stack.rect(page)
        read = text.page(page)
        if not text.is_located or read is None:
            # The page is in the view now, or will be when places are located: it is read as it is seen.
            return rect.top() + round(held.part * rect.height()), False
        if held.place == (read.section, 0) and page == 0:
            return 0, True
        past = round(held.past * self._line_height(read, held.place[1])) - held.below
        return rect.top() + round(read.top_of(held.place[1]) * view.stack.scale) + past, True
