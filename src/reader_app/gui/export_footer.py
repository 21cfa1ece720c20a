"""The foot of the export dialog: the buttons, then how far the export is, then what became of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.gui.showing_files import open_file, show_in_folder

_MOST_LINES = 5


class ExportFooter(QWidget):
    """Choices, progress, result: one of the three at a time.

    Signals:
        begin_wanted: The reader pressed the main button.
        stop_wanted: The reader no longer wants the export that is under way.
        close_wanted: The reader is done.
    """

    begin_wanted = Signal()
    stop_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._results: tuple[Path, ...] = ()
        self._problem = _sentence("error")
        self._problem.hide()
        self._begin = _button("", is_main=True)
        self._doing, self._steps = _sentence("heading"), _sentence("secondary")
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(self.tr("Progress of the export"))
        self._saved, self._saved_in = _sentence("heading"), _sentence("secondary")
        self._failures = QPlainTextEdit(readOnly=True)
        self._failures.setFrameShape(QFrame.Shape.NoFrame)
        self._failures.setAccessibleName(self.tr("What could not be written"))
        self._failures.viewport().setAutoFillBackground(False)
        self._failures.document().setDocumentMargin(0)
        self._open = _button(self.tr("Ope&n"), is_main=True)
        self._choices, self._working, self._result = (
            self._make_choices(),
            self._make_working(),
            self._make_result(),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for page in (self._choices, self._working, self._result):
            layout.addWidget(page)
        self._turn_to(self._choices)

    @property
    def is_working(self) -> bool:
        """Whether an export is under way."""
        return not self._working.isHidden()

    @property
    def has_result(self) -> bool:
        """Whether the result of an export is shown."""
        return not self._result.isHidden()

    def show_choices(self, begin: str, *, can_begin: bool) -> None:
        """Show the buttons; ``begin`` is what the main one says."""
        self._begin.setText(begin)
        self._begin.setEnabled(can_begin)
        self._begin.setDefault(True)  # it has to stand in a dialog first
        self._turn_to(self._choices)

    def focus_begin(self) -> None:
        """Put the keyboard onto the main button."""
        self._begin.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say above the buttons why nothing was written; "" for nothing to say."""
        self._problem.setText(sentence)
        self._problem.setVisible(bool(sentence))

    def show_working(self, doing: str) -> None:
        """Show that something is being done."""
        self.show_problem("")
        self._doing.setText(doing)
        self._steps.setText(self.tr("Preparing…"))
        self._progress.setRange(0, 0)
        self._turn_to(self._working)
        self._stop.setFocus()

    def set_progress(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)
        self._steps.setText(
            self.tr("{done} of {total}").format(done=done, total=total) if total else self.tr("Preparing…")
        )

    def show_result(self, said: str, files: Sequence[Path], failures: Sequence[str]) -> None:
        """Say what was written, and why other things were not.

        Args:
            said: In one sentence.
            files: What was written; several lie in one folder.
            failures: A sentence for each thing that was not written.
        """
        self._results = tuple(files)
        self._saved.setText(said)
        self._saved_in.setText(str(files[0].parent) if files else "")
        self._saved_in.setVisible(bool(files))
        self._failures.setPlainText("\n".join(failures))
        self._failures.setVisible(bool(failures))
        line = self._failures.fontMetrics().lineSpacing()
        self._failures.setFixedHeight(line * min(len(failures), _MOST_LINES) + 4)
        for button in (self._open, self._show_in_folder, self._copy_path):
            button.setVisible(bool(files))
        self._open.setVisible(len(files) == 1)
        self._turn_to(self._result)
        (self._open if len(files) == 1 else self._close).setFocus()

    def _make_choices(self) -> QWidget:
        cancel = _button(self.tr("Cancel"))
        cancel.clicked.connect(self.close_wanted)
        self._begin.clicked.connect(self.begin_wanted)
        return _page((self._problem,), (cancel, self._begin))

    def _make_working(self) -> QWidget:
        self._stop = _button(self.tr("Cancel"))
        self._stop.clicked.connect(self.stop_wanted)
        return _page((self._doing, self._progress, self._steps), (self._stop,))

    def _make_result(self) -> QWidget:
        self._open.setAutoDefault(True)  # with the keyboard on it, Enter presses it
        self._open.clicked.connect(lambda: open_file(self._results[0]))
        self._show_in_folder = _button(self.tr("Show in &folder"))
        self._show_in_folder.clicked.connect(lambda: show_in_folder(self._results, self))
        self._copy_path = _button(self.tr("Cop&y path"))
        self._copy_path.clicked.connect(self._on_copy_path)
        self._close = _button(self.tr("Close"))
        self._close.clicked.connect(self.close_wanted)
        buttons = (self._close, self._copy_path, self._show_in_folder, self._open)
        return _page((self._saved, self._saved_in, self._failures), buttons)

    def _on_copy_path(self) -> None:
        QGuiApplication.clipboard().setText("\n".join(map(str, self._results)))

    def _turn_to(self, shown: QWidget) -> None:
        for page in (self._choices, self._working, self._result):
            page.setVisible(page is shown)


def _button(text: str, *, is_main: bool = False) -> QPushButton:
    button = QPushButton(text, autoDefault=False)
    if is_main:
        button.setProperty("primary", True)
    return button


def _sentence(role: str) -> QLabel:
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _page(content: Sequence[QWidget], buttons: Sequence[QPushButton]) -> QWidget:
    """Put what is said at the left, and the buttons at the right."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(20, 12, 16, 12)
    row.setSpacing(8)
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addStretch()
    for widget in content:
        column.addWidget(widget)
    column.addStretch()
    row.addLayout(column, 1)
    row.addSpacing(8)
    for button in buttons:
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
    return page
