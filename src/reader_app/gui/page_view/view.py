"""The page view: the scrolled surface on which the article stands, whatever its format.

Reads from the session and paints; changes nothing of the article. What the mouse and the keys mean is
said in ``pointer`` and ``keyboard``; where pages stand in ``page_stack``.
"""

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from reader_app.core.layout import ReadingStyle
from reader_app.gui.page_view.ends import Ends
from reader_app.gui.page_view.keyboard import Keyboard
from reader_app.gui.page_view.page_stack import PIXELS_PER_POINT, PageStack, fitting_scale
from reader_app.gui.page_view.place_keeper import PlaceKeeper
from reader_app.gui.page_view.place_light import PlaceLight
from reader_app.gui.page_view.pointer import Pointer
from reader_app.gui.page_view.smooth_scroll import SmoothScroll
from reader_app.gui.page_view.surface import Surface
from reader_app.gui.page_view.tiles import Tiles
from reader_app.gui.page_view.travel import Travel
from reader_app.gui.session import Session
from reader_app.gui.theme import Theme

_PAGE_GAP = 14  # pixels between the pages of a PDF
_BORDER = 16
_WIDEST_FIT = 1.75  # a PDF page is fitted to the width up to this zoom
_ZOOM_RANGE = (0.25, 6.0)
_RESIZE_PAUSE = 120  # milliseconds of rest before text is laid out for a new width
_WHEEL_STEP = 90  # pixels a notch


