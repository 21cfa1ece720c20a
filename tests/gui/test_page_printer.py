"""Printing to a file, by the system's print support and a real child."""

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPageRanges, QPageSize
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE
from reader_app.core.layout import DocumentLayout, PageBox, ReadingStyle
from reader_app.gui.page_printer import PagePrinter
from reader_app.gui.printing import Printing, wanted_pages
from reader_app.gui.worker_bridge import DocumentBridge
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import OpenDocument
from reader_app.worker.outbox import Outbox

A4 = (595, 842)


class Press:
    """A child with a PDF open, and a printer that writes a file."""

    def __init__(self, qtbot: QtBot, folder: Path) -> None:
        self._qtbot, self.output = qtbot, folder / "printed.pdf"
        outbox = Outbox()
        self.owner = QObject()
        self.child = DocumentChild(outbox.post)
        self.bridge = DocumentBridge(self.child, outbox, self.owner)

    def open(self, path: Path) -> DocumentLayout:
        layouts: list[DocumentLayout] = []
        job = OpenDocument(path, "application/pdf", ReadingStyle())
        self.child.open(job, layouts.append, lambda error: pytest.fail(str(error)))
        self._qtbot.waitUntil(lambda: bool(layouts), timeout=PATIENCE)
        return layouts[0]

    def printer(self, resolution: int = 300) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setResolution(resolution)
        printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        printer.setOutputFileName(str(self.output))
        return printer

    def print(self, layout: DocumentLayout, pages: list[int], printer: QPrinter) -> str:
        printing = PagePrinter(self.child, layout, pages, printer, self.owner)
        with self._qtbot.waitSignal(printing.finished, timeout=PATIENCE) as finished:
            printing.start()
        problem: str = finished.args[0]
        return problem

    def printed(self) -> list[pymupdf.Pixmap]:
        with pymupdf.open(self.output) as pdf:
            return [page.get_pixmap(dpi=72) for page in pdf]


@pytest.fixture
def press(qtbot: QtBot, tmp_path: Path) -> Iterator[Press]:
    press = Press(qtbot, tmp_path)
    yield press
    press.bridge.close()


def write_pdf(path: Path, *sizes: tuple[float, float]) -> Path:
    """Write pages with a black square of 100 points, 50 points from the corner."""
    with pymupdf.open() as pdf:
        for width, height in sizes:
            pdf.new_page(width=width, height=height).draw_rect((50, 50, 150, 150), fill=(0, 0, 0))
        pdf.save(path)
    return path


def black_area(pixmap: pymupdf.Pixmap) -> tuple[int, int, int, int]:
    """Return the edges of what is black."""
    dark = [
        (x, y)
        for y in range(0, pixmap.height, 2)
        for x in range(0, pixmap.width, 2)
        if pixmap.pixel(x, y)[0] < 100
    ]
    across, down = [x for x, _ in dark], [y for _, y in dark]
    return min(across), min(down), max(across), max(down)


@pytest.mark.parametrize("resolution", [72, 300, 1200])
def test_page_as_large_as_the_paper_is_printed_as_it_is(
    press: Press, tmp_path: Path, resolution: int
) -> None:
    layout = press.open(write_pdf(tmp_path / "a4.pdf", A4))

    assert press.print(layout, [0], press.printer(resolution)) == ""

    [page] = press.printed()
    assert (page.width, page.height) == pytest.approx(A4, abs=2)
    assert black_area(page) == pytest.approx((50, 50, 150, 150), abs=3)
    assert sorted(tmp_path.iterdir()) == [tmp_path / "a4.pdf", press.output]


def test_letters_are_printed_without_loss(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "a4.pdf", A4))

    press.print(layout, [0], press.printer())

    with pymupdf.open(press.output) as printed:
        filters = {image[8] for image in printed.get_page_images(0)}
    assert filters == {"FlateDecode"}


def test_paper_is_turned_the_way_each_page_is(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "mixed.pdf", A4, (842, 595), A4))

    press.print(layout, [0, 1, 2], press.printer())

    assert [page.width > page.height for page in press.printed()] == [False, True, False]


def test_other_pages_are_fitted_to_the_paper_and_keep_their_shape(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "small.pdf", (300, 400)))

    press.print(layout, [0], press.printer())

    [page] = press.printed()
    left, top, right, bottom = black_area(page)
    assert right - left == pytest.approx(bottom - top, abs=3)
    assert 170 < right - left < 200  # 100 points, made as much larger as the page is
    assert left == pytest.approx(50 * 595 / 300, abs=16)


def test_only_pages_that_are_wanted_are_printed_and_told(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "many.pdf", *[(300 + 10 * n, 400) for n in range(5)]))
    printing = PagePrinter(press.child, layout, [3, 1], press.printer(), press.owner)
    told: list[tuple[int, int]] = []
    printing.progressed.connect(lambda done, total: told.append((done, total)))

    with press._qtbot.waitSignal(printing.finished, timeout=PATIENCE):
        printing.start()

    assert len(press.printed()) == 2
    assert told == [(1, 2), (2, 2)]


def test_cancelled_print_leaves_the_earlier_file_as_it_was(press: Press, tmp_path: Path) -> None:
    press.output.write_bytes(b"earlier")
    layout = press.open(write_pdf(tmp_path / "many.pdf", *[A4] * 20))
    printing = PagePrinter(press.child, layout, list(range(20)), press.printer(), press.owner)

    with press._qtbot.waitSignal(printing.progressed, timeout=PATIENCE):
        printing.start()
    printing.cancel()

    assert press.output.read_bytes() == b"earlier"
    assert sorted(tmp_path.iterdir()) == [tmp_path / "many.pdf", press.output]


def test_file_that_cannot_be_written_is_said(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "a4.pdf", A4))
    press.output = tmp_path / "none" / "printed.pdf"

    assert press.print(layout, [0], press.printer())


def test_print_of_a_file_that_is_gone_ends_with_its_sentence(press: Press, tmp_path: Path) -> None:
    layout = press.open(write_pdf(tmp_path / "a4.pdf", A4))
    more = DocumentLayout((*layout.pages, PageBox(595, 842, 1)), 2, (), reflows=False)

    assert press.print(more, [0, 1], press.printer())
    assert sorted(tmp_path.iterdir()) == [tmp_path / "a4.pdf"]


def test_pages_are_those_that_the_dialog_gave(press: Press) -> None:
    printer = press.printer()
    assert wanted_pages(printer, 4, 2) == [0, 1, 2, 3]

    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert wanted_pages(printer, 4, 2) == [2]

    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    assert wanted_pages(printer, 4, 0) == [1, 2]

    ranges = QPageRanges()
    ranges.addPage(1)
    ranges.addRange(3, 9)
    printer.setPageRanges(ranges)
    assert wanted_pages(printer, 4, 0) == [0, 2, 3]


def test_one_print_tells_of_its_begin_and_end(press: Press, tmp_path: Path, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    layout = press.open(write_pdf(tmp_path / "a4.pdf", A4))
    printing = Printing(press.child, window)

    with qtbot.waitSignals([printing.began, printing.finished], timeout=PATIENCE, order="strict"):
        printing.print(layout, press.printer())

    assert len(press.printed()) == 1
