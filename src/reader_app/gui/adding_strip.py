"""A quiet line at the foot of the window: how far the adding is, and at last what became of it."""

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from reader_app.gui.adding import AddingProgress
from reader_app.gui.adding_report import AddingReport, Fate
from reader_app.gui.icons import Icons
from reader_app.gui.tooltips import plain_tooltip

_PATIENCE = 300  # milliseconds of adding after which the line appears: most files take less
_SHOWN_FOR = 20_000  # milliseconds that a report stays in which nothing needs the reader
_BAR_WIDTH = 110


class AddingStrip(QWidget):
    """Shows progress with a way to cancel, then the report with a way to its details.

    Signals:
        cancelled: The reader wants no more of it.
        details_wanted: The reader wants to see what became of each thing.
    """

    cancelled = Signal()
    details_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line = _ElidedLine()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.setAccessibleName(self.tr("Progress of adding"))
        self._cancel = _link(self.tr("Cancel"), self.tr("Stop adding; what is saved stays (Ctrl+.)"))
        self._details = _link(self.tr("Details…"), self.tr("Show what became of each file and address"))
        self._close = QToolButton()
        self._close.setProperty("small", True)
        self._close.setIcon(icons.icon("close"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.setIconSize(QSize(12, 12))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close this report"))
        self._patience = QTimer(self, singleShot=True, interval=_PATIENCE)
        self._patience.timeout.connect(self.show)
        self._leaving = QTimer(self, singleShot=True, interval=_SHOWN_FOR)
        self._leaving.timeout.connect(self.clear)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 6, 0)
        layout.setSpacing(8)
        layout.addWidget(self._line, 1)
        for widget in (self._bar, self._cancel, self._details, self._close):
            layout.addWidget(widget)
        self._cancel.clicked.connect(self.cancelled)
        self._details.clicked.connect(self.details_wanted)
        self._close.clicked.connect(self.clear)
        self.hide()

    def show_progress(self, progress: AddingProgress) -> None:
        """Show how far it is; the line appears only if that takes a while."""
        self._leaving.stop()
        if progress.name and progress.total <= 1:
            text = self.tr("Saving {name} …").format(name=progress.name)
        elif progress.total:
            text = self._count(progress.done, progress.total)
        else:
            text = self.tr("Looking for articles …")
        self._line.set_text(text, self._count(progress.total, progress.total) if progress.total > 1 else text)
        is_known = progress.total > 1 and not progress.is_looking
        self._bar.setRange(0, progress.total if is_known else 0)
        self._bar.setValue(progress.done if is_known else 0)
        self._show_parts(is_busy=True)
        if not self.isVisible() and not self._patience.isActive():
            self._patience.start()

    def show_report(self, report: AddingReport) -> None:
        """Say what became of several things; it stays longer where something failed."""
        self._patience.stop()
        self._line.set_text(report.summary, report.summary)
        self._show_parts(is_busy=False)
        self.setAccessibleName(report.summary)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if report.having(Fate.FAILED) or report.having(Fate.CHANGED):
            self._leaving.stop()
        else:
            self._leaving.start()

    def clear(self) -> None:
        """Take the line away."""
        self._patience.stop()
        self._leaving.stop()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Cancel, or close the report, on Escape."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._cancel.isVisible():
            self.cancelled.emit()
        else:
            self.clear()

    def _count(self, done: int, total: int) -> str:
        return self.tr("Adding {done} of {total} …").format(done=f"{done:,}", total=f"{total:,}")

    def _show_parts(self, *, is_busy: bool) -> None:
        self._bar.setVisible(is_busy)
        self._cancel.setVisible(is_busy)
        self._details.setVisible(not is_busy)
        self._close.setVisible(not is_busy)


class _ElidedLine(QLabel):
    """A line that is cut in its middle where it has no room: names and addresses tell most at their ends."""

    def __init__(self) -> None:
        super().__init__(textFormat=Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(40)
        self._widest = ""

    def set_text(self, text: str, widest: str) -> None:
        """Show a text, with room for the widest that it will become, so that nothing beside it moves."""
        if (text, widest) == (self.text(), self._widest):
            return
        self._widest = widest
        self.setToolTip(plain_tooltip(text))
        self.setText(text)

    def sizeHint(self) -> QSize:
        """Return the room for the widest text."""
        metrics = self.fontMetrics()
        width = max(metrics.horizontalAdvance(self._widest), metrics.horizontalAdvance(self.text()))
        return QSize(width + 2, metrics.height())

    def minimumSizeHint(self) -> QSize:
        """Return hardly any room: the text can be cut."""
        return QSize(40, self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, cut in its middle."""
        del event
        painter = QPainter(self)
        painter.setPen(self.palette().windowText().color())
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


def _link(text: str, tip: str) -> QPushButton:
    button = QPushButton(text, autoDefault=False)
    button.setProperty("link", True)
    button.setToolTip(tip)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the article
    return button
