"""Measures how smooth the window stays while many pages are added, and how fast they are.

Run by hand: ``python tests/benchmarks/bench_adding_window.py [--files 1000] [--before 0]``. A timer of 5 ms
tells when the event loop could not answer; the gaps between its ticks are printed, and what was the longest.
Needs a display, or ``QT_QPA_PLATFORM=offscreen``.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from reader_app.gui.adding_report import AddingReport
from reader_app.gui.look import Look
from reader_app.gui.main_window import MainWindow
from reader_app.gui.session import Session
from reader_app.gui.settings import Settings
from reader_app.gui.shelf import Shelf
from reader_app.gui.worker_bridge import DocumentBridge
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.document_child import DocumentChild
from reader_app.worker.jobs import SaveSource
from reader_app.worker.outbox import Outbox
from reader_app.worker.pool import JobPool

_TICK = 5  # milliseconds
_PARAGRAPHS = 30


class Probe(QObject):
    """Ticks, and remembers how long it waited for each tick."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[tuple[float, float]] = []  # milliseconds, and when
        self._timer = QTimer(self, interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._on_tick)
        self._last = self._start = 0.0

    def start(self) -> None:
        """Begin to measure."""
        self._last = self._start = time.perf_counter()
        self._timer.start()

    def stop(self) -> None:
        """Measure no more."""
        self._timer.stop()

    def _on_tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append(((now - self._last) * 1000, now - self._start))
        self._last = now


def page(number: int) -> str:
    """Return a page of some 1,000 words, unlike every other one."""
    body = "".join(
        f"<p>Paragraph {n} of page {number} tells what the town of {number * 7 + n} boats said about"
        " the tide, the old quay, and the storm that came over the sea in the autumn before the last one.</p>"
        for n in range(_PARAGRAPHS)
    )
    return (
        f"<html lang='en'><head><title>Page {number} about the tide</title></head><body><nav>Home</nav>"
        f"<article><h1>Page {number} about the tide</h1>{body}</article></body></html>"
    )


def write_pages(folder: Path, numbers: range) -> None:
    """Write pages into a folder."""
    folder.mkdir()
    for number in numbers:
        (folder / f"page {number:05d}.html").write_text(page(number), encoding="utf-8")


def fill(library: Path, count: int) -> None:
    """Save articles before anything is measured."""
    jobs = (SaveSource(library, given(page(-n).encode(), f"{n}.html")) for n in range(1, count + 1))
    for _end in JobPool().run(jobs):
        pass


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--before", type=int, default=1, help="articles that are in the library already")
    arguments = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        write_pages(folder / "pages", range(arguments.files))
        open_library(folder / "library").close()
        fill(folder / "library", arguments.before)
        outbox = Outbox()
        bridge = DocumentBridge(DocumentChild(outbox.post), outbox)
        with open_library(folder / "library") as library:
            library.set_patience(0.25)
            settings = Settings(folder / "settings.ini")
            session, shelf = Session(library, bridge.child), Shelf(library)
            window = MainWindow(session, shelf, settings, Look(application, settings))
            window.show()
            window.furnish()
            if (latest := shelf.latest()) is not None:
                window.opening.open(latest)
            probe = Probe()
            reports: list[AddingReport] = []
            took: list[float] = []

            def begin() -> None:
                took.append(time.perf_counter())
                probe.start()
                window.arrivals.add_named([str(folder / "pages")])

            def end(report: AddingReport) -> None:
                reports.append(report)
                took.append(time.perf_counter())
                QTimer.singleShot(1500, application.quit)  # what comes afterwards counts as well

            window.arrivals.adding.finished.connect(end)
            QTimer.singleShot(1500, begin)
            application.exec()
            probe.stop()
            window.close()
        bridge.close()
    gaps = sorted(gap for gap, _ in probe.gaps)
    seconds = took[1] - took[0]
    print(f"{reports[0].summary} in {seconds:.1f} s ({arguments.files / seconds:.1f} a second)")
    print(f"{os.cpu_count()} processors, {len(gaps):,} ticks; median gap {statistics.median(gaps):.1f} ms")
    for share in (0.95, 0.99, 0.999):
        print(f"  {share:.1%} of the gaps are below {gaps[int(share * (len(gaps) - 1))]:.1f} ms")
    longest = sorted(probe.gaps, reverse=True)[:5]
    print("  longest: " + ", ".join(f"{gap:.0f} ms (at {when:.1f} s)" for gap, when in longest))


if __name__ == "__main__":
    main()
