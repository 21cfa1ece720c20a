"""A quiet bar above the article for one sentence: an error, or something the reader should know."""

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from reader_app.gui.icons import Icons


class NoticeKind(StrEnum):
    """How much the bar stands out."""

    PLAIN = "plain"
    WARNING = "warning"


class NoticeBar(QFrame):
    """One sentence with an optional button, and a way to close it. Hidden until there is something to say.

    Signals:
        closed: The reader closed the bar.
    """

    closed = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None, *, can_close: bool = True) -> None:
        """Make the bar.

        Args:
            icons: Has the one that closes it.
            parent: Owner.
            can_close: Whether the reader may close it, or it stays until it no longer holds.
        """
        super().__init__(parent)
        self._can_close = can_close
        self._sentence = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._run: Callable[[], None] = _nothing
        self._action = QPushButton(autoDefault=False)
        self._action.setProperty("link", True)
        close = QToolButton()
        close.setIcon(icons.icon("close"))
        close.setToolTip(self.tr("Close"))
        close.setAccessibleName(self.tr("Close this notice"))

        layout = QHBoxLayout(self)
        layout.setContentsMargins(16, 5, 8, 5)
        layout.setSpacing(8)
        layout.addWidget(self._sentence, 1)
        layout.addWidget(self._action)
        layout.addWidget(close)
        close.setVisible(can_close)
        self._action.clicked.connect(self._on_action)
        close.clicked.connect(self._on_close)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says, "" while it is hidden."""
        return self._sentence.text() if self.isVisible() else ""

    def show_notice(
        self,
        sentence: str,
        kind: NoticeKind = NoticeKind.PLAIN,
        action: str = "",
        run: Callable[[], None] | None = None,
    ) -> None:
        """Say a sentence in place of the one before, and tell screen readers at once.

        Args:
            sentence: Plain text.
            kind: How much it stands out.
            action: The button's text; "" for no button.
            run: What the button does; the bar is closed by then.
        """
        self._run = run or _nothing
        self._sentence.setText(sentence)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setProperty("kind", kind.value)
        for widget in (self, self._sentence, self._action):
            widget.style().unpolish(widget)  # the style sheet looks at properties only then
            widget.style().polish(widget)
        self.setAccessibleName(sentence)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def clear(self) -> None:
        """Take the sentence back; it no longer holds."""
        self.hide()
        self._run = _nothing
        self._sentence.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the bar on Escape."""
        if event.key() == Qt.Key.Key_Escape and self._can_close:
            self._on_close()
        else:
            super().keyPressEvent(event)

    def _on_action(self) -> None:
        run = self._run
        self.clear()
        run()

    def _on_close(self) -> None:
        self.clear()
        self.closed.emit()


def _nothing() -> None:
    """Serve where a notice has no button."""
