"""The library as the window uses it: lists articles, reads texts that were not read yet, notices changes."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.core.article import Article, Form
from reader_app.errors import PasswordRequiredError, ReaderError, StorageError
from reader_app.gui.library_view.article_row import ArticleRow
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.library.library import Library
from reader_app.worker import jobs
from reader_app.worker.care_jobs import TakeDailyCare

if TYPE_CHECKING:
    from reader_app.gui.adding import Adding

_LARGEST_LOOK = 20_000_000  # bytes that are hashed while the window waits: 15 ms
_LOOK_INTERVAL = 500  # milliseconds between looks for changes by other programs
_INDEX_PAUSE = 3000  # milliseconds after the start, or after the last file, before texts are read
_log = logging.getLogger(__name__)


class Shelf(QObject):
    """Tells what is in the library, and keeps it readable.

    Attributes:
        library: The library.

    Signals:
        changed: The list of articles may be another one.
        changed_elsewhere: Another program wrote to the library.
        failed: Something went wrong; carries one sentence.
    """

    changed = Signal()
    changed_elsewhere = Signal()
    failed = Signal(str)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._additions: list[Adding] = []
        self._indexing: BackgroundWork | None = None
        self._care: BackgroundWork | None = None
        self._cared_on: date | None = None
        self._tried: set[str] = set()  # articles whose text was asked for
        self._look = QTimer(self, interval=_LOOK_INTERVAL)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self._pause = QTimer(self, singleShot=True, interval=_INDEX_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self._pause.start()

    def annotation_counts(self) -> dict[str, int]:
        """Return how many annotations each article has; articles without any are left out."""
        try:
            return self.library.annotations.counts()
        except StorageError as error:
            self.failed.emit(str(error))
            return {}

    def tag_names(self) -> list[str]:
        """Return the tags that the library has, to choose from."""
        try:
            return self.library.tag_names()
        except StorageError:
            return []  # they can be typed

    def rows(
        self, query: str, counts: Mapping[str, int], *, limit: int | None = None, offset: int = 0
    ) -> list[ArticleRow]:
        """Return articles that fit a query, last saved first.

        Args:
            query: All articles fit if it is empty.
            counts: How many annotations each has.
            limit: No more than these.
            offset: How many to leave out at the start.
        """
        try:
            found = self.library.articles.list(query, limit=limit, offset=offset)
        except StorageError as error:
            self.failed.emit(str(error))
            return []
        return [ArticleRow(article, counts.get(article.id, 0)) for article in found]

    def latest(self) -> Article | None:
        """Return the article that was opened last, else the one that was saved last."""
        try:
            return self.library.articles.latest()
        except StorageError as error:
            self.failed.emit(str(error))
            return None

    def forms(self, article: Article) -> frozenset[Form]:
        """Return the forms of its page in which an article is kept."""
        try:
            return self.library.versions.forms(article.version_id)
        except StorageError as error:
            self.failed.emit(str(error))
            return frozenset({article.form})

    def namesake(self, article: Article) -> Article | None:
        """Return the other article of the same title that was saved last, None if there is none."""
        try:
            same = self.library.articles.with_title(article.title)
        except StorageError:
            return None
        return next((each for each in same if each.id != article.id), None)

    def find(self, path: Path) -> Article | None:
        """Return the article that a file was saved as; None if it was not, or is too large to look soon."""
        try:
            if self.library.is_own_database(path) or path.stat().st_size > _LARGEST_LOOK:
                return None
            return self.library.articles.find_by_file(hashlib.sha256(path.read_bytes()).hexdigest())
        except (OSError, StorageError):
            return None

    def follow(self, adding: Adding) -> None:
        """Look after what is added: list it at last, read its text, and end it with everything else."""
        self._additions.append(adding)
        adding.finished.connect(self._on_added)

    def close(self) -> None:
        """End what runs in the background; the library may be closed then."""
        self._look.stop()
        self._pause.stop()
        for adding in self._additions:
            adding.close()
        for work in (self._indexing, self._care):
            if work is not None:
                work.cancel()
                work.wait()

    def _on_added(self) -> None:
        self.changed.emit()
        self._pause.start()

    def _on_pause(self) -> None:
        """Read the texts that were not read yet, and take the care that is due once a day."""
        if self._indexing is not None or self._is_adding:
            return
        self._take_care()
        try:
            unread = [each for each in self.library.articles.unread() if each.id not in self._tried]
        except StorageError as error:
            self.failed.emit(str(error))
            return
        if unread:
            self._index(unread)

    def _take_care(self) -> None:
        """Let a child make the day's backup and tidy the trash: both may take long."""
        if self._care is not None or self._cared_on == (today := datetime.now(UTC).date()):
            return
        self._cared_on = today
        self._care = work = BackgroundWork([TakeDailyCare(self.library.folder)], self)
        work.job_failed.connect(lambda _index, error: self.failed.emit(str(error)))
        work.finished.connect(self._on_cared)
        work.finished.connect(work.deleteLater)
        work.start()

    def _on_cared(self) -> None:
        self._care = None

    def _index(self, articles: list[Article]) -> None:
        self._tried.update(each.id for each in articles)
        indexing = [jobs.IndexText(self.library.folder, each.id) for each in articles]
        work = BackgroundWork(indexing, self, children=min(len(indexing), os.cpu_count() or 1))

        def failed(index: int, error: ReaderError) -> None:
            if not isinstance(error, PasswordRequiredError):
                self.failed.emit(
                    self.tr("“{title}” cannot be searched: {error}").format(
                        title=articles[index].title, error=error
                    )
                )

        work.job_failed.connect(failed)
        work.finished.connect(self._on_indexed)
        work.finished.connect(work.deleteLater)
        self._indexing = work
        work.start()

    def _on_indexed(self, was_cancelled: bool) -> None:
        del was_cancelled
        self._indexing = None
        self.changed.emit()

    def _on_look(self) -> None:
        try:
            if not self.library.changed_elsewhere():
                return
        except StorageError as error:
            _log.warning("it cannot be told whether the library changed: %s", error)
            return
        self.changed_elsewhere.emit()
        if not self._is_adding:  # it is our own children that write then; the list hears of each article
            self.changed.emit()
            self._pause.start()

    @property
    def _is_adding(self) -> bool:
        return any(adding.is_busy for adding in self._additions)
