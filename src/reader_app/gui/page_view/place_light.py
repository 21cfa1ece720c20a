"""Lights a place that is only suggested: a dashed frame, which nobody takes for a mark."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from reader_app.core.annotation import Target

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_WIDTH = 1.75  # pixels
_UPPER_PART = 0.35  # of the view, because in a narrow window the drawer lies over the rest
_ROOM = 1.5  # pixels between the words and the frame


class PlaceLight(QObject):
    """Frames one place on the surface and goes to it, as soon as its pages were read."""

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._targets: tuple[Target, ...] = ()
        self._is_coming = False
        view.session.opened.connect(self.clear)
        view.session.anchors_changed.connect(self._go)

    def show(self, targets: tuple[Target, ...]) -> None:
        """Frame a place and scroll to it; the page view is painted anew."""
        self._targets, self._is_coming = targets, bool(targets)
        self._go()
        self._view.viewport().update()

    def clear(self) -> None:
        """Frame nothing."""
        self.show(())

    def paint(self, painter: QPainter) -> None:
        """Paint the frame, as far as its pages were read and the words are there."""
        frame = QPainterPath()
        for polygon in self._polygons():
            line = QPainterPath()
            line.addRect(polygon.boundingRect().adjusted(-_ROOM, -_ROOM, _ROOM, _ROOM))
            frame = frame.united(line)
        if not frame.isEmpty():
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._view.theme.accent), _WIDTH, Qt.PenStyle.DashLine))
            painter.drawPath(frame)
            painter.restore()

    def _polygons(self) -> list[QPolygonF]:
        text = self._view.session.text
        if text is None or not text.is_located:
            return []
        polygons = []
        for target in self._targets:
            found = text.resolve(target)
            if found is None or found[0] == found[1]:
                return []
            for page, quads in text.quads(target.section, *found):
                polygons += [self._view.stack.polygon(page, quad) for quad in quads]
        return polygons

    def _go(self) -> None:
        """Scroll to the place once; ask for its pages until they are there."""
        text = self._view.session.text
        if not self._is_coming or text is None or not text.is_located:
            return
        unread = [page for each in self._targets for page in text.unread(each.section, each.start, each.end)]
        for page in unread:
            self._view.session.read_page(page)
        if not unread:
            self._is_coming = False
            bounds = QRectF()
            for polygon in self._polygons()[:1]:
                bounds = polygon.boundingRect()
            if bounds.isValid():
                self._view.travel.reveal(bounds, within=_UPPER_PART)
