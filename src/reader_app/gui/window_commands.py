"""What the actions do: each command goes to the pane or the object that it is about."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from reader_app.core.annotation import Kind
from reader_app.core.article import Form
from reader_app.gui.about import show_about
from reader_app.gui.arrivals import Arrivals
from reader_app.gui.backups import Backups
from reader_app.gui.copying import Copying
from reader_app.gui.desk import Desk
from reader_app.gui.exporting import Exporting
from reader_app.gui.look import Look
from reader_app.gui.marking import merge_marks
from reader_app.gui.originals import Originals
from reader_app.gui.panes import Panes
from reader_app.gui.session import Session
from reader_app.gui.shelf import Shelf
from reader_app.gui.trash import Trash
from reader_app.gui.undoing import Undoing
from reader_app.gui.version_commands import VersionCommands
from reader_app.gui.versions import Versions
from reader_app.gui.watching import Watching
from reader_app.intake.web_address import address_in

_SAID_FOR = 8000  # milliseconds that the status bar says why nothing was done


class WindowCommands:
    """What the actions of the main window call.

    Attributes:
        copying: Puts passages and citations on the clipboard.
    """

    def __init__(
        self,
        window: QWidget,
        session: Session,
        shelf: Shelf,
        look: Look,
        desk: Desk,
        arrivals: Arrivals,
        watching: Watching,
        versions: Versions,
        undoing: Undoing,
        trash: Trash,
        backups: Backups,
        version_commands: VersionCommands,
        exporting: Exporting,
        panes: Panes,
        text_button: QWidget,
    ) -> None:
        self._window, self._session, self._shelf, self._look = window, session, shelf, look
        self._arrivals, self._watching, self._versions = arrivals, watching, versions
        self._desk, self._exporting, self._panes = desk, exporting, panes
        self._undoing, self._trash, self._backups = undoing, trash, backups
        self._version_commands = version_commands
        self._text_button = text_button
        self.copying = Copying(session, desk.flush, arrivals.status_changed.emit)
        self._originals = Originals(session, shelf.library)

    def add_files(self) -> None:
        """Ask for files and add them."""
        from reader_app.intake.detect import SUFFIXES  # late: what it builds on is slow to load

        tr = self._window.tr
        patterns = " ".join(f"*{suffix}" for suffixes in SUFFIXES.values() for suffix in suffixes)
        names, _ = QFileDialog.getOpenFileNames(
            self._window,
            tr("Add articles"),
            str(Path.home()),
            tr("Articles ({patterns})").format(patterns=patterns)
            + ";;"
            + tr("Archives and reading lists (*.zip *.csv *.json *.html *.htm *.txt)")
            + ";;"
            + tr("All files (*)"),
        )
        self._arrivals.add_named(names)

    def add_folder(self) -> None:
        """Ask for a folder and add what is in it."""
        tr = self._window.tr
        folder = QFileDialog.getExistingDirectory(self._window, tr("Add a folder"), str(Path.home()))
        if folder:
            self._arrivals.add_named([folder])

    def add_address(self) -> None:
        """Ask for an address and save its page."""
        from reader_app.gui.address_dialog import AddressDialog  # late: the first page does not need it

        dialog = AddressDialog(address_in(QGuiApplication.clipboard().text()), self._window)
        dialog.submitted.connect(lambda address: self._arrivals.add_named([address]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def paste(self) -> None:
        """Save what the clipboard has: files, an address, a part of a page, a text."""
        self._arrivals.add_carried(QGuiApplication.clipboard().mimeData())

    def stop_adding(self) -> None:
        """Add no more; what is saved stays."""
        self._arrivals.cancel()

    def show_adding_report(self) -> None:
        """Show what became of each thing that was added last."""
        self._arrivals.show_details()

    def watch_folder(self) -> None:
        """Say which folder is watched, and let the reader choose."""
        self._watching.choose()

    def show_form(self, form: Form) -> None:
        """Show the article of a page, the whole page, or what another extraction takes for the article."""
        self._desk.flush()
        self._versions.show_form(form)

    def leave_out(self) -> None:
        """Take the paragraphs that the selection touches out of the article."""
        self._desk.flush()
        session = self._session
        if session.selection is None or session.text is None:
            return
        targets = session.text.describe(*session.selection)
        if targets:
            self._versions.leave_out(targets[0].start, targets[-1].end)

    def switch_form(self) -> None:
        """Go from the article to the whole page, or back."""
        self._desk.flush()
        self._versions.switch_form()

    def use_new_version(self) -> None:
        """Ask for a file that is the open article's new version."""
        self._desk.flush()
        self._version_commands.use_file()

    def look_again(self) -> None:
        """See whether the open article has changed at its address."""
        self._desk.flush()
        self._version_commands.look_again()

    def show_versions(self) -> None:
        """Show the versions of the open article."""
        self._desk.flush()
        self._version_commands.show_list()

    def open_original_page(self) -> None:
        """Show the article's page in the browser."""
        self._originals.open_page()

    def open_original_file(self) -> None:
        """Show the file that the article was made of, in the program that the system has for it."""
        self._originals.open_file()

    def export(self) -> None:
        """Export the open article."""
        self._desk.flush()
        self._exporting.start()

    def print_pages(self) -> None:
        """Print the open article."""
        self._desk.flush()
        self._exporting.print_pages()

    def close_window(self) -> None:
        """Close the window, and with it the program."""
        self._window.close()

    def undo(self) -> None:
        """Take the last change back."""
        self._undoing.undo()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._undoing.redo()

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

    def merge_marks(self) -> None:
        """Make one mark of those that touch each other, and of the selection."""
        self._desk.flush()
        if not merge_marks(self._session):
            self._arrivals.status_changed.emit(
                self._window.tr("No other mark touches this one; select words over several marks."), _SAID_FOR
            )

    def remove_annotation(self) -> None:
        """Delete the active annotation."""
        self._desk.annotating.remove()

    def step_end(self, *, is_start: bool, forward: bool) -> None:
        """Let the active mark begin or end a character earlier or later."""
        self._desk.placing.step_end(is_start=is_start, forward=forward)

    def import_embedded(self) -> None:
        """Import the annotations of other programs that stand in the open PDF."""
        self._session.embedded.import_all()

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

    def show_review(self) -> None:
        """Open the drawer with the annotations that have no sure place."""
        self._panes.show_panel(True)
        self._desk.panel.drawer.open()

    def show_trash(self) -> None:
        """Show what was deleted, and bring it back or let it go for good."""
        self._desk.flush()
        self._trash.show()

    def show_backups(self) -> None:
        """Show the backups, and what can be done with them."""
        self._backups.show()

    def show_about(self) -> None:
        """Say what this program is."""
        show_about(self._window, self._shelf.library.folder)
