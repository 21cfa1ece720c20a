"""Lists the backups of the library, and offers what can be done with them.

Dumb: what it is given it shows; what the reader wants goes out as a signal.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from reader_app.gui.placeholder import Placeholder
from reader_app.gui.table import ID_ROLE, Table
from reader_app.library.backups import Backup, Contents, Occasion

_SIDES = 64  # pixels beside a sentence: margins, and a bar to scroll
_MOST_LINES = 6


class BackupsDialog(QDialog):
    """The backups in a window of their own.

    Signals:
        back_up_wanted: Carries the ``Path`` to write to, None for the folder of backups.
        restore_wanted: Carries the ``Path`` of a backup; the reader was asked.
        check_wanted: The library is to be looked through.
        cancelled: What is being done is to be stopped.
    """

    back_up_wanted = Signal(object)
    restore_wanted = Signal(object)
    check_wanted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Backups"))
        self.resize(680, 500)
        self._list = self._make_list()
        self._empty = Placeholder(
            self.tr("No backups yet"), self.tr("One is made each day that this program is used.")
        )
        self._said = QPlainTextEdit(readOnly=True)
        self._said.setFrameShape(QFrame.Shape.NoFrame)
        self._said.setAccessibleName(self.tr("What became of it"))
        self._said.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._said.viewport().setAutoFillBackground(False)
        self._said.hide()
        self._progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._doing = QLabel()
        self._cancel = QPushButton(self.tr("Stop"), autoDefault=False)
        self._running = self._make_running()
        self._restore = QPushButton(self.tr("Restore…"), autoDefault=False)
        self._others = (
            QPushButton(self.tr("Back up now"), autoDefault=False),
            QPushButton(self.tr("Save a backup as…"), autoDefault=False),
            QPushButton(self.tr("Check the library"), autoDefault=False),
        )
        self._is_busy = False
        self._arrange()
        self._connect()

    def set_backups(self, backups: Sequence[Backup]) -> None:
        """List these, newest first; what they hold is told later."""
        chosen = self._chosen()
        self._list.clear()
        locale = QLocale()
        for backup in backups:
            made = QDateTime.fromSecsSinceEpoch(round(backup.made_at.timestamp()))
            size = locale.formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
            texts = [
                locale.toString(made, "d MMMM yyyy, HH:mm"),
                size,
                "…",
                "…",
                self._occasions()[backup.occasion],
            ]
            item = self._list.add(texts, str(backup.path))
            item.setToolTip(0, str(backup.path))
            if str(backup.path) == str(chosen):
                self._list.setCurrentItem(item)
        self._stack.setCurrentWidget(self._list if backups else self._empty)
        self._update()

    def describe(self, backup: Path, contents: Contents | None) -> None:
        """Say what a backup holds; None for a damaged one."""
        locale = QLocale()
        for row in range(self._list.topLevelItemCount()):
            item = self._list.topLevelItem(row)
            if item is not None and item.data(0, ID_ROLE) == str(backup):
                counts = (contents.articles, contents.annotations) if contents is not None else ()
                texts = [locale.toString(count) for count in counts] or ["—", "—"]
                item.setText(2, texts[0])
                item.setText(3, texts[1])
                if contents is None:
                    item.setText(4, self.tr("damaged"))
                    item.setDisabled(True)

    def begin(self, doing: str, *, can_cancel: bool) -> None:
        """Show that something is being done."""
        self._is_busy = True
        self._doing.setText(doing)
        self._cancel.setVisible(can_cancel)
        self._said.hide()
        self._running.show()
        self._update()

    def end(self, sentence: str) -> None:
        """Show that it is over, and what became of it."""
        self._is_busy = False
        self._running.hide()
        self.say(sentence)
        self._update()

    def say(self, sentence: str) -> None:
        """Show one sentence, or several lines."""
        self._said.setPlainText(sentence)
        metrics, width = self.fontMetrics(), max(self.width() - _SIDES, 1)
        lines = sum(metrics.horizontalAdvance(line) // width + 1 for line in sentence.split("\n"))
        self._said.setFixedHeight(min(lines, _MOST_LINES) * metrics.lineSpacing() + 12)
        self._said.setVisible(bool(sentence))

    def reject(self) -> None:
        """Close, but not in the middle of a restoration."""
        if not self._is_busy or not self._cancel.isHidden():
            super().reject()

    def _make_list(self) -> Table:
        headings = (
            self.tr("Made"),
            self.tr("Size"),
            self.tr("Articles"),
            self.tr("Annotations"),
            self.tr("Why"),
        )
        return Table(self.tr("Backups"), headings, (1, 2, 3))

    def _make_running(self) -> QWidget:
        running = QWidget()
        row = QHBoxLayout(running)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._doing)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        running.hide()
        return running

    def _arrange(self) -> None:
        hint = QLabel(
            self.tr(
                "A backup holds all articles' details and all annotations. The articles' files are never"
                " changed and need none."
            ),
            wordWrap=True,
        )
        hint.setProperty("role", "secondary")
        close = QPushButton(self.tr("Close"), autoDefault=False)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._restore, *self._others):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(close)
        self._stack = QStackedLayout()
        for page in (self._list, self._empty):
            self._stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(hint)
        layout.addLayout(self._stack, 1)
        layout.addWidget(self._running)
        layout.addWidget(self._said)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        now, save_as, check = self._others
        self._list.itemSelectionChanged.connect(self._update)
        self._restore.clicked.connect(self._on_restore)
        now.clicked.connect(lambda: self.back_up_wanted.emit(None))
        save_as.clicked.connect(self._on_save_as)
        check.clicked.connect(self.check_wanted)
        self._cancel.clicked.connect(self.cancelled)
        self._update()

    def _occasions(self) -> dict[Occasion, str]:
        return {
            Occasion.DAILY: self.tr("daily"),
            Occasion.BEFORE_UPGRADE: self.tr("before an upgrade"),
            Occasion.BEFORE_RESTORE: self.tr("before another was restored"),
            Occasion.OTHER: self.tr("by you"),
        }

    def _chosen(self) -> Path | None:
        chosen = self._list.chosen()
        return Path(str(chosen)) if chosen is not None else None

    def _update(self) -> None:
        self._restore.setEnabled(not self._is_busy and self._chosen() is not None)
        for button in self._others:
            button.setEnabled(not self._is_busy)

    def _on_save_as(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Save a backup"),
            str(Path.home() / f"reader-{QDateTime.currentDateTime().toString('yyyy-MM-dd')}.sqlite3"),
            self.tr("Backups (*.sqlite3)"),
        )
        if name:
            self.back_up_wanted.emit(Path(name))

    def _on_restore(self) -> None:
        chosen = self._chosen()
        if chosen is None:
            return
        made = self._list.selectedItems()[0].text(0)
        buttons = QMessageBox.StandardButton
        box = QMessageBox(
            QMessageBox.Icon.Question,
            self.tr("Restore a backup"),
            self.tr("Go back to the library as it was on {made}?").format(made=made),
            buttons.Cancel,
            self,
        )
        box.setInformativeText(self.tr("What is there now is kept as a backup of its own."))
        restore = box.addButton(self.tr("Restore"), QMessageBox.ButtonRole.AcceptRole)
        box.exec()
        is_confirmed = box.clickedButton() is restore
        box.deleteLater()
        if is_confirmed:
            self.restore_wanted.emit(chosen)
