"""What the reader sees in place of the window when the library cannot be opened."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.errors import DamagedLibraryError, ForeignLibraryError, ReaderError, StorageError
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.library.backups import Backup, Contents, backups_in
from reader_app.worker.care_jobs import DescribeBackup, RestoreBackup


class TroubleDialog(QDialog):
    """Says what is wrong in one sentence, and offers the newest good backup and another folder.

    It is accepted when it is worth to try again, with ``folder``. Nothing is changed unless a backup is
    restored, and then what was there is kept.

    Attributes:
        folder: The library's, or another one that the reader chose.
    """

    def __init__(self, folder: Path, error: StorageError, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = folder
        self._works: list[BackgroundWork] = []
        self._good: Backup | None = None
        self._is_restoring = False
        self.setWindowTitle(self.tr("Reader"))
        self.setMinimumWidth(660)
        self._sentence = QLabel(str(error), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._sentence.setProperty("role", "heading")
        place = QLabel(str(folder), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        place.setProperty("role", "secondary")
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._offer = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._problem = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._problem.setProperty("role", "error")
        self._problem.hide()
        self._progress = QProgressBar(minimum=0, maximum=0, textVisible=False)
        self._restore = QPushButton(self.tr("Restore it"), autoDefault=False)
        self._restore.setProperty("primary", True)
        self._others = (
            QPushButton(self.tr("Choose a backup…"), autoDefault=False),
            QPushButton(self.tr("Choose another folder…"), autoDefault=False),
            QPushButton(self.tr("Try again"), autoDefault=False),
        )
        self._quit = QPushButton(self.tr("Quit"), autoDefault=False)
        self._arrange(place)
        self._restore.hide()
        self._progress.hide()
        # A library that is newer, in use or out of reach is sound, and an old backup no help.
        if isinstance(error, (DamagedLibraryError, ForeignLibraryError)):
            self._look_for_backups()

    def done(self, result: int) -> None:
        """Close, after every child is gone."""
        works, self._works = self._works, []
        for work in works:
            work.cancel()
            work.wait()
        super().done(result)

    def reject(self) -> None:
        """Give up, but not in the middle of a restoration."""
        if not self._is_restoring:
            super().reject()

    def restore(self, backup: Path) -> None:
        """Let a backup take the library's place; what was there is kept beside it."""
        self._is_restoring = True
        self._problem.hide()
        self._update()

        def failed(_index: int, error: ReaderError) -> None:
            self._is_restoring = False
            self._problem.setText(str(error))
            self._problem.show()
            self._update()

        self._start([RestoreBackup(self.folder, backup)], lambda _index, _kept: self.accept(), failed)

    def _arrange(self, place: QLabel) -> None:
        choose, folder, again = self._others
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._restore, choose, folder, again):
            buttons.addWidget(button)
        buttons.addStretch()
        buttons.addWidget(self._quit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(8)
        for widget in (self._sentence, place, self._offer, self._problem, self._progress):
            layout.addWidget(widget)
        layout.addSpacing(10)
        layout.addLayout(buttons)
        self._restore.clicked.connect(self._on_restore)
        choose.clicked.connect(self._on_choose_backup)
        folder.clicked.connect(self._on_choose_folder)
        again.clicked.connect(self.accept)
        self._quit.clicked.connect(self.reject)

    def _look_for_backups(self) -> None:
        """Let a child look for the newest one that is sound: each has to be looked through."""
        try:
            found = backups_in(self.folder)
        except StorageError as error:
            self._offer_text(str(error))
            return
        if not found:
            self._offer_text(self.tr("There is no backup in its folder."))
            return
        self._offer_text(self.tr("Looking for a good backup…"))

        def described(index: int, contents: object) -> None:
            if isinstance(contents, Contents) and self._good is None:
                self._good = found[index]
                self._restore.show()
                self._offer_text(self._offered(found[index], contents))
                self._restore.setDefault(True)
                self._restore.setFocus()

        def finished() -> None:
            if self._good is None:
                self._offer_text(self.tr("None of the backups in its folder is sound."))

        jobs = [DescribeBackup(each.path) for each in found]
        self._start(jobs, described, lambda _index, _error: None).finished.connect(finished)

    def _offered(self, backup: Backup, contents: Contents) -> str:
        made = QDateTime.fromSecsSinceEpoch(round(backup.made_at.timestamp()))
        locale = QLocale()
        text = self.tr(
            "The newest good backup is of {made}. Articles in it: {articles}; annotations: {annotations}."
            " If you restore it, what is there now is set aside."
        )
        return text.format(
            made=locale.toString(made, "d MMMM yyyy, HH:mm"),
            articles=locale.toString(contents.articles),
            annotations=locale.toString(contents.annotations),
        )

    def _start(
        self,
        jobs: Sequence[object],
        done: Callable[[int, object], None],
        failed: Callable[[int, ReaderError], None],
    ) -> BackgroundWork:
        work = BackgroundWork(jobs, self)
        work.job_done.connect(done)
        work.job_failed.connect(failed)
        self._works.append(work)
        work.start()
        return work

    def _offer_text(self, sentence: str) -> None:
        self._offer.setText(sentence)
        self._update()

    def _update(self) -> None:
        self._progress.setVisible(self._is_restoring)
        for button in (self._restore, *self._others, self._quit):
            button.setEnabled(not self._is_restoring)
        self.adjustSize()  # a text over more lines needs more room

    def _on_restore(self) -> None:
        if self._good is not None:
            self.restore(self._good.path)

    def _on_choose_backup(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, self.tr("Choose a backup"), str(self.folder), self.tr("Backups (*.sqlite3);;All files (*)")
        )
        if name:
            self.restore(Path(name))

    def _on_choose_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(
            self, self.tr("Choose the folder of a library"), str(self.folder.parent)
        )
        if name:
            self.folder = Path(name)
            self.accept()
