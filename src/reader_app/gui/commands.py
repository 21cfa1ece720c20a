"""Undo: the one way in which annotations change, which version of an article is shown, and what is deleted.

One stack serves the whole window, so a step says which article it is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtGui import QUndoCommand

from reader_app.core.annotation import Annotation
from reader_app.core.reconciling import taken_back

_NOTE_EDIT = 1  # Qt merges commands of the same id: typing in one card is one step, moving an end is


@dataclass(frozen=True, slots=True)
class Change:
    """What a step does to one annotation.

    Attributes:
        id: Of the annotation.
        article_id: The article that it is on.
        version_id: The version of the article that its places are of.
        before: As it is; ``None`` means absent.
        after: As it shall be; ``None`` means absent.
    """

    id: str
    article_id: str
    version_id: int
    before: Annotation | None
    after: Annotation | None

    @property
    def reversed(self) -> "Change":
        """The change that takes it back."""
        return replace(self, before=self.after, after=self.before)

    def made_to(self, present: Annotation | None) -> "Change":
        """Return the same change made to what the annotation is at present.

        What others changed in the same parts stays, what they deleted stays deleted, and what they
        brought back stays.
        """
        before, after = self.before, self.after
        if before is None:
            after = after if present is None else present
        elif present is None or after is None:
            after = None
        else:
            after = taken_back(before, after, present)
        return replace(self, before=present, after=after)


class Step(QUndoCommand):
    """One step of undo.

    Attributes:
        article_id: The article that it is about.
    """

    def __init__(self, article_id: str, text: str) -> None:
        """Make the step.

        Args:
            article_id: The article that it is about.
            text: What the reader did, for the Edit menu.
        """
        super().__init__(text)
        self.article_id = article_id


class AnnotationEdits(Protocol):
    """What a command needs: a place where annotations are put."""

    def put(self, changes: Sequence[Change]) -> None:
        """Make annotations what they shall be; committed on return, all or none."""

    def put_again(self, changes: Sequence[Change]) -> bool:
        """Do the same later, when others may have changed them since; False if nothing was left to do."""


class EditAnnotations(Step):
    """Takes annotations of one article from ``before`` to ``after``, all or none."""

    def __init__(
        self, edits: AnnotationEdits, changes: Sequence[Change], text: str, *, is_typing: bool = False
    ) -> None:
        """Make the command; pushing it on the stack applies it.

        Args:
            edits: Where annotations are put.
            changes: At least one, all on one article.
            text: What the reader did, for the Edit menu.
            is_typing: Whether it goes together with the same kind of edit of the same annotation before it.
        """
        super().__init__(changes[0].article_id, text)
        self._edits, self._changes = edits, tuple(changes)
        self._is_typing = is_typing
        self._is_pushed = False

    def redo(self) -> None:
        """Apply the new state; Qt calls this on push."""
        if self._is_pushed:
            self._again(self._changes)
        else:
            self._is_pushed = True
            self._edits.put(self._changes)

    def undo(self) -> None:
        """Apply the old state."""
        self._again([change.reversed for change in self._changes])

    def id(self) -> int:
        """Return what Qt compares to see whether two commands may be merged."""
        return _NOTE_EDIT if self._is_typing else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 - Qt's name
        """Take in the next edit of the same kind, unless somebody else changed it in between."""
        if not isinstance(other, EditAnnotations) or other.text() != self.text():
            return False
        [mine], [next_one] = self._changes, other._changes
        if replace(next_one, before=mine.before, after=mine.after) != mine or next_one.before != mine.after:
            return False
        self._changes = (replace(mine, after=next_one.after),)
        return True

    def _again(self, changes: Sequence[Change]) -> None:
        if not self._edits.put_again(changes):
            self.setObsolete(True)  # Qt takes it from the stack


class VersionChoice(Protocol):
    """What a command needs to show another version of an article."""

    def start(self, article_id: str, version_id: int) -> None:
        """Begin to show a version of an article."""


class ShowOtherVersion(Step):
    """Shows another version of an article: a new one, another form of its page, or one without a passage.

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
        super().__init__(article_id, text)
        self._choice = choice
        self._before, self._after = before, after
        self._is_pushed = False

    def redo(self) -> None:
        """Show the other version again."""
        if self._is_pushed:
            self._choice.start(self.article_id, self._after)
        self._is_pushed = True

    def undo(self) -> None:
        """Show the version of before."""
        self._choice.start(self.article_id, self._before)


@dataclass(frozen=True, slots=True)
class Things:
    """Articles and annotations that go to the trash or come back together, by their ids."""

    articles: tuple[str, ...] = ()
    annotations: tuple[str, ...] = ()


class TrashPlace(Protocol):
    """What a command needs to delete things."""

    def trash(self, things: Things) -> bool:
        """Move them to the trash; False if none could be, which was said where the world did wrong."""

    def restore(self, things: Things) -> bool:
        """Take them back out of the trash; False as above."""


class MoveToTrash(Step):
    """Moves articles, with all that belongs to them, and annotations to the trash, or out of it."""

    def __init__(
        self, place: TrashPlace, things: Things, article_id: str, text: str, *, is_return: bool = False
    ) -> None:
        """Make the command; pushing it on the stack applies it.

        Args:
            place: Where they go.
            things: Which ones.
            article_id: The article that it is about, or the first of them.
            text: What the reader did, for the Edit menu.
            is_return: Whether they come back.
        """
        super().__init__(article_id, text)
        self._place, self._things, self._is_return = place, things, is_return

    def redo(self) -> None:
        """Delete them; Qt calls this on push."""
        self._move(is_return=self._is_return)

    def undo(self) -> None:
        """Bring them back."""
        self._move(is_return=not self._is_return)

    def _move(self, *, is_return: bool) -> None:
        move = self._place.restore if is_return else self._place.trash
        if not move(self._things):
            self.setObsolete(True)


class Together(Step):
    """Several steps that the reader took as one; the first says which article they are about."""

    def __init__(self, steps: Sequence[Step], text: str) -> None:
        super().__init__(steps[0].article_id, text)
        self._steps = tuple(steps)

    def redo(self) -> None:
        """Do all of them."""
        for step in self._steps:
            step.redo()

    def undo(self) -> None:
        """Take all of them back, the last one first."""
        for step in reversed(self._steps):
            step.undo()
