"""Undo: the one way in which annotations change, and which version of an article is shown among them."""

from typing import Protocol

from PySide6.QtGui import QUndoCommand

from reader_app.core.annotation import Annotation

_NOTE_EDIT = 1  # Qt merges commands of the same id: typing in one card is one step


class AnnotationEdits(Protocol):
    """What a command needs: a place where annotations are put."""

    def put(self, annotation_id: str, annotation: Annotation | None) -> None:
        """Keep the annotation, or take it away if it is ``None``; committed on return."""


class EditAnnotation(QUndoCommand):
    """Takes one annotation from ``before`` to ``after``; ``None`` means absent."""

    def __init__(
        self,
        edits: AnnotationEdits,
        annotation_id: str,
        before: Annotation | None,
        after: Annotation | None,
        text: str,
        *,
        is_typing: bool = False,
    ) -> None:
        """Make the command; pushing it on the stack applies it.

        Args:
            edits: Where annotations are put.
            annotation_id: Which one.
            before: As it is.
            after: As it shall be.
            text: What the reader did, for the Edit menu.
            is_typing: Whether it goes together with the edits of the same note before it.
        """
        super().__init__(text)
        self._edits, self._id = edits, annotation_id
        self._before, self._after = before, after
        self._is_typing = is_typing

    def redo(self) -> None:
        """Apply the new state; Qt calls this on push."""
        self._edits.put(self._id, self._after)

    def undo(self) -> None:
        """Apply the old state."""
        self._edits.put(self._id, self._before)

    def id(self) -> int:
        """Return what Qt compares to see whether two commands may be merged."""
        return _NOTE_EDIT if self._is_typing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Take in the next edit of the same note."""
        if not isinstance(other, EditAnnotation) or other._id != self._id:
            return False
        self._after = other._after
        return True


class VersionChoice(Protocol):
    """What a command needs to show another version of an article."""

    def start(self, article_id: str, version_id: int) -> None:
        """Begin to show a version of an article."""


class ShowOtherVersion(QUndoCommand):
    """Shows another version of an article: another form of its page, or one without a passage.

    Between the edits of annotations it keeps each edit with its own version.
    """

    def __init__(self, choice: VersionChoice, article_id: str, before: int, after: int, text: str) -> None:
        """Make the command for a version that is shown already; pushing it on the stack does nothing.

        Args:
            choice: Shows versions.
            article_id: Which article's.
            before: The version shown before.
            after: The version shown now.
            text: What the reader did, for the Edit menu.
        """
        super().__init__(text)
        self._choice, self._id = choice, article_id
        self._before, self._after = before, after
        self._is_pushed = False

    def redo(self) -> None:
        """Show the other version again."""
        if self._is_pushed:
            self._choice.start(self._id, self._after)
        self._is_pushed = True

    def undo(self) -> None:
        """Show the version of before."""
        self._choice.start(self._id, self._before)
