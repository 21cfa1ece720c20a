"""A browser without a window, for tests of what it makes of a file: Chromium, spoken to over a pipe."""

import base64
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

fcntl = pytest.importorskip("fcntl", reason="the browser is spoken to over files that Windows cannot give it")

QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
"""Options of a browser that shows no window and asks nobody for anything."""


def chromium() -> str:
    """Return the program; the test is skipped where there is none that starts."""
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
            return found
    pytest.skip("no Chromium is installed")


class Browser:
    """A browser with one page in it.

    Attributes:
        requests: The addresses that were asked for since a file was opened, but for its own.
        errors: What the page reported as wrong.
    """

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = os.fdopen(commands, "wb"), os.fdopen(answers, "rb")
        self._number, self._rest, self._session = 0, b"", ""
        self._loaded = False
        self.requests: list[str] = []
        self.errors: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._call(f"{domain}.enable")

    def close(self) -> None:
        self._commands.close()
        self._answers.close()

    def open(self, path: Path, width: int = 1400, height: int = 900) -> None:
        """Open a file and wait until it is loaded, its cards are placed and nothing moves any more."""
        self.resize(width, height)
        self._loaded, self.requests, self.errors = False, [], []
        self._call("Page.navigate", url=path.as_uri())
        while not self._loaded:
            self._take(self._receive())
        self.settle()

    def resize(self, width: int, height: int = 900) -> None:
        self._call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        self._call(
            "Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}]
        )

    def darken(self) -> None:
        """Let the page know that its reader likes it dark."""
        features = [{"name": "prefers-color-scheme", "value": "dark"}]
        self._call("Emulation.setEmulatedMedia", features=features)

    def settle(self) -> None:
        """Wait until the page was drawn twice: what was asked for before is done then."""
        self.evaluate("document.fonts.ready.then(() => 1)")
        for _ in range(2):
            self.evaluate("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    def evaluate(self, script: str) -> Any:
        """Return what a script gives in the page."""
        answer = self._call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def screenshot(self, *, is_whole: bool = False) -> bytes:
        shot = self._call("Page.captureScreenshot", captureBeyondViewport=is_whole)
        return base64.b64decode(shot["data"])

    def print(self) -> bytes:
        """Return the page printed as a PDF, on A4."""
        made = self._call(
            "Page.printToPDF",
            paperWidth=8.27,
            paperHeight=11.69,
            preferCSSPageSize=True,
            printBackground=False,
        )
        return base64.b64decode(made["data"])

    def _call(self, method: str, **parameters: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        self._commands.flush()
        while (answer := self._receive()).get("id") != self._number:
            self._take(answer)
        assert "error" not in answer, (method, answer["error"])
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            piece = os.read(self._answers.fileno(), 1 << 16)
            assert piece, "the browser ended"
            self._rest += piece
        message, _, self._rest = self._rest.partition(b"\0")
        answer: dict[str, Any] = json.loads(message)
        return answer

    def _take(self, event: dict[str, Any]) -> None:
        told = event.get("params", {})
        match event.get("method"):
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent" if told["type"] != "Document":
                if not told["request"]["url"].startswith("data:"):
                    self.requests.append(told["request"]["url"])
            case "Runtime.exceptionThrown":
                self.errors.append(str(told["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.errors.append(str(told["args"]))
            case "Log.entryAdded":
                self.errors.append(told["entry"]["text"])


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """Start a browser with an empty profile; it is gone when the block ends."""
    program = chromium()
    orders_out, orders_in = os.pipe()
    answers_out, answers_in = os.pipe()
    # The browser reads file 3 and writes file 4; copies far above them are not in the way.
    reads, writes = (fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, 64) for each in (orders_out, answers_in))
    process = os.posix_spawn(
        program,
        [program, *QUIET, "--remote-debugging-pipe", f"--user-data-dir={profile}", "about:blank"],
        os.environ,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
            (os.POSIX_SPAWN_DUP2, 1, 2),
            (os.POSIX_SPAWN_DUP2, reads, 3),
            (os.POSIX_SPAWN_DUP2, writes, 4),
        ],
        setpgroup=0,
    )
    for end in (orders_out, answers_in, reads, writes):
        os.close(end)
    try:
        started = Browser(orders_in, answers_out)
        yield started
        started.close()
    finally:
        os.killpg(process, signal.SIGKILL)
        os.waitpid(process, 0)
