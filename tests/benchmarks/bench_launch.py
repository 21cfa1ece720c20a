"""Measures launch to first page, and memory, of whole programs on a virtual screen.

Run by hand: ``python tests/benchmarks/bench_launch.py FILE [--runs 7] [--with okular]``. Needs Xvfb.
The screen's memory is mapped, so that looking costs nothing: the page is there when the middle of the
screen is mostly paper with ink on it. Programs take turns; medians are printed, and their ratio.
"""

import argparse
import mmap
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

WIDTH, HEIGHT = 1280, 900
DEADLINE = 20.0
# Looking must not take time away from the programs: pixels are counted in C.
_CLASSES = bytes(ord("D") if value < 110 else ord("L") if value > 225 else 0 for value in range(256))


@contextmanager
def screen(folder: Path) -> Iterator[tuple[str, Path]]:
    """Run a virtual screen; yields its display and the file that its pixels are in."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", str(folder)],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        number = pipe.readline().strip()
    try:
        yield f":{number}", folder / "Xvfb_screen0"
    finally:
        server.terminate()
        server.wait()


class Pixels:
    """The screen's memory: an XWD file."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self._map = mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ)
        header_size, *_ = struct.unpack(">I", self._map[:4])
        fields = struct.unpack(">25I", self._map[:100])
        self._line, colors = fields[12], fields[19]
        self._start = header_size + colors * 12

    def shows_page(self) -> bool:
        """Tell whether the middle of the screen is paper with ink on it."""
        light = dark = seen = 0
        for y in range(HEIGHT // 4, HEIGHT * 3 // 4, 3):
            row = self._start + y * self._line
            green = self._map[row + WIDTH // 3 * 4 + 1 : row + WIDTH * 2 // 3 * 4 : 4]
            classes = green.translate(_CLASSES)
            seen += len(classes)
            light += classes.count(b"L")
            dark += classes.count(b"D")
        return light > 0.5 * seen and dark > 0.012 * seen


def launch(command: list[str], environment: dict[str, str], pixels: Pixels) -> tuple[float, float]:
    """Start a program; returns seconds to the first page, and MiB of memory (PSS) with its children."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        while not pixels.shows_page():
            if time.perf_counter() - started > DEADLINE:
                raise SystemExit(f"no page after {DEADLINE} s: {command}")
            time.sleep(0.004)
        elapsed = time.perf_counter() - started
        time.sleep(2.0)
        return elapsed, memory(process.pid)
    finally:
        os.killpg(process.pid, 15)
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            process.wait()
        while pixels.shows_page():
            time.sleep(0.02)


def memory(pid: int) -> float:
    """Return the proportional memory of a process and its descendants, in MiB."""
    total = 0
    for process in [pid, *descendants(pid)]:
        try:
            text = Path(f"/proc/{process}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def descendants(pid: int) -> Iterator[int]:
    """Yield the process numbers of children and their children."""
    for task in Path(f"/proc/{pid}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield int(child)
            yield from descendants(int(child))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--with", dest="other", default="okular")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "screen").mkdir()
        with screen(folder / "screen") as (display, frame):
            home = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "DISPLAY": display}
            environment = {**os.environ, **home}
            environment.pop("WAYLAND_DISPLAY", None)
            pixels = Pixels(frame)
            ours = [sys.executable, "-m", "reader_app", "--library", str(folder / "library")]
            commands = {"reader-app": [*ours, str(arguments.file)]}
            if shutil.which(arguments.other):
                commands[arguments.other] = [arguments.other, str(arguments.file)]
            results: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
            for run in range(arguments.runs + 1):
                for name, command in commands.items():
                    result = launch(command, environment, pixels)
                    if run:  # the first one warms the caches, and saves the file to the library
                        results[name].append(result)
        for name, values in results.items():
            seconds = statistics.median(value[0] for value in values)
            mebibytes = statistics.median(value[1] for value in values)
            print(f"{name:12} first page {seconds:.3f} s   memory {mebibytes:.0f} MiB")
        if len(results) == 2:
            ours_, other = (statistics.median(v[0] for v in values) for values in results.values())
            print(f"ratio        {ours_ / other:.2f}")


if __name__ == "__main__":
    main()
