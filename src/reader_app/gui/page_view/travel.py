"""Goes to places on the surface: to an annotation, a page, a rectangle; and tells where passages begin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from reader_app.core.article_text import Place

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_MARGIN = 8  # pixels above what is gone to


class Travel:
    """Scrolls a page view to where something is."""

    def __init__(self, view: PageView) -> None:
        self._view = view

    def passage_tops(self) -> dict[str, float]:
        """Return where the card of each annotation belongs, in pixels of the surface.

        That is where its passage begins. What has no sure place, or was not read yet, is left out.
        """
        tops = {}
        session, stack = self._view.session, self._view.stack
        for annotation in (*session.annotations.in_order(), *session.embedded.shown()):
            found = session.anchors.first_quad(annotation.id)
            if found is not None:
                tops[annotation.id] = stack.bounds(found[0], [found[1]]).top()
        return tops

    def show_annotation(self, annotation_id: str) -> None:
        """Scroll, if need be, so that an annotation is in the view."""
        found = self._view.session.anchors.first_quad(annotation_id)
        if found is not None:
            self.reveal(self._view.stack.bounds(found[0], [found[1]]))

    def show_place(self, place: Place) -> None:
        """Scroll, if need be, so that a place in the text is in the view."""
        text = self._view.session.text
        page = text.page(text.page_of(place)) if text is not None else None
        if page is not None and page.lines:
            self.reveal(self._view.stack.bounds(page.page, [page.caret(place[1])]))

    def reveal(self, rect: QRectF, *, within: float = 1.0) -> None:
        """Scroll, if need be, so that a rectangle of the surface is in the view, or in its upper part."""
        height = round(self._view.viewport().height() * within)
        top, room = self._view.verticalScrollBar().value(), height // 6
        if rect.top() < top + 8 or rect.bottom() > top + height - 8:
            is_above = rect.top() < top
            self._view.glide.to(int(rect.top()) - 2 * room if is_above else int(rect.bottom()) - 4 * room)

    def scroll_by(self, pixels: int) -> None:
        """Scroll as far as another pane was scrolled."""
        self._view.keeper.release()
        self._view.glide.by(pixels)

    def show_page(self, page: int, top: float = 0.0) -> None:
        """Scroll to a height, in points, of a page."""
        if 0 <= page < len(self._view.stack):
            self._view.glide.to(
                self._view.stack.rect(page).top() + round(top * self._view.stack.scale) - _MARGIN
            )
