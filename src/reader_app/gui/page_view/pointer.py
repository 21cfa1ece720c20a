"""What the mouse means on the page view: selecting, marks and links under it, scrolling at the edges."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent

from reader_app.core.article_text import Place
from reader_app.core.geometry import Point
from reader_app.core.page_text import Link, PageText
from reader_app.gui.page_view.caret import CaretWalk
from reader_app.gui.page_view.figures import figure_of
from reader_app.gui.page_view.marks import path_of
from reader_app.gui.page_view.selecting import Drag, Grain
from reader_app.gui.tooltips import plain_tooltip

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_EDGE_INTERVAL = 30  # milliseconds between steps while dragging beyond the edge
_LETTER_SLACK = 4.0  # points beside a letter that still count as on it
_CLICK_SLACK = 4.0  # pixels that the mouse may move in a click


class Pointer(QObject):
    """Reads the mouse for a page view."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._drag: Drag | None = None
        self._pressed_at = QPointF()
        self._was_dragged = False
        self._last = QPointF()
        self._last_keys = Qt.KeyboardModifier.NoModifier
        self._clicks = 0
        self._clicked_at = 0.0
        self._edge_timer = QTimer(self, interval=_EDGE_INTERVAL)
        self._edge_timer.timeout.connect(self._scroll_at_edge)

    def press(self, event: QMouseEvent) -> None:
        """Begin: one click puts the caret, two take a word, three a paragraph; Shift extends."""
        view = self._view
        view.keeper.release()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        position = event.position()
        if view.ends.press(position):
            return
        self._count_click(position)
        place = self.place_at(position)
        self._pressed_at, self._was_dragged = position, False
        if place is None or view.session.text is None or view.session.layout is None:
            view.session.clear_selection()
            return
        walk = CaretWalk(view.session.text, view.session.layout)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and view.keyboard.anchor is not None:
            self._drag = Drag(walk, view.keyboard.anchor, Grain.CHARACTER)
            view.session.select(*self._drag.to(place))
            return
        grain = Grain(min(self._clicks, 3))
        if grain is not Grain.CHARACTER:
            place = self._character_at(position) or place
        self._drag = Drag(walk, place, grain)
        view.session.select(*self._drag.to(place))
        view.keyboard.put(place)

    def move(self, event: QMouseEvent) -> None:
        """Extend the selection while the button is down, else light up what is under the mouse."""
        self._last = event.position()
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self._hover(event.position())
            return
        if self._view.ends.is_dragged:
            self._last_keys = event.modifiers()
            self._was_dragged = True
        if (event.position() - self._pressed_at).manhattanLength() > _CLICK_SLACK:
            self._was_dragged = True
        if self._was_dragged:
            self._extend()
            inside = self._view.viewport().rect().contains(event.position().toPoint())
            if inside:
                self._edge_timer.stop()
            elif not self._edge_timer.isActive():
                self._edge_timer.start()

    def release(self, event: QMouseEvent) -> None:
        """End a selection, or click."""
        self._edge_timer.stop()
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._drag = None
        session = self._view.session
        if self._view.ends.is_dragged:
            self._view.ends.release()
            return
        if session.selection is not None:
            first, after = session.selection
            place = self.place_at(event.position())
            is_backward = place is not None and place <= first
            self._view.keyboard.put(*((first, after) if is_backward else (after, first)))
            self._view.selection_made.emit()
            return
        if self._was_dragged:
            return
        link = self.link_at(event.position())
        if link is not None:
            self._view.link_followed.emit(link)
        else:
            self._view.mark_clicked.emit(self._mark_at(event.position()))

    def place_at(self, position: QPointF) -> Place | None:
        """Return the border between characters nearest to a position of the viewport."""
        found = self._under(position)
        if found is None:
            return None
        text, point = found
        offset = text.hit(point)
        return None if offset is None else (text.section, offset)

    def link_at(self, position: QPointF) -> Link | None:
        """Return the link at a position of the viewport."""
        found = self._under(position)
        if found is None:
            return None
        text, point = found
        return next((link for link in text.links if link.area.contains(point)), None)

    def _character_at(self, position: QPointF) -> Place | None:
        found = self._under(position)
        if found is None:
            return None
        text, point = found
        offset = text.character_at(point, slack=_LETTER_SLACK)
        return None if offset is None else (text.section, offset)

    def _under(self, position: QPointF) -> tuple[PageText, Point] | None:
        """Return the page under a position of the viewport, and the point of it; it is read if need be."""
        view = self._view
        if view.session.text is None or not len(view.stack):
            return None
        surface = position + view.offset
        page = view.stack.page_at(surface.y())
        text = view.session.text.page(page)
        if text is None:
            view.session.read_page(page)
            return None
        return text, view.stack.to_page(page, surface)

    def _mark_at(self, position: QPointF) -> str:
        """Return the id of the mark or figure at a position; the smallest one where several overlap."""
        view = self._view
        surface = position + view.offset
        if not len(view.stack):
            return ""
        page = view.stack.page_at(surface.y())
        hits = []
        for annotation, quads in view.session.anchors.on_page(page):
            figure = figure_of(annotation, annotation.color, page, quads, view.stack)
            if figure is not None:
                if figure.is_hit(surface):
                    hits.append((figure.size, annotation.id))
                continue
            polygons = [view.stack.polygon(page, quad) for quad in quads]
            if path_of(polygons).contains(surface):
                boxes = (polygon.boundingRect() for polygon in polygons)
                hits.append((sum(box.width() * box.height() for box in boxes), annotation.id))
        return min(hits)[1] if hits else ""

    def _hover(self, position: QPointF) -> None:
        view = self._view
        mark = self._mark_at(position)
        view.session.hover(mark)
        if view.ends.is_on_handle(position):
            shape = Qt.CursorShape.SizeHorCursor
        elif self.link_at(position) is not None or mark:
            shape = Qt.CursorShape.PointingHandCursor
        elif self._character_at(position) is not None:
            shape = Qt.CursorShape.IBeamCursor
        else:
            shape = Qt.CursorShape.ArrowCursor
        view.viewport().setCursor(shape)
        link = self.link_at(position)
        view.viewport().setToolTip(plain_tooltip(link.address if link is not None else ""))

    def _extend(self) -> None:
        view = self._view
        rect = view.viewport().rect()
        inside = QPointF(
            min(max(self._last.x(), rect.left()), rect.right()),
            min(max(self._last.y(), rect.top()), rect.bottom()),
        )
        place = self.place_at(inside)
        if place is not None and view.ends.is_dragged:
            view.ends.drag(place, by_word=bool(self._last_keys & Qt.KeyboardModifier.ShiftModifier))
        if place is None or self._drag is None:
            return
        first, after = self._drag.to(place)
        view.session.select(first, after)

    def _scroll_at_edge(self) -> None:
        view = self._view
        rect = view.viewport().rect()
        beyond = min(self._last.y() - rect.top(), 0.0) + max(self._last.y() - rect.bottom(), 0.0)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() + round(beyond / 2))
        self._extend()

    def _count_click(self, position: QPointF) -> None:
        now = monotonic()
        pause = QGuiApplication.styleHints().mouseDoubleClickInterval() / 1000
        is_near = (position - self._pressed_at).manhattanLength() < 2 * _CLICK_SLACK
        self._clicks = self._clicks % 3 + 1 if now - self._clicked_at < pause and is_near else 1
        self._clicked_at = now
