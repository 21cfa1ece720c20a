"""Times the adding of 1,000 web pages against the bare loop that only takes the same pages in.

Run it by hand: ``python tests/benchmarks/bench_adding.py [FOLDER] [PAGES]``. The pages are those of the
folder, by default the corpus's, each made unique by a word in its text, and as many copies as are needed.
Both sides use as many processes as there are processors, and both are warm: each process has taken a page
in before the clock starts. What is added is durable. The window reads texts, for searching, when all is
saved; the command line at once.

Beside the time on the wall stands the time of processors, which other programs on the computer disturb less.
"""

import multiprocessing
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from reader_app.intake.intake import take_in
from reader_app.intake.sources import Source
from reader_app.intake.surroundings import Surroundings
from reader_app.library.library import open_library
from reader_app.worker.jobs import ReadText, SavedSource, SaveSource
from reader_app.worker.pool import JobPool

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "html"
PAGES = 1000
PROCESSES = os.cpu_count() or 1
_AFTER_PARAGRAPH = re.compile(rb"(?i)</p>")
# Copies of a page are articles of their own only where they do not all name one address.
_ADDRESS = re.compile(rb"(?i)\bcanonical\b|\bog:url\b|\bsaved from url\b|\burl:")


def write_pages(source: Path, folder: Path, count: int) -> list[Path]:
    """Write pages that are each unique, in turns those of the source that become articles."""
    usable: list[bytes] = []
    for path in sorted(source.rglob("*.htm*")):
        content = path.read_bytes()
        if len(content) > 3000 and _AFTER_PARAGRAPH.search(content) and is_usable(content):
            usable.append(content)
    paths = []
    for number in range(count):
        content = usable[number % len(usable)]
        unique = f" Copy{number}x{os.getpid()}.</p>".encode()
        path = folder / f"page{number}.html"
        path.write_bytes(_AFTER_PARAGRAPH.sub(unique, _ADDRESS.sub(b"x", content)))
        paths.append(path)
    print(
        f"{count} pages, copies of {len(usable)}, {sum(map(len, usable)) / len(usable) / 1000:,.0f} kB each"
    )
    return paths


def is_usable(content: bytes) -> bool:
    try:
        take_in(content, "page.html")
    except Exception:  # whatever is wrong with it, it is no page to measure with
        return False
    return True


def take_one(path: Path) -> int:
    intake = take_in(path.read_bytes(), path.name, Surroundings())
    return len(intake.reading or b"")


def bare_loop(paths: Sequence[Path]) -> float:
    """Return pages a second."""
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        pool.map(take_one, paths[: 2 * PROCESSES], chunksize=1)
        start = time.perf_counter()
        for _ in pool.imap_unordered(take_one, paths, chunksize=4):
            pass
        return len(paths) / (time.perf_counter() - start)


def adding(paths: Sequence[Path], warm: Sequence[Path], library: Path, *, text: ReadText) -> float:
    """Return pages a second."""
    sources = [Source(name=path.name, path=path) for path in (*warm, *paths)]
    jobs = [SaveSource(library, source, text=text) for source in sources]
    start, added = 0.0, 0
    with open_library(library):
        for number, end in enumerate(JobPool(PROCESSES).run(jobs), start=1):
            if number == len(warm):
                start = time.perf_counter()
            if isinstance(end.result, SavedSource):
                added += end.result.is_new
            else:
                print(end.index, end.error)
        taken = time.perf_counter() - start
    assert added == len(jobs), f"{added} of {len(jobs)} were added"
    return len(paths) / taken


def processor_seconds() -> float:
    """Return how long processors worked for this process and for children that have ended."""
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def main(source: Path = CORPUS, count: int = PAGES) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (pages := Path(folder) / "pages").mkdir()
        paths = write_pages(source, pages, count + 2 * PROCESSES)
        warm, paths = paths[: 2 * PROCESSES], paths[2 * PROCESSES :]
        started = processor_seconds()
        bare = bare_loop(paths)
        bare_work = (processor_seconds() - started) / count * 1000
        print(f"bare loop: {bare:.1f} pages a second, {bare_work:.1f} ms of a processor a page")
        for text, what in (
            (ReadText.LATER, "the window, texts read later"),
            (ReadText.NOW, "the command line"),
        ):
            library = Path(folder) / f"library-{text}"
            started = processor_seconds()
            rate = adding(paths, warm, library, text=text)
            work = (processor_seconds() - started) / count * 1000
            print(f"adding as {what}: {rate:.1f} pages a second, {work:.1f} ms of a processor a page")
            ratios = f"{rate / bare:.2f} by the clock, {bare_work / work:.2f} by processor time"
            print(f"adding / bare loop: {ratios}")
            size = subprocess.run(["du", "-sk", str(library)], capture_output=True, text=True, check=True)
            print(f"library: {int(size.stdout.split()[0]) / 1024:.0f} MB")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"largest child: {peak:.0f} MB")


if __name__ == "__main__":
    main(*(kind(value) for kind, value in zip((Path, int), sys.argv[1:], strict=False)))
