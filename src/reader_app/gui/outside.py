"""Follows in the window what other programs do to the library while it is open."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from reader_app.core.article import Article
from reader_app.errors import NotFoundError, StorageError
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.notice_bar import NoticeKind
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.gui.trash import Trash
from reader_app.gui.versions import Versions

_AGAIN_AFTER = 1000  # milliseconds until the library is looked at again that could not be read
_log = logging.getLogger(__name__)


class Outside(QObject):
    """Takes over changes that came from outside, without losing what is being typed."""

    def __init__(
        self,
        session: Session,
        shelf: Shelf,
        pane: ArticlePane,
        versions: Versions,
        trash: Trash,
        flush: Callable[[], None],
        parent: QObject,
    ) -> None:
        """Make it.

        Args:
            session: Is brought up to date.
            shelf: Tells of changes.
            pane: Says what became of the open article.
            versions: Opens the version that another program has chosen.
            trash: Brings the open article back that another program deleted.
            flush: Hands over what is being typed, so that it counts as a change of the reader's.
            parent: Owner.
        """
        super().__init__(parent)
        self._session, self._shelf, self._pane = session, shelf, pane
        self._versions, self._trash, self._flush = versions, trash, flush
        self._missing = ""  # the id of the open article while it is not in the library
        self._again = QTimer(self, singleShot=True, interval=_AGAIN_AFTER)
        self._again.timeout.connect(self._take_over)
        shelf.changed_elsewhere.connect(self._take_over)

    def close(self) -> None:
        """Leave the library alone: it may be closed then."""
        self._again.stop()

    def _take_over(self) -> None:
        self._flush()
        try:
            self._follow_article()
        except StorageError as error:
            _log.warning("changes from outside are not shown yet: %s", error)
            self._again.start()

    def _follow_article(self) -> None:
        opened = self._session.wanted
        if opened is None or self._versions.is_busy:
            self._session.refresh()
            return
        try:
            present = self._shelf.library.articles.get(opened.id)
        except NotFoundError:
            self._on_missing(opened)
            return
        if self._missing:
            self._missing = ""
            self._pane.notices.clear()
        if present.version_id != opened.version_id:
            self._versions.follow(present)
        else:
            self._session.refresh_article(present)
            self._session.refresh()

    def _on_missing(self, article: Article) -> None:
        if self._missing == article.id:
            return
        self._missing = article.id
        is_trashed = any(each.id == article.id for each in self._shelf.library.articles.trashed())
        if is_trashed:
            self._pane.notices.show_notice(
                self.tr("This article is in the trash."),
                NoticeKind.PLAIN,
                self.tr("Restore"),
                lambda: self._trash.restore_article(article.id),
            )
        else:
            self._pane.notices.show_notice(
                self.tr("This article was deleted for good; what you see is all that is left."),
                NoticeKind.WARNING,
            )
