"""Real children for tests: an owner that runs what they post, and jobs that kill or hang a real process.

A job is pickled on its way to the child; the ones here do their harm while the child unpickles them.
"""

import os
import queue
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf

from reader_app.core.layout import PageColors, ReadingStyle
from reader_app.errors import ReaderError
from reader_app.worker import jobs
from reader_app.worker.document_child import DocumentChild, Ticket, Tile

PATIENCE = 60.0


class Deadly:
    """A job that ends its child at once, as a bug of a C library does."""

    def __reduce__(self) -> tuple[Any, ...]:
        return os.abort, ()


class Endless:
    """A job that never comes to an end."""

    def __reduce__(self) -> tuple[Any, ...]:
        return time.sleep, (1000,)


class Owner:
    """Owns a document child, and runs in this thread what it posts."""

    def __init__(self, **limits: float) -> None:
        self._posted: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self.child = DocumentChild(self._posted.put, **limits)
        self.restarts = 0
        self.child.on_restart(self._on_restart)
        self.results: list[tuple[str, object]] = []
        self.failures: list[tuple[str, ReaderError]] = []

    def open(self, path: Path, media_type: str = "application/pdf", **options: Any) -> Any:
        """Open a document and wait for its layout."""
        self.begin_to_open("open", path, media_type, **options)
        self.wait_for(["open"])
        return self.result("open")

    def begin_to_open(
        self, name: str, path: Path, media_type: str = "application/pdf", **options: Any
    ) -> None:
        style = options.pop("style", ReadingStyle())
        job = jobs.OpenDocument(path, media_type, style, **options)
        self.child.open(job, lambda layout: self.results.append((name, layout)), self._failed(name))

    def lay_out(self, name: str, style: ReadingStyle) -> None:
        self.child.lay_out(
            jobs.LayOut(style), lambda layout: self.results.append((name, layout)), self._failed(name)
        )

    def request(self, name: str, job: object, priority: int = 0) -> Ticket:
        return self.child.request(job, priority, lambda result: self._keep(name, result), self._failed(name))

    def result(self, name: str) -> Any:
        [result] = [result for each, result in self.results if each == name]
        return result

    @property
    def done(self) -> list[str]:
        """The names of what came to an end well, in order."""
        return [name for name, _ in self.results]

    def failure(self, name: str) -> ReaderError:
        [error] = [error for each, error in self.failures if each == name]
        return error

    def wait_for(self, names: list[str]) -> None:
        """Run what is posted until each of these jobs has an end."""
        self.wait_until(lambda: set(names) <= {*self.done, *(name for name, _ in self.failures)})

    def wait_until(self, condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain; done: {self.done}, failed: {self.failures}"
            self.child.check()
            try:
                self._posted.get(timeout=0.05)()
            except queue.Empty:
                continue

    def signal(self, number: signal.Signals) -> int:
        """Send a signal to the present child; returns its process number."""
        pid = self.child.pid
        os.kill(pid, number)
        return pid

    def close(self) -> None:
        self.child.close()

    def _on_restart(self) -> None:
        self.restarts += 1

    def _keep(self, name: str, result: object) -> None:
        if isinstance(result, Tile):
            result = Tile(result.width, result.height, memoryview(bytes(result.samples)))
        self.results.append((name, result))

    def _failed(self, name: str) -> Callable[[ReaderError], None]:
        return lambda error: self.failures.append((name, error))


def tile(page: int = 0, *, width: int = 200, height: int = 100, scale: float = 1.0) -> jobs.RenderTile:
    return jobs.RenderTile(page, scale, 0, 0, width, height, PageColors(), slot=-1)


def write_pdf(path: Path, pages: int = 3, password: str = "") -> Path:
    """Write pages that say their number; a black bar stands at the top of each."""
    with pymupdf.open() as pdf:
        for number in range(pages):
            page = pdf.new_page(width=300, height=400)
            page.draw_rect(pymupdf.Rect(0, 0, 300, 20), color=(0, 0, 0), fill=(0, 0, 0))
            page.insert_text((30, 60), f"This is page {number} of the sample.")
        encryption = pymupdf.PDF_ENCRYPT_AES_256 if password else pymupdf.PDF_ENCRYPT_NONE
        pdf.save(path, encryption=encryption, user_pw=password, owner_pw=password)
    return path


def write_html(path: Path, paragraphs: int = 60) -> Path:
    text = "".join(
        f"<p>Paragraph {n} has some words, enough to fill more than a line of a narrow column.</p>"
        for n in range(paragraphs)
    )
    path.write_text(f"<html lang='en'><body><h1>Sample</h1>{text}</body></html>")
    return path


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and is not yet waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def run_python(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program that can import this one in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
