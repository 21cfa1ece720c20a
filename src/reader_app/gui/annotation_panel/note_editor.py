"""Edits a note as plain Markdown, in place, and hands over what is typed without being asked.

Knows a text and what became of it; not whose note it is.
"""

from math import ceil

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from reader_app.core.reconciling import both_notes
from reader_app.gui.controls import is_claimed

SAVE_DELAY = 300  # milliseconds after the last key
LONGEST_DELAY = 450  # milliseconds after the first key, while the reader types without a pause
FEWEST_LINES = 2
MOST_LINES = 24  # a longer note scrolls
MARGIN = 4
SLACK = 2  # pixels against rounding, else the text edit scrolls by one

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class NoteEditor(QPlainTextEdit):
    """A text edit that grows with its text.

    Signals:
        note_changed: The text, shortly after the last key, on leaving and on flush.
        finished: Escape or Ctrl+Enter.
        stepped: Alt+Up (-1) or Alt+Down (1).
        height_changed: The text needs more or less room.
    """

    note_changed = Signal(str)
    finished = Signal()
    stepped = Signal(int)
    height_changed = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._known = text  # the newest text that the owner is known to have
        self._sent: list[str] = []  # handed over since, not yet come back as an echo
        self._lines = 0
        self._timer = QTimer(self, singleShot=True, interval=SAVE_DELAY)
        self._timer.timeout.connect(self.flush)
        self._latest = QTimer(self, singleShot=True, interval=LONGEST_DELAY)
        self._latest.timeout.connect(self.flush)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlaceholderText(self.tr("Write a note; Markdown works"))
        self.setAccessibleName(self.tr("Note"))
        self.setAccessibleDescription(self.tr("Markdown; saved as you type, Escape ends"))
        self.document().setDocumentMargin(MARGIN)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.textChanged.connect(self._on_text_changed)

    def flush(self) -> None:
        """Hand over what is typed and not handed over yet."""
        self._timer.stop()
        self._latest.stop()
        if self._is_dirty():
            text = self.toPlainText()
            self._sent.append(text)
            self.note_changed.emit(text)

    def receive(self, text: str) -> None:
        """Take the owner's text, unless it is an echo; what the reader has typed since stays.

        The owner gives the note back after each change. Showing an echo would throw away what was
        typed in the meantime, and the caret's place.
        """
        if text in self._sent:
            del self._sent[: self._sent.index(text) + 1]
            self._known = text
        elif text != self._known:
            base = self._sent[-1] if self._sent else self._known
            self._known = text
            self._sent.clear()
            self._replace(both_notes(base, self.toPlainText(), text))

    def needed_height(self) -> int:
        """Return the height that shows all lines, up to a limit."""
        lines = min(max(round(self.document().size().height()), FEWEST_LINES), MOST_LINES)
        return ceil(lines * QFontMetricsF(self.font()).lineSpacing()) + 2 * MARGIN + SLACK

    def sizeHint(self) -> QSize:
        """Return the needed height, and any width."""
        return QSize(120, self.needed_height())

    def minimumSizeHint(self) -> QSize:
        """Return the least the card may give it."""
        return QSize(40, self.fontMetrics().lineSpacing() + 2 * MARGIN)

    def event(self, event: QEvent) -> bool:
        """Keep the keys that end editing from the window's shortcuts."""
        if isinstance(event, QKeyEvent) and (_ends(event) or _step(event)) and is_claimed(event):
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """End on Escape and Ctrl+Enter, step on Alt+Up and Alt+Down."""
        if _ends(event):
            self.flush()
            self.finished.emit()
        elif step := _step(event):
            self.flush()
            self.stepped.emit(step)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over the text on leaving."""
        super().focusOutEvent(event)
        self.flush()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the article unless the note itself scrolls."""
        if self.verticalScrollBar().maximum() == 0:
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height when lines break elsewhere."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._announce_height)  # not within its own layout

    def _on_text_changed(self) -> None:
        if self._is_dirty():
            self._timer.start()
            if not self._latest.isActive():
                self._latest.start()
        self._announce_height()

    def _announce_height(self) -> None:
        lines = round(self.document().size().height())
        if lines != self._lines:
            self._lines = lines
            policies = Qt.ScrollBarPolicy
            policy = policies.ScrollBarAsNeeded if lines > MOST_LINES else policies.ScrollBarAlwaysOff
            if policy != self.verticalScrollBarPolicy():
                self.setVerticalScrollBarPolicy(policy)
            self.height_changed.emit()

    def _is_dirty(self) -> bool:
        return self.toPlainText() != (self._sent[-1] if self._sent else self._known)

    def _replace(self, text: str) -> None:
        """Show another text, the caret where it was as far as there is text."""
        position = self.textCursor().position()
        self.setPlainText(text)
        cursor = self.textCursor()
        cursor.setPosition(min(position, self.document().characterCount() - 1))
        self.setTextCursor(cursor)


def _ends(event: QKeyEvent) -> bool:
    is_control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return event.key() == Qt.Key.Key_Escape or bool(is_enter and is_control)


def _step(event: QKeyEvent) -> int:
    is_alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
    return _STEPS.get(Qt.Key(event.key()), 0) if is_alt else 0
