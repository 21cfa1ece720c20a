"""Shows what is in the trash: to be searched, restored, or deleted for good.

Dumb: what it is given it shows; what the reader wants goes out as a signal.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from reader_app.gui.placeholder import Placeholder
from reader_app.gui.row_list import RowList, draw_line, paint_ground
from reader_app.gui.trash_model import TrashModel
from reader_app.library.trash_contents import Trashed

_SIDE, _TOP = 12, 7
_GAP = 2  # pixels between the lines of a row
_ASIDE = 150  # pixels for the dates


class TrashDialog(QDialog):
    """The trash in a window of its own.

    Signals:
        restore_wanted: Carries what shall come back, a list of ``Trashed``.
        purge_wanted: Carries what shall go for good, a list of ``Trashed``; the reader was asked.
    """

    restore_wanted = Signal(object)
    purge_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Trash"))
        self.resize(680, 520)
        self._count = QLabel()
        self._count.setProperty("role", "secondary")
        self._filter = QLineEdit(placeholderText=self.tr("Search the trash"), clearButtonEnabled=True)
        self._filter.setAccessibleName(self.tr("Search the trash"))
        self._filter.installEventFilter(self)
        self._model = TrashModel(self)
        self._list = RowList(
            self.tr("What is in the trash"), self._model, _RowDelegate(self._model, self), keys=self
        )
        hint = self.tr("What you delete stays here for 30 days.")
        self._empty = Placeholder(self.tr("The trash is empty"), hint)
        self._no_result = Placeholder(self.tr("Nothing found"), "")
        self._restore = QPushButton(self.tr("Restore"), autoDefault=False)
        self._restore.setProperty("primary", True)
        self._purge = QPushButton(self.tr("Delete for good…"), autoDefault=False)
        self._purge_all = QPushButton(self.tr("Empty the trash…"), autoDefault=False)
        self._arrange()
        self._connect()

    def set_contents(self, contents: Sequence[Trashed]) -> None:
        """Show these things; what was chosen stays so where it is still there."""
        chosen = {each.id for each in self._chosen()}
        self._model.set_contents(contents)
        selection = self._list.selectionModel()
        for index in self._model.indexes_of(chosen):
            selection.select(index, selection.SelectionFlag.Select)
        self._update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Restore with Enter, delete for good with Delete; go from the search to what it found with Down."""
        if not (event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)):
            return super().eventFilter(watched, event)
        if watched is self._filter and event.key() == Qt.Key.Key_Down and self._model.rowCount():
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._chosen():
                self._list.setCurrentIndex(self._model.index(0))
            return True
        if watched is self._list:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._chosen():
                self._on_restore()
                return True
            if event.key() == Qt.Key.Key_Delete and self._chosen():
                self._on_purge()
                return True
        return super().eventFilter(watched, event)

    def _arrange(self) -> None:
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._restore, self._purge, self._purge_all):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        self._stack = QStackedLayout()
        for page in (self._list, self._empty, self._no_result):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(self._filter)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self._count)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self._filter.textChanged.connect(self._on_filter_changed)
        self._list.selectionModel().selectionChanged.connect(self._update)
        self._list.doubleClicked.connect(self._on_restore)
        self._restore.clicked.connect(self._on_restore)
        self._purge.clicked.connect(self._on_purge)
        self._purge_all.clicked.connect(self._on_purge_all)
        self._update()

    def _chosen(self) -> list[Trashed]:
        return [self._model.at(index) for index in self._list.selectedIndexes()]

    def _update(self) -> None:
        things, shown, chosen = self._model.contents, self._model.rowCount(), self._chosen()
        self._stack.setCurrentWidget(self._list if shown else self._no_result if things else self._empty)
        self._filter.setEnabled(bool(things))
        self._restore.setEnabled(bool(chosen))
        self._purge.setEnabled(bool(chosen))
        self._purge_all.setEnabled(bool(things))
        self._count.setText(
            self.tr("{chosen} of {count} chosen").format(chosen=len(chosen), count=len(things))
        )
        self._count.setVisible(len(chosen) > 1)

    def _on_filter_changed(self, text: str) -> None:
        self._model.set_filter(text)
        self._update()

    def _on_restore(self) -> None:
        if chosen := self._chosen():
            self.restore_wanted.emit(chosen)

    def _on_purge(self) -> None:
        chosen = self._chosen()
        one = self.tr("Delete this for good? It cannot be brought back.")
        many = self.tr("Delete {count} things for good? They cannot be brought back.")
        if chosen and self._asks((one if len(chosen) == 1 else many).format(count=len(chosen))):
            self.purge_wanted.emit(chosen)

    def _on_purge_all(self) -> None:
        things = list(self._model.contents)
        question = self.tr("Empty the trash? All that is in it ({count}) is deleted for good.")
        if things and self._asks(question.format(count=len(things))):
            self.purge_wanted.emit(things)

    def _asks(self, question: str) -> bool:
        buttons = QMessageBox.StandardButton
        box = QMessageBox(QMessageBox.Icon.Warning, self.tr("Trash"), question, buttons.Cancel, self)
        delete = box.addButton(self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(buttons.Cancel)
        box.exec()
        is_confirmed = box.clickedButton() is delete
        box.deleteLater()
        return is_confirmed


class _RowDelegate(QStyledItemDelegate):
    """Paints two lines, and beside them when it was deleted and when it goes."""

    def __init__(self, model: TrashModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return room for two lines."""
        del index
        return QSize(0, 2 * _TOP + 2 * option.fontMetrics.lineSpacing() + _GAP)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one row."""
        row, palette = self._model.row_at(index, datetime.now(UTC)), option.palette
        painter.save()
        paint_ground(painter, option)
        inner = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        words, aside = (
            inner.adjusted(0, 0, -_ASIDE - _SIDE, 0),
            inner.adjusted(inner.width() - _ASIDE, 0, 0, 0),
        )
        line = partial(draw_line, painter, gap=_GAP)
        painter.setPen(palette.color(QPalette.ColorRole.Text))
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold if row.is_strong else QFont.Weight.Normal)
        painter.setFont(font)
        line(words, 0, row.text)
        painter.setFont(option.font)
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        line(words, 1, row.detail)
        line(aside, 0, row.deleted, side=Qt.AlignmentFlag.AlignRight)
        line(aside, 1, row.goes, side=Qt.AlignmentFlag.AlignRight)
        painter.restore()
