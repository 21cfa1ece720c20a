"""A virtual screen with a window manager, and the real program in it, driven by keys and mouse."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article, Form
from reader_app.library.library import open_library

PATIENCE = 60.0
WIDTH, HEIGHT = 1280, 900
NEEDED = ("Xvfb", "xdotool", "openbox", "import")
# Where the article stands between sidebar and cards, in pixels of the screen.
_LEFT, _RIGHT, _TOP, _BOTTOM = 300, 860, 130, 840
_DARK = 110


def missing_programs() -> list[str]:
    return [name for name in NEEDED if shutil.which(name) is None]


def wait_until(condition: Callable[[], bool], what: str, instead: Callable[[], object] | None = None) -> None:
    """Look again and again until something is so.

    Args:
        condition: Whether it is.
        what: For the message if it never is.
        instead: Gives what is so instead, for that message too.
    """
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited in vain until {what}" + (f", not {instead()!r}" if instead else ""))
        time.sleep(0.05)  # between two looks


class Screen:
    """An X server of its own with a window manager, ready to show and drive a window."""

    def __init__(self) -> None:
        # Two servers that look for a free number at the same moment can take the same.
        self.display = f":{100 + os.getpid() % 50_000}"
        reading, writing = os.pipe()
        # Without "-noreset" it starts anew, and throws out who connects just then, whenever it has no client
        # left: a tool that ends before the window manager is there is enough.
        self._server = subprocess.Popen(
            f"Xvfb {self.display} -displayfd {writing} -noreset -nolisten tcp"
            f" -screen 0 {WIDTH}x{HEIGHT}x24".split(),
            pass_fds=[writing],
            stderr=subprocess.DEVNULL,
        )
        os.close(writing)
        with os.fdopen(reading) as stream:
            assert stream.readline(), f"there is no X server {self.display}"
        self._manager = subprocess.Popen(
            ["openbox"],
            env=os.environ | {"DISPLAY": self.display},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: bool(self.tool("get_num_desktops")), "there is a window manager")

    def close(self) -> None:
        for process in (self._manager, self._server):
            process.terminate()
            process.wait()

    def picture(self) -> "Picture":
        result = subprocess.run(
            ["import", "-display", self.display, "-window", "root", "-depth", "8", "gray:-"],
            stdout=subprocess.PIPE,
            check=True,
        )
        return Picture(result.stdout)

    def tool(self, *arguments: str | int) -> str:
        """Run xdotool; returns what it says."""
        result = subprocess.run(
            ["xdotool", *map(str, arguments)],
            env=os.environ | {"DISPLAY": self.display},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=False,
        )
        return result.stdout.strip()

    @contextmanager
    def typing(self, text: str, pause: int) -> Iterator[None]:
        """Type while the block runs, and no longer; with so many milliseconds from letter to letter."""
        command = ["xdotool", "type", "--delay", str(pause), text]
        typist = subprocess.Popen(command, env=os.environ | {"DISPLAY": self.display})
        try:
            yield
        finally:
            typist.kill()
            typist.wait()
            # It may have gone with a finger on a key. The next press of that key would count for nothing,
            # in whichever window.
            self.tool("keyup", *sorted(set(text)))


@dataclass(frozen=True)
class Picture:
    """What is on the screen, one byte a pixel."""

    pixels: bytes

    @property
    def article(self) -> bytes:
        """What is where the article stands."""
        rows = range(_TOP, _BOTTOM)
        return b"".join(self.pixels[y * WIDTH + _LEFT : y * WIDTH + _RIGHT] for y in rows)

    def lines(self) -> list[tuple[int, int, int]]:
        """Return the lines of text in the article: middle, left and right end of each."""
        found: list[tuple[int, int, int]] = []
        start = None
        for y in range(_TOP, _BOTTOM):
            row = self.pixels[y * WIDTH + _LEFT : y * WIDTH + _RIGHT]
            has_ink = any(value < _DARK for value in row)
            if has_ink and start is None:
                start = y
            elif not has_ink and start is not None:
                if y - start >= 8:
                    found.append(((start + y) // 2, *self._ends(start, y)))
                start = None
        return found

    def _ends(self, top: int, bottom: int) -> tuple[int, int]:
        columns = [
            x
            for x in range(_LEFT, _RIGHT)
            if any(self.pixels[y * WIDTH + x] < _DARK for y in range(top, bottom))
        ]
        return columns[0], columns[-1]


class Program:
    """The program in a window, with a home and a library of its own."""

    def __init__(self, screen: Screen, home: Path) -> None:
        self.screen, self.home, self.library = screen, home, home / "library"
        (home / "Documents").mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self, *files: Path) -> None:
        """Start the program and wait until its window takes keys."""
        self._process = self.launch(*files)
        wait_until(lambda: bool(self.title()), "there is a window")
        wait_until(self.has_keys, "the window takes keys")

    def launch(self, *files: Path) -> "subprocess.Popen[bytes]":
        """Start the program."""
        command = [sys.executable, "-m", "reader_app", "--library", str(self.library), *map(str, files)]
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        paths = os.pathsep.join(sys.path)
        home = {"HOME": str(self.home), "XDG_RUNTIME_DIR": str(self.home), "PYTHONPATH": paths}
        environment = kept | home | {"DISPLAY": self.screen.display, "QT_QPA_PLATFORM": "xcb"}
        return subprocess.Popen(command, env=environment, cwd=self.home, stderr=subprocess.DEVNULL)

    def title(self) -> str:
        """Return the title of the window, "" while there is none."""
        for number in self.screen.tool("search", "--onlyvisible", "--pid", self.pid).splitlines():
            name = self.screen.tool("getwindowname", number)
            if "Reader" in name:
                return name
        return ""

    def has_keys(self) -> bool:
        """Tell whether a window of the program is framed by the window manager, and has the keyboard."""
        return self.screen.tool("getactivewindow", "getwindowpid") == str(self.pid)

    def show(self, *files: Path) -> None:
        """Start the program and wait until an article is on the screen."""
        self.start(*files)
        self.wait_for_text()

    def wait_for_text(self) -> list[tuple[int, int, int]]:
        """Wait until lines of text are on the screen and stay where they are; returns them."""
        lines: list[tuple[int, int, int]] = []

        def stays() -> bool:
            nonlocal lines
            before, lines = lines, self.screen.picture().lines()
            return len(lines) > 3 and lines == before

        wait_until(stays, "the article is on the screen")
        return lines

    def keys(self, *names: str) -> None:
        self.screen.tool("key", "--clearmodifiers", *names)

    def type(self, text: str) -> None:
        self.screen.tool("type", "--delay", 5, text)

    def select_line(self, number: int) -> None:
        """Select a line of text on the screen with the mouse."""
        self.keys("Escape")  # the handles of an active mark would count as text
        middle, left, right = self.wait_for_text()[number]
        self.screen.tool("mousemove", left + 1, middle, "mousedown", 1)
        self.screen.tool("mousemove", (left + right) // 2, middle, "mousemove", right, middle, "mouseup", 1)

    def quit(self) -> None:
        """Close the window as the reader does."""
        assert self._process is not None
        self.keys("ctrl+q")
        assert self._process.wait(PATIENCE) == 0

    def end_by(self, number: signal.Signals) -> int:
        """Send the window a signal; returns its exit status."""
        assert self._process is not None
        self._process.send_signal(number)
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def child(self) -> int:
        """Return the number of the process that has the document open."""
        # The document child alone is told where the shared samples are.
        return next((number for number, has_samples in self._children() if has_samples), 0)

    def is_adding(self) -> bool:
        """Tell whether there are children that save or look for articles."""
        return any(not has_samples for _, has_samples in self._children())

    def _children(self) -> Iterator[tuple[int, bool]]:
        """Yield the number of each child, and whether it draws into shared memory."""
        for status in Path("/proc").glob("[0-9]*/stat"):
            try:
                state, parent, *_ = status.read_text().rsplit(")", 1)[1].split()
                command = status.with_name("cmdline").read_bytes().split(b"\0")
            except (OSError, ValueError):
                continue
            if int(parent) == self.pid and state != "Z" and b"reader_app.worker.child" in command:
                yield int(status.parent.name), len(command) > 5

    def kill_child(self) -> None:
        """Kill the document child and wait for the one in its place."""
        killed = self.child()
        os.kill(killed, signal.SIGKILL)
        wait_until(lambda: self.child() not in (0, killed), "there is another document child")

    def articles(self) -> list[Article]:
        if not (self.library / "library.sqlite3").exists():
            return []
        with open_library(self.library) as library:
            return library.articles.list()

    def forms(self) -> list[Form]:
        """Return which form of each web page in the library is shown."""
        return [article.form for article in self.articles() if article.is_web_page]

    def annotations(self) -> list[Annotation]:
        """Return what is in the library, for all articles."""
        if not self.articles():
            return []
        with open_library(self.library) as library:
            each = [library.annotations.of_article(article.id) for article in library.articles.list()]
            return [annotation for of_article in each for annotation in of_article]

    def position(self) -> tuple[int, int]:
        """Return section and offset of the place that is stored for the only article."""
        [article] = self.articles()
        with open_library(self.library) as library:
            position = library.positions.get(article.id)
        assert position is not None
        return position.section, position.offset

    def wait_for_annotations(self, count: int) -> list[Annotation]:
        wait_until(lambda: len(self.annotations()) == count, f"there are {count} annotations")
        return self.annotations()

    def wait_for_note(self, note: str) -> None:
        self.wait_for_some_note(lambda each: each == note, f"the note is {note!r}")

    def wait_for_some_note(self, is_wanted: Callable[[str], bool], what: str) -> None:
        wait_until(lambda: any(map(is_wanted, self.notes())), what, self.notes)

    def notes(self) -> list[str]:
        return [each.note for each in self.annotations()]
