"""Opens articles: from the list, from files, with passwords; keeps the reader's place in each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtWidgets import QWidget

from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.notice_bar import NoticeKind
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf

if TYPE_CHECKING:
    from reader_app.gui.library_view.article_list import ArticleList
    from reader_app.gui.outline_panel import OutlinePanel
    from reader_app.gui.password_dialog import PasswordDialog

_PROBLEMS_SHOWN = 4
_PATIENCE = 500  # milliseconds of opening after which the status bar tells what is opened
_SAID_FOR = 8000  # milliseconds that the status bar tells what was done
_PLACE_PAUSE = 500  # milliseconds without scrolling after which the place is stored


class Opening(QObject):
    """Joins the library list, the shelf and the session.

    Signals:
        add_wanted: The reader wants to choose files.
        leaving: Another article is about to be opened; what is being typed has to be handed over.
        status_changed: Carries a line for the status bar, "" for none, and for how many
            milliseconds, 0 for until it is over.
    """

    add_wanted = Signal()
    leaving = Signal()
    status_changed = Signal(str, int)

    def __init__(self, session: Session, shelf: Shelf, article: ArticlePane, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._shelf, self._article, self._window = session, shelf, article, window
        self.articles: ArticleList | None = None
        self.outline: OutlinePanel | None = None
        self._query = ""
        self._to_open: set[Path] = set()
        self._problems: list[str] = []
        self._listed_count = 0
        self._trashed = ""
        self._password_dialog: PasswordDialog | None = None
        self._place_pause = QTimer(self, singleShot=True, interval=_PLACE_PAUSE)
        self._place_pause.timeout.connect(self.keep_position)
        self._is_slow = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_slow)
        self._patience.start()  # an article may be on its way already
        self._refreshing = QTimer(self, singleShot=True, interval=0)
        self._refreshing.timeout.connect(self._refresh)
        self._connect()

    def use_lists(self, articles: ArticleList, outline: OutlinePanel) -> None:
        """Fill the lists of articles and of contents from now on."""
        self.articles, self.outline = articles, outline
        articles.opened.connect(self._open_by_id)
        articles.query_changed.connect(self._on_query_changed)
        articles.files_dropped.connect(self.add)
        articles.add_requested.connect(self.add_wanted)
        articles.delete_requested.connect(self._trash)
        outline.jumped.connect(self._article.view.travel.show_page)
        self._show_outline()
        self._refresh()

    def open(self, article: Article) -> None:
        """Open an article, after storing the place in the one before."""
        self.leaving.emit()
        self.keep_position()
        self._article.notices.clear()
        self._patience.start()
        self._session.open(article, self._article.view.style_that_fits())

    def add(self, paths: Sequence[Path]) -> None:
        """Add files to the library and open the first of them."""
        self._to_open = set(self._shelf.add(paths))
        if len(self._to_open) == 1:
            self.status_changed.emit(
                self.tr("Adding “{name}”…").format(name=next(iter(self._to_open)).name), 0
            )

    def add_addresses(self, addresses: Sequence[str]) -> None:
        """Add what was dropped or handed over: paths, or file addresses; others cannot be fetched yet."""
        paths = []
        for address in addresses:
            url = QUrl(address)
            if url.scheme() in ("http", "https"):
                self._article.warn(
                    self.tr("Web addresses cannot be saved yet: {address}").format(address=address)
                )
            else:
                paths.append(Path(url.toLocalFile() if url.isLocalFile() else address))
        if len(paths) == 1 and paths[0].is_file():
            self.open_file(paths[0])
        else:
            self.add(paths)

    def open_file(self, path: Path) -> None:
        """Show a file: at once if it is saved already, else as soon as it is."""
        article = self._shelf.find(path)
        if article is not None:
            self.open(article)
        else:
            self.add([path])

    def keep_position(self) -> None:
        """Store where the reader is."""
        if self._session.layout is not None and self._session.article is not None:
            self._session.keep_position(*self._article.view.keeper.position())

    def refresh(self) -> None:
        """Show the articles that there are now, soon."""
        self._refreshing.start()

    def _connect(self) -> None:
        session, shelf = self._session, self._shelf
        self._article.notices.action_requested.connect(self._restore)
        self._article.notices.closed.connect(self._problems.clear)
        self._article.view.scrolled.connect(self._on_scrolled)
        shelf.changed.connect(self.refresh)
        shelf.changed_elsewhere.connect(self._on_changed_elsewhere)
        shelf.saved.connect(self._on_saved)
        shelf.failed.connect(self._on_failed)
        shelf.progressed.connect(self._on_progressed)
        shelf.finished.connect(self._on_finished)
        session.opened.connect(self._on_opened)
        session.laid_out.connect(self._show_outline)
        session.annotation_changed.connect(self._on_annotation_changed)
        session.password_wanted.connect(self._on_password_wanted)
        for is_over in (session.opened, session.failed, session.password_wanted):
            is_over.connect(self._on_over)

    def _open_by_id(self, article_id: str) -> None:
        try:
            self.open(self._shelf.library.articles.get(article_id))
        except StorageError as error:
            self._article.warn(str(error))

    def _refresh(self) -> None:
        self._listed_count = self._session.annotations.count
        rows = self._shelf.rows(self._query)
        for row in rows:
            self._session.refresh_article(row.article)
        if self.articles is None:
            return
        self.articles.set_articles(rows)
        if self._session.article is not None and not self.articles.selected_id():
            self.articles.select(self._session.article.id)

    def _on_annotation_changed(self, annotation_id: str) -> None:
        """Show the new count; a note that is typed changes the list only where it was searched."""
        del annotation_id
        count = self._session.annotations.count
        if count != self._listed_count or self._query:
            self.refresh()

    def _on_query_changed(self, query: str) -> None:
        self._query = query
        self._refresh()

    def _on_opened(self) -> None:
        if self._password_dialog is not None:
            self._password_dialog.accept()
            self._password_dialog = None
        self._show_outline()
        if self._session.article is not None and self.articles is not None:
            self._refresh()
            self.articles.select(self._session.article.id)
        layout = self._session.layout
        if layout is not None and not layout.may_annotate:
            self._article.notices.show_notice(
                self.tr("This PDF's owner forbids annotations in it; yours stay in the library.")
            )

    def _on_slow(self) -> None:
        wanted, article = self._session.wanted, self._session.article
        if wanted is not None and (article is None or article.id != wanted.id):
            self._is_slow = True
            self.status_changed.emit(self.tr("Opening “{title}”…").format(title=wanted.title), 0)

    def _on_over(self) -> None:
        self._patience.stop()
        if self._is_slow:
            self._is_slow = False
            self.status_changed.emit("", 0)

    def _show_outline(self) -> None:
        layout = self._session.layout
        if self.outline is None:
            return
        self.outline.set_outline(layout.outline if layout is not None else ())

    def _on_scrolled(self, y: int) -> None:
        self._place_pause.start()
        stack = self._article.view.stack
        if len(stack) and self.outline is not None:
            page = stack.page_at(y)
            self.outline.set_current(page, max(y - stack.rect(page).top(), 0) / stack.scale + 24)

    def _on_saved(self, path: Path, article: Article, is_new: bool) -> None:
        if path in self._to_open:
            self._to_open.clear()
            self.open(article)
        if not is_new:
            self.status_changed.emit(
                self.tr("“{title}” was already saved").format(title=article.title), _SAID_FOR
            )

    def _on_progressed(self, done: int, total: int) -> None:
        if total > 1:
            self.status_changed.emit(self.tr("Adding {done} of {total}").format(done=done, total=total), 0)

    def _on_failed(self, sentence: str) -> None:
        """Tell every problem, one a line, as far as a notice has room."""
        if sentence not in self._problems:
            self._problems.append(sentence)
        self._show_problems()

    def _show_problems(self) -> None:
        lines = self._problems[:_PROBLEMS_SHOWN]
        if more := len(self._problems) - len(lines):
            lines.append(self.tr("… and {count} more").format(count=more))
        self._article.warn("\n".join(lines))

    def _on_finished(self, new: int, known: int, failed: int) -> None:
        if not self._shelf.has_waiting:
            self._to_open.clear()
        parts = [self.tr("{count} added").format(count=new)]
        if known:
            parts.append(self.tr("{count} already saved").format(count=known))
        if failed:
            parts.append(self.tr("{count} failed").format(count=failed))
        if new + known + failed > 1:
            self.status_changed.emit(", ".join(parts), _SAID_FOR)
        elif not known:
            self.status_changed.emit("", 0)
        if failed:
            self._show_problems()  # an article that was opened meanwhile took the notice away
        self._problems.clear()

    def _on_changed_elsewhere(self) -> None:
        article = self._session.article
        if article is None:
            return
        try:
            self._session.annotations.refresh(self._shelf.library.annotations.of_article(article.id))
        except StorageError as error:
            self._article.warn(str(error))

    def _on_password_wanted(self, was_wrong: bool) -> None:
        if was_wrong and self._password_dialog is not None:
            self._password_dialog.set_wrong()
            return
        article = self._session.wanted
        if article is None:
            return
        from reader_app.gui.password_dialog import PasswordDialog  # late: few files ask for one

        dialog = PasswordDialog(article.title, self._window)
        dialog.submitted.connect(
            lambda password: self._session.open(article, self._article.view.style_that_fits(), password)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.rejected.connect(self._on_password_refused)
        self._password_dialog = dialog
        dialog.open()

    def _on_password_refused(self) -> None:
        self._password_dialog = None
        self._session.give_up()

    def _trash(self, article_id: str) -> None:
        self._shelf.trash(article_id)
        self._trashed = article_id
        self._article.notices.show_notice(
            self.tr("The article is in the trash, with its annotations."), NoticeKind.PLAIN, self.tr("Undo")
        )

    def _restore(self) -> None:
        if self._trashed:
            self._shelf.restore(self._trashed)
            self._trashed = ""
