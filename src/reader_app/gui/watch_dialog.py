"""Says which folder is watched, and lets the reader choose another one or none."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class WatchDialog(QDialog):
    """The watched folder.

    Signals:
        chosen: Another folder shall be watched; carries its path, "" for none.
    """

    chosen = Signal(str)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            folder: The one that is watched, "" for none.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Watch a folder"))
        self.setMinimumWidth(380)
        self._folder = folder
        about = QLabel(
            self.tr(
                "What is put into the watched folder is added to the library by itself, for example"
                " pages that a browser extension saves there. The files stay where they are."
            ),
            wordWrap=True,
        )
        about.setProperty("role", "secondary")
        self._which = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._which.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._stop = QPushButton(self.tr("Stop watching"), autoDefault=False)
        self._choose = QPushButton(self.tr("Choose…"), default=True)
        close = QPushButton(self.tr("Close"), autoDefault=False)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose)
        buttons.addWidget(self._stop)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(about)
        layout.addSpacing(4)
        layout.addWidget(self._which)
        layout.addSpacing(8)
        layout.addLayout(buttons)

        self._choose.clicked.connect(self._on_choose)
        self._stop.clicked.connect(lambda: self._set("", is_new=True))
        close.clicked.connect(self.accept)
        self._set(folder, is_new=False)

    def _on_choose(self) -> None:
        start = self._folder or str(Path.home())
        folder = QFileDialog.getExistingDirectory(self, self.tr("Watch this folder"), start)
        if folder:
            self._set(folder, is_new=True)

    def _set(self, folder: str, *, is_new: bool) -> None:
        self._folder = folder
        # A line may break after each part of the path.
        self._which.setText(folder.replace("/", "/\u200b") or self.tr("No folder is watched."))
        self._which.setAccessibleName(folder or self.tr("No folder is watched."))
        self._stop.setEnabled(bool(folder))
        if is_new:
            self.chosen.emit(folder)
