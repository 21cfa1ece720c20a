"""The rendered tiles of pages: asked for by what is visible, kept up to a number of bytes.

Painting never waits. What is not rendered yet is shown from tiles of an older scale, or as paper.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter

from reader_app.core.layout import PageColors
from reader_app.errors import ReaderError
from reader_app.gui.session import NEAR, VISIBLE
from reader_app.worker import jobs
from reader_app.worker.document_child import Ticket, Tile

TILE_WIDTH = 1024  # device pixels
TILE_HEIGHT = 512
CACHE_BYTES = 128 * 1024 * 1024


class TileSource(Protocol):
    """What draws the pages: the session for the open article, a document child for any other."""

    def request(
        self,
        job: object,
        priority: int,
        done: Callable[[object], None],
        failed: Callable[[ReaderError], None],
    ) -> Ticket:
        """Ask for a tile; lower priorities go first."""

    def cancel(self, ticket: Ticket) -> None:
        """Take back what was asked for."""


@dataclass(frozen=True, slots=True)
class TileKey:
    """A tile of a page at a scale.

    Attributes:
        page: Zero-based page.
        scale: Device pixels per point.
        colors: What it is drawn in.
        column: From the left.
        row: From the top.
    """

    page: int
    scale: float
    colors: PageColors
    column: int
    row: int


class Tiles(QObject):
    """A cache of rendered tiles in front of the document child.

    Signals:
        arrived: A tile of a page has come, or the page turned out not to be drawable; carries the page.
    """

    arrived = Signal(int)

    def __init__(self, source: TileSource, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._source = source
        self._images: OrderedDict[TileKey, QImage] = OrderedDict()
        self._bytes = 0
        self._asked: dict[TileKey, Ticket] = {}
        self._outdated: set[TileKey] = set()
        self._failures: dict[int, str] = {}
        self._scales: list[tuple[float, PageColors]] = []

    def clear(self) -> None:
        """Forget everything; another document or layout is shown."""
        self._images.clear()
        self._bytes = 0
        self._asked.clear()
        self._outdated.clear()
        self._failures.clear()
        self._scales.clear()

    def renew(self) -> None:
        """Render everything again: the pages look different now. Until then they stay as they are."""
        for ticket in self._asked.values():
            self._source.cancel(ticket)
        self._asked.clear()
        self._outdated.update(self._images)

    def failure(self, page: int) -> str:
        """Return why a page cannot be drawn, "" if it can."""
        return self._failures.get(page, "")

    def use(self, scale: float, colors: PageColors) -> None:
        """Render at this scale and in these colors from now on; older tiles fill in until then."""
        if self._scales[:1] != [(scale, colors)]:
            same_colors = [each for each in self._scales if each[1] == colors]
            self._scales = [(scale, colors), *same_colors][:2]

    def want(
        self, visible: Iterable[tuple[int, QRect, QRect]], near: Iterable[tuple[int, QRect, QRect]]
    ) -> None:
        """Ask for the tiles that are needed, and take back what was asked for and is not.

        Args:
            visible: Page, its size and the part to be seen, both in device pixels from its corner.
            near: The same for what will be seen next.
        """
        if not self._scales:
            return
        wanted: dict[TileKey, tuple[int, QRect]] = {}
        for priority, parts in ((VISIBLE, visible), (NEAR, near)):
            for page, size, part in parts:
                for key, rect in self._keys(page, size, part):
                    wanted.setdefault(key, (priority, rect))
        for key in [key for key in self._asked if key not in wanted]:
            self._source.cancel(self._asked.pop(key))
        for key, (priority, rect) in wanted.items():
            is_there = key in self._images and key not in self._outdated
            if not is_there and key not in self._asked and key.page not in self._failures:
                self._ask(key, rect, priority)

    def paint(self, painter: QPainter, page: int, rect: QRect, exposed: QRect, ratio: float) -> bool:
        """Paint what there is of a page; returns whether that was all of the exposed part.

        Args:
            painter: On the surface, in logical pixels.
            page: Which page.
            rect: The page's rectangle on the surface.
            exposed: The part that has to be painted.
            ratio: Device pixels per logical pixel.
        """
        part = exposed.intersected(rect).translated(-rect.topLeft())
        size = QRect(0, 0, round(rect.width() * ratio), round(rect.height() * ratio))
        device_part = QRectF(
            part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio
        ).toAlignedRect()
        is_complete = True
        for key, tile in self._keys(page, size, device_part):
            target = QRectF(
                rect.x() + tile.x() / ratio,
                rect.y() + tile.y() / ratio,
                tile.width() / ratio,
                tile.height() / ratio,
            )
            image = self._images.get(key)
            if image is not None:
                self._images.move_to_end(key)
                painter.drawImage(target, image)
            else:
                is_complete = False
                self._paint_older(painter, key, target, rect, ratio)
        return is_complete

    def _paint_older(
        self, painter: QPainter, key: TileKey, target: QRectF, rect: QRect, ratio: float
    ) -> None:
        """Fill a hole with a tile of the scale before, stretched."""
        if len(self._scales) < 2:
            return
        old_scale, colors = self._scales[1]
        stretch = key.scale / (old_scale * ratio)
        painter.save()
        painter.setClipRect(target, Qt.ClipOperation.IntersectClip)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for old, image in self._images.items():
            if old.page == key.page and old.scale == old_scale and old.colors == colors:
                left, top = old.column * TILE_WIDTH, old.row * TILE_HEIGHT
                painter.drawImage(
                    QRectF(
                        rect.x() + left * stretch,
                        rect.y() + top * stretch,
                        image.width() * stretch,
                        image.height() * stretch,
                    ),
                    image,
                )
        painter.restore()

    def _keys(self, page: int, size: QRect, part: QRect) -> Iterator[tuple[TileKey, QRect]]:
        """Yield the tiles of a part of a page, with their rectangles in device pixels."""
        if not self._scales:
            return
        scale, colors = self._scales[0]
        part = part.intersected(size)
        if part.isEmpty():
            return
        for row in range(part.top() // TILE_HEIGHT, part.bottom() // TILE_HEIGHT + 1):
            for column in range(part.left() // TILE_WIDTH, part.right() // TILE_WIDTH + 1):
                tile = QRect(column * TILE_WIDTH, row * TILE_HEIGHT, TILE_WIDTH, TILE_HEIGHT)
                yield TileKey(page, scale, colors, column, row), tile.intersected(size)

    def _ask(self, key: TileKey, rect: QRect, priority: int) -> None:
        def done(tile: object) -> None:
            assert isinstance(tile, Tile)
            self._asked.pop(key, None)
            self._keep(key, tile)
            self.arrived.emit(key.page)

        def failed(error: ReaderError) -> None:
            self._asked.pop(key, None)
            self._failures[key.page] = str(error)
            self.arrived.emit(key.page)

        job = jobs.RenderTile(
            page=key.page,
            scale=key.scale,
            left=rect.left(),
            top=rect.top(),
            width=rect.width(),
            height=rect.height(),
            colors=key.colors,
            slot=-1,
        )
        self._asked[key] = self._source.request(job, priority, done, failed)

    def _keep(self, key: TileKey, tile: Tile) -> None:
        image = QImage(tile.samples, tile.width, tile.height, tile.width * 3, QImage.Format.Format_RGB888)
        if (before := self._images.pop(key, None)) is not None:
            self._bytes -= before.sizeInBytes()
        self._outdated.discard(key)
        # The samples are lent: converting copies them, into the format that is painted fastest.
        self._images[key] = image.convertToFormat(QImage.Format.Format_RGB32)
        self._bytes += tile.width * tile.height * 4
        while self._bytes > CACHE_BYTES and len(self._images) > 1:
            gone, dropped = self._images.popitem(last=False)
            self._outdated.discard(gone)
            self._bytes -= dropped.sizeInBytes()
