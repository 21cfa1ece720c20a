"""The trash in the window: moves things there and back, and shows what is in it."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoStack
from PySide6.QtWidgets import QWidget

from reader_app.errors import StorageError
from reader_app.gui.commands import MoveToTrash, Things
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.gui.trash_dialog import TrashDialog
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.library.trash_contents import Trashed
from reader_app.worker.care_jobs import PurgeTrash


class Trash(QObject):
    """Deletes and restores, each as a step that can be undone; only what leaves for good cannot."""

    def __init__(self, session: Session, shelf: Shelf, warn: Callable[[str], None], window: QWidget) -> None:
        """Make it.

        Args:
            session: Is told of annotations that went or came.
            shelf: Is told of articles that went or came.
            warn: Says what went wrong.
            window: Owner of the dialog.
        """
        super().__init__(window)
        self._session, self._shelf, self._warn, self._window = session, shelf, warn, window
        self._dialog: TrashDialog | None = None
        self._purging: BackgroundWork | None = None
        session.annotations.undo_stack.indexChanged.connect(self._show_contents)
        shelf.changed_elsewhere.connect(self._show_contents)

    @property
    def stack(self) -> QUndoStack:
        """The steps of the window."""
        return self._session.annotations.undo_stack

    def deletion(self, article_id: str) -> MoveToTrash:
        """Return the step that deletes an article."""
        return MoveToTrash(self, Things((article_id,)), article_id, self.tr("deletion of an article"))

    def restore_article(self, article_id: str) -> None:
        """Bring an article back, which can be undone."""
        self._bring_back(Things((article_id,)), article_id)

    def trash(self, things: Things) -> bool:
        """Move things to the trash; False if none could be. For the undo commands alone."""
        return self._move(things, self._shelf.library.trash.put_in)

    def restore(self, things: Things) -> bool:
        """Take things back out of the trash; False if none could be. For the undo commands alone."""
        return self._move(things, self._shelf.library.trash.take_out)

    def show(self) -> None:
        """Show what is in the trash."""
        if self._dialog is None:
            dialog = TrashDialog(self._window)
            dialog.restore_wanted.connect(self._on_restore)
            dialog.purge_wanted.connect(self._on_purge)
            dialog.finished.connect(self._on_closed)
            self._dialog = dialog
        self._show_contents()
        self._dialog.show()
        self._dialog.raise_()

    def close(self) -> None:
        """Stop, and wait until the child is gone."""
        if self._purging is not None:
            self._purging.cancel()
            self._purging.wait()

    def _move(self, things: Things, move: Callable[[Iterable[str], Iterable[str]], int]) -> bool:
        try:
            return move(things.articles, things.annotations) > 0
        except StorageError as error:
            self._warn(str(error))
            return False
        finally:
            with suppress(StorageError):  # it will be looked at again
                self._session.annotations.refresh()
            self._shelf.changed.emit()

    def _bring_back(self, things: Things, article_id: str) -> None:
        text = self.tr("return from the trash")
        self.stack.push(MoveToTrash(self, things, article_id, text, is_return=True))

    def _on_restore(self, chosen: Sequence[Trashed]) -> None:
        # An annotation comes back with its article, so that both go again where this is undone.
        articles = dict.fromkeys(each.article_id for each in chosen if each.is_in_trashed_article)
        articles |= dict.fromkeys(each.id for each in chosen if each.is_article)
        annotations = tuple(each.id for each in chosen if not each.is_article)
        self._bring_back(Things(tuple(articles), annotations), chosen[0].article_id)

    def _on_purge(self, chosen: Sequence[Trashed]) -> None:
        """Let a child delete for good: to take long texts out of the search takes its time."""
        if self._purging is not None or self._dialog is None:
            return
        self._dialog.setEnabled(False)
        job = PurgeTrash(self._shelf.library.folder, tuple(_outermost(chosen)))
        self._purging = work = BackgroundWork([job], self)
        work.job_failed.connect(lambda _index, error: self._warn(str(error)))
        work.finished.connect(self._on_purged)
        work.finished.connect(work.deleteLater)
        work.start()

    def _on_purged(self) -> None:
        self._purging = None
        if self._dialog is not None:
            self._dialog.setEnabled(True)
        self._show_contents()

    def _show_contents(self) -> None:
        if self._dialog is None:
            return
        try:
            self._dialog.set_contents(self._shelf.library.trash.contents())
        except StorageError as error:
            self._warn(str(error))

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None


def _outermost(chosen: Iterable[Trashed]) -> list[str]:
    """Return the ids of the chosen without annotations that go with a chosen article."""
    articles = {each.id for each in chosen if each.is_article}
    return [each.id for each in chosen if each.is_article or each.article_id not in articles]
