"""What stands around the article: sidebar, cards, commands. Made when the first page is on the screen.

This is the one module that the window imports late: it is half of all the code of the window, and the
reader wants to see the page first.
"""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from reader_app.gui.actions import connect
from reader_app.gui.adding_report import NewVersion
from reader_app.gui.adding_strip import AddingStrip
from reader_app.gui.arrivals import Arrivals
from reader_app.gui.article_feed import ArticleFeed
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.backups import Backups
from reader_app.gui.desk import Desk
from reader_app.gui.exporting import Exporting
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.look import Look
from reader_app.gui.opening import Opening
from reader_app.gui.outline_panel import OutlinePanel
from reader_app.gui.outside import Outside
from reader_app.gui.panes import Panes
from reader_app.gui.paths import preview_folder
from reader_app.gui.session import Session
from reader_app.gui.settings import Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.sidebar import Sidebar
from reader_app.gui.trash import Trash
from reader_app.gui.undoing import Undoing
from reader_app.gui.version_commands import VersionCommands
from reader_app.gui.versions import Versions
from reader_app.gui.watching import Watching
from reader_app.gui.window_commands import WindowCommands


class Furniture(QObject):
    """Makes everything but the article, and joins it with the window.

    Attributes:
        desk: Cards and the bar at the selection.
        feed: Fills the list of articles.
        versions: Shows the open article in other forms.
    """

    def __init__(
        self,
        window: QMainWindow,
        session: Session,
        shelf: Shelf,
        settings: Settings,
        look: Look,
        article: ArticlePane,
        opening: Opening,
        arrivals: Arrivals,
        panes: Panes,
        actions: dict[str, QAction],
        text_button: QWidget,
    ) -> None:
        super().__init__(window)
        self._session = session
        articles, outline = ArticleList(look.icons), OutlinePanel()
        self.desk = Desk(session, article, look, self)
        self._exporting = Exporting(session, shelf.library, settings, look, preview_folder(), window)
        self._exporting.failed.connect(article.warn)
        self._watching = Watching(shelf, settings, window)
        self.versions = Versions(session, shelf.library, opening, article, window)
        self._strip = AddingStrip(look.icons)
        self._trash = Trash(session, shelf, article.warn, window)
        self._backups = Backups(shelf.library.folder, self._save_all, window)
        self._version_commands = VersionCommands(session, shelf.library, self.versions, window)
        self._undoing = Undoing(
            session, shelf, self._trash, opening, article, self.versions, self.desk.flush, window
        )
        self._outside = Outside(session, shelf, article, self.versions, self._trash, self.desk.flush, window)
        panes.fill(Sidebar(articles, outline), self.desk.panel)
        opening.use_lists(articles, outline)
        articles.delete_requested.connect(self._undoing.trash_article)
        articles.export_requested.connect(self._on_export_wanted)
        self.feed = ArticleFeed(session, shelf, articles, self)
        opening.leaving.connect(self.desk.finish)
        self._commands = WindowCommands(
            window,
            session,
            shelf,
            look,
            self.desk,
            arrivals,
            self._watching,
            self.versions,
            self._undoing,
            self._trash,
            self._backups,
            self._version_commands,
            self._exporting,
            panes,
            text_button,
        )
        connect(actions, self._commands)
        self.desk.leave_out_requested.connect(self._commands.leave_out)
        self.desk.citation_requested.connect(self._commands.copying.copy_with_citation)
        self.desk.panel.copy_requested.connect(self._commands.copying.copy_annotation)
        session.active_changed.connect(lambda _id: self.desk.panel.set_tags(shelf.tag_names()))
        self.versions.review_wanted.connect(self._commands.show_review)
        article.view.zoom_wanted.connect(self._commands.resize_text)
        opening.add_wanted.connect(self._commands.add_files)
        self._join(window, article, arrivals)
        self.desk.annotating.catch_up()

    def close(self) -> None:
        """End what runs beside the window."""
        self.feed.close()
        self._outside.close()
        self._backups.close()
        self._trash.close()
        self._watching.close()
        self.versions.close()
        self._exporting.close()

    def _save_all(self) -> bool:
        """Save what is typed and what waits; False if that cannot be done."""
        self.desk.flush()
        if self._session.annotations.unsaved:
            self._session.annotations.unsaved.save()
        return not self._session.annotations.unsaved

    def _on_export_wanted(self, article_ids: tuple[str, ...]) -> None:
        self.desk.flush()
        self._exporting.start_saved(article_ids)

    def _on_version_wanted(self, version: NewVersion) -> None:
        self.desk.flush()
        trashing = self._trash.deletion(version.added_id) if version.added_id else None
        self.versions.keep_new(version.article_id, version.source, trashing)

    def _join(self, window: QMainWindow, article: ArticlePane, arrivals: Arrivals) -> None:
        window.statusBar().addPermanentWidget(self._strip)
        arrivals.use_strip(self._strip)
        arrivals.use_feed(self.feed)
        arrivals.version_wanted.connect(self._on_version_wanted)
        self.versions.article_changed.connect(self.feed.refresh)
        self._watching.adding.saved.connect(arrivals.list_later)
        self._watching.reported.connect(arrivals.report)
        self._watching.problem_found.connect(article.warn)
        self.versions.changing.connect(self.desk.hold)
        for source in (self._watching, self.versions):
            source.status_changed.connect(window.statusBar().showMessage)
