"""The annotations of the open article: changed by undo commands, committed at once.

Knows neither pages nor panes.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from reader_app.core.annotation import Annotation, Drawing, Kind, Status, Target
from reader_app.errors import NotFoundError, StorageError
from reader_app.gui.commands import EditAnnotation
from reader_app.library.annotations import AnnotationRepository

_RETRY_INTERVAL = 3000  # milliseconds between attempts to commit what could not be committed


class AnnotationStore(QObject):
    """Annotations in memory and in the library, always the same but when the library fails.

    Signals:
        changed: One annotation was added, changed or removed; carries its id.
        save_failed: It could not be committed; carries one sentence. It is kept here and tried again.
        saved: After a failure, everything could be committed.
    """

    changed = Signal(str)
    save_failed = Signal(str)
    saved = Signal()

    def __init__(self, repository: AnnotationRepository, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._repository = repository
        self._annotations: dict[str, Annotation] = {}
        self._unsaved: dict[str, Annotation | None] = {}
        self._missing: set[str] = set()
        self._is_failing = False
        self.undo_stack = QUndoStack(self)
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.setInterval(_RETRY_INTERVAL)
        self._retry.timeout.connect(self.save)

    def start(self, annotations: Iterable[Annotation], article_id: str, *, keeps_undo: bool = False) -> None:
        """Begin with the annotations of another article; what is not committed yet counts more.

        Args:
            annotations: As they are in the library.
            article_id: The article.
            keeps_undo: Whether it is another version of the same article, so that what was done can
                still be undone.
        """
        if not keeps_undo:
            self.undo_stack.clear()
        self._missing.clear()
        self._annotations = {annotation.id: annotation for annotation in annotations}
        for annotation_id, unsaved in self._unsaved.items():
            if unsaved is None:
                self._annotations.pop(annotation_id, None)
            elif unsaved.article_id == article_id:
                self._annotations[annotation_id] = unsaved

    def close(self) -> None:
        """Say goodbye: nothing can be undone any more, and nothing is tried again."""
        self.undo_stack.clear()
        self._retry.stop()

    @property
    def count(self) -> int:
        """How many annotations the open article has."""
        return len(self._annotations)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return an annotation, None if there is none of that id."""
        return self._annotations.get(annotation_id)

    def in_order(self) -> list[Annotation]:
        """Return all annotations in reading order."""
        return sorted(self._annotations.values(), key=lambda each: each.order)

    def add(self, annotation: Annotation) -> None:
        """Add a new annotation."""
        self._edit(annotation.id, None, annotation, self.tr("mark"))

    def set_note(self, annotation_id: str, note: str) -> None:
        """Change a note; called while the reader types."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.note != note:
            after = before.changed(note=note)
            self._edit(annotation_id, before, after, self.tr("note"), is_typing=True)

    def set_label(self, annotation_id: str, label_id: str) -> None:
        """Give an annotation another label."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.label_id != label_id:
            self._edit(annotation_id, before, before.changed(label_id=label_id), self.tr("label"))

    def set_kind(self, annotation_id: str, kind: Kind) -> None:
        """Draw an annotation another way."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.kind is not kind:
            self._edit(annotation_id, before, before.changed(kind=kind), self.tr("mark"))

    def set_targets(self, annotation_id: str, targets: tuple[Target, ...]) -> None:
        """Let a mark begin or end elsewhere."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.targets != targets:
            self._edit(annotation_id, before, before.changed(targets=targets), self.tr("extent"))

    def reattach(
        self, annotation_id: str, targets: tuple[Target, ...], drawing: Drawing | None = None
    ) -> None:
        """Give an annotation the place that the reader chose; a drawing comes to its page."""
        before = self._annotations.get(annotation_id)
        if before is not None:
            after = replace(before.changed(targets=targets), drawing=drawing or before.drawing)
            self._edit(annotation_id, before, after, self.tr("place"))

    def accept(self, annotation_id: str, rank: int = 0) -> None:
        """Take one of the places that are suggested for an annotation in review."""
        before = self._annotations.get(annotation_id)
        if before is not None and rank < len(before.suggestions):
            after = before.changed(targets=before.suggestions[rank])
            self._edit(annotation_id, before, after, self.tr("place"))

    def accept_all(self, annotation_ids: Sequence[str]) -> None:
        """Take the first suggested place of several annotations; one step to undo."""
        self.undo_stack.beginMacro(self.tr("places"))
        for annotation_id in annotation_ids:
            self.accept(annotation_id)
        self.undo_stack.endMacro()

    def keep_unplaced(self, annotation_id: str) -> None:
        """Look for an annotation in review no longer."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.status is Status.REVIEW:
            self._edit(annotation_id, before, before.unplaced(), self.tr("place"))

    def remove(self, annotation_id: str) -> None:
        """Move an annotation to the trash."""
        before = self._annotations.get(annotation_id)
        if before is not None:
            self._edit(annotation_id, before, None, self.tr("removal"))

    def refresh(self, annotations: Iterable[Annotation]) -> None:
        """Take over what another program changed in the library; what is not committed yet stays."""
        theirs = {annotation.id: annotation for annotation in annotations}
        for annotation_id in theirs.keys() | self._annotations.keys():
            mine, other = self._annotations.get(annotation_id), theirs.get(annotation_id)
            if annotation_id in self._unsaved or _is_same(mine, other):
                continue
            if other is None:
                del self._annotations[annotation_id]
            else:
                self._annotations[annotation_id] = other
            self.changed.emit(annotation_id)

    def mark_unplaced(self, annotation_id: str) -> None:
        """Show that an annotation's words are not where they were; nothing is stored."""
        annotation = self._annotations.get(annotation_id)
        if annotation is not None and annotation.status is Status.PLACED:
            self._missing.add(annotation_id)
            self._annotations[annotation_id] = replace(annotation, status=Status.UNPLACED)
            self.changed.emit(annotation_id)

    def put(self, annotation_id: str, annotation: Annotation | None) -> None:
        """Keep an annotation, or take it away; for the undo commands alone."""
        if annotation is None:
            self._annotations.pop(annotation_id, None)
        else:
            self._annotations[annotation_id] = annotation
        self._unsaved[annotation_id] = annotation
        self.save()
        self.changed.emit(annotation_id)

    def save(self) -> None:
        """Commit what is not committed yet; ``save_failed`` or, after a failure, ``saved`` follows."""
        problem: StorageError | None = None
        for annotation_id, annotation in list(self._unsaved.items()):
            try:
                self._commit(annotation_id, annotation)
            except StorageError as error:
                problem = error  # the others are tried all the same
        if problem is not None:
            self._is_failing = True
            self._retry.start()
            self.save_failed.emit(str(problem))
        elif self._is_failing:
            self._is_failing = False
            self.saved.emit()

    @property
    def has_unsaved(self) -> bool:
        """Whether something could not be committed yet."""
        return bool(self._unsaved)

    def _commit(self, annotation_id: str, annotation: Annotation | None) -> None:
        if annotation is not None:
            is_missing = annotation_id in self._missing and annotation.status is Status.UNPLACED
            self._repository.put(replace(annotation, status=Status.PLACED) if is_missing else annotation)
        else:
            # One that could never be committed is not there to be removed.
            with suppress(NotFoundError):
                self._repository.remove(annotation_id)
        del self._unsaved[annotation_id]

    def _edit(
        self,
        annotation_id: str,
        before: Annotation | None,
        after: Annotation | None,
        text: str,
        *,
        is_typing: bool = False,
    ) -> None:
        command = EditAnnotation(self, annotation_id, before, after, text, is_typing=is_typing)
        self.undo_stack.push(command)


def _is_same(mine: Annotation | None, other: Annotation | None) -> bool:
    """Tell whether two states agree; that a passage was not found on a page is not in the library."""
    if mine is None or other is None:
        return mine is other
    return replace(mine, status=other.status) == other
