"""What is not in the library yet: committed at once where it can be, else kept here and tried again.

Nothing leaves it but into the library. Where another program changed the same annotation meanwhile, both
changes are brought together before this one is committed.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.core.annotation import Annotation
from reader_app.core.reconciling import reconciled
from reader_app.errors import ChangedElsewhereError, NotFoundError, StorageError
from reader_app.gui.commands import Change
from reader_app.library.library import Library

_ATTEMPTS = 5  # in a row, while others write one thing after the other
_FIRST_PAUSE, _LONGEST_PAUSE = 1000, 10_000  # milliseconds between attempts, growing


@dataclass(frozen=True, slots=True)
class UnsavedNote:
    """A note that is not in the library yet, for a copy of it.

    Attributes:
        quote: The marked text.
        note: Markdown.
    """

    quote: str
    note: str


class UnsavedChanges(QObject):
    """Changes that wait for the library.

    Signals:
        failed: They could not be committed; carries one sentence, once for each reason.
        saved: After a failure, everything could be committed.
        reconciled: A change was brought together with another program's; carries the new ``Change``.
        joined: Both changed a note, which has both texts now; carries the annotation's id.
    """

    failed = Signal(str)
    saved = Signal()
    reconciled = Signal(object)
    joined = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library
        self._waiting: dict[str, Change] = {}
        self._data_version = library.data_version()
        self._said = ""  # the sentence that holds, "" while all is well
        self._pause = _FIRST_PAUSE
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self.save)

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def __contains__(self, annotation_id: str) -> bool:
        return annotation_id in self._waiting

    def of(self, article_id: str, version_id: int) -> Iterator[Change]:
        """Return what waits for one version of an article."""
        key = (article_id, version_id)
        return (each for each in self._waiting.values() if (each.article_id, each.version_id) == key)

    def notes(self) -> list[UnsavedNote]:
        """Return the notes that wait, for a copy of them elsewhere."""
        return [
            UnsavedNote(each.after.quote, each.after.note)
            for each in self._waiting.values()
            if each.after is not None
        ]

    @property
    def problem(self) -> str:
        """The sentence that says why something cannot be saved, "" while all is well."""
        return self._said

    def add(self, change: Change) -> None:
        """Take in a change; ``save`` or ``save_soon`` commits it."""
        before = self._waiting.get(change.id)
        self._waiting[change.id] = change if before is None else replace(change, before=before.before)

    def save_soon(self) -> None:
        """Commit now, or with the next attempt where the last one failed: the reader goes on typing."""
        if not self._retry.isActive():
            self.save()

    def save(self) -> None:
        """Commit what waits; ``failed`` or, after a failure, ``saved`` follows."""
        self._retry.stop()
        try:
            self._commit_reconciled()
        except NotFoundError as error:
            self._fail(str(error))  # time does not help: it is tried again with the next change
        except StorageError as error:
            self._retry.start(self._pause)
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            self._fail(str(error))
        else:
            self._pause = _FIRST_PAUSE
            if self._said:
                self._said = ""
                self.saved.emit()

    def reconcile(self) -> None:
        """Look what others made of the annotations that wait, and bring both together.

        Raises:
            StorageError: The library cannot be read.
        """
        seen = self._library.data_version()
        for key, of_article in groupby(sorted(self._waiting.values(), key=_place), key=_place):
            stored = {each.id: each for each in self._library.annotations.of_article(*key)}
            for change in of_article:
                self._reconcile(change, stored.get(change.id))
        self._data_version = seen

    def close(self) -> None:
        """Try nothing again."""
        self._retry.stop()

    def _reconcile(self, change: Change, theirs: Annotation | None) -> None:
        base, mine = change.before, change.after
        if theirs is None or theirs == base:
            return  # what was deleted elsewhere while it is edited here comes back
        after = None if mine is None else reconciled(base or theirs, mine, theirs)
        self._waiting[change.id] = replace(change, before=theirs, after=after)
        if after is not None and mine is not None and after != mine:
            self.reconciled.emit(self._waiting[change.id])
            if after.note not in (mine.note, theirs.note):
                self.joined.emit(change.id)

    def _commit_reconciled(self) -> None:
        """Write all, after bringing together what others wrote up to that very moment."""
        for _ in range(_ATTEMPTS):
            try:
                return self._commit()
            except ChangedElsewhereError:
                self.reconcile()
        return self._commit()

    def _commit(self) -> None:
        """Write all in as few transactions as there are versions, which is one but for rare cases.

        Raises:
            ChangedElsewhereError: Another program wrote since both were brought together.
            NotFoundError: Some belong to what is gone for good; they stay here, the others are saved.
            StorageError: The library cannot be written; no more was tried.
        """
        gone: NotFoundError | None = None
        put_all = self._library.annotations.put_all
        for (_, version_id), group in groupby(sorted(self._waiting.values(), key=_place), key=_place):
            changes = [(each.id, each.after) for each in group]
            try:
                put_all(changes, version_id, seen=self._data_version)
            except NotFoundError:
                for each in changes:
                    try:
                        put_all([each], version_id, seen=self._data_version)
                        del self._waiting[each[0]]
                    except NotFoundError as error:
                        gone = error
            else:
                for annotation_id, _ in changes:
                    del self._waiting[annotation_id]
        if gone is not None:
            raise gone

    def _fail(self, sentence: str) -> None:
        if sentence != self._said:
            self._said = sentence
            self.failed.emit(sentence)


def _place(change: Change) -> tuple[str, int]:
    return change.article_id, change.version_id
