"""The window: puts the panes side by side and answers the actions. What a pane does is its own affair."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QMainWindow, QMenu, QMessageBox, QSplitter

from reader_app import __version__
from reader_app.core.annotation import Kind
from reader_app.core.article import Article
from reader_app.core.page_text import Link
from reader_app.gui import actions as acts
from reader_app.gui.desk import Desk
from reader_app.gui.exporting import Exporting
from reader_app.gui.icons import Icons
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.look import Look
from reader_app.gui.opening import Opening
from reader_app.gui.outline_panel import OutlinePanel
from reader_app.gui.session import Session
from reader_app.gui.settings import GEOMETRY, PANEL_WIDTH, SIDEBAR_VISIBLE, Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.sidebar import Sidebar
from reader_app.gui.top_bar import TopBar

_RAIL_BELOW = 880  # pixels: in a narrower window the cards become a rail of dots
_SIDEBAR_WIDTH = 250
_WORDS_A_MINUTE = 230


class MainWindow(QMainWindow):
    """The reader's window; it is the ``Commands`` that actions call."""

    def __init__(self, session: Session, shelf: Shelf, settings: Settings, look: Look) -> None:
        super().__init__()
        self._session, self._shelf, self._settings, self._look = session, shelf, settings, look
        self._icons: Icons = look.icons
        self._actions = acts.make_actions(self, self._icons.icon, self)
        self.desk = Desk(session, look, self)
        articles, outline = ArticleList(self._icons), OutlinePanel()
        self.opening = Opening(session, shelf, self.desk, articles, outline, self)
        self._exporting = Exporting(session, shelf.library, settings, self)
        self._sidebar = Sidebar(articles, outline)
        self._panel_wanted = True
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._status = QLabel()
        self._top_bar = TopBar(self._actions, self._make_menu(), self._icons.icon("more"))
        self._arrange()
        self._connect()

    # Building

    def _make_menu(self) -> QMenu:
        menu = QMenu(self)
        acts.fill_menus(self._actions, menu.addMenu)
        return menu

    def _arrange(self) -> None:
        self.setWindowTitle("Reader")
        self.setAcceptDrops(True)
        self.setMinimumSize(420, 360)
        self.setMenuWidget(self._top_bar)
        for widget in (self._sidebar, self.desk.article_pane, self.desk.panel):
            self._splitter.addWidget(widget)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.setStretchFactor(1, 1)
        self.setCentralWidget(self._splitter)
        self.statusBar().addWidget(self._status, 1)
        self.statusBar().setSizeGripEnabled(False)
        for action in acts.window_actions(self._actions):
            self.addAction(action)
        for action in acts.bare_actions(self._actions):
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            self.desk.view.addAction(action)
        for index, label in enumerate(self._session.labels[:5]):
            self._actions[f"label-{index + 1}"].setText(label.name)
        self._actions["sidebar"].setCheckable(True)
        self._actions["panel"].setCheckable(True)
        self._actions["caret"].setCheckable(True)
        self._restore_window()

    def _restore_window(self) -> None:
        if not self.restoreGeometry(self._settings.get(GEOMETRY)):
            screen = self.screen().availableGeometry()
            self.resize(min(1280, screen.width()), min(900, screen.height()))
        panel = int(self._settings.get(PANEL_WIDTH))
        is_wide = self.width() >= 1100
        self._sidebar.setVisible(self._settings.get(SIDEBAR_VISIBLE) and is_wide)
        self._actions["sidebar"].setChecked(self._sidebar.isVisibleTo(self))
        self._actions["panel"].setChecked(True)
        self._splitter.setSizes([_SIDEBAR_WIDTH, self.width() - _SIDEBAR_WIDTH - panel, panel])

    def _connect(self) -> None:
        session, stack = self._session, self._session.annotations.undo_stack
        session.opened.connect(self._on_opened)
        session.annotation_changed.connect(lambda _id: self._update_status())
        session.active_changed.connect(lambda _id: self._update_actions())
        session.selection_changed.connect(self._update_actions)
        self.desk.view.scrolled.connect(lambda _y: self._update_status())
        self.desk.view.rebuilt.connect(self._update_status)
        self.desk.view.zoom_wanted.connect(self.resize_text)
        self.desk.view.link_followed.connect(self._on_link)
        self.opening.add_wanted.connect(self.add_files)
        self.opening.status_changed.connect(self.statusBar().showMessage)
        stack.canUndoChanged.connect(self._update_actions)
        stack.canRedoChanged.connect(self._update_actions)
        self._look.changed.connect(self.desk.apply_look)
        self._update_actions()

    # What actions call

    def add_files(self) -> None:
        """Ask for files and add them."""
        names, _ = QFileDialog.getOpenFileNames(
            self,
            self.tr("Add articles"),
            str(Path.home()),
            self.tr(
                "Articles (*.txt *.md *.markdown *.html *.htm *.xhtml *.epub *.fb2 *.pdf);;All files (*)"
            ),
        )
        self.opening.add([Path(name) for name in names])

    def export(self) -> None:
        """Export the open article."""
        self.desk.flush()
        self._exporting.start()

    def close_window(self) -> None:
        """Close the window, and with it the program."""
        self.close()

    def undo(self) -> None:
        """Take the last change back."""
        self.desk.flush()
        self._session.annotations.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self.desk.flush()
        self._session.annotations.undo_stack.redo()

    def copy(self) -> None:
        """Copy the selected words."""
        self.desk.annotating.copy()

    def mark_with(self, position: int) -> None:
        """Mark the selection with the label at a position, or give it to the active annotation."""
        if position < len(self._session.labels):
            self.desk.annotating.mark(Kind.HIGHLIGHT, self._session.labels[position].id)

    def underline(self) -> None:
        """Underline the selection, or the active annotation."""
        self.desk.annotating.mark(Kind.UNDERLINE)

    def strike_out(self) -> None:
        """Strike the selection, or the active annotation, out."""
        self.desk.annotating.mark(Kind.STRIKEOUT)

    def note(self) -> None:
        """Write a note."""
        self._show_panel(True)
        self.desk.annotating.note()

    def remove_annotation(self) -> None:
        """Delete the active annotation."""
        self.desk.annotating.remove()

    def go_to_annotation(self, step: int) -> None:
        """Go to the next annotation, or to the one before."""
        self.desk.annotating.step(step)

    def resize_text(self, step: int) -> None:
        """Make the text, or the pages of a PDF, larger or smaller; 0 is the usual size."""
        self.desk.resize_text(step)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        self._sidebar.setVisible(not self._sidebar.isVisible())
        self._settings.set(SIDEBAR_VISIBLE, self._sidebar.isVisible())
        self._actions["sidebar"].setChecked(self._sidebar.isVisible())

    def toggle_panel(self) -> None:
        """Show or hide the annotations."""
        self._show_panel(not self.desk.panel.isVisible())

    def toggle_caret(self) -> None:
        """Show or hide the caret in the article."""
        self.desk.view.keyboard.show_caret(self._actions["caret"].isChecked())
        self.desk.view.setFocus()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_library(self) -> None:
        """Show the library and go to its search line."""
        self._show_sidebar(0)
        self.opening.articles.focus_search()

    def show_outline(self) -> None:
        """Show the contents of the open article."""
        self._show_sidebar(1)
        self.opening.outline.setFocus()

    def show_text_settings(self) -> None:
        """Open the popover for text and colors."""
        self.desk.show_text_settings(self._top_bar.text_button)

    def use_theme(self, name: str) -> None:
        """Change the colors."""
        self._look.set_theme(name)

    def focus_article(self) -> None:
        """Put the keyboard into the article."""
        self.desk.view.setFocus()

    def focus_panel(self) -> None:
        """Put the keyboard into the annotations."""
        self._show_panel(True)
        self.desk.panel.setFocus()

    def show_about(self) -> None:
        """Say what this program is."""
        QMessageBox.about(
            self,
            self.tr("About"),
            self.tr(
                "<p><b>Reader {version}</b></p><p>Saved articles with your notes level with the text.</p>"
                "<p>Everything stays on this computer, in<br>{folder}</p>"
                "<p>Free software under the GNU Affero General Public License, version 3 or later.</p>"
            ).format(version=__version__, folder=self._shelf.library.folder),
        )

    # Following what happens

    def _on_opened(self) -> None:
        article = self._session.article
        if article is not None:
            self._top_bar.set_title(article.title)
            self.setWindowTitle(f"{article.title} — Reader")
        self._update_status()
        self._update_actions()
        self.desk.view.setFocus()

    def _update_status(self) -> None:
        article, layout = self._session.article, self._session.layout
        if article is None or layout is None:
            self._status.setText("")
            return
        _, progress = self.desk.view.keeper.position()
        parts = [self.tr("{percent} %").format(percent=round(progress * 100))]
        if article.word_count and progress < 1:
            minutes = max(round(article.word_count * (1 - progress) / _WORDS_A_MINUTE), 1)
            parts.append(self.tr("{minutes} min left").format(minutes=minutes))
        count = len(self._session.annotations.in_order())
        if count:
            form = self.tr("{count} annotation") if count == 1 else self.tr("{count} annotations")
            parts.append(form.format(count=count))
        self._status.setText("   ·   ".join(parts))

    def _update_actions(self) -> None:
        stack = self._session.annotations.undo_stack
        is_open = self._session.layout is not None
        has_subject = self._session.selection is not None or bool(self._session.active_id)
        self._actions["undo"].setEnabled(stack.canUndo())
        self._actions["redo"].setEnabled(stack.canRedo())
        self._actions["export"].setEnabled(is_open)
        for name in ("copy", "note", "underline", "strikeout", *(f"label-{i}" for i in range(1, 6))):
            self._actions[name].setEnabled(has_subject)
        self._actions["remove"].setEnabled(bool(self._session.active_id))

    def _on_link(self, link: Link) -> None:
        if link.address:
            QDesktopServices.openUrl(QUrl(link.address))
        else:
            self.desk.view.show_page(link.page, link.top)

    def _show_sidebar(self, pane: int) -> None:
        self._sidebar.show_pane(pane)
        self._sidebar.show()
        self._actions["sidebar"].setChecked(True)

    def _show_panel(self, is_wanted: bool) -> None:
        self._panel_wanted = is_wanted
        self.desk.panel.setVisible(is_wanted)
        self._actions["panel"].setChecked(is_wanted)

    # Events of the window

    def show_article(self, article: Article) -> None:
        """Open an article."""
        self.opening.open(article)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Turn the cards into a rail where there is no room for them."""
        super().resizeEvent(event)
        if self.width() < 1000 and event.oldSize().width() >= 1000:
            self._sidebar.hide()
            self._actions["sidebar"].setChecked(False)
        self.desk.set_rail(self.width() < _RAIL_BELOW)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files that are dragged over the window."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that were dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.opening.add(paths)
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep everything, then end; if a note cannot be kept, ask first."""
        self.desk.flush()
        self.opening.keep_position()
        if self._session.annotations.has_unsaved and not self._may_lose_notes():
            event.ignore()
            return
        self._settings.set(GEOMETRY, bytes(self.saveGeometry().data()))
        if not self.desk.panel.is_rail and self.desk.panel.isVisible():
            self._settings.set(PANEL_WIDTH, float(max(self.desk.panel.width(), 48)))
        self._settings.save()
        self._exporting.close()
        self._shelf.close()
        event.accept()

    def _may_lose_notes(self) -> bool:
        answer = QMessageBox.warning(
            self,
            self.tr("Not saved"),
            self.tr("Some of your annotations could not be saved. If you close now they are lost."),
            QMessageBox.StandardButton.Discard | QMessageBox.StandardButton.Cancel,
            QMessageBox.StandardButton.Cancel,
        )
        return answer == QMessageBox.StandardButton.Discard
