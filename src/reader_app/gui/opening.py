"""Opens articles, with passwords where they ask for one; keeps the reader's place; shows the contents.

Knows nothing of how articles are added.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.library.positions import Position

if TYPE_CHECKING:
    from reader_app.gui.library_view.article_list import ArticleList
    from reader_app.gui.outline_panel import OutlinePanel
    from reader_app.gui.password_dialog import PasswordDialog

_PATIENCE = 500  # milliseconds of opening after which the status bar tells what is opened
_PLACE_PAUSE = 500  # milliseconds without scrolling after which the place is stored
_PLACE_AGAIN = 5000  # milliseconds until it is tried again, for each attempt may hold the window up


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
        self.outline: OutlinePanel | None = None
        self._then: Callable[[], None] | None = None
        self._password_dialog: PasswordDialog | None = None
        self._place_pause = QTimer(self, singleShot=True)
        self._place_pause.timeout.connect(self.keep_position)
        self._is_slow = False
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self._on_slow)
        self._patience.start()  # an article may be on its way already
        self._connect()

    def use_lists(self, articles: ArticleList, outline: OutlinePanel) -> None:
        """Open what is chosen in the list of articles, and fill that of the contents, from now on."""
        self.outline = outline
        articles.opened.connect(self.open_by_id)
        articles.add_requested.connect(self.add_wanted)
        outline.jumped.connect(self._article.view.travel.show_page)
        self._show_outline()

    def open(
        self, article: Article, then: Callable[[], None] | None = None, at: Position | None = None
    ) -> None:
        """Open an article, after storing the place in the one before.

        Args:
            article: The one to open.
            then: What there is to say about it once it is open.
            at: The place to go to, where the open article is opened in another version.
        """
        self.leaving.emit()
        self._place_pause.stop()
        self.keep_position()
        if at is not None:
            self._session.keep_position(at, article.progress)
        self._then = then
        self._article.notices.clear()
        self._patience.start()
        self._session.open(article, self._article.view.style_that_fits())

    def open_by_id(self, article_id: str, then: Callable[[], None] | None = None) -> None:
        """Open an article as it is in the library now; ``then`` as in ``open``."""
        try:
            self.open(self._shelf.library.articles.get(article_id), then)
        except StorageError as error:
            self._article.warn(str(error))

    def keep_position(self) -> None:
        """Store where the reader is."""
        if self._session.layout is not None and self._session.article is not None:
            self._session.keep_position(*self._article.view.keeper.position())
            self._keep_later()

    def close(self) -> None:
        """Leave the library alone: it may be closed then."""
        self._place_pause.stop()

    def _connect(self) -> None:
        session, shelf = self._session, self._shelf
        self._article.view.scrolled.connect(self._on_scrolled)
        shelf.failed.connect(self._article.warn)
        session.opened.connect(self._on_opened)
        session.laid_out.connect(self._show_outline)
        session.password_wanted.connect(self._on_password_wanted)
        for is_over in (session.opened, session.failed, session.password_wanted):
            is_over.connect(self._on_over)

    def _on_opened(self) -> None:
        if self._password_dialog is not None:
            self._password_dialog.accept()
            self._password_dialog = None
        self._show_outline()
        self._keep_later()
        layout = self._session.layout
        if layout is not None and not layout.may_annotate:
            self._article.notices.show_notice(
                self.tr("This PDF's owner forbids annotations in it; yours stay in the library.")
            )
        then, self._then = self._then, None
        if then is not None:
            then()

    def _keep_later(self) -> None:
        """Try again by and by what the library could not take of the reader's place and of the opening."""
        if not self._session.record.is_kept:
            self._place_pause.start(_PLACE_AGAIN)

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
        self._place_pause.start(_PLACE_PAUSE)
        stack = self._article.view.stack
        if len(stack) and self.outline is not None:
            page = stack.page_at(y)
            self.outline.set_current(page, max(y - stack.rect(page).top(), 0) / stack.scale + 24)

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
