"""Gives annotations another place: one that is suggested, the selection, or other ends.

Joins the drawer, the page view and the session, which do not know each other.
"""

from dataclasses import replace

from PySide6.QtCore import QObject

from reader_app.core.annotation import Annotation, Drawing, Status, Target
from reader_app.core.article_text import Place
from reader_app.core.extent import ends_of, with_ends
from reader_app.core.geometry import Point, Rect, bounds_of_quads
from reader_app.gui.annotation_panel.drawer import Drawer
from reader_app.gui.page_view.caret import CaretWalk, Step
from reader_app.gui.page_view.view import PageView
from reader_app.gui.session import Session

_STEPS_OVER_A_BORDER = 3  # the end of a section is the same as the beginning of the next, and some are empty


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
        view.ends.moved.connect(self.move_ends)
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
        annotation = self._session.annotations.get(annotation_id)
        if annotation is not None and (targets := self._with_ends(annotation, first, after)):
            self._session.annotations.set_targets(annotation_id, targets)

    def step_end(self, *, is_start: bool, forward: bool) -> None:
        """Move an end of the active mark by a character; never so far that nothing is left."""
        session = self._session
        annotation = session.annotations.get(session.active_id)
        if annotation is None or not annotation.kind.marks_text or annotation.status is not Status.PLACED:
            return
        ends = list(ends_of(annotation.targets))
        for _ in range(_STEPS_OVER_A_BORDER):
            place = self._stepped(ends[not is_start], forward=forward)
            if place is None or (place >= ends[1] if is_start else place <= ends[0]):
                return
            ends[not is_start] = place
            targets = self._with_ends(annotation, *ends)
            if targets and targets != annotation.targets:
                session.annotations.set_targets(annotation.id, targets, is_stepwise=True)
                self._view.travel.show_place(place)
                return

    def _stepped(self, place: Place, *, forward: bool) -> Place | None:
        """Return the place a character further; None, after asking for what is missing, if it is unread."""
        session = self._session
        if session.text is None or session.layout is None or not session.text.is_located:
            return None
        number = session.text.page_of(place)
        page, needed = session.text.page(number), {number}
        if page is not None and (place[1] >= page.end if forward else place[1] <= page.start):
            needed.add(number + (1 if forward else -1))
        there = needed.intersection(range(len(session.layout.pages)))
        unread = [each for each in there if session.text.page(each) is None]
        for each in unread:
            session.read_page(each)
        if unread:
            self._say_unread()
            return None
        return CaretWalk(session.text, session.layout).move(place, Step.CHARACTER, forward)

    def _with_ends(self, annotation: Annotation, first: Place, after: Place) -> tuple[Target, ...]:
        pieces = with_ends(annotation.targets, first, after)
        described = [self._described(*piece) for piece in pieces]
        return tuple(target for targets in described for target in targets) if all(described) else ()

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
            self._say_unread()
            return ()
        return text.describe(first, after)

    def _say_unread(self) -> None:
        self._session.failed.emit(self.tr("These pages are still being read; try again in a moment."))

    def _on_chosen(self, annotation_id: str, rank: int) -> None:
        """Show the place that comes into question, and let keys act on an annotation that is in sight."""
        active = self._session.annotations.get(self._session.active_id)
        if annotation_id or (active is not None and active.status is not Status.PLACED):
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
