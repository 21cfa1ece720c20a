"""Shows the pages of a PDF one below the other, drawn by a child as they come into sight.

Knows a layout and what draws it; not where the PDF comes from.
"""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reader_app.core.layout import DocumentLayout, PageColors
from reader_app.gui.page_view.page_stack import PIXELS_PER_POINT, PageStack, fitting_scale
from reader_app.gui.page_view.tiles import Tiles, TileSource

_BORDER, _GAP = 18, 14  # pixels
_WIDEST = 1.5  # paper size
_LINE = 40  # pixels
_PAPER = PageColors()


class PreviewPages(QAbstractScrollArea):
    """Pages as wide as the view, on paper that is white in every theme."""

    def __init__(self, source: TileSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tiles = Tiles(source, self)
        self._tiles.arrived.connect(lambda _page: self.viewport().update())
        self._layout: DocumentLayout | None = None
        self._stack = PageStack((), 1.0, 1, gap=_GAP, border=_BORDER)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("Preview of the pages"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._on_scrolled)

    @property
    def page_count(self) -> int:
        """How many pages are shown."""
        return len(self._stack)

    @property
    def page(self) -> int:
        """The zero-based page in the upper half of the view."""
        bar = self.verticalScrollBar()
        return self._stack.page_at(bar.value() + self.viewport().height() / 3)

    def show_pages(self, layout: DocumentLayout, first: int | None) -> None:
        """Show other pages, beginning with one of them; with None the place in the view stays."""
        bar = self.verticalScrollBar()
        kept = bar.value()
        self._layout = layout
        self._tiles.clear()
        self._rebuild()
        if first is None:
            bar.setValue(kept)
        elif layout.pages:
            page = min(max(first, 0), len(layout.pages) - 1)
            bar.setValue(self._stack.rect(page).top() - _BORDER)
        self._on_scrolled()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is of the pages in sight."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Midlight))
        seen = self._seen()
        painter.translate(-seen.topLeft())
        exposed = event.rect().translated(seen.topLeft())
        for page in self._stack.visible(exposed.top(), exposed.bottom()):
            rect = self._stack.rect(page)
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(rect.adjusted(-1, -1, 0, 0))
            painter.fillRect(rect, QColor(_PAPER.paper))
            if failure := self._tiles.failure(page):
                painter.setPen(QColor("#5b5b5b"))
                painter.drawText(rect.adjusted(24, 24, -24, -24), Qt.TextFlag.TextWordWrap, failure)
            else:
                self._tiles.paint(painter, page, rect, exposed, self.devicePixelRatioF())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the pages to the width; what is read stays in sight."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        share = bar.value() / max(self._stack.height, 1)
        self._rebuild()
        bar.setValue(round(share * self._stack.height))
        self._on_scrolled()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the first page with Home, to the last with End."""
        bar = self.verticalScrollBar()
        match event.key():
            case Qt.Key.Key_Home:
                bar.setValue(0)
            case Qt.Key.Key_End:
                bar.setValue(bar.maximum())
            case _:
                super().keyPressEvent(event)

    def _seen(self) -> QRect:
        corner = QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value()).toPoint()
        return QRect(corner, self.viewport().size())

    def _rebuild(self) -> None:
        pages = self._layout.pages if self._layout is not None else ()
        room = self.viewport().size()
        fit = fitting_scale(pages, room.width() - 2 * _BORDER)
        scale = min(max(fit, 0.1), _WIDEST * PIXELS_PER_POINT)
        self._stack = PageStack(pages, scale, room.width(), gap=_GAP, border=_BORDER)
        self._tiles.use(scale * self.devicePixelRatioF(), _PAPER)
        for bar, whole, part in (
            (self.verticalScrollBar(), self._stack.height, room.height()),
            (self.horizontalScrollBar(), self._stack.width, room.width()),
        ):
            bar.setRange(0, max(whole - part, 0))
            bar.setPageStep(part)
            bar.setSingleStep(_LINE)

    def _on_scrolled(self) -> None:
        if len(self._stack):
            seen, ratio = self._seen(), self.devicePixelRatioF()
            ahead = seen.translated(0, seen.height())
            self._tiles.want(list(self._stack.parts(seen, ratio)), list(self._stack.parts(ahead, ratio)))
        self.viewport().update()
