"""Shows what became of each thing that was added: grouped, to be searched and copied; stops nobody."""

from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader_app.gui.adding_report import AddingReport, Fate
from reader_app.gui.report_model import ReportModel
from reader_app.gui.row_list import RowList, draw_line, paint_ground
from reader_app.intake.sources import Source

_SIDE, _TOP = 12, 6


class ReportDialog(QDialog):
    """A report in a window of its own.

    Signals:
        open_wanted: The reader wants to read an article; carries its ``Entry``.
        retry_wanted: The reader wants what failed tried again; carries ``tuple[Source, ...]``.
    """

    open_wanted = Signal(object)
    retry_wanted = Signal(object)

    def __init__(self, report: AddingReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What was added"))
        self.resize(640, 480)
        self._report = report
        self._summary = QLabel(textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        self._summary.setProperty("role", "heading")
        self._filter = QLineEdit(placeholderText=self.tr("Search this report"), clearButtonEnabled=True)
        self._filter.setAccessibleName(self.tr("Search this report"))
        self._model = ReportModel(report, self)
        self._list = RowList(
            self.tr("What became of each thing"), self._model, _RowDelegate(self._model, self), keys=self
        )
        self._list.doubleClicked.connect(self._open)
        self._retry = QPushButton(self.tr("Try again"), autoDefault=False)
        self._retry.setToolTip(self.tr("Try once more to save what failed"))
        self._arrange()
        self._filter.textChanged.connect(self._model.set_filter)
        self.set_report(report)
        self._list.setFocus()

    def set_report(self, report: AddingReport) -> None:
        """Show another report."""
        self._report = report
        self._model.set_report(report)
        self._summary.setText(report.summary)
        self._retry.setVisible(bool(self._failed()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Copy the chosen rows, and open one by Enter."""
        if watched is self._list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Copy):
                self._copy()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self._list.currentIndex())
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        copy = QPushButton(self.tr("Copy"), autoDefault=False)
        copy.setToolTip(self.tr("Copy the chosen rows, or all of them, as text"))
        copy.clicked.connect(self._copy)
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.accept)
        self._retry.clicked.connect(self._on_retry)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(copy)
        buttons.addWidget(self._retry)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self._summary)
        layout.addWidget(self._filter)
        layout.addWidget(self._list, 1)
        layout.addLayout(buttons)

    def _failed(self) -> tuple[Source, ...]:
        return tuple(entry.source for entry in self._report.having(Fate.FAILED) if entry.source is not None)

    def _on_retry(self) -> None:
        failed = self._failed()
        self._retry.hide()
        self.retry_wanted.emit(failed)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._model.text_of(self._list.selectedIndexes()))

    def _open(self, index: QModelIndex) -> None:
        entry = self._model.row_at(index).entry if index.isValid() else None
        if entry is not None and entry.article is not None:
            self.open_wanted.emit(entry)


class _RowDelegate(QStyledItemDelegate):
    """Paints a heading, or an entry with what is said of it below."""

    def __init__(self, model: ReportModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for two lines."""
        del index
        return QSize(0, 2 * _TOP + 2 * option.fontMetrics.lineSpacing())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row, palette = self._model.row_at(index), option.palette
        painter.save()
        inner = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        if row.entry is None:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold)
            painter.setFont(font)
            painter.setPen(palette.color(QPalette.ColorRole.Text))
            painter.drawText(inner, Qt.AlignmentFlag.AlignBottom, row.text)
            painter.restore()
            return
        paint_ground(painter, option)
        line = partial(draw_line, painter, inner)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        line(0, row.text, Qt.TextElideMode.ElideMiddle)
        failed = row.entry.fate is Fate.FAILED
        role = QPalette.ColorRole.BrightText if failed else QPalette.ColorRole.PlaceholderText
        painter.setPen(palette.color(role))
        line(1, row.detail, Qt.TextElideMode.ElideRight if failed else Qt.TextElideMode.ElideMiddle)
        painter.restore()
