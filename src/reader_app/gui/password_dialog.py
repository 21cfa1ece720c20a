"""Asks for the password of an encrypted PDF. Passes it on; keeps it nowhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget


class PasswordDialog(QDialog):
    """A question that stays open until the password is right or the reader gives up.

    The caller tries what ``submitted`` carries, and then calls ``accept`` or ``set_wrong``.

    Signals:
        submitted: The reader entered a password; carries it as typed.
    """

    submitted = Signal(str)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Password needed"))
        self.setMinimumWidth(400)
        question = QLabel(self.tr("“{title}” is protected with a password.").format(title=title))
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setWordWrap(True)
        self._password = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._password.setAccessibleName(self.tr("Password"))
        self._password.setPlaceholderText(self.tr("Password"))
        self._problem = QLabel(wordWrap=True)
        self._problem.hide()
        self._problem.setProperty("role", "error")
        cancel = QPushButton(self.tr("Cancel"), autoDefault=False)
        self._open = QPushButton(self.tr("Open"), default=True)
        self._open.setEnabled(False)
        self._open.setProperty("primary", True)

        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(cancel)
        buttons.addWidget(self._open)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(question)
        layout.addSpacing(2)
        layout.addWidget(self._password)
        layout.addWidget(self._problem)
        layout.addSpacing(8)
        layout.addLayout(buttons)

        self._password.textChanged.connect(self._on_text_changed)
        self._open.clicked.connect(self._on_open)
        cancel.clicked.connect(self.reject)

    def set_wrong(self) -> None:
        """Say that the password did not open the file, and ask again."""
        self._set_waiting(False)
        self._problem.setText(self.tr("This password does not open the file. Try again."))
        self._problem.show()
        self._password.setAccessibleDescription(self._problem.text())
        self._password.selectAll()
        self._password.setFocus()

    def _on_text_changed(self, text: str) -> None:
        self._open.setEnabled(bool(text))

    def _on_open(self) -> None:
        self._problem.hide()
        self._set_waiting(True)
        self.submitted.emit(self._password.text())

    def _set_waiting(self, is_waiting: bool) -> None:
        self._password.setEnabled(not is_waiting)
        self._open.setEnabled(not is_waiting and bool(self._password.text()))
