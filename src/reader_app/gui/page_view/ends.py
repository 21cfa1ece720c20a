"""The ends of the active mark: two handles, which the mouse drags to let it begin or end elsewhere.

What is dragged is shown at once and changes nothing until the mouse lets go. Knows neither the library nor
undo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QObject, QPointF, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from reader_app.core.annotation import Annotation, Status
from reader_app.core.article_text import Place
from reader_app.core.extent import Piece, ends_of, with_ends
from reader_app.gui.page_view.caret import CaretWalk
from reader_app.gui.page_view.marks import Mark, paint_mark

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_RADIUS = 4.5  # pixels of the knob
_REACH = 9.0  # pixels around a knob that still count as on it


class Ends(QObject):
    """The handles of the active mark, and the one that is dragged.

    Signals:
        moved: The reader let a mark begin or end elsewhere; carries its id, where it begins and after
            which place it ends, each a ``Place``.
    """

    moved = Signal(str, object, object)

    def __init__(self, view: PageView) -> None:
        super().__init__(view)
        self._view = view
        self._fixed: Place | None = None  # the end that stays while the other one is dragged
        self._span: Piece | None = None
        view.session.opened.connect(self.cancel)

    @property
    def is_dragged(self) -> bool:
        """Whether the mouse holds a handle."""
        return self._fixed is not None

    @property
    def dragged_id(self) -> str:
        """The id of the mark whose end is dragged, "" if none is."""
        return self._view.session.active_id if self.is_dragged else ""

    def is_on_handle(self, position: QPointF) -> bool:
        """Tell whether a position of the viewport is on a handle."""
        return self._handle_at(position) is not None

    def press(self, position: QPointF) -> bool:
        """Take the handle at a position of the viewport; False if there is none."""
        handle, mark = self._handle_at(position), self._mark()
        if handle is None or mark is None:
            return False
        self._span = ends_of(mark.targets)
        self._fixed = self._span[1 - handle]
        return True

    def drag(self, place: Place, *, by_word: bool) -> None:
        """Bring the handle to a place; to the far end of the word there, if whole words are wanted."""
        session, fixed = self._view.session, self._fixed
        if fixed is None or session.text is None or session.layout is None:
            return
        if by_word:
            first, after = CaretWalk(session.text, session.layout).word(place)
            place = first if place < fixed else after
        if place != fixed:  # a mark is never empty
            self._span = min(place, fixed), max(place, fixed)
            for page in session.text.unread_span(*self._span):
                session.read_page(page)
            self._view.viewport().update()

    def release(self) -> None:
        """Let the handle go where it is."""
        annotation, span = self._mark(), self._span
        self.cancel()
        if annotation is not None and span is not None and span != ends_of(annotation.targets):
            self.moved.emit(annotation.id, *span)

    def cancel(self) -> None:
        """Let the handle go where it was."""
        self._fixed = self._span = None
        self._view.viewport().update()

    def paint(self, painter: QPainter) -> None:
        """Paint the handles, and the mark as it would be."""
        annotation = self._mark()
        if annotation is None:
            return
        if self._span is not None:
            session = self._view.session
            color = annotation.color or session.label(annotation.label_id).color
            shown = Mark(annotation.kind, color, self._polygons(annotation, self._span), is_lit=True)
            paint_mark(painter, shown, self._view.theme)
        painter.save()
        painter.setRenderHint(painter.RenderHint.Antialiasing)
        accent = QColor(self._view.theme.accent)
        for edge in self._edges():
            painter.setPen(QPen(accent, 2))
            painter.drawLine(edge)
            painter.setPen(QPen(QColor(self._view.theme.page_paper), 1.5))
            painter.setBrush(accent)
            painter.drawEllipse(edge.p1(), _RADIUS, _RADIUS)
        painter.restore()

    def _mark(self) -> Annotation | None:
        """Return the active annotation if it is the reader's and marks words."""
        session = self._view.session
        annotation = session.annotations.get(session.active_id)
        if annotation is None or annotation.status is not Status.PLACED or session.selection is not None:
            return None
        return annotation if annotation.kind.marks_text and annotation.quote else None

    def _edges(self) -> list[QLineF]:
        """Return the edges of the mark on the surface, each from its knob: the first up, the last down."""
        annotation, text = self._mark(), self._view.session.text
        if annotation is None or text is None or not text.is_located:
            return []
        edges = []
        first, after = self._span or ends_of(annotation.targets)
        for place, is_end in ((first, False), (after, True)):
            page = text.page(text.page_of((place[0], place[1] - is_end)))
            if page is None or not page.lines:
                return []
            quad = page.caret(place[1], is_after=is_end)
            top, foot = (self._view.stack.to_surface(page.page, point) for point in (quad.ul, quad.ll))
            edges.append(QLineF(foot, top) if is_end else QLineF(top, foot))
        return edges

    def _handle_at(self, position: QPointF) -> int | None:
        """Return 0 at the handle where the mark begins, 1 where it ends, None elsewhere."""
        surface = position + self._view.offset
        for index, edge in enumerate(self._edges()):
            if QLineF(surface, edge.p1()).length() <= _REACH:
                return index
        return None

    def _polygons(self, annotation: Annotation, span: Piece) -> list[QPolygonF]:
        text = self._view.session.text
        assert text is not None
        return [
            self._view.stack.polygon(page, quad)
            for piece in with_ends(annotation.targets, *span)
            for page, quads in text.span_quads(*piece)
            for quad in quads
        ]
