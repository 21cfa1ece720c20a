"""The place where an export is shown before it is written: its pages, its text, or why it cannot be made.

Dumb: what it is given it shows. While another preview is being made the one before stays, dimmed.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontDatabase, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from reader_app.core.layout import DocumentLayout
from reader_app.gui.export_pages import PreviewPages
from reader_app.gui.page_view.tiles import TileSource
from reader_app.gui.placeholder import Placeholder

_DIM = 140  # of 255
_LONGEST_LINE = 2000  # characters


class ExportPreview(QWidget):
    """Shows what an export will be.

    Attributes:
        pages: Shows a PDF.

    Signals:
        open_wanted: The reader wants the preview in the program that the system has for it.
    """

    open_wanted = Signal()

    def __init__(self, source: TileSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(260)
        self.pages = PreviewPages(source)
        self.pages.verticalScrollBar().valueChanged.connect(self._show_page_number)
        self._text = QPlainTextEdit(readOnly=True, lineWrapMode=QPlainTextEdit.LineWrapMode.WidgetWidth)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._text.setAccessibleName(self.tr("Preview of the file"))
        self._text.document().setDocumentMargin(16)
        self._nothing = Placeholder("", "")
        self._problem = Placeholder(self.tr("There is no preview"), "")
        self._caption = QLabel(textFormat=Qt.TextFormat.PlainText)
        self._number = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._open = QPushButton(self.tr("Open in t&he browser"), autoDefault=False)
        self._open.setProperty("link", True)
        self._open.clicked.connect(self.open_wanted)
        self._open.hide()
        self._progress = QProgressBar(textVisible=False)
        self._progress.setAccessibleName(self.tr("Progress of the preview"))
        self._arrange()
        self._veil = _Veil(self._stack_place)
        self.set_busy(False)

    def show_pages(self, layout: DocumentLayout, first: int | None) -> None:
        """Show pages, beginning with one of them; with None the place in the view stays."""
        self._stack.setCurrentWidget(self.pages)
        self.pages.show_pages(layout, first)
        self._show_page_number()
        self.set_busy(False)

    def show_text(self, text: str) -> None:
        """Show a text."""
        place = self._text.verticalScrollBar().value() if self._stack.currentWidget() is self._text else 0
        self._text.setPlainText(_in_short_lines(text))
        self._text.verticalScrollBar().setValue(place)
        self._stack.setCurrentWidget(self._text)
        self._number.setText("")
        self.set_busy(False)

    def show_problem(self, sentence: str) -> None:
        """Say why there is nothing to show."""
        self._problem.set_hint(sentence)
        self._stack.setCurrentWidget(self._problem)
        self._number.setText("")
        self.set_busy(False)

    @property
    def problem(self) -> str:
        """Why there is nothing to show, "" if there is something."""
        return self._problem.hint if self._stack.currentWidget() is self._problem else ""

    @property
    def text(self) -> str:
        """The text that is shown, "" if there is none."""
        return self._text.toPlainText() if self._stack.currentWidget() is self._text else ""

    def set_caption(self, caption: str, *, can_open: bool) -> None:
        """Say what is shown, and offer to show it in another program, or not."""
        self._caption.setText(caption)
        self._open.setVisible(can_open)

    def set_busy(self, is_busy: bool) -> None:
        """Dim what is shown, while another preview is being made."""
        self._is_busy = is_busy
        if is_busy and self.problem:  # which is that of choices that are no longer the reader's
            self._stack.setCurrentWidget(self._nothing)
        self._veil.setVisible(is_busy)
        self._progress.setRange(0, 0 if is_busy else 1)
        policy = self._progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._progress.setSizePolicy(policy)
        self._progress.setVisible(is_busy)

    @property
    def is_busy(self) -> bool:
        """Whether another preview is being made."""
        return self._is_busy

    def set_progress(self, done: int, total: int) -> None:
        """Show how far the next preview is."""
        self._progress.setRange(0, total)
        self._progress.setValue(done)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the veil over all."""
        super().resizeEvent(event)
        self._veil.resize(self._stack_place.size())

    def _arrange(self) -> None:
        self._stack_place = QWidget()
        self._stack = QStackedLayout(self._stack_place)
        for page in (self._nothing, self.pages, self._text, self._problem):
            self._stack.addWidget(page)
        for label in (self._caption, self._number):
            label.setProperty("role", "secondary")
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 5, 14, 6)
        foot.setSpacing(10)
        foot.addWidget(self._caption, 1)
        foot.addWidget(self._open)
        foot.addWidget(self._number)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self._progress.setProperty("thin", True)
        layout.addWidget(self._progress)
        layout.addWidget(self._stack_place, 1)
        layout.addLayout(foot)

    def _show_page_number(self) -> None:
        if self._stack.currentWidget() is self.pages:
            count = self.pages.page_count
            self._number.setText(self.tr("{page} / {count}").format(page=self.pages.page + 1, count=count))


def _in_short_lines(text: str) -> str:
    """Break lines that are so long that Qt would take seconds to lay them out."""
    lines = text.splitlines()
    if all(len(line) <= _LONGEST_LINE for line in lines):
        return text
    starts = ((line, range(0, max(len(line), 1), _LONGEST_LINE)) for line in lines)
    return "\n".join(line[at : at + _LONGEST_LINE] for line, all_at in starts for at in all_at)


class _Veil(QWidget):
    """Dims what is below it and lets the mouse through."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        color = QColor(self.palette().color(QPalette.ColorRole.Window))
        color.setAlpha(_DIM)
        QPainter(self).fillRect(event.rect(), color)
