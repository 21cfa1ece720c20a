"""Where pages stand on the scrolled surface. Pure geometry: points on one side, pixels on the other.

The only place that converts between the two.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from statistics import median_high

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPolygonF

from reader_app.core.geometry import Point, Quad
from reader_app.core.layout import PageBox


def fitting_scale(pages: Sequence[PageBox], width: float) -> float:
    """Return the scale at which the usual page is so many pixels wide.

    The usual page decides, not the widest: one turned page would make all the others small.
    """
    return width / (median_high(page.width for page in pages) if pages else 595.0)


PIXELS_PER_POINT = 96 / 72
"""Logical pixels: text that reflows is as large as its size in points says."""


class PageStack:
    """Pages stacked from top to bottom, each centered.

    Attributes:
        scale: Logical pixels per point.
        width: Of the surface, in logical pixels: the widest page with its border, at least the viewport.
        height: Of the surface.
    """

    def __init__(
        self,
        pages: Sequence[PageBox],
        scale: float,
        viewport_width: int,
        *,
        gap: int,
        border: int,
    ) -> None:
        """Lay the pages out.

        Args:
            pages: Their sizes in points.
            scale: Logical pixels per point.
            viewport_width: In logical pixels.
            gap: Between two pages, in logical pixels; 0 joins the strips of one section.
            border: Left, right, above and below, in logical pixels.
        """
        self.scale = scale
        sizes = [(round(page.width * scale), max(round(page.height * scale), 1)) for page in pages]
        self.width = max([viewport_width, *(width + 2 * border for width, _ in sizes)])
        self._rects: list[QRect] = []
        y = border
        for width, height in sizes:
            self._rects.append(QRect((self.width - width) // 2, y, width, height))
            y += height + gap
        self.height = y - (gap if sizes else 0) + border
        self._tops = [rect.top() for rect in self._rects]

    def __len__(self) -> int:
        return len(self._rects)

    def rect(self, page: int) -> QRect:
        """Return a page's rectangle on the surface."""
        return self._rects[page]

    def visible(self, top: int, bottom: int) -> range:
        """Return the pages that touch the stretch from ``top`` to ``bottom`` of the surface."""
        if not self._rects:
            return range(0)
        first = max(bisect_right(self._tops, top) - 1, 0)
        if self._rects[first].bottom() < top and first + 1 < len(self._rects):
            first += 1
        return range(first, max(bisect_right(self._tops, bottom), first + 1))

    def parts(self, area: QRect, ratio: float) -> Iterator[tuple[int, QRect, QRect]]:
        """Yield each page in an area of the surface, its size and its part of the area.

        Args:
            area: In logical pixels.
            ratio: Device pixels per logical pixel; what is yielded is in device pixels.
        """
        for page in self.visible(area.top(), area.bottom()):
            rect = self.rect(page)
            part = area.intersected(rect).translated(-rect.topLeft())
            if not part.isEmpty():
                size = QRect(0, 0, round(rect.width() * ratio), round(rect.height() * ratio))
                scaled = QRectF(
                    part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio
                )
                yield page, size, scaled.toAlignedRect()

    def page_at(self, y: float) -> int:
        """Return the page at a height of the surface; in a gap the nearer one."""
        page = max(bisect_right(self._tops, int(y)) - 1, 0)
        following = page + 1
        if following < len(self._rects):
            below = y - self._rects[page].bottom()
            if below > 0 and self._rects[following].top() - y < below:
                return following
        return page

    def to_page(self, page: int, position: QPointF) -> Point:
        """Return the point of a page, in points, at a position of the surface."""
        rect = self._rects[page]
        return Point((position.x() - rect.x()) / self.scale, (position.y() - rect.y()) / self.scale)

    def to_surface(self, page: int, point: Point) -> QPointF:
        """Return the position on the surface of a point of a page."""
        rect = self._rects[page]
        return QPointF(rect.x() + point.x * self.scale, rect.y() + point.y * self.scale)

    def polygon(self, page: int, quad: Quad) -> QPolygonF:
        """Return a quad on the surface."""
        ring = (quad.ul, quad.ur, quad.lr, quad.ll)
        return QPolygonF([self.to_surface(page, corner) for corner in ring])

    def bounds(self, page: int, quads: Iterable[Quad]) -> QRectF:
        """Return the rectangle around quads on the surface."""
        result = QRectF()
        for quad in quads:
            result = result.united(self.polygon(page, quad).boundingRect())
        return result
