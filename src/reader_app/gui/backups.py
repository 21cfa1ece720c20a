"""The backups in the window: lists them, makes one, restores one, and looks the library through.

All of it is done by a child; nothing is known here of how.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from reader_app.core.annotation import utc_now
from reader_app.errors import ReaderError, StorageError
from reader_app.gui.backups_dialog import BackupsDialog
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.library.backups import BACKUPS_FOLDER, Contents, backups_in
from reader_app.worker import care_jobs as jobs


class Backups(QObject):
    """Joins the dialog with the library."""

    def __init__(self, folder: Path, prepare: Callable[[], bool], window: QWidget) -> None:
        """Make it.

        Args:
            folder: The library's.
            prepare: Saves what is not saved yet; False if that cannot be done.
            window: Owner of the dialog.
        """
        super().__init__(window)
        self._folder, self._prepare, self._window = folder, prepare, window
        self._dialog: BackupsDialog | None = None
        self._looking: BackgroundWork | None = None
        self._work: BackgroundWork | None = None

    def show(self) -> None:
        """Show the backups."""
        if self._dialog is None:
            dialog = BackupsDialog(self._window)
            dialog.back_up_wanted.connect(self._on_back_up)
            dialog.restore_wanted.connect(self._on_restore)
            dialog.check_wanted.connect(self._on_check)
            dialog.cancelled.connect(self._on_cancelled)
            dialog.finished.connect(self._on_closed)
            self._dialog = dialog
            self._list()
        self._dialog.show()
        self._dialog.raise_()

    def close(self) -> None:
        """Stop, and wait until the children are gone."""
        for work in (self._looking, self._work):
            if work is not None:
                work.cancel()
                work.wait()
        self._looking = self._work = None

    def _list(self) -> None:
        """List the backups, and let a child look what each holds, the newest first."""
        if self._dialog is None:
            return
        try:
            found = backups_in(self._folder)
        except StorageError as error:
            self._dialog.say(str(error))
            return
        self._dialog.set_backups(found)
        if self._looking is not None:
            self._looking.cancel()
        looking = BackgroundWork([jobs.DescribeBackup(each.path) for each in found], self)

        def described(index: int, contents: object) -> None:
            assert contents is None or isinstance(contents, Contents)
            if self._dialog is not None and self._looking is looking:
                self._dialog.describe(found[index].path, contents)

        looking.job_done.connect(described)
        looking.finished.connect(looking.deleteLater)
        looking.finished.connect(lambda: self._on_looked(looking))
        self._looking = looking
        looking.start()

    def _on_looked(self, looking: BackgroundWork) -> None:
        if self._looking is looking:
            self._looking = None

    def _on_back_up(self, target: Path | None) -> None:
        name = f"backup-{utc_now():%Y-%m-%dT%H%M%S}.sqlite3"
        path = target or self._folder / BACKUPS_FOLDER / name
        self._start(
            jobs.BackUp(self._folder, path),
            self.tr("Making a backup…"),
            lambda _: self.tr("The backup is made: {file}.").format(file=path.name),
        )

    def _on_restore(self, backup: Path) -> None:
        self._start(
            jobs.RestoreBackup(self._folder, backup),
            self.tr("Restoring the backup…"),
            lambda kept: (
                self.tr("The backup is restored. What was there before is kept as {file}.").format(
                    file=Path(str(kept)).name
                )
                if kept is not None
                else self.tr("The backup is restored.")
            ),
        )

    def _on_check(self) -> None:
        self._start(jobs.CheckLibrary(self._folder), self.tr("Checking the library…"), self._told_check)

    def _told_check(self, result: object) -> str:
        assert isinstance(result, tuple)
        if not result:
            return self.tr("The library is sound: its database, its search and all its files.")
        return "\n".join(map(str, result))

    def _start(self, job: object, doing: str, told: Callable[[object], str]) -> None:
        if self._work is not None or self._dialog is None:
            return
        if not self._prepare():
            self._dialog.say(self.tr("Some annotations are not saved yet; try again when they are."))
            return
        work = BackgroundWork([job], self)

        def done(_index: int, result: object) -> None:
            self._end(told(result))

        def failed(_index: int, error: ReaderError) -> None:
            self._end(str(error))

        work.job_done.connect(done)
        work.job_failed.connect(failed)
        work.finished.connect(self._on_finished)
        work.finished.connect(work.deleteLater)
        self._work = work
        # A restoration ends whole or not at all, but nobody should have to wonder which it was.
        self._dialog.begin(doing, can_cancel=not isinstance(job, jobs.RestoreBackup))
        work.start()

    def _end(self, sentence: str) -> None:
        self._work = None
        if self._dialog is not None:
            self._dialog.end(sentence)
            self._list()

    def _on_finished(self, was_cancelled: bool) -> None:
        if self._work is not None:  # neither done nor failed
            self._end(self.tr("Stopped.") if was_cancelled else "")

    def _on_cancelled(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _on_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None
        for work in (self._looking, self._work):
            if work is not None:
                work.cancel()
