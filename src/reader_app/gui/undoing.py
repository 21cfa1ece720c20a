"""Undo and redo in the window, whichever article a step is about, and the deletion of articles.

A step that is about another article than the open one changes the library, and says so.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject

from reader_app.errors import NotFoundError, StorageError
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.commands import Step
from reader_app.gui.notice_bar import NoticeKind
from reader_app.gui.opening import Opening
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.gui.trash import Trash
from reader_app.gui.versions import Versions


class Undoing(QObject):
    """Takes steps back and does them again."""

    def __init__(
        self,
        session: Session,
        shelf: Shelf,
        trash: Trash,
        opening: Opening,
        pane: ArticlePane,
        versions: Versions,
        flush: Callable[[], None],
        parent: QObject,
    ) -> None:
        """Make it.

        Args:
            session: Has the stack.
            shelf: Knows the articles.
            trash: Deletes them.
            opening: Opens the article that a step was about.
            pane: Says what was done.
            versions: Is left to finish before anything is undone.
            flush: Hands over what is being typed.
            parent: Owner.
        """
        super().__init__(parent)
        self._session, self._shelf, self._opening, self._pane = session, shelf, opening, pane
        self._trash, self._versions, self._flush = trash, versions, flush
        self._stack = session.annotations.undo_stack
        self._said = ""  # of the last step; it may not hold after the next

    def undo(self) -> None:
        """Take the last change back."""
        self._flush()
        if self._versions.is_busy or not self._stack.canUndo():
            return
        step = self._stack.command(self._stack.index() - 1)
        self._take(self._stack.undo, step, self.tr("Undone in “{title}”: {what}."))

    def redo(self) -> None:
        """Do again what was taken back."""
        self._flush()
        if self._versions.is_busy or not self._stack.canRedo():
            return
        step = self._stack.command(self._stack.index())
        self._take(self._stack.redo, step, self.tr("Done again in “{title}”: {what}."))

    def trash_article(self, article_id: str) -> None:
        """Delete an article, which can be undone."""
        self._flush()
        step, before = self._trash.deletion(article_id), self._stack.index()
        self._stack.push(step)
        if self._stack.index() > before:  # else it failed, and that was said
            self._tell_trashed(step)

    def _take_back(self, step: Step) -> None:
        """Undo a deletion, also where other steps were done since."""
        last = self._stack.index() - 1
        if last >= 0 and self._stack.command(last) is step:
            self.undo()
        else:
            self._trash.restore_article(step.article_id)

    def _take(self, go: Callable[[], None], step: object, sentence: str) -> None:
        """Go a step back or forth, and say what the reader cannot see of it."""
        notices, count = self._pane.notices, self._stack.count()
        if notices.sentence == self._said:
            notices.clear()
        said = notices.sentence
        go()
        if self._stack.count() == count:
            self._tell(step, sentence)
        elif notices.sentence == said:  # else it was said why
            notices.show_notice(self.tr("Nothing was undone: it was changed or deleted elsewhere since."))

    def _tell(self, step: object, sentence: str) -> None:
        if not isinstance(step, Step):
            return
        try:
            title = self._shelf.library.articles.get(step.article_id).title
        except NotFoundError:
            self._tell_trashed(step)
            return
        except StorageError:
            return  # the step was done; the rest of the window says what is wrong
        article = self._session.article
        if article is not None and article.id == step.article_id:
            return
        self._shelf.changed.emit()  # it may have another number of annotations now
        self._say(
            sentence.format(title=title, what=step.text()),
            self.tr("Open"),
            lambda: self._opening.open_by_id(step.article_id),
        )

    def _tell_trashed(self, step: Step) -> None:
        sentence = self.tr("The article is in the trash, with its annotations.")
        self._say(sentence, self.tr("Undo"), lambda: self._take_back(step))

    def _say(self, sentence: str, action: str, run: Callable[[], None]) -> None:
        self._said = sentence
        self._pane.notices.show_notice(sentence, NoticeKind.PLAIN, action, run)
