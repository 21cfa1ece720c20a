"""What the library remembers of the reader: when an article was opened, and how far it was read."""

import logging
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from reader_app.core.annotation import utc_now
from reader_app.core.article import Article
from reader_app.errors import NotFoundError, StorageError
from reader_app.library.library import Library
from reader_app.library.positions import Position

_NOTEWORTHY = 0.001  # progress that is worth a write
_log = logging.getLogger(__name__)


class ReadingRecord:
    """Keeps places and progress; what cannot be kept waits for the next time, and reading goes on.

    Of an article no more is written than it is about: another program may have changed the rest.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        # What could not be kept yet, by the article's id.
        self._positions: dict[str, Position] = {}
        self._openings: dict[str, datetime] = {}
        self._progress: dict[str, float] = {}

    def position(self, article: Article) -> Position | None:
        """Return where the reader was, None for the beginning."""
        try:
            return self._positions.get(article.id) or self._library.positions.get(article.id)
        except StorageError:
            return None

    def opened(self, article: Article) -> Article:
        """Note that an article was opened now; returns it as it is from now on."""
        self._openings[article.id] = now = utc_now()
        self.keep()
        return article.opened(now)

    def read_to(self, article: Article, position: Position, progress: float) -> Article:
        """Note where the reader is; returns the article as it is from now on.

        Args:
            article: The open one.
            position: At the upper edge of the view.
            progress: From 0 to 1.
        """
        self._positions[article.id] = position
        if abs(progress - article.progress) > _NOTEWORTHY:
            article = replace(article, progress=progress)
            self._progress[article.id] = progress
        self.keep()
        return article

    @property
    def is_kept(self) -> bool:
        """Whether nothing waits."""
        return not (self._positions or self._openings or self._progress)

    def keep(self) -> None:
        """Write what waits, as far as that can be done now."""
        try:
            for article_id in self._positions.keys() | self._openings.keys() | self._progress.keys():
                with suppress(NotFoundError):  # it was deleted meanwhile
                    self._write(article_id)
                for waiting in (self._positions, self._openings, self._progress):
                    waiting.pop(article_id, None)
        except StorageError as error:
            _log.warning("the reader's place is not kept yet: %s", error)

    def _write(self, article_id: str) -> None:
        if article_id in self._positions:
            self._library.positions.put(article_id, self._positions[article_id])
        if article_id in self._openings or article_id in self._progress:
            self._library.articles.update(article_id, self._noted)

    def _noted(self, article: Article) -> Article:
        opened_at = self._openings.get(article.id)
        if opened_at is not None:
            article = article.opened(opened_at)
        return replace(article, progress=self._progress.get(article.id, article.progress))
