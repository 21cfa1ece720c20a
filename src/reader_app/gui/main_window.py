"""The window: builds the panes, the bars and the menu, and follows what happens to the open article."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMainWindow, QMenu, QSizePolicy

from reader_app.core.article import Form
from reader_app.core.page_text import Link
from reader_app.gui import actions as acts
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.library_view.article_row import details
from reader_app.gui.links import open_address
from reader_app.gui.look import Look
from reader_app.gui.opening import Opening
from reader_app.gui.panes import Panes
from reader_app.gui.session import Session
from reader_app.gui.settings import COLUMN_ROOM, GEOMETRY, Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.top_bar import TopBar

if TYPE_CHECKING:
    from reader_app.gui.arrivals import Arrivals
    from reader_app.gui.furniture import Furniture

_FRAME = 40  # pixels that a desktop may put around a window
_STATUS_PADDING = 18  # pixels: what comes and goes in the status bar does not move the page
_FURNISH_AFTER = 400  # milliseconds, if no page comes before
_WORDS_A_MINUTE = 230  # of silent reading (Brysbaert 2019: 238 for English non-fiction)
_FORMS = {
    Form.ARTICLE: "form-article",
    Form.WHOLE_PAGE: "form-whole",
    Form.OTHER: "form-other",
    Form.REPAIRED: "form-repaired",
}
_NEEDS_SUBJECT = ("copy", "note", "underline", "strikeout", "merge", *(f"label-{key}" for key in range(1, 6)))


class MainWindow(QMainWindow):
    """The reader's window."""

    def __init__(self, session: Session, shelf: Shelf, settings: Settings, look: Look) -> None:
        super().__init__()
        self._session, self._shelf, self._settings, self._look = session, shelf, settings, look
        self.article = ArticlePane(session, look)
        self.opening = Opening(session, shelf, self.article, self)
        self._arrivals: Arrivals | None = None
        self._actions = acts.make_actions(look.icons.icon, self)
        self._top_bar = TopBar(self._actions, self._make_menu(), look.icons.icon("more"))
        self._panes = Panes(self.article, settings, self._actions)
        self._status = QLabel()
        self._furniture: Furniture | None = None
        self._forms: frozenset[Form] = frozenset()
        self._arrange()
        self._connect()
        self._waiting = QTimer(self, singleShot=True, interval=_FURNISH_AFTER)
        self._waiting.timeout.connect(self.furnish)
        self._waiting.start()

    @property
    def arrivals(self) -> Arrivals:
        """What brings articles in; made with what stands around the article, or when something comes."""
        if self._arrivals is None:
            from reader_app.gui.arrivals import Arrivals  # late: most starts add nothing

            self._arrivals = Arrivals(self._session, self._shelf, self.article, self.opening, self)
            self._arrivals.status_changed.connect(self.statusBar().showMessage)
            self._arrivals.adding.progressed.connect(self._update_adding)
            self._arrivals.adding.finished.connect(self._update_adding)
            self._update_adding()
        return self._arrivals

    def furnish(self) -> None:
        """Make what stands around the article, once."""
        if self._furniture is not None:
            return
        self._waiting.stop()
        # Late: the first page does not wait for it.
        from reader_app.gui.furniture import Furniture

        gc.freeze()
        gc.enable()
        self._furniture = Furniture(
            self,
            self._session,
            self._shelf,
            self._settings,
            self._look,
            self.article,
            self.opening,
            self.arrivals,
            self._panes,
            self._actions,
            self._top_bar.text_button,
        )
        self._furniture.versions.changing.connect(self._update_actions)

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        acts.fill_menus(self._actions, menu.addMenu)
        return menu

    def _arrange(self) -> None:
        self.setWindowTitle("Reader")
        self.setAcceptDrops(True)
        self.setMinimumSize(420, 360)
        self.setMenuWidget(self._top_bar)
        self.setCentralWidget(self._panes)
        self._status.setContentsMargins(12, 0, 12, 0)
        self._status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().setFixedHeight(self.fontMetrics().height() + _STATUS_PADDING)
        for action in acts.window_actions(self._actions):
            self.addAction(action)
        for action in acts.bare_actions(self._actions):
            # Plain letters are keys in the article only: elsewhere the reader types them.
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.article.view.addAction(action)
        self._name_labels()
        if not self.restoreGeometry(self._settings.get(GEOMETRY)):
            screen = self.screen().availableGeometry()
            self.resize(min(1280, screen.width()), min(900, screen.height() - _FRAME))
        self._panes.restore(self.width())

    def _name_labels(self) -> None:
        for index, label in enumerate(self._session.labels[:5]):
            self._actions[f"label-{index + 1}"].setText(label.name)

    def _connect(self) -> None:
        session, stack, view = self._session, self._session.annotations.undo_stack, self.article.view
        session.opened.connect(self._on_opened)
        session.annotation_changed.connect(lambda _id: self._update_status())
        session.active_changed.connect(lambda _id: self._update_actions())
        session.selection_changed.connect(self._update_actions)
        session.embedded.changed.connect(self._update_actions)
        view.scrolled.connect(lambda _y: self._update_status())
        view.rebuilt.connect(self._update_status)
        view.first_painted.connect(self.furnish, Qt.ConnectionType.QueuedConnection)
        view.link_followed.connect(self._on_link)
        self.opening.status_changed.connect(self.statusBar().showMessage)
        stack.indexChanged.connect(self._update_actions)
        session.labels_changed.connect(self._name_labels)
        self._update_actions()

    def _on_opened(self) -> None:
        article = self._session.article
        self._forms = self._shelf.forms(article) if article is not None else frozenset()
        if article is not None:
            self._top_bar.set_title(article.title, details(article, QLocale()))
            self.setWindowTitle(f"{article.title} — Reader")
        self._update_status()
        self._update_actions()
        self.article.view.setFocus()

    def _update_status(self) -> None:
        article, layout = self._session.article, self._session.layout
        if article is None or layout is None:
            self._status.setText("")
            return
        progress = self.article.view.keeper.progress
        parts = [self.tr("{percent} %").format(percent=round(progress * 100))]
        if article.word_count and progress < 1:
            minutes = max(round(article.word_count * (1 - progress) / _WORDS_A_MINUTE), 1)
            parts.append(self.tr("{minutes} min left").format(minutes=minutes))
        count = self._session.annotations.count
        if count:
            form = self.tr("{count} annotation") if count == 1 else self.tr("{count} annotations")
            parts.append(form.format(count=count))
        self._status.setText("   ·   ".join(parts))

    def _update_actions(self) -> None:
        stack = self._session.annotations.undo_stack
        has_active = bool(self._session.active_id)
        has_subject = self._session.selection is not None or has_active
        self._actions["undo"].setEnabled(stack.canUndo())
        self._actions["undo"].setText(self.tr("&Undo {what}").format(what=stack.undoText()).rstrip())
        self._actions["redo"].setEnabled(stack.canRedo())
        self._actions["redo"].setText(self.tr("&Redo {what}").format(what=stack.redoText()).rstrip())
        for name in ("export", "print", "copy-cited", "copy-citation", "copy-bibtex"):
            self._actions[name].setEnabled(self._session.layout is not None)
        article = self._session.article
        self._actions["open-page"].setEnabled(article is not None and bool(article.metadata.url))
        self._actions["look-again"].setEnabled(article is not None and bool(article.metadata.url))
        for name in ("open-file", "new-version", "versions"):
            self._actions[name].setEnabled(article is not None)
        self._actions["form-switch"].setEnabled(article is not None and article.is_web_page)
        for form, name in _FORMS.items():
            can_be_made = article is not None and article.is_web_page and form is not Form.REPAIRED
            self._actions[name].setEnabled(can_be_made or form in self._forms)
            self._actions[name].setChecked(article is not None and article.form is form)
        for name in _NEEDS_SUBJECT:
            self._actions[name].setEnabled(has_subject)
        for name in ("remove", "end-later", "end-earlier", "begin-later", "begin-earlier"):
            self._actions[name].setEnabled(has_active)
        self._actions["import-embedded"].setEnabled(bool(self._session.embedded.shown()))
        can_repair = article is not None and article.media_type == "text/html"
        self._actions["leave-out"].setEnabled(can_repair and self._session.selection is not None)

    def _update_adding(self) -> None:
        self._actions["stop-adding"].setEnabled(self.arrivals.adding.is_busy)
        self._actions["adding-report"].setEnabled(self.arrivals.has_report)

    def _on_link(self, link: Link) -> None:
        if link.address:
            open_address(link.address)
        else:
            self.article.view.travel.show_page(link.page, link.top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the panes fit the window."""
        super().resizeEvent(event)
        self._panes.fit(event.size().width(), event.oldSize().width())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, links and texts that are dragged over the window, but not its own."""
        carried = event.mimeData()
        if event.source() is None and (carried.hasUrls() or carried.hasHtml() or carried.hasText()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped; where it comes from it stays."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self.arrivals.add_carried(event.mimeData())

    def flush(self) -> None:
        """Save everything that is not saved yet, as far as that can be done now."""
        self.furnish()
        assert self._furniture is not None
        self._furniture.desk.finish()
        self.opening.keep_position()
        if self._session.annotations.unsaved:
            self._session.annotations.unsaved.save()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything, then end; if a note cannot be kept, ask first."""
        self.flush()
        if self._session.annotations.unsaved and not self._may_leave():
            event.ignore()
            return
        self._settings.set(GEOMETRY, bytes(self.saveGeometry().data()))
        self._settings.set(COLUMN_ROOM, max(self.article.view.room, COLUMN_ROOM.low))
        self._settings.save()
        if self._furniture is not None:
            self._furniture.close()
        self._shelf.close()
        self._session.close()
        self.opening.close()
        event.accept()

    def _may_leave(self) -> bool:
        from reader_app.gui.unsaved_dialog import UnsavedDialog  # late: it is hardly ever needed

        dialog = UnsavedDialog(self._session.annotations.unsaved, self)
        may_leave = dialog.exec() == UnsavedDialog.DialogCode.Accepted
        dialog.deleteLater()
        return may_leave
