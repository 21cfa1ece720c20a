"""What the library remembers of reading an article: when it was opened, how far it was read, the place."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.library.library import Library
from reader_app.library.positions import Position

_LEAST_PROGRESS = 0.001  # a smaller step is not worth a commit


class ReadingRecord(QObject):
    """Keeps and gives places and articles; a failure is told and loses nothing but the place.

    Signals:
        not_kept: Something could not be stored; carries one sentence.
    """

    not_kept = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library

    def position_of(self, article: Article) -> Position | None:
        """Return where the reader was in an article."""
        try:
            return self._library.positions.get(article.id)
        except StorageError:
            return None

    def keep_position(self, article: Article, position: Position, progress: float) -> Article:
        """Remember where the reader is, ``progress`` from 0 to 1; returns the article with its progress."""
        try:
            self._library.positions.put(article.id, position)
        except StorageError as error:
            self.not_kept.emit(str(error))
            return article
        if abs(progress - article.progress) <= _LEAST_PROGRESS:
            return article
        article = replace(article, progress=progress)
        self.keep_article(self.tr("remember how far the article was read"), article)
        return article

    def keep_article(self, task: str, article: Article) -> None:
        """Store an article; ``task`` goes into the sentence if that fails."""
        try:
            self._library.articles.update(article)
        except StorageError as error:
            self.not_kept.emit(self.tr("Cannot {task}: {error}").format(task=task, error=error))
