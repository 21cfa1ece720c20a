"""Gives annotations another place: one that is suggested, the selection, or other ends.

Joins the drawer, the page view and the session, which do not know each other.
"""

from dataclasses import replace

from PySide6.QtCore import QObject

from reader_app.core.annotation import Annotation, Drawing, Target
from reader_app.core.article_text import Place
from reader_app.core.geometry import Point, Rect, bounds_of_quads
from reader_app.gui.annotation_panel.drawer import Drawer
from reader_app.gui.page_view.view import PageView
from reader_app.gui.session import Session


class Placing(QObject):
    """Says where annotations belong, as the reader wants it."""

    def __init__(self, session: Session, view: PageView, drawer: Drawer, parent: QObject | None) -> None:
        super().__init__(parent)
        self._session, self._view, self._drawer = session, view, drawer
        cards, annotations = drawer.cards, session.annotations
        cards.chosen.connect(self._on_chosen)
        cards.accepted.connect(annotations.accept)
        cards.kept_unplaced.connect(annotations.keep_unplaced)
        cards.removed.connect(annotations.remove)
        cards.reattach_wanted.connect(self.reattach)
        drawer.all_accepted.connect(annotations.accept_all)
        session.selection_changed.connect(
            lambda: drawer.cards.set_can_reattach(session.selection is not None)
        )

    def reattach(self, annotation_id: str) -> None:
        """Let an annotation belong to the selection."""
        session = self._session
        annotation = session.annotations.get(annotation_id)
        if annotation is None or session.selection is None:
            return
        targets, drawing = self._selected(annotation, *session.selection)
        if targets:
            session.annotations.reattach(annotation_id, targets, drawing)
            session.clear_selection()

    def move_ends(self, annotation_id: str, first: Place, after: Place) -> None:
        """Let a mark begin and end elsewhere."""
        if targets := self._described(first, after):
            self._session.annotations.set_targets(annotation_id, targets)

    def _selected(
        self, annotation: Annotation, first: Place, after: Place
    ) -> tuple[tuple[Target, ...], Drawing | None]:
        """Return the targets of a selection, and for a drawing, the drawing at its page."""
        text = self._session.text
        if annotation.kind.marks_text or text is None:
            return self._described(first, after), None
        target = text.describe_place(first)
        drawing = annotation.drawing
        found = next(iter(text.span_quads(first, after)), None)
        if drawing is not None and found is not None:
            drawing = _moved(drawing, bounds_of_quads(found[1]))
        return () if target is None else (target,), drawing

    def _described(self, first: Place, after: Place) -> tuple[Target, ...]:
        text = self._session.text
        if text is None:
            return ()
        if text.unread_span(first, after):
            self._session.failed.emit(
                self.tr("The pages between are still being read; try again in a moment.")
            )
            return ()
        return text.describe(first, after)

    def _on_chosen(self, annotation_id: str, rank: int) -> None:
        """Show the place that comes into question, and let keys act on the annotation."""
        self._session.activate(annotation_id)
        annotation = self._session.annotations.get(annotation_id)
        suggestions = annotation.suggestions if annotation is not None else ()
        self._view.light.show(suggestions[rank] if rank < len(suggestions) else ())


def _moved(drawing: Drawing, to: Rect) -> Drawing:
    """Return a drawing whose upper left corner stands where words begin."""
    dx, dy = to.x0 - drawing.area.x0, to.y0 - drawing.area.y0
    area = Rect(to.x0, to.y0, drawing.area.x1 + dx, drawing.area.y1 + dy)
    strokes = tuple(tuple(Point(p.x + dx, p.y + dy) for p in stroke) for stroke in drawing.strokes)
    return replace(drawing, area=area, strokes=strokes)
