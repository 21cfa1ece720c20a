"""Paints the surface of the page view, and asks for the tiles and texts of what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from reader_app.gui.page_view.figures import figure_of, light_figure, paint_figure
from reader_app.gui.page_view.marks import Mark, light, paint_mark, paint_selection
from reader_app.gui.session import VISIBLE

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView


class Surface:
    """What a page view shows: pages, marks on them, the selection, the caret."""

    def __init__(self, view: PageView) -> None:
        self._view = view

    def paint(self, exposed: QRect) -> bool:
        """Paint a part of the viewport; returns whether nothing of the pages in it was missing."""
        view = self._view
        painter = QPainter(view.viewport())
        layout = view.session.layout
        reflows = layout is not None and layout.reflows
        painter.fillRect(exposed, QColor(view.theme.page_paper if reflows else view.theme.window))
        painter.translate(-view.offset)
        on_surface = exposed.translated(view.offset.toPoint())
        pages = view.visible_pages()
        painted = [self._paint_page(painter, page, on_surface, framed=not reflows) for page in pages]
        paint_selection(painter, self.selected(), view.theme)
        view.ends.paint(painter)
        view.light.paint(painter)
        view.keyboard.paint(painter, QColor(view.theme.page_ink))
        painter.end()
        return bool(painted) and all(painted)

    def selected(self) -> Iterator[QPolygonF]:
        """Yield the selection, as far as its pages were read."""
        session, stack = self._view.session, self._view.stack
        if session.selection is None or session.text is None:
            return
        for page, quads in session.text.span_quads(*session.selection):
            for quad in quads:
                yield stack.polygon(page, quad)

    def selection_bounds(self) -> QRect:
        """Return the rectangle of the selection in the viewport; empty if none of it is known."""
        bounds = QRectF()
        for polygon in self.selected():
            bounds = bounds.united(polygon.boundingRect())
        return bounds.translated(-self._view.offset).toAlignedRect()

    def ask_for_pages(self) -> None:
        """Ask for the tiles and texts of what is seen, and for the tiles of what is likely seen next."""
        view = self._view
        seen = QRect(view.offset.toPoint(), view.viewport().size())
        ahead = seen.translated(0, seen.height()).adjusted(0, 0, 0, seen.height())
        behind = seen.translated(0, -seen.height() // 2)
        view.tiles.want(list(self._parts(seen)), [*self._parts(ahead), *self._parts(behind)])
        for page in view.visible_pages():
            view.session.read_page(page, VISIBLE + 1)

    def _parts(self, area: QRect) -> Iterator[tuple[int, QRect, QRect]]:
        return self._view.stack.parts(area, self._view.devicePixelRatioF())

    def _paint_page(self, painter: QPainter, page: int, exposed: QRect, *, framed: bool) -> bool:
        view = self._view
        rect = view.stack.rect(page)
        if framed:
            painter.setPen(QColor(view.theme.border))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
        painter.fillRect(rect, QColor(view.theme.page_paper))
        if failure := view.tiles.failure(page):
            painter.setPen(QColor(view.theme.secondary))
            painter.drawText(rect.adjusted(24, 24, -24, -24), Qt.TextFlag.TextWordWrap, failure)
            return True
        is_complete = view.tiles.paint(painter, page, rect, exposed, view.devicePixelRatioF())
        self._paint_marks(painter, page)
        return is_complete

    def _paint_marks(self, painter: QPainter, page: int) -> None:
        """Paint what is drawn on a page, and over it the marks of words."""
        view, session = self._view, self._view.session
        words: list[tuple[Mark, bool]] = []
        for annotation, quads in session.anchors.on_page(page):
            if annotation.id == view.ends.dragged_id:
                continue
            is_lit = annotation.id in (session.active_id, session.hovered_id)
            is_on_paper = session.embedded.is_drawn(annotation.id)
            color = annotation.color or session.label(annotation.label_id).color
            figure = figure_of(annotation, color, page, quads, view.stack)
            if figure is None:
                polygons = [view.stack.polygon(page, quad) for quad in quads]
                words.append((Mark(annotation.kind, color, polygons, is_lit), is_on_paper))
            elif not is_on_paper:
                paint_figure(painter, figure, view.theme, is_lit=is_lit)
            elif is_lit:
                light_figure(painter, figure, view.theme)
        for mark, is_on_paper in words:
            if not is_on_paper:
                paint_mark(painter, mark, view.theme)
            elif mark.is_lit:
                light(painter, mark, view.theme)
