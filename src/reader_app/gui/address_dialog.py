"""Asks for the address of a page to save."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader_app.intake.web_address import normal_address


class AddressDialog(QDialog):
    """One line for an address.

    Signals:
        submitted: The reader wants this address saved; the dialog is closed by then.
    """

    submitted = Signal(str)

    def __init__(self, address: str = "", parent: QWidget | None = None) -> None:
        """Make the dialog.

        Args:
            address: To begin with; "" for none.
            parent: The window.
        """
        super().__init__(parent)
        self.setWindowTitle(self.tr("Save an address"))
        self.setMinimumWidth(420)
        hint = QLabel(
            self.tr("The page is fetched once, with its pictures, and kept for reading offline."),
            wordWrap=True,
        )
        hint.setProperty("role", "secondary")
        self._line = QLineEdit(address, placeholderText="https://example.org/article")
        self._line.setAccessibleName(self.tr("Address"))
        self._line.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self._line.selectAll()
        label = QLabel(self.tr("&Address"))
        label.setBuddy(self._line)
        cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        self._save = QPushButton(self.tr("Save"), default=True)
        self._save.setProperty("primary", True)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._save)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label)
        layout.addWidget(self._line)
        layout.addWidget(hint)
        layout.addSpacing(8)
        layout.addLayout(buttons)

        self._line.textChanged.connect(self._on_text_changed)
        self._save.clicked.connect(self._on_save)
        cancel.clicked.connect(self.reject)
        self._on_text_changed()

    def _on_text_changed(self) -> None:
        self._save.setEnabled(normal_address(self._line.text()) is not None)

    def _on_save(self) -> None:
        address = normal_address(self._line.text())
        self.accept()
        if address is not None:
            self.submitted.emit(address)
