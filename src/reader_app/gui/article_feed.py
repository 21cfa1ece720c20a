"""Keeps the list of articles as the library is, a slice at a time: a large library keeps nobody waiting."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from reader_app.core.article import Article
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.library_view.article_row import ArticleRow
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf

_SLICE = 250  # articles that are read in one turn of the event loop: some 5 ms


class ArticleFeed(QObject):
    """Reads what the list shows, and shows it when it is complete.

    Attributes:
        articles: The list.
    """

    def __init__(self, session: Session, shelf: Shelf, articles: ArticleList, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._shelf, self.articles = session, shelf, articles
        self._query = ""
        self._rows: dict[str, ArticleRow] = {}
        self._read_count = 0
        self._late: list[Article] = []  # saved while the list was being read
        self._is_outdated = False  # whether something changed while it was being read
        self._counts: dict[str, int] = {}
        self._listed_count = 0
        self._to_select = ""
        self._reading = QTimer(self, singleShot=True, interval=0)
        self._reading.timeout.connect(self._read)
        shelf.changed.connect(self.refresh)
        session.opened.connect(self._on_opened)
        session.annotation_changed.connect(self._on_annotation_changed)
        articles.query_changed.connect(self._on_query_changed)
        self._on_opened()

    def refresh(self) -> None:
        """Show the articles that there are now, soon."""
        if self._reading.isActive():
            self._is_outdated = True
        else:
            self._start()

    def add(self, articles: Sequence[Article]) -> None:
        """List articles that were just saved, without reading the library for it."""
        if self._reading.isActive():
            self._late += articles
        elif not self._query:
            self.articles.add_articles([ArticleRow(article, 0) for article in articles])
            self._select()

    def close(self) -> None:
        """Leave the library alone: it may be closed then."""
        self._reading.stop()
        self._shelf.changed.disconnect(self.refresh)
        self.articles.query_changed.disconnect(self._on_query_changed)

    def _start(self) -> None:
        self._rows, self._read_count, self._is_outdated = {}, 0, False
        self._reading.start()

    def _read(self) -> None:
        """Read the next slice; show all of them after the last."""
        if not self._read_count:
            self._counts = self._shelf.annotation_counts()
            self._listed_count = self._session.annotations.count
        rows = self._shelf.rows(self._query, self._counts, limit=_SLICE, offset=self._read_count)
        self._read_count += len(rows)
        # One that moved down meanwhile, because others came above it, is read twice.
        self._rows.update((row.article.id, row) for row in rows)
        if len(rows) == _SLICE:
            self._reading.start()
        else:
            self._show()

    def _show(self) -> None:
        opened = self._session.article
        if opened is not None and opened.id in self._rows:
            self._session.refresh_article(self._rows[opened.id].article)
        self.articles.set_articles(list(self._rows.values()))
        late, self._late = self._late, []
        if late:
            self.add(late)
        self._select()
        if self._is_outdated:
            self._start()

    def _select(self) -> None:
        """Select what was opened since, else the open article where nothing is selected."""
        opened = self._session.article
        if opened is not None and (self._to_select or not self.articles.selected_id()):
            self.articles.select(opened.id)
        self._to_select = ""

    def _on_opened(self) -> None:
        if self._session.article is not None:
            self._to_select = self._session.article.id
        self.refresh()

    def _on_annotation_changed(self, annotation_id: str) -> None:
        """Show the new count; a note that is typed changes the list only where it was searched."""
        del annotation_id
        if self._session.annotations.count != self._listed_count or self._query:
            self.refresh()

    def _on_query_changed(self, query: str) -> None:
        self._query = query
        self._start()
