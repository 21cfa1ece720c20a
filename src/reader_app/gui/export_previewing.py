"""Makes the preview of an export: a child writes it as it will be, another one draws its pages.

Each change waits a moment for the next one; what is being made for the one before is ended.
"""

import logging
import shutil
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from reader_app.core.layout import DocumentLayout, ReadingStyle
from reader_app.errors import ExportError, ReaderError
from reader_app.export.item import ExportFile
from reader_app.export.options import ExportOptions, Format
from reader_app.export.report import ExportReport
from reader_app.gui.export_preview import ExportPreview
from reader_app.gui.scratch import ScratchFolder
from reader_app.gui.worker_bridge import BackgroundWork, DocumentBridge
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import OpenDocument
from reader_app.worker.outbox import Outbox

_log = logging.getLogger(__name__)
_PAUSE = 300  # milliseconds without a change, after which the preview is made
_MOST_TEXT = 200_000  # bytes
_NAME = "preview"
_MEDIA_TYPES = {Format.PDF: "application/pdf", Format.HTML: "text/html"}


class Previewing(QObject):
    """Turns what is wanted into what is seen.

    Attributes:
        child: Draws the pages; has the file open that is shown.
        preview: Where it is seen.
        layout: Of the PDF that is shown, None while there is none or another one is being made.
        file: What is shown, None while there is nothing.

    Signals:
        ready_changed: ``layout`` is another one, or none.
    """

    ready_changed = Signal()

    def __init__(self, scratch: Path, parent: QObject | None = None) -> None:
        """Start the child that draws.

        Args:
            scratch: The folder below which there is one for each preview.
            parent: Owner.
        """
        super().__init__(parent)
        outbox = Outbox()
        self.child = DocumentChild(outbox.post)
        self._bridge = DocumentBridge(self.child, outbox, self)
        self.preview = ExportPreview(self.child)
        self.layout: DocumentLayout | None = None
        self.file: Path | None = None
        self._common = scratch
        self._scratch: ScratchFolder | None = None
        self._number = 0
        self._wanted: ExportFile | None = None
        self._making: ExportFile | None = None
        self._shown_options: ExportOptions | None = None
        self._works: list[BackgroundWork] = []
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._make)

    def want(self, job: ExportFile) -> None:
        """Show what a job will write, soon; where the job writes to does not matter."""
        job = replace(job, output=Path(_NAME + job.options.format.suffix))
        if job == self._wanted:
            return
        self._wanted, self._making = job, None
        self._stop()
        self._set_layout(None)
        self.preview.set_busy(True)
        self._pause.start()

    def close(self) -> None:
        """End the children, and remove what they wrote."""
        self._pause.stop()
        self._stop()
        for work in self._works:
            work.wait()
        self._bridge.close()
        if self._scratch is not None:
            self._scratch.close()

    def _stop(self) -> None:
        for work in self._works:
            work.cancel()

    def _make(self) -> None:
        assert self._wanted is not None
        self._number += 1
        try:
            self._scratch = self._scratch or ScratchFolder(self._common)
            folder = self._scratch.path / str(self._number)
            folder.mkdir(parents=True)  # somebody may have emptied the cache
        except OSError as error:
            _log.warning("no preview can be made", exc_info=error)
            self.preview.show_problem(
                self.tr("No preview can be written to {folder}.").format(folder=self._common)
            )
            return
        job = self._making = replace(self._wanted, output=folder / self._wanted.output.name)
        work = BackgroundWork([job], self)
        work.progressed.connect(lambda done, total: self._on_progressed(job, done, total))
        work.job_done.connect(lambda _index, report: self._on_done(job, report))
        work.job_failed.connect(lambda _index, error: self._on_failed(job, error))
        work.finished.connect(lambda _was_cancelled: self._on_finished(work, job))
        self._works.append(work)
        work.start()

    def _on_progressed(self, job: ExportFile, done: int, total: int) -> None:
        if job is self._making:
            self.preview.set_progress(done, total)

    def _on_done(self, job: ExportFile, report: ExportReport) -> None:
        if job is not self._making:
            return
        if (media_type := _MEDIA_TYPES.get(job.options.format)) is None:
            self._show_text(job)
        else:
            self._open(job, media_type, report)

    def _open(self, job: ExportFile, media_type: str, report: ExportReport) -> None:
        def opened(layout: DocumentLayout) -> None:
            # The page that is looked at stays, where only some of what is on it is another now.
            is_new = self._shown_options is None or _begins_anew(self._shown_options, job.options)
            first = 0 if job.options.summary or layout.reflows else report.first_page
            self.preview.show_pages(layout, first if is_new else None)
            self._take(job)
            if job is not self._making:  # the next one is being made; but this is what the child has open now
                self.preview.set_busy(True)
            elif job.options.format is Format.PDF:
                self._set_layout(layout)

        def failed(error: ReaderError) -> None:
            self._on_failed(job, error)

        password = job.items[0].password if len(job.items) == 1 else ""
        self.child.open(OpenDocument(job.output, media_type, ReadingStyle(), password), opened, failed)

    def _show_text(self, job: ExportFile) -> None:
        try:
            with job.output.open("rb") as file:
                head = file.read(_MOST_TEXT + 1)
        except OSError as error:
            self._on_failed(
                job, ExportError(self.tr("The preview is gone: {error}.").format(error=error.strerror))
            )
            return
        text = head[:_MOST_TEXT].decode("utf-8", "replace").removeprefix("\ufeff")
        if len(head) > _MOST_TEXT:
            text += "\n\n" + self.tr("… and so on. The file has all of it.")
        self.preview.show_text(text)
        self._take(job)

    def _take(self, job: ExportFile) -> None:
        """Keep the file that is shown, and let go of the one before."""
        before, self.file = self.file, job.output
        self._shown_options = job.options
        if before is not None:
            _remove(before)

    def _on_failed(self, job: ExportFile, error: ReaderError) -> None:
        if job is self._making:
            _log.info("there is no preview: %s", error)
            self._shown_options = None
            self.preview.show_problem(str(error))
        _remove(job.output)

    def _on_finished(self, work: BackgroundWork, job: ExportFile) -> None:
        if job is not self._making and job.output != self.file:
            _remove(job.output)
        self._works.remove(work)
        work.deleteLater()

    def _set_layout(self, layout: DocumentLayout | None) -> None:
        if layout is not self.layout:
            self.layout = layout
            self.ready_changed.emit()


def _begins_anew(before: ExportOptions, now: ExportOptions) -> bool:
    """Tell whether pages are so different that a place in them says nothing."""
    return (before.format, before.layout, before.summary) != (now.format, now.layout, now.summary)


def _remove(output: Path) -> None:
    """Remove a file that a preview was, or what there was of it, with its folder."""
    shutil.rmtree(output.parent, ignore_errors=True)
