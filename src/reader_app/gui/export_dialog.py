"""Asks where an annotated PDF goes and what goes into it, and shows how the export gets on.

The dialog writes nothing. The caller works on what ``export_requested`` carries, and reports with
``set_progress``, ``set_finished`` or ``set_failed``.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from reader_app.core.annotation import Label
from reader_app.gui.export_form import ExportForm


class ExportDialog(QDialog):
    """Choices first, then progress, then the result.

    Signals:
        export_requested: The reader wants the file; carries an ``ExportChoice``.
        cancelled: The reader no longer wants the export that is under way.
    """

    export_requested = Signal(object)
    cancelled = Signal()

    def __init__(
        self,
        title: str,
        labels: Sequence[Label],
        folder: Path,
        *,
        reflows: bool,
        parent: QWidget | None = None,
    ) -> None:
        """Make the dialog of one article.

        Args:
            title: Of the article; the file is named after it.
            labels: Those to choose from.
            folder: Where the last export went.
            reflows: Whether the paper can be chosen.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Export annotated PDF"))
        self.setMinimumWidth(500)
        self._is_working = False
        self._result = Path()
        self._form = ExportForm(title, labels, folder, reflows=reflows)
        self._form.changed.connect(self._show_form_state)
        self._problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._problem.hide()
        self._problem.setProperty("role", "error")
        self._progress = QProgressBar(textVisible=False)
        self._progress_text = QLabel()
        self._saved = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._saved_in = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._make_form_page())
        self._pages.addWidget(self._make_progress_page())
        self._pages.addWidget(self._make_result_page())
        self._show_form_state()

    def set_progress(self, done: int, total: int) -> None:
        """Show how far the export is."""
        if not self._is_working:
            return
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._progress_text.setText(
            self.tr("{done} of {total}").format(done=done, total=total) if total else self.tr("Preparing…")
        )

    def set_finished(self, path: Path) -> None:
        """Show that the file is there, and what can be done with it."""
        self._is_working = False
        self._result = path
        self._saved.setText(self.tr("Saved “{name}”").format(name=path.name))
        self._saved_in.setText(str(path.parent))
        self._pages.setCurrentIndex(2)
        self._show_file.setFocus()

    def set_failed(self, sentence: str) -> None:
        """Go back to the choices, which are kept, and say what went wrong."""
        self._go_back()
        self._problem.setText(sentence)
        self._problem.show()

    def reject(self) -> None:
        """Escape stops an export first; only then does it close the dialog."""
        if self._is_working:
            self._on_cancel()
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop an export that is under way."""
        if self._is_working:
            self._on_cancel()
        super().closeEvent(event)

    def _make_form_page(self) -> QWidget:
        cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        cancel.clicked.connect(self.reject)
        self._export = QPushButton(default=True)
        self._export.setProperty("primary", True)
        self._export.clicked.connect(self._on_export)
        return _page((self._form, self._problem), (cancel, self._export))

    def _make_progress_page(self) -> QWidget:
        heading = QLabel(self.tr("Writing the PDF"))
        heading.setProperty("role", "heading")
        self._progress_text.setProperty("role", "secondary")
        self._progress.setAccessibleName(self.tr("Progress of the export"))
        self._stop = QPushButton(self.tr("Cancel"), autoDefault=False)
        self._stop.clicked.connect(self._on_cancel)
        return _page((heading, self._progress, self._progress_text), (self._stop,))

    def _make_result_page(self) -> QWidget:
        self._show_file = QPushButton(self.tr("&Open"))
        self._show_file.setProperty("primary", True)
        self._show_file.clicked.connect(self._on_open)
        folder = QPushButton(self.tr("Show in &folder"))
        folder.clicked.connect(self._on_show_in_folder)
        close = QPushButton(self.tr("&Close"))
        close.clicked.connect(self.accept)
        self._saved.setProperty("role", "heading")
        self._saved_in.setProperty("role", "secondary")
        return _page((self._saved, self._saved_in), (close, folder, self._show_file))

    def _show_form_state(self) -> None:
        replaces = self._form.replaces_file()
        self._export.setText(self.tr("Replace") if replaces else self.tr("Export"))
        self._export.setEnabled(self._form.is_complete())

    def _on_export(self) -> None:
        warned = self._form.replaces_file()
        self._form.look_again()
        if self._form.replaces_file() and not warned:
            return  # the file appeared a moment ago; the reader has to see the warning first
        self._problem.hide()
        self._is_working = True
        self._progress.setRange(0, 0)
        self._progress_text.setText(self.tr("Preparing…"))
        self._pages.setCurrentIndex(1)
        self._stop.setFocus()
        self.export_requested.emit(self._form.choice())

    def _on_cancel(self) -> None:
        self._go_back()
        self.cancelled.emit()

    def _on_open(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._result)))

    def _on_show_in_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._result.parent)))

    def _go_back(self) -> None:
        self._is_working = False
        self._pages.setCurrentIndex(0)
        self._form.look_again()


def _page(content: Sequence[QWidget], buttons: Sequence[QPushButton]) -> QWidget:
    """Stack widgets above a row of buttons at the right."""
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(22, 20, 22, 18)
    layout.setSpacing(12)
    layout.addStretch(1)
    for widget in content:
        layout.addWidget(widget)
    layout.addStretch(2)
    layout.addSpacing(4)
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addStretch()
    for button in buttons:
        row.addWidget(button)
    layout.addLayout(row)
    return page
