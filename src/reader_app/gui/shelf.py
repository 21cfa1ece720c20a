"""The library as the window uses it: lists articles, adds files, reads their text in the background."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.core.article import Article
from reader_app.errors import PasswordRequiredError, ReaderError, StorageError
from reader_app.gui.library_view.article_row import ArticleRow
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.intake.sources import given
from reader_app.library.backups import backup_if_due
from reader_app.library.library import Library
from reader_app.worker import jobs

_LARGEST_LOOK = 20_000_000  # bytes that are hashed while the window waits: 15 ms
_LOOK_INTERVAL = 2000  # milliseconds between looks for changes by other programs
_INDEX_PAUSE = 3000  # milliseconds after the start, or after the last file, before texts are read


class Shelf(QObject):
    """Adds to the library and tells what is in it.

    Signals:
        changed: The list of articles may be another one.
        changed_elsewhere: Another program wrote to the library.
        saved: A file is in the library; carries its path, the ``Article`` and whether it is new.
        failed: Something went wrong; carries one sentence.
        progressed: Sources done, and sources in all, while several are being added.
        finished: All sources are done; carries how many were new, were there already, and failed.
    """

    changed = Signal()
    changed_elsewhere = Signal()
    saved = Signal(object, object, bool)
    failed = Signal(str)
    progressed = Signal(int, int)
    finished = Signal(int, int, int)

    def __init__(self, library: Library, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.library = library
        self._adding: BackgroundWork | None = None
        self._waiting: list[Path] = []
        self._indexing: BackgroundWork | None = None
        self._unreadable: set[str] = set()
        self._counts = [0, 0, 0]
        self._look = QTimer(self, interval=_LOOK_INTERVAL)
        self._look.timeout.connect(self._on_look)
        self._look.start()
        self._pause = QTimer(self, singleShot=True, interval=_INDEX_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self._pause.start()

    def rows(self, query: str = "") -> list[ArticleRow]:
        """Return the articles that fit a query, all if it is empty."""
        try:
            counts = self.library.annotations.counts()
            return [ArticleRow(each, counts.get(each.id, 0)) for each in self.library.articles.list(query)]
        except StorageError as error:
            self.failed.emit(str(error))
            return []

    def latest(self) -> Article | None:
        """Return the article that was opened last, else the one that was saved last."""
        try:
            return self.library.articles.latest()
        except StorageError as error:
            self.failed.emit(str(error))
            return None

    def find(self, path: Path) -> Article | None:
        """Return the article that a file was saved as; None if it was not, or is too large to look soon."""
        try:
            if path.stat().st_size > _LARGEST_LOOK:
                return None
            return self.library.articles.find_by_file(hashlib.sha256(path.read_bytes()).hexdigest())
        except (OSError, StorageError):
            return None

    def add(self, paths: Sequence[Path]) -> list[Path]:
        """Add files and the files in folders; ``saved`` and ``failed`` follow, at last ``finished``.

        Returns:
            The files that are being added now, or after those that are being added already.
        """
        from reader_app.intake.intake import expand  # late: most starts add nothing

        files: list[Path] = []
        for path in paths:
            try:
                files.extend(expand(path))
            except ReaderError as error:
                self.failed.emit(f"{path.name}: {error}")
        self._waiting.extend(files)
        if self._adding is None and self._waiting:
            self._start_adding()
        return files

    @property
    def has_waiting(self) -> bool:
        """Whether sources wait for those that are being added now."""
        return bool(self._waiting)

    def cancel(self) -> None:
        """Stop adding; what is in the library stays."""
        self._waiting.clear()
        if self._adding is not None:
            self._adding.cancel()

    def trash(self, article_id: str) -> None:
        """Move an article to the trash."""
        try:
            self.library.articles.trash(article_id)
        except StorageError as error:
            self.failed.emit(str(error))
        self.changed.emit()

    def restore(self, article_id: str) -> None:
        """Take an article back out of the trash."""
        try:
            self.library.articles.restore(article_id)
        except StorageError as error:
            self.failed.emit(str(error))
        self.changed.emit()

    def close(self) -> None:
        """End what runs in the background; the library may be closed then."""
        self._look.stop()
        self._pause.stop()
        for work in (self._adding, self._indexing):
            if work is not None:
                work.cancel()
                work.wait()

    def _start_adding(self) -> None:
        paths, self._waiting = self._waiting, []
        self._counts = [0, 0, 0]
        folder = self.library.folder
        work = BackgroundWork([jobs.SaveSource(folder, given(path, path.name)) for path in paths], self)

        def done(index: int, result: object) -> None:
            assert isinstance(result, jobs.SavedSource)
            self._counts[0 if result.is_new else 1] += 1
            self.progressed.emit(index + 1, len(paths))
            self.saved.emit(paths[index], result.article, result.is_new)

        def failed(index: int, error: ReaderError) -> None:
            self._counts[2] += 1
            self.progressed.emit(index + 1, len(paths))
            self.failed.emit(f"{paths[index].name}: {error}")

        work.job_done.connect(done)
        work.job_failed.connect(failed)
        work.finished.connect(self._on_added)
        self._adding = work
        work.start()

    def _on_added(self, was_cancelled: bool) -> None:
        del was_cancelled
        self._adding = None
        self.changed.emit()
        self.finished.emit(*self._counts)
        if self._waiting:
            self._start_adding()
        self._pause.start()

    def _on_pause(self) -> None:
        """Read the texts that were not read yet, and make the day's backup."""
        if self._indexing is not None or self._adding is not None:
            return
        try:
            articles = self.library.articles
            unread = [
                article
                for article in articles.list()
                if article.id not in self._unreadable and not articles.version(article.version_id).has_text
            ]
            backup_if_due(self.library, datetime.now(UTC))
        except StorageError as error:
            self.failed.emit(str(error))
            return
        if unread:
            self._index(unread)

    def _index(self, articles: list[Article]) -> None:
        work = BackgroundWork([jobs.IndexText(self.library.folder, each.id) for each in articles], self)

        def failed(index: int, error: ReaderError) -> None:
            self._unreadable.add(articles[index].id)
            if not isinstance(error, PasswordRequiredError):
                self.failed.emit(
                    self.tr("“{title}” cannot be searched: {error}").format(
                        title=articles[index].title, error=error
                    )
                )

        work.job_failed.connect(failed)
        work.finished.connect(self._on_indexed)
        self._indexing = work
        work.start()

    def _on_indexed(self, was_cancelled: bool) -> None:
        del was_cancelled
        self._indexing = None
        self.changed.emit()

    def _on_look(self) -> None:
        if self.library.changed_elsewhere():
            self.changed_elsewhere.emit()
            self.changed.emit()
            self._pause.start()
