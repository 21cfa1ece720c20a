"""What keys mean on the page view: scrolling, and a caret that selects.

Without the caret the arrows scroll; Shift with an arrow selects from where the caret stands, which is
where the mouse last clicked, or the first line in the view. F7 shows the caret: then arrows move it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter

from reader_app.core.article_text import Place
from reader_app.gui.page_view.caret import CaretWalk, Step

if TYPE_CHECKING:
    from reader_app.gui.page_view.view import PageView

_KEYS = {
    Qt.Key.Key_Left: (Step.CHARACTER, False),
    Qt.Key.Key_Right: (Step.CHARACTER, True),
    Qt.Key.Key_Up: (Step.LINE, False),
    Qt.Key.Key_Down: (Step.LINE, True),
    Qt.Key.Key_Home: (Step.LINE_EDGE, False),
    Qt.Key.Key_End: (Step.LINE_EDGE, True),
    Qt.Key.Key_PageUp: (Step.PAGE_EDGE, False),
    Qt.Key.Key_PageDown: (Step.PAGE_EDGE, True),
}
_WITH_CONTROL = {
    Step.CHARACTER: Step.WORD,
    Step.LINE: Step.PARAGRAPH,
    Step.LINE_EDGE: Step.PAGE_EDGE,
}


class Keyboard:
    """Reads the keys for a page view, and holds its caret.

    Attributes:
        caret: Where it stands, shown or not; None until a first key or click.
        anchor: Where a selection that ends at the caret began.
        is_shown: Whether arrows move the caret.
    """

    def __init__(self, view: PageView) -> None:
        self._view = view
        self.caret: Place | None = None
        self.anchor: Place | None = None
        self.is_shown = False
        self._is_at_line_end = False
        view.session.opened.connect(lambda: self.put(None))

    def put(self, place: Place | None, anchor: Place | None = None) -> None:
        """Put the caret; ``anchor`` is where a selection that ends at the caret began."""
        self.caret, self.anchor = place, anchor if anchor is not None else place
        self._is_at_line_end = False

    def show_caret(self, is_shown: bool) -> None:
        """Show the caret and let the arrows move it, or hide it and let them scroll."""
        self.is_shown = is_shown
        if is_shown and self.caret is None:
            self.put(self._first_in_view())
        self._view.viewport().update()

    def press(self, event: QKeyEvent) -> bool:
        """Take a key; False if it means nothing here."""
        key = Qt.Key(event.key())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier):
            return False
        if key == Qt.Key.Key_Escape and self._view.ends.is_dragged:
            self._view.ends.cancel()
            return True
        if key == Qt.Key.Key_Escape:
            self._view.session.clear_selection()
            self._view.session.activate("")
            return True
        if key in _KEYS and (shift or self.is_shown):
            step, forward = _KEYS[key]
            step = _WITH_CONTROL.get(step, step) if control else step
            return self._walk(step, forward, extend=shift)
        return self._scroll(key, shift, control)

    def paint(self, painter: QPainter, color: QColor) -> None:
        """Paint the caret, where it is shown."""
        text = self._view.session.text
        if not self.is_shown or self.caret is None or text is None:
            return
        page = text.page(text.page_of(self.caret))
        if page is None or not page.lines:
            return
        bounds = self._view.stack.polygon(page.page, page.caret(self.caret[1])).boundingRect()
        painter.fillRect(bounds.adjusted(-0.75, 0, 0.75, 0), color)

    def _walk(self, step: Step, forward: bool, *, extend: bool) -> bool:
        session = self._view.session
        if session.text is None or session.layout is None:
            return False
        if self.caret is None:
            self.put(self._first_in_view())
        if self.caret is None or self.anchor is None:
            return False
        if session.selection is None:
            self.anchor = self.caret  # what was selected is marked, or given up: begin anew
        walk = CaretWalk(session.text, session.layout)
        here = self.caret
        if self._is_at_line_end and step is Step.LINE_EDGE and not forward:
            # The end of a line is the same offset as the beginning of the next: go back in its own line.
            here = (here[0], here[1] - 1)
        there = walk.move(here, step, forward)
        self._is_at_line_end = step is Step.LINE_EDGE and forward
        page = session.text.page_of(there)
        session.read_page(page)
        if step in (Step.LINE, Step.PAGE_EDGE) and there == self.caret:
            session.read_page(min(max(page + (1 if forward else -1), 0), len(self._view.stack) - 1))
        self.caret = there
        if extend:
            session.select(self.anchor, there)
            self._view.selection_made.emit()
        else:
            self.anchor = there
            session.clear_selection()
        self._reveal()
        self._view.viewport().update()
        return True

    def _reveal(self) -> None:
        text = self._view.session.text
        if text is None or self.caret is None:
            return
        page = text.page(text.page_of(self.caret))
        if page is not None and page.lines:
            self._view.travel.reveal(self._view.stack.bounds(page.page, [page.caret(self.caret[1])]))

    def _first_in_view(self) -> Place | None:
        view = self._view
        if view.session.text is None or not len(view.stack):
            return None
        top = view.verticalScrollBar().value()
        page = view.session.text.page(view.stack.page_at(top))
        if page is None:
            return None
        offset = page.first_below(view.stack.to_page(page.page, QPointF(0.0, top)).y)
        return None if offset is None else (page.section, offset)

    def _scroll(self, key: Qt.Key, shift: bool, control: bool) -> bool:
        view = self._view
        bar = view.verticalScrollBar()
        line, page = 60, view.viewport().height() - 60
        moves = {
            Qt.Key.Key_Up: -line,
            Qt.Key.Key_Down: line,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Space: -page if shift else page,
        }
        view.keeper.release()
        if key in moves and not control:
            view.glide.by(moves[key])
        elif key == Qt.Key.Key_Home:
            view.glide.to(bar.minimum())
        elif key == Qt.Key.Key_End:
            view.glide.to(bar.maximum())
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and view.horizontalScrollBar().maximum():
            side = view.horizontalScrollBar()
            side.setValue(side.value() + (line if key == Qt.Key.Key_Right else -line))
        else:
            return False
        return True
