"""Asks what an export is to be, shows it before it is written, and then how the export gets on.

The dialog writes nothing. The caller works on what ``export_requested`` or ``print_requested`` carries, and
reports with ``set_progress``, ``set_finished`` or ``set_failed``.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_footer import ExportFooter
from reader_app.gui.export_form import ExportForm

_SIZE = QSize(1000, 700)
_FORM_WIDTH = 380  # pixels
_WITH_PREVIEW = 760  # pixels; in a narrower window there are only the choices


class ExportDialog(QDialog):
    """Choices at the left, the pages at the right, what can be done at the foot.

    Signals:
        changed: Something was chosen anew, so that the preview is another one.
        export_requested: The reader wants the file; carries an ``ExportChoice``.
        print_requested: The reader wants the pages that are shown on paper.
        cancelled: The reader no longer wants the export that is under way.
    """

    changed = Signal()
    export_requested = Signal(object)
    print_requested = Signal()
    cancelled = Signal()

    def __init__(
        self,
        form: ExportForm,
        preview: QWidget,
        *,
        is_printing: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog.

        Args:
            form: The choices.
            preview: Shows what they come to.
            is_printing: Whether the pages go to a printer.
            parent: The window.
        """
        super().__init__(parent)
        self._form, self._preview, self._is_printing = form, preview, is_printing
        self._is_ready = not is_printing
        self.setWindowTitle(self.tr("Print") if is_printing else self.tr("Export"))
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.setMinimumSize(440, 360)
        screen = self.screen().availableGeometry().size()
        self.resize(_SIZE.boundedTo(screen * 0.95))
        self._footer = ExportFooter()
        self._arrange()
        form.changed.connect(self._on_changed)
        self._footer.begin_wanted.connect(self._on_begin)
        self._footer.stop_wanted.connect(self._on_stop)
        self._footer.close_wanted.connect(self._on_close)
        self._show_choices()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now."""
        return self._form.choice

    @property
    def shows_preview(self) -> bool:
        """Whether there is room for the preview."""
        return not self._preview.isHidden()

    def set_ready(self, is_ready: bool) -> None:
        """Tell whether there are pages that can be printed."""
        self._is_ready = is_ready or not self._is_printing
        if not self._footer.is_working and not self._footer.has_result:
            self._show_choices()

    def set_progress(self, done: int, total: int) -> None:
        """Show how far the export is."""
        if self._footer.is_working:
            self._footer.set_progress(done, total)

    def set_finished(self, said: str, files: Sequence[Path], failures: Sequence[str] = ()) -> None:
        """Show what was written, and what can be done with it.

        Args:
            said: In one sentence.
            files: What was written.
            failures: A sentence for each thing that was not.
        """
        self._set_working(False)
        self._footer.show_result(said, files, failures)

    def set_failed(self, sentence: str) -> None:
        """Go back to the choices, which are kept, and say what went wrong."""
        self._go_back()
        self._footer.show_problem(sentence)

    def set_working(self, doing: str) -> None:
        """Show that something is being done."""
        self._set_working(True)
        self._footer.show_working(doing)

    def reject(self) -> None:
        """Escape stops an export first; only then does it close the dialog."""
        if self._footer.is_working:
            self._on_stop()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop an export that is under way."""
        if self._footer.is_working:
            self._on_stop()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show the preview where there is room for it."""
        super().resizeEvent(event)
        had_preview = self.shows_preview
        self._preview.setVisible(event.size().width() >= _WITH_PREVIEW)
        self._choices.setMinimumWidth(_FORM_WIDTH if self.shows_preview else 0)
        self._choices.setMaximumWidth(_FORM_WIDTH if self.shows_preview else self.maximumWidth())
        if self.shows_preview and not had_preview:
            self.changed.emit()

    def _arrange(self) -> None:
        self._choices = QScrollArea(widgetResizable=True)
        self._choices.setFrameShape(QFrame.Shape.NoFrame)
        self._choices.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._choices.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._choices.setWidget(self._form)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self._choices, 1)
        middle.addWidget(_line(QFrame.Shape.VLine))
        middle.addWidget(self._preview, 2)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(_line(QFrame.Shape.HLine))
        layout.addWidget(self._footer)

    def _show_choices(self) -> None:
        if self._is_printing:
            text = self.tr("Print…")
        else:
            text = self.tr("Replace") if self._form.replaces_file else self.tr("Export")
        self._footer.show_choices(text, can_begin=self._form.is_complete and self._is_ready)

    def _on_changed(self) -> None:
        if self._footer.is_working:
            return
        self._footer.show_problem("")
        self._show_choices()
        self.changed.emit()

    def _on_begin(self) -> None:
        self._form.remember()
        if self._is_printing:
            self.print_requested.emit()
            return
        warned = self._form.replaces_file
        self._form.look_again()
        if self._form.replaces_file and not warned:
            return  # the file appeared a moment ago; the reader has to see the warning first
        self.set_working(self.tr("Exporting"))
        self.export_requested.emit(self._form.choice)

    def _on_stop(self) -> None:
        self._go_back()
        self.cancelled.emit()

    def _on_close(self) -> None:
        if self._footer.has_result:
            self.accept()
        else:
            self.reject()

    def _go_back(self) -> None:
        self._set_working(False)
        self._show_choices()
        self._form.look_again()
        self._footer.focus_begin()

    def _set_working(self, is_working: bool) -> None:
        self._form.setDisabled(is_working)


def _line(shape: QFrame.Shape) -> QFrame:
    line = QFrame()
    line.setProperty("hairline", True)
    if shape == QFrame.Shape.VLine:
        line.setFixedWidth(1)
    else:
        line.setFixedHeight(1)
    return line
