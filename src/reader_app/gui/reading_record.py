"""What the library remembers of the reader: when an article was opened, and how far it was read."""

from collections.abc import Callable
from dataclasses import replace

from reader_app.core.annotation import utc_now
from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.library.library import Library
from reader_app.library.positions import Position

_NOTEWORTHY = 0.001  # progress that is worth a write


class ReadingRecord:
    """Keeps places and progress; what cannot be kept is reported, and reading goes on."""

    def __init__(self, library: Library, report: Callable[[str], None]) -> None:
        """Make the record.

        Args:
            library: Where it is kept.
            report: Gets one sentence when something could not be kept.
        """
        self._library, self._report = library, report

    def position(self, article: Article) -> Position | None:
        """Return where the reader was, None for the beginning."""
        try:
            return self._library.positions.get(article.id)
        except StorageError:
            return None

    def opened(self, article: Article) -> Article:
        """Note that an article was opened now; returns it as it is from now on."""
        return self._keep(article.opened(utc_now()))

    def read_to(self, article: Article, position: Position, progress: float) -> Article:
        """Note where the reader is; returns the article as it is from now on.

        Args:
            article: The open one.
            position: At the upper edge of the view.
            progress: From 0 to 1.
        """
        try:
            self._library.positions.put(article.id, position)
        except StorageError as error:
            self._report(str(error))
            return article
        if abs(progress - article.progress) <= _NOTEWORTHY:
            return article
        return self._keep(replace(article, progress=progress))

    def _keep(self, article: Article) -> Article:
        try:
            self._library.articles.update(article)
        except StorageError as error:
            self._report(str(error))
        return article
