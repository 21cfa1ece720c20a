"""Makes marks: of the selected words, and one of several that overlap or touch each other."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from reader_app.core.annotation import Annotation, Kind, Status, new_annotation
from reader_app.core.article_text import Place
from reader_app.gui.session import Session

Span = tuple[Place, Place]
"""The first place of a mark, and the place after it."""


def mark_selection(session: Session, kind: Kind, label_id: str) -> str:
    """Mark the selected words and make the mark active; returns its id, "" if nothing could be marked."""
    if session.selection is None or session.text is None or session.article is None:
        return ""
    if _is_unread(session, session.selection):
        return ""
    targets = session.text.describe(*session.selection)
    if not targets:
        return ""
    annotation = new_annotation(session.article.id, targets, kind=kind, label_id=label_id)
    session.annotations.add(annotation)
    session.clear_selection()
    session.activate(annotation.id)
    return annotation.id


def merge_marks(session: Session) -> bool:
    """Merge what the selection touches, else the active mark with those that touch it.

    Returns:
        Whether there was anything to merge; what keeps it from being done is said by the session.
    """
    active = session.annotations.get(session.active_id)
    start = session.selection or (_span(active) if active is not None and _is_mark(active) else None)
    if start is None or session.text is None:
        return False
    whole, marks = _grown(start, [each for each in session.annotations.in_order() if _is_mark(each)])
    if len(marks) < (1 if session.selection is not None else 2) or [_span(each) for each in marks] == [whole]:
        return False
    if _is_unread(session, whole):
        return True
    session.annotations.merge([each.id for each in marks], session.text.describe(*whole))
    session.clear_selection()
    session.activate(marks[0].id)
    return True


def _is_unread(session: Session, span: Span) -> bool:
    """Whether pages of a span are still to be read, which is said then."""
    if session.text is not None and not session.text.unread_span(*span):
        return False
    session.failed.emit(
        QCoreApplication.translate(
            "marking", "The pages between are still being read; mark them in a moment."
        )
    )
    return True


def _grown(span: Span, marks: Sequence[Annotation]) -> tuple[Span, list[Annotation]]:
    """Return a span with all that it touches, and that in turn touches these, and which marks they are."""
    touched: list[Annotation] = []
    while True:
        more = [each for each in marks if each not in touched and _touch(span, _span(each))]
        if not more:
            return span, sorted(touched, key=lambda each: each.order)
        touched += more
        spans = [span, *map(_span, more)]
        span = (min(first for first, _ in spans), max(after for _, after in spans))


def _touch(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _span(annotation: Annotation) -> Span:
    first, last = annotation.targets[0], annotation.targets[-1]
    return (first.section, first.start), (last.section, last.end)


def _is_mark(annotation: Annotation) -> bool:
    return annotation.kind.marks_text and annotation.status is Status.PLACED