class PageView(QAbstractScrollArea):
    """Shows the session's article.

    Signals:
        scrolled: Another part is shown; carries the surface's offset in pixels.
        rebuilt: Pages have other places on the surface.
        selection_made: The mouse or the keyboard finished a selection.
        mark_clicked: Carries the id of the annotation, "" for a click on none.
        link_followed: A link was clicked; carries the ``Link``.
        zoom_wanted: Carries the number of steps, negative for smaller.
        first_painted: A page of the article, drawn, is on the screen.
    """

    scrolled = Signal(int)
    rebuilt = Signal()
    selection_made = Signal()
    mark_clicked = Signal(str)
    link_followed = Signal(object)
    zoom_wanted = Signal(int)
    first_painted = Signal()

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self.theme = theme
        self._wanted_style = ReadingStyle()
        self._zoom = 0.0  # 0: fit the width
        self.stack = PageStack((), 1.0, 1, gap=0, border=0)
        self.tiles = Tiles(session, self)
        self.glide = SmoothScroll(self.verticalScrollBar(), self)
        self.keeper = PlaceKeeper(self)
        self.travel = Travel(self)
        self.light = PlaceLight(self)
        self.ends = Ends(self)
        self.surface = Surface(self)
        self._pointer = Pointer(self)
        self.keyboard = Keyboard(self)
        self._resize_pause = QTimer(self, singleShot=True, interval=_RESIZE_PAUSE)
        self._pinched = 0.0
        self._was_painted = False

        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Article"))
        # Always there: a bar that comes and goes changes the width, and with it every line.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

        self._resize_pause.timeout.connect(self._apply_style)
        self.tiles.arrived.connect(self._on_page_changed)
        session.opened.connect(self._on_opened)
        session.laid_out.connect(self._on_laid_out)
        session.page_read.connect(self._on_page_changed)
        session.anchors_changed.connect(self._on_anchors_changed)
        session.embedded.redrawn.connect(self.tiles.renew)
        session.embedded.redrawn.connect(self._repaint)
        session.embedded.changed.connect(self._repaint)
        session.selection_changed.connect(self._repaint)
        session.active_changed.connect(self._repaint)
        session.hovered_changed.connect(self._repaint)

    # What others set

    def set_theme(self, theme: Theme) -> None:
        """Paint in other colors."""
        self.theme = theme
        self._use_tiles()
        self._repaint()

    def set_style(self, style: ReadingStyle) -> None:
        """Set text that reflows in another style; its width is the widest that is wanted."""
        self._wanted_style = style
        self._apply_style()

    def style_that_fits(self) -> ReadingStyle:
        """Return the wanted style, its column not wider than the view."""
        return self._wanted_style.fitted(self.room)

    @property
    def room(self) -> float:
        """How wide a column may be, in points."""
        return self.viewport().width() / PIXELS_PER_POINT

    @property
    def zoom(self) -> float:
        """The zoom of fixed pages: 1.0 is paper size."""
        return self.stack.scale / PIXELS_PER_POINT

    def set_zoom(self, zoom: float) -> None:
        """Zoom fixed pages; 0 fits them to the width."""
        self._zoom = min(max(zoom, _ZOOM_RANGE[0]), _ZOOM_RANGE[1]) if zoom else 0.0
        self.keeper.hold()
        self._rebuild()

    # Where things are

    @property
    def offset(self) -> QPointF:
        """The surface position at the viewport's upper left corner."""
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # Building the surface

    def _on_opened(self) -> None:
        self.tiles.clear()
        self._zoom = 0.0
        self.horizontalScrollBar().setRange(0, 0)
        self.keeper.restore(self.session.position())
        self._rebuild()
        self._apply_style()

    def _on_laid_out(self) -> None:
        self.tiles.clear()
        self._rebuild()

    def _apply_style(self) -> None:
        layout, style = self.session.layout, self.style_that_fits()
        if layout is not None and layout.reflows and style != self.session.style:
            self.keeper.hold(until_laid_out=True)
            self.session.set_style(style)

    def _rebuild(self) -> None:
        if (layout := self.session.layout) is None:
            return
        self.glide.stop()
        side, half = self.horizontalScrollBar(), self.viewport().width() / 2
        middle = (side.value() + half) / self.stack.width if side.maximum() else 0.5
        border = 0 if layout.reflows else _BORDER
        self.stack = PageStack(
            layout.pages,
            self._scale(border),
            self.viewport().width(),
            gap=0 if layout.reflows else _PAGE_GAP,
            border=border,
        )
        self._use_tiles()
        self._update_scroll_bars()
        side.setValue(round(middle * self.stack.width - half))
        self.keeper.settle()
        self.surface.ask_for_pages()
        self.rebuilt.emit()
        self._repaint()

    def _scale(self, border: int) -> float:
        layout = self.session.layout
        assert layout is not None
        if layout.reflows:
            return PIXELS_PER_POINT
        if self._zoom:
            return self._zoom * PIXELS_PER_POINT
        fit = fitting_scale(layout.pages, self.viewport().width() - 2 * border)
        return min(max(fit, 0.2), _WIDEST_FIT * PIXELS_PER_POINT)

    def _use_tiles(self) -> None:
        self.tiles.use(self.stack.scale * self.devicePixelRatioF(), self.theme.page_colors)

    def _update_scroll_bars(self) -> None:
        view = self.viewport().size()
        for bar, whole, part in (
            (self.verticalScrollBar(), self.stack.height, view.height()),
            (self.horizontalScrollBar(), self.stack.width, view.width()),
        ):
            bar.setRange(0, max(whole - part, 0))
            bar.setPageStep(part)
            bar.setSingleStep(_WHEEL_STEP // 2)

    def _on_page_changed(self, page: int) -> None:
        self.keeper.settle()
        if page in self.visible_pages():
            self._repaint()

    def _on_anchors_changed(self) -> None:
        self.keeper.settle()
        self.viewport().update()

    def _repaint(self) -> None:
        self.viewport().update()

    def visible_pages(self) -> range:
        """Return the pages that are in the view."""
        top = self.verticalScrollBar().value()
        return self.stack.visible(top, top + self.viewport().height())

    # Events

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is, and ask for what is missing."""
        is_complete = self.surface.paint(event.rect())
        self.surface.ask_for_pages()
        if is_complete and not self._was_painted:
            self._was_painted = True
            self.first_painted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the reader's place; lay text out anew when the width rests."""
        if self.session.layout is None:
            return
        self.keeper.hold()
        self._rebuild()
        if self.session.layout.reflows:
            self._resize_pause.start()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Follow the scroll bars."""
        self._repaint()
        self.scrolled.emit(self.verticalScrollBar().value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll: a touchpad to the pixel, a wheel gliding; with Ctrl, zoom."""
        notches = event.angleDelta().y() / 120
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_wanted.emit(1 if notches > 0 else -1)
        elif not event.pixelDelta().isNull():
            self.keeper.release()
            self.glide.stop()
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() - event.pixelDelta().y())
            side = self.horizontalScrollBar()
            side.setValue(side.value() - event.pixelDelta().x())
        else:
            self.keeper.release()
            self.glide.by(round(-notches * _WHEEL_STEP))
        event.accept()

    def viewportEvent(self, event: QEvent) -> bool:
        """Zoom with two fingers on a touchpad."""
        zoom = Qt.NativeGestureType.ZoomNativeGesture
        if isinstance(event, QNativeGestureEvent) and event.gestureType() == zoom:
            self._pinched += event.value()
            if abs(self._pinched) > 0.1:
                self.zoom_wanted.emit(1 if self._pinched > 0 else -1)
                self._pinched = 0.0
            return True
        return super().viewportEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Start a selection, or put the caret."""
        self._pointer.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self._pointer.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Extend the selection, or show what is under the mouse."""
        self._pointer.move(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the selection, or click on what is under the mouse."""
        self._pointer.release(event)

    def leaveEvent(self, event: QEvent) -> None:
        """No mark is under the mouse any more."""
        self.session.hover("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move and select by keys."""
        if not self.keyboard.press(event):
            super().keyPressEvent(event)
