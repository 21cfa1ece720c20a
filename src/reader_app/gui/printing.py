"""Asks for a printer and prints the pages of the preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSizeF, Qt, Signal
from PySide6.QtGui import QPageSize
from PySide6.QtWidgets import QWidget

from reader_app.core.layout import DocumentLayout
from reader_app.gui.page_printer import PagePrinter
from reader_app.worker.document_child import DocumentChild

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter


class Printing(QObject):
    """One print at a time.

    Signals:
        began: The reader chose a printer.
        progressed: Pages that are done, and pages in all.
        finished: All is with the printer, or nothing more will be; carries why, "" if all is well.
    """

    began = Signal()
    progressed = Signal(int, int)
    finished = Signal(str)

    def __init__(self, child: DocumentChild, window: QWidget) -> None:
        """Make it.

        Args:
            child: Has the document open that is printed.
            window: Above which the system's dialog opens.
        """
        super().__init__(window)
        self._child, self._window = child, window
        self._pages: PagePrinter | None = None

    def ask(self, layout: DocumentLayout, title: str, current: int) -> None:
        """Open the system's dialog; ``began`` follows if the reader wants it.

        Args:
            layout: Of the document that the child has open.
            title: What the print is called.
            current: The zero-based page that is looked at.
        """
        try:
            from PySide6.QtPrintSupport import QPrintDialog, QPrinter  # late: not every system has it
        except ImportError:
            self.finished.emit(self.tr("This system has no printing; export a PDF and print that."))
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(title)
        printer.setCreator("Reader")
        if (size := _paper_of(layout)) is not None:
            printer.setPageSize(size)
        dialog = QPrintDialog(printer, self._window)
        option = QPrintDialog.PrintDialogOption
        dialog.setOptions(option.PrintToFile | option.PrintPageRange | option.PrintCurrentPage)
        dialog.setMinMax(1, len(layout.pages))
        dialog.setFromTo(1, len(layout.pages))
        dialog.accepted.connect(lambda: self.print(layout, printer, current))
        dialog.finished.connect(dialog.deleteLater)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.show()

    def print(self, layout: DocumentLayout, printer: QPrinter, current: int = 0) -> None:
        """Print the pages that a printer is set up for; ``finished`` follows."""
        pages = PagePrinter(
            self._child, layout, wanted_pages(printer, len(layout.pages), current), printer, self
        )
        pages.progressed.connect(self.progressed)
        pages.finished.connect(self._on_finished)
        self._pages = pages
        self.began.emit()
        pages.start()

    def cancel(self) -> None:
        """Print nothing more."""
        if self._pages is not None:
            pages, self._pages = self._pages, None
            pages.cancel()
            pages.deleteLater()

    def _on_finished(self, problem: str) -> None:
        if self._pages is not None:
            self._pages.deleteLater()
            self._pages = None
        self.finished.emit(problem)


def wanted_pages(printer: QPrinter, count: int, current: int) -> list[int]:
    """Return the zero-based pages that a printer is set up for, or all if it names none."""
    everything = list(range(count))
    kind = printer.PrintRange
    if printer.printRange() == kind.CurrentPage:
        return [current]
    if printer.printRange() != kind.PageRange:
        return everything
    ranges = printer.pageRanges()
    chosen = [page for page in everything if ranges.contains(page + 1)]
    if ranges.isEmpty() and printer.toPage():
        chosen = everything[max(printer.fromPage() - 1, 0) : printer.toPage()]
    if printer.pageOrder() == printer.PageOrder.LastPageFirst:
        chosen.reverse()
    return chosen or everything


def _paper_of(layout: DocumentLayout) -> QPageSize | None:
    """Return the paper that the first page is as large as, None if that is none that printers know."""
    page = layout.pages[0]
    sides = QSizeF(min(page.width, page.height), max(page.width, page.height))
    size = QPageSize(sides, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch)
    return None if size.id() == QPageSize.PageSizeId.Custom else size
