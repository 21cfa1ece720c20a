"""Exports the open article: asks where to, runs the job beside the window, shows how it gets on."""

import logging
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QWidget

from reader_app.errors import ReaderError, StorageError
from reader_app.export.item import ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.saving import temporary_path
from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_dialog import ExportDialog
from reader_app.gui.session import Session
from reader_app.gui.settings import AUTHOR, LAST_EXPORT_FOLDER, Settings
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.library.library import Library
from reader_app.worker.export_jobs import ExportFile

_log = logging.getLogger(__name__)


class Exporting(QObject):
    """One export dialog at a time, and the job behind it."""

    def __init__(self, session: Session, library: Library, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._library, self._settings = session, library, settings
        self._window = window
        self._work: BackgroundWork | None = None
        self._output = Path()

    def start(self) -> None:
        """Open the dialog for the open article."""
        article, layout = self._session.article, self._session.layout
        if article is None or layout is None:
            return
        dialog = ExportDialog(
            article.title,
            self._session.labels,
            self._folder(),
            reflows=layout.reflows,
            parent=self._window,
        )
        dialog.export_requested.connect(lambda choice: self._run(dialog, choice))
        dialog.cancelled.connect(self._cancel)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def close(self) -> None:
        """End an export that is under way."""
        if self._work is not None:
            self._work.cancel()
            self._work.wait()
            self._discard()

    def _run(self, dialog: ExportDialog, choice: ExportChoice) -> None:
        try:
            job = self._job(choice)
        except StorageError as error:
            dialog.set_failed(str(error))
            return
        work = BackgroundWork([job], self)
        work.progressed.connect(dialog.set_progress)
        work.job_done.connect(lambda _index, _report: self._on_done(dialog, choice.output))
        work.job_failed.connect(lambda _index, error: self._on_failed(dialog, error))
        work.finished.connect(self._on_finished)
        self._work, self._output = work, choice.output
        work.start()

    def _job(self, choice: ExportChoice) -> ExportFile:
        session = self._session
        assert session.article is not None
        version = self._library.articles.version(session.article.version_id)
        annotations = tuple(
            annotation
            for annotation in session.annotations.in_order()
            if annotation.label_id in choice.label_ids and (annotation.note or not choice.notes_only)
        )
        item = ExportItem(
            source=self._library.files.path(version.reading_file),
            article=session.article,
            annotations=annotations,
            known=self._library.annotations.ids(session.article.id),
            password=session.password,
        )
        options = ExportOptions(paper=choice.paper, style=session.style, author=self._settings.get(AUTHOR))
        return ExportFile((item,), session.labels, choice.output, options)

    def _on_done(self, dialog: ExportDialog, output: Path) -> None:
        self._settings.set(LAST_EXPORT_FOLDER, str(output.parent))
        dialog.set_finished(output)

    def _on_failed(self, dialog: ExportDialog, error: ReaderError) -> None:
        _log.warning("the export failed", exc_info=error)
        dialog.set_failed(str(error))

    def _on_finished(self, was_cancelled: bool) -> None:
        self._work = None
        if was_cancelled:
            self._discard()

    def _discard(self) -> None:
        """Remove what a child was writing that was ended in the middle: it is not a PDF."""
        temporary_path(self._output).unlink(missing_ok=True)

    def _cancel(self) -> None:
        if self._work is not None:
            self._work.cancel()

    def _folder(self) -> Path:
        last = self._settings.get(LAST_EXPORT_FOLDER)
        if last and Path(last).is_dir():
            return Path(last)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents) or Path.home())
