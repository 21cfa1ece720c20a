"""The annotations of the open article: changed by undo commands, committed at once.

Knows neither pages nor panes. What is on its way to the library is told by ``UnsavedChanges``.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from reader_app.core.annotation import Annotation, Drawing, Kind, Status, Target
from reader_app.core.reconciling import joined_notes
from reader_app.errors import NotFoundError, StorageError
from reader_app.gui.commands import Change, EditAnnotations, Step, Together
from reader_app.gui.unsaved_changes import UnsavedChanges
from reader_app.library.library import Library


class AnnotationStore(QObject):
    """Annotations in memory and in the library, always the same but when the library fails.

    Attributes:
        unsaved: What is not in the library yet.
        undo_stack: The steps of the whole window, whichever article they are about.

    Signals:
        changed: One annotation was added, changed or removed; carries its id.
    """

    changed = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._repository, self._articles = library.annotations, library.articles
        self._annotations: dict[str, Annotation] = {}
        self._missing: set[str] = set()
        self._article_id, self._version_id = "", 0
        self.unsaved = UnsavedChanges(library, self)
        self.unsaved.reconciled.connect(self._on_reconciled)
        self.undo_stack = QUndoStack(self)

    def start(self, annotations: Iterable[Annotation], article_id: str, version_id: int) -> None:
        """Begin with the annotations of another article; what is not committed yet counts more.

        Args:
            annotations: As they are in the library.
            article_id: The article.
            version_id: The version of it that is open.
        """
        self._article_id, self._version_id = article_id, version_id
        self._missing.clear()
        self._annotations = {annotation.id: annotation for annotation in annotations}
        for change in self.unsaved.of(article_id, version_id):
            self._keep(change)

    def close(self) -> None:
        """Say goodbye: nothing can be undone any more, and nothing is tried again."""
        self.undo_stack.clear()
        self.unsaved.close()

    @property
    def count(self) -> int:
        """How many annotations the open article has."""
        return len(self._annotations)

    def get(self, annotation_id: str) -> Annotation | None:
        """Return an annotation, None if there is none of that id."""
        annotation = self._annotations.get(annotation_id)
        return self._shown(annotation) if annotation is not None else None

    def in_order(self) -> list[Annotation]:
        """Return all annotations in reading order."""
        return sorted(map(self._shown, self._annotations.values()), key=lambda each: each.order)

    def add(self, annotation: Annotation) -> None:
        """Add a new annotation."""
        self._edit(annotation.id, None, annotation, self.tr("mark"))

    def add_all(self, annotations: Iterable[Annotation], along: Step, text: str) -> None:
        """Add several annotations in one step, after another one."""
        added = [Change(each.id, self._article_id, self._version_id, None, each) for each in annotations]
        if added:
            self.undo_stack.push(Together((along, EditAnnotations(self, added, text)), text))

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
            self._edit(annotation_id, before, before.changed(kind=kind), self.tr("kind of mark"))

    def set_tags(self, annotation_id: str, tags: Sequence[str]) -> None:
        """Give an annotation these tags and no others."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.tags != (after := before.changed(tags=tuple(tags))).tags:
            self._edit(annotation_id, before, after, self.tr("tags"))

    def set_targets(
        self, annotation_id: str, targets: tuple[Target, ...], *, is_stepwise: bool = False
    ) -> None:
        """Let a mark begin or end elsewhere; step by step, as keys do it, is one step to undo."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.targets != targets:
            after = before.changed(targets=targets)
            self._edit(annotation_id, before, after, self.tr("extent"), is_typing=is_stepwise)

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
        found = [self._annotations[each] for each in annotation_ids if each in self._annotations]
        edits = [
            (each.id, each, each.changed(targets=each.suggestions[0])) for each in found if each.suggestions
        ]
        self._edit_all(edits, self.tr("places"))

    def keep_unplaced(self, annotation_id: str) -> None:
        """Look for an annotation in review no longer."""
        before = self._annotations.get(annotation_id)
        if before is not None and before.status is Status.REVIEW:
            self._edit(annotation_id, before, before.unplaced(), self.tr("place"))

    def remove(self, annotation_id: str) -> None:
        """Move an annotation to the trash."""
        before = self._annotations.get(annotation_id)
        if before is not None:
            self._edit(annotation_id, before, None, self.tr("deletion"))

    def merge(self, annotation_ids: Sequence[str], targets: tuple[Target, ...]) -> None:
        """Make one annotation of several: the first in reading order, with all notes and tags.

        Args:
            annotation_ids: At least two; all but the first go to the trash.
            targets: Where the one is.
        """
        chosen = [self._annotations[each] for each in annotation_ids if each in self._annotations]
        first, *others = sorted(chosen, key=lambda each: each.order)
        whole = first.changed(
            note=joined_notes(*(each.note for each in (first, *others))),
            tags=tuple(tag for each in (first, *others) for tag in each.tags),
            targets=targets,
        )
        whole = replace(whole, replies=tuple(reply for each in (first, *others) for reply in each.replies))
        edits = [(first.id, first, whole), *((other.id, other, None) for other in others)]
        self._edit_all(edits, self.tr("merging of marks"))

    def refresh(self) -> None:
        """Take over what another program changed in the library; what is not committed yet stays.

        Raises:
            StorageError: The library cannot be read.
        """
        self.unsaved.reconcile()
        stored = self._repository.of_article(self._article_id, self._version_id)
        theirs = {annotation.id: annotation for annotation in stored}
        for annotation_id in theirs.keys() | self._annotations.keys():
            mine, other = self._annotations.get(annotation_id), theirs.get(annotation_id)
            if annotation_id in self.unsaved or mine == other:
                continue
            self._put(annotation_id, other)
            self.changed.emit(annotation_id)

    def mark_unplaced(self, annotation_id: str) -> None:
        """Show that an annotation's words are not where they were; nothing is stored."""
        annotation = self._annotations.get(annotation_id)
        is_known = annotation_id in self._missing
        if annotation is not None and annotation.status is Status.PLACED and not is_known:
            self._missing.add(annotation_id)
            self.changed.emit(annotation_id)

    def put(self, changes: Sequence[Change]) -> None:
        """Make annotations what they shall be; for the undo commands alone."""
        for change in changes:
            self.unsaved.add(change)
            self._keep(change)
        self.unsaved.save_soon()
        for change in changes:
            if self._is_open(change):
                self.changed.emit(change.id)

    def put_again(self, changes: Sequence[Change]) -> bool:
        """Undo or redo, of each annotation no more than the step changed; for the undo commands alone.

        What others changed since in the same parts stays as they made it, what they deleted stays
        deleted.
        """
        try:
            present = self._present(changes)
        except NotFoundError:
            return False  # the article is gone for good
        anew = [change.made_to(present.get(change.id)) for change in changes]
        anew = [change for change in anew if change.before != change.after]
        if anew:
            self.put(anew)
            return True
        with suppress(StorageError):
            self.refresh()  # what somebody else made of it is to be seen
        return False

    def _present(self, changes: Sequence[Change]) -> dict[str, Annotation]:
        """Return the annotations of a step as they are now.

        Raises:
            NotFoundError: Their article is not in the library, not even in the trash.
        """
        first = changes[0]
        try:
            self._articles.version(first.version_id)
            stored = self._repository.of_article(first.article_id, first.version_id)
            found = {each.id: each for each in stored}
        except NotFoundError:
            raise
        except StorageError:
            # It will be compared when it can be saved.
            found = {each.id: each.before for each in changes if each.before is not None}
        for change in self.unsaved.of(first.article_id, first.version_id):
            found.pop(change.id, None)
            if change.after is not None:
                found[change.id] = change.after
        return found

    def _keep(self, change: Change) -> None:
        if self._is_open(change):
            self._put(change.id, change.after)

    def _put(self, annotation_id: str, annotation: Annotation | None) -> None:
        before = self._annotations.pop(annotation_id, None)
        if annotation is not None:
            self._annotations[annotation_id] = annotation
        if annotation is None or before is None or before.targets != annotation.targets:
            self._missing.discard(annotation_id)

    def _is_open(self, change: Change) -> bool:
        return (change.article_id, change.version_id) == (self._article_id, self._version_id)

    def _shown(self, annotation: Annotation) -> Annotation:
        if annotation.id in self._missing and annotation.status is Status.PLACED:
            return replace(annotation, status=Status.UNPLACED)
        return annotation

    def _on_reconciled(self, change: Change) -> None:
        self._keep(change)
        if self._is_open(change):
            self.changed.emit(change.id)

    def _edit(
        self,
        annotation_id: str,
        before: Annotation | None,
        after: Annotation | None,
        text: str,
        *,
        is_typing: bool = False,
    ) -> None:
        self._edit_all([(annotation_id, before, after)], text, is_typing=is_typing)

    def _edit_all(
        self,
        edits: Iterable[tuple[str, Annotation | None, Annotation | None]],
        text: str,
        *,
        is_typing: bool = False,
    ) -> None:
        """Change annotations of the open article in one step: id, before and after of each."""
        changes = [Change(each, self._article_id, self._version_id, *states) for each, *states in edits]
        if changes:
            self.undo_stack.push(EditAnnotations(self, changes, text, is_typing=is_typing))
