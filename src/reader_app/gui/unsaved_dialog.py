"""Asks what shall become of notes that cannot be saved when the window is closed."""

import os
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from reader_app.gui.unsaved_changes import UnsavedChanges, UnsavedNote


class UnsavedDialog(QDialog):
    """Waits until everything is saved, which closes it; else the reader decides.

    It is accepted when the window may be closed.
    """

    def __init__(self, unsaved: UnsavedChanges, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unsaved = unsaved
        self.setWindowTitle(self.tr("Not saved yet"))
        self.setMinimumWidth(460)
        heading = QLabel(self.tr("Some of your changes are not saved yet."))
        heading.setProperty("role", "heading")
        self._problem = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._problem.setText(unsaved.problem)
        hint = QLabel(
            self.tr("The window closes by itself as soon as they are saved. It is tried again and again."),
            wordWrap=True,
        )
        stay = QPushButton(self.tr("Keep the window open"), default=True)
        copy = QPushButton(self.tr("Save a copy…"), autoDefault=False)
        copy.setToolTip(self.tr("Write the notes that are not saved to a file"))
        leave = QPushButton(self.tr("Close without saving"), autoDefault=False)
        leave.setProperty("danger", True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(leave)
        buttons.addStretch()
        buttons.addWidget(copy)
        buttons.addWidget(stay)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        for widget in (heading, self._problem, hint):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addLayout(buttons)
        unsaved.saved.connect(self.accept)
        unsaved.failed.connect(self._problem.setText)
        stay.clicked.connect(self.reject)
        copy.clicked.connect(self._on_copy)
        leave.clicked.connect(self.accept)

    def _on_copy(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save a copy of the notes"),
            str(Path.home() / "unsaved notes.md"),
            self.tr("Markdown (*.md)"),
        )
        if name:
            self.save_copy(Path(name))

    def save_copy(self, path: Path) -> None:
        """Write the notes to a file, and say what became of it."""
        try:
            write_notes(path, self._unsaved.notes())
        except OSError as error:
            self._problem.setText(
                self.tr("The copy cannot be written: {problem}.").format(problem=error.strerror or error)
            )
        else:
            self._problem.setText(self.tr("A copy is in {file}.").format(file=path))


def write_notes(path: Path, notes: Sequence[UnsavedNote]) -> None:
    """Write quotes and notes as Markdown; what was there stays until all is on the disk.

    Raises:
        OSError: The file cannot be written.
    """
    text = "\n\n---\n\n".join(f"> {' '.join(each.quote.split())}\n\n{each.note}".rstrip() for each in notes)
    temporary = path.with_name(f"{path.name}.part")
    try:
        with temporary.open("w", encoding="utf-8", errors="replace") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
