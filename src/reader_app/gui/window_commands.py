"""What the actions do: each command goes to the pane or the object that it is about."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from reader_app import __version__
from reader_app.core.annotation import Kind
from reader_app.gui.desk import Desk
from reader_app.gui.exporting import Exporting
from reader_app.gui.look import Look
from reader_app.gui.opening import Opening
from reader_app.gui.panes import Panes
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf


class WindowCommands:
    """What the actions of the main window call."""

    def __init__(
        self,
        window: QWidget,
        session: Session,
        shelf: Shelf,
        look: Look,
        desk: Desk,
        opening: Opening,
        exporting: Exporting,
        panes: Panes,
        text_button: QWidget,
    ) -> None:
        self._window, self._session, self._shelf, self._look = window, session, shelf, look
        self._desk, self._opening, self._exporting, self._panes = desk, opening, exporting, panes
        self._text_button = text_button

    def add_files(self) -> None:
        """Ask for files and add them."""
        tr = self._window.tr
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Add articles"),
            str(Path.home()),
            tr("Articles (*.txt *.md *.markdown *.html *.htm *.xhtml *.epub *.fb2 *.pdf);;All files (*)"),
        )
        self._opening.add([Path(name) for name in names])

    def export(self) -> None:
        """Export the open article."""
        self._desk.flush()
        self._exporting.start()

    def close_window(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def undo(self) -> None:
        """Take the last change back."""
        self._desk.flush()
        self._session.annotations.undo_stack.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._desk.flush()
        self._session.annotations.undo_stack.redo()

    def copy(self) -> None:
        """Copy the selected words."""
        self._desk.annotating.copy()

    def mark_with(self, position: int) -> None:
        """Mark the selection with the label at a position, or give it to the active annotation."""
        if position < len(self._session.labels):
            self._desk.annotating.mark(Kind.HIGHLIGHT, self._session.labels[position].id)

    def underline(self) -> None:
        """Underline the selection, or the active annotation."""
        self._desk.annotating.mark(Kind.UNDERLINE)

    def strike_out(self) -> None:
        """Strike the selection, or the active annotation, out."""
        self._desk.annotating.mark(Kind.STRIKEOUT)

    def note(self) -> None:
        """Write a note."""
        self._panes.show_panel(True)
        self._desk.annotating.note()

    def remove_annotation(self) -> None:
        """Delete the active annotation."""
        self._desk.annotating.remove()

    def go_to_annotation(self, step: int) -> None:
        """Go to the next annotation, or to the one before."""
        self._desk.annotating.step(step)

    def resize_text(self, step: int) -> None:
        """Make the text, or the pages of a PDF, larger or smaller; 0 is the usual size."""
        self._desk.resize_text(step)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar."""
        self._panes.toggle_sidebar()

    def toggle_panel(self) -> None:
        """Show or hide the annotations."""
        self._panes.toggle_panel()

    def toggle_caret(self) -> None:
        """Show or hide the caret in the article."""
        self._desk.view.keyboard.show_caret(not self._desk.view.keyboard.is_shown)
        self._desk.view.setFocus()

    def toggle_full_screen(self) -> None:
        """Fill the screen, or go back."""
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def show_library(self) -> None:
        """Show the library and go to its search line."""
        self._panes.show_sidebar(0)
        self._panes.focus_sidebar()

    def show_outline(self) -> None:
        """Show the contents of the open article."""
        self._panes.show_sidebar(1)
        self._panes.focus_sidebar()

    def show_text_settings(self) -> None:
        """Open the popover for text and colors."""
        self._desk.show_text_settings(self._text_button)

    def use_theme(self, name: str) -> None:
        """Change the colors."""
        self._look.set_theme(name)

    def focus_article(self) -> None:
        """Put the keyboard into the article."""
        self._desk.view.setFocus()

    def focus_panel(self) -> None:
        """Put the keyboard into the annotations."""
        self._panes.show_panel(True)
        self._desk.panel.setFocus()

    def show_about(self) -> None:
        """Say what this program is."""
        tr = self._window.tr
        QMessageBox.about(
            self._window,
            tr("About"),
            tr(
                "<p><b>Reader {version}</b></p><p>Saved articles with your notes level with the text.</p>"
                "<p>Everything stays on this computer, in<br>{folder}</p>"
                "<p>Free software under the GNU Affero General Public License, version 3 or later.</p>"
            ).format(version=__version__, folder=self._shelf.library.folder),
        )
