"""One child process: starts it, sends it jobs, hands its answers over, tells when it is gone."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import reader_app
from reader_app.worker.messages import Request, receive, send

_log = logging.getLogger(__name__)


class ChildProcess:
    """A child that runs jobs in the order they are sent.

    ``on_message`` and ``on_end`` are called in a thread of their own.
    """

    def __init__(
        self,
        on_message: Callable[[object], None],
        on_end: Callable[[], None],
        samples: Path | None = None,
    ) -> None:
        """Start the process; returns at once.

        Args:
            on_message: Gets each ``Answer``, ``Report`` and ``Crash``.
            on_end: Called once, when the process is gone for whatever reason.
            samples: File of the shared memory that it draws into.
        """
        self._on_message, self._on_end = on_message, on_end
        self._process = subprocess.Popen(
            child_command([str(samples)] if samples else []),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # Ctrl+C in a terminal is for this program, which ends its children
        )
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, name="child-reader", daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        """The operating system's number of the process."""
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether the process has not ended."""
        return self._process.poll() is None

    def send(self, request: Request) -> None:
        """Send a job; a child that is gone is reported through ``on_end``, not here."""
        try:
            with self._lock:
                send(cast(BinaryIO, self._process.stdin), request)
        except (OSError, ValueError):
            _log.debug("job %s found its child gone", request.number)

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def close(self, patience: float = 1.0) -> None:
        """Let the process end after its present job, or end it after ``patience`` seconds."""
        with self._lock:
            try:
                cast(BinaryIO, self._process.stdin).close()
            except OSError:
                _log.debug("the child was gone already")
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._reader.join(patience)

    def _read(self) -> None:
        stream = cast(BinaryIO, self._process.stdout)
        try:
            while (message := receive(stream)) is not None:
                self._on_message(message)
        except (OSError, EOFError):
            _log.debug("the child's answer was cut off")
        self._process.wait()
        stream.close()
        self._on_end()


def child_command(arguments: list[str]) -> list[str]:
    """Return the command that starts a child.

    ``-P`` keeps the working folder, which may hold anything, off the module path.
    """
    return [sys.executable, "-P", "-m", "reader_app.worker.child", *arguments]


def _environment() -> dict[str, str]:
    """Let the child find this program where its parent found it."""
    package = str(Path(reader_app.__file__).parents[1])
    before = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [package, before]))}
