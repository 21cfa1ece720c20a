"""What a list shows while it has nothing to show: a few words, and perhaps a way out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget


class Placeholder(QWidget):
    """A heading, a hint and an optional button in the middle of a pane.

    Signals:
        action_requested: The button was pressed.
    """

    action_requested = Signal()

    def __init__(self, heading: str, hint: str, action: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._heading = QLabel(heading, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._heading.setProperty("role", "heading")
        self._hint = QLabel(hint, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self._hint.setProperty("role", "secondary")
        self._hint.setTextFormat(Qt.TextFormat.PlainText)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.setSpacing(6)
        layout.addStretch(2)
        layout.addWidget(self._heading)
        layout.addWidget(self._hint)
        if action:
            self._button = QPushButton(action)
            self._button.clicked.connect(self.action_requested)
            layout.addSpacing(10)
            layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignCenter)
        layout.addStretch(3)

    def set_hint(self, hint: str) -> None:
        """Say something else under the heading."""
        self._hint.setText(hint)

    @property
    def hint(self) -> str:
        """What is said under the heading."""
        return self._hint.text()
