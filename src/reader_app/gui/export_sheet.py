"""One export from its dialog to its end: joins choices, preview, what is written, and what is printed."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from reader_app.core.annotation import Label
from reader_app.core.layout import ReadingStyle
from reader_app.export.options import Format
from reader_app.gui.controls import IconLookup
from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_dialog import ExportDialog
from reader_app.gui.export_form import ExportForm
from reader_app.gui.export_items import ExportItems
from reader_app.gui.export_memory import ExportMemory
from reader_app.gui.export_previewing import Previewing
from reader_app.gui.export_run import ExportOutcome, ExportRun
from reader_app.gui.printing import Printing
from reader_app.gui.settings import EXPORT_GEOMETRY, LAST_EXPORT_FOLDER, Settings


class ExportSheet(QObject):
    """The dialog and what works behind it.

    Attributes:
        dialog: What the reader sees.
        previewing: Makes the preview.

    Signals:
        closed: The dialog is gone, and all that worked behind it.
    """

    closed = Signal()

    def __init__(
        self,
        found: ExportItems,
        labels: Sequence[Label],
        settings: Settings,
        style: ReadingStyle,
        icon: IconLookup,
        previews: Path,
        window: QWidget,
        *,
        is_printing: bool,
    ) -> None:
        super().__init__(window)
        self._found, self._labels, self._settings = found, tuple(labels), settings
        self._is_printing = is_printing
        self._run: ExportRun | None = None
        self._is_closed = False
        self.previewing = Previewing(previews, self)
        form = ExportForm(
            found.items,
            self._labels,
            self._folder(),
            ExportMemory(settings),
            style,
            icon,
            is_printing=is_printing,
        )
        self.dialog = ExportDialog(form, self.previewing.preview, is_printing=is_printing, parent=window)
        self.dialog.restoreGeometry(settings.get(EXPORT_GEOMETRY))
        self._printing = Printing(self.previewing.child, self.dialog)
        self._connect()

    def open(self) -> None:
        """Show the dialog."""
        self.dialog.set_ready(self.previewing.layout is not None)
        self.dialog.open()
        self._show_preview()

    def close(self) -> None:
        """End everything now."""
        if self._is_closed:
            return
        self._is_closed = True
        self._settings.set(EXPORT_GEOMETRY, bytes(self.dialog.saveGeometry().data()))
        self._printing.cancel()
        if self._run is not None:
            self._run.close()
        self.previewing.close()
        self.dialog.deleteLater()
        self.deleteLater()
        self.closed.emit()

    def _connect(self) -> None:
        dialog = self.dialog
        dialog.changed.connect(self._show_preview)
        dialog.export_requested.connect(self._export)
        dialog.print_requested.connect(self._print)
        dialog.cancelled.connect(self._cancel)
        dialog.finished.connect(self.close)
        self.previewing.ready_changed.connect(lambda: dialog.set_ready(self.previewing.layout is not None))
        self.previewing.preview.open_wanted.connect(self._on_open_wanted)
        self._printing.began.connect(lambda: dialog.set_working(self.tr("Printing")))
        self._printing.progressed.connect(dialog.set_progress)
        self._printing.finished.connect(self._on_printed)

    def _show_preview(self) -> None:
        if not (self.dialog.shows_preview or self._is_printing):
            return
        choice, items = self.dialog.choice, self._found.items
        self.previewing.want(choice.jobs(items, self._labels)[0])
        caption = ""
        if len(items) > 1 and not choice.is_bound:
            caption = self.tr("“{title}”, the first of {count}").format(
                title=items[0].article.title, count=len(items)
            )
        elif choice.options.format is Format.HTML:
            caption = self.tr("The words alone; a browser shows marks, and notes beside them.")
        self.previewing.preview.set_caption(caption, can_open=choice.options.format is Format.HTML)

    def _export(self, choice: ExportChoice) -> None:
        folder = choice.output.parent if choice.is_bound else choice.output
        try:
            if not choice.is_bound:
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or str(error)
            self.dialog.set_failed(
                self.tr("The folder {folder} cannot be made: {reason}.").format(folder=folder, reason=reason)
            )
            return
        run = ExportRun(choice.jobs(self._found.items, self._labels), self)
        run.progressed.connect(self.dialog.set_progress)
        run.finished.connect(lambda outcome: self._on_exported(run, folder, outcome))
        self._run = run
        run.start()

    def _on_exported(self, run: ExportRun, folder: Path, outcome: ExportOutcome) -> None:
        self._run = None
        run.deleteLater()
        if outcome.files:
            self._settings.set(LAST_EXPORT_FOLDER, str(folder))
        failures = (*self._found.problems, *outcome.failures)
        if outcome.files:
            self.dialog.set_finished(self._said(outcome, len(failures)), outcome.files, failures)
        elif len(failures) == 1:
            self.dialog.set_failed(failures[0])
        else:
            self.dialog.set_finished(self.tr("Nothing was written"), (), failures)

    def _said(self, outcome: ExportOutcome, failed: int) -> str:
        written = len(outcome.files)
        if written + failed == 1:
            said = self.tr("Saved “{name}”").format(name=outcome.files[0].name)
        elif failed:
            said = self.tr("{written} of {all} articles were saved").format(
                written=written, all=written + failed
            )
        else:
            said = self.tr("{written} articles were saved").format(written=written)
        if outcome.unplaced:
            one = self.tr("; 1 annotation has no place in the text")
            many = self.tr("; {count} annotations have no place in the text")
            said += (one if outcome.unplaced == 1 else many).format(count=outcome.unplaced)
        return said

    def _print(self) -> None:
        if self.previewing.layout is None:
            return
        title = self._found.items[0].article.title
        self._printing.ask(self.previewing.layout, title, self.previewing.preview.pages.page)

    def _on_printed(self, problem: str) -> None:
        if problem:
            self.dialog.set_failed(problem)
        else:
            self.dialog.accept()

    def _cancel(self) -> None:
        self._printing.cancel()
        if self._run is not None:
            run, self._run = self._run, None
            # It waits: the next export may write the same file.
            run.close()
            if run.files:
                said = self.tr("Stopped; {count} of the articles were saved.")
                self.dialog.set_failed(said.format(count=len(run.files)))
            run.deleteLater()

    def _on_open_wanted(self) -> None:
        if self.previewing.file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.previewing.file)))

    def _folder(self) -> Path:
        last = self._settings.get(LAST_EXPORT_FOLDER)
        if last and Path(last).is_dir():
            return Path(last)
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return Path(QStandardPaths.writableLocation(documents) or Path.home())
