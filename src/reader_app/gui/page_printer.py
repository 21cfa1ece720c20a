"""Puts pages on a printer's paper, each drawn by the child in parts that fit into its shared memory.

Knows neither dialog nor article. QtPrintSupport is given as an object, because not every system has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QTimer, Signal
from PySide6.QtGui import QImage, QPageLayout, QPainter

from reader_app.core.layout import DocumentLayout, PageColors
from reader_app.errors import ReaderError
from reader_app.export.saving import temporary_path
from reader_app.worker.document_child import DocumentChild, Ticket, Tile
from reader_app.worker.jobs import RenderTile
from reader_app.worker.shared_samples import TILE_SIDE

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

_SHARPEST = 300  # dots per inch; more cannot be told apart, and takes its time
_PRIORITY = 9  # after everything that is looked at
_SAME_SIZE = 0.02


class PagePrinter(QObject):
    """Prints some pages, one part after the other.

    Signals:
        progressed: Pages that are done, and pages in all.
        finished: All is with the printer, or nothing more will be; carries why, "" if all is well.
    """

    progressed = Signal(int, int)
    finished = Signal(str)

    def __init__(
        self,
        child: DocumentChild,
        layout: DocumentLayout,
        pages: Sequence[int],
        printer: QPrinter,
        parent: QObject | None = None,
    ) -> None:
        """Make it.

        Args:
            child: Has the document open.
            layout: Of the document.
            pages: Zero-based, in the order in which they are printed.
            printer: Set up as the reader wants it.
            parent: Owner.
        """
        super().__init__(parent)
        self._child, self._layout, self._pages, self._printer = child, layout, pages, printer
        self._painter = QPainter()
        self._ticket: Ticket | None = None
        self._parts: Iterator[QRect] = iter(())
        self._done = 0
        self._page_rect, self._scale, self._dot = QRect(), 1.0, 1
        # A file is there complete or not at all.
        self._file = Path(printer.outputFileName()) if printer.outputFileName() else None

    def start(self) -> None:
        """Begin with the first page; ``finished`` follows."""
        if self._file is not None:
            self._printer.setOutputFileName(str(temporary_path(self._file)))
        self._printer.setFullPage(True)
        self._turn_paper()
        if not self._painter.begin(self._printer):
            self._end(self.tr("The printer cannot be used."))
            return
        # Letters that are compressed like photographs have shadows.
        self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        self._begin_page()

    def cancel(self) -> None:
        """Print nothing more; what is on paper stays there."""
        if self._ticket is not None:
            self._child.cancel(self._ticket)
            self._ticket = None
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()
        self._discard()

    def _turn_paper(self) -> None:
        """Turn the paper the way that the next page is."""
        page = self._layout.pages[self._pages[self._done]]
        is_wide = page.width > page.height
        orientation = QPageLayout.Orientation
        self._printer.setPageOrientation(orientation.Landscape if is_wide else orientation.Portrait)

    def _begin_page(self) -> None:
        page = self._layout.pages[self._pages[self._done]]
        paper = self._printer.paperRect(self._printer.Unit.DevicePixel).toRect()
        per_point = self._printer.resolution() / 72
        fits = all(
            abs(side * per_point / room - 1) < _SAME_SIZE
            for side, room in ((page.width, paper.width()), (page.height, paper.height()))
        )
        # A page as large as the paper has margins of its own; any other one goes where the printer can print.
        room = paper if fits else self._printable()
        fit = min(room.width() / (page.width * per_point), room.height() / (page.height * per_point))
        self._dot = ceil(self._printer.resolution() / _SHARPEST)
        self._scale = per_point * fit / self._dot
        size = QRect(0, 0, round(page.width * self._scale), round(page.height * self._scale))
        left = room.left() + (room.width() - size.width() * self._dot) // 2
        top = room.top() + (room.height() - size.height() * self._dot) // 2
        self._page_rect = QRect(left, top, size.width(), size.height())
        self._parts = _parts_of(size)
        self._next_part()

    def _printable(self) -> QRect:
        margins = self._printer.pageLayout().minimumMargins()
        unit = self._printer.resolution() / 72
        paper = self._printer.paperRect(self._printer.Unit.DevicePixel).toRect()
        return paper.adjusted(
            round(margins.left() * unit),
            round(margins.top() * unit),
            -round(margins.right() * unit),
            -round(margins.bottom() * unit),
        )

    def _next_part(self) -> None:
        part = next(self._parts, None)
        if part is None:
            self._next_page()
            return

        def done(tile: object) -> None:
            assert isinstance(tile, Tile)
            self._ticket = None
            self._paint(part, tile)
            # Not from here: the samples are lent until this returns.
            QTimer.singleShot(0, self, self._next_part)

        def failed(error: ReaderError) -> None:
            self._ticket = None
            self.cancel()
            self._end(str(error))

        job = RenderTile(
            page=self._pages[self._done],
            scale=self._scale,
            left=part.left(),
            top=part.top(),
            width=part.width(),
            height=part.height(),
            colors=PageColors(),
            slot=-1,
        )
        self._ticket = self._child.request(job, _PRIORITY, done, failed)

    def _paint(self, part: QRect, tile: Tile) -> None:
        if not self._painter.isActive():
            return
        image = QImage(tile.samples, tile.width, tile.height, tile.width * 3, QImage.Format.Format_RGB888)
        left = self._page_rect.left() + part.left() * self._dot
        top = self._page_rect.top() + part.top() * self._dot
        self._painter.drawImage(
            QRect(left, top, part.width() * self._dot, part.height() * self._dot), image.copy()
        )

    def _next_page(self) -> None:
        if not self._painter.isActive():
            return  # it was cancelled between two parts
        self._done += 1
        self.progressed.emit(self._done, len(self._pages))
        if self._done == len(self._pages):
            self._finish()
            return
        self._turn_paper()
        if self._printer.newPage():
            self._begin_page()
        else:
            self.cancel()
            self._end(self.tr("The printer takes no more pages."))

    def _finish(self) -> None:
        if not self._painter.end():
            self._end(self.tr("The printer did not take all pages."))
            return
        try:
            if self._file is not None:
                temporary_path(self._file).replace(self._file)
        except OSError as error:
            reason = error.strerror or str(error)
            self._end(self.tr("Cannot write “{name}”: {reason}.").format(name=self._file, reason=reason))
            return
        self._end("")

    def _end(self, problem: str) -> None:
        if problem:
            self._discard()
        self.finished.emit(problem)

    def _discard(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                temporary_path(self._file).unlink(missing_ok=True)


def _parts_of(size: QRect) -> Iterator[QRect]:
    """Yield the parts of a page that fit into the shared memory, row by row."""
    for top in range(0, size.height(), TILE_SIDE):
        for left in range(0, size.width(), TILE_SIDE):
            yield QRect(left, top, TILE_SIDE, TILE_SIDE).intersected(size)
