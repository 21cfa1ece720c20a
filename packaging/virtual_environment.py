"""The virtual environment of the checkout, ``.venv``: made, filled and trusted by a stamp.

The stamp is written last, so an environment without one was left half made and is made anew.
It has three lines: where the environment stands, what was to be installed, and which extras were.
"""

import hashlib
import importlib
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from checkout import ROOT, SetupError, clean_environment, run_quietly, say
from system_packages import install_packages

RUNTIME, DEVELOPMENT = "runtime", "dev"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What an environment holds.

    Attributes:
        place: Digest of the checkout's path and the interpreter behind the environment.
        contents: Digest of the pinned versions and the project's own dependencies.
        extras: ``RUNTIME`` or ``DEVELOPMENT``, which includes the former.
    """

    place: str
    contents: str
    extras: str

    def serves(self, wanted: "Stamp") -> bool:
        """Whether nothing must be installed to get what is wanted."""
        same = (self.place, self.contents) == (wanted.place, wanted.contents)
        return same and self.extras in (wanted.extras, DEVELOPMENT)

    def write(self, file: Path) -> None:
        """Write the stamp in one step, so that it is there whole or not at all."""
        draft = file.with_suffix(".draft")
        draft.write_text(f"{self.place}\n{self.contents}\n{self.extras}\n", encoding="ascii")
        draft.replace(file)

    @classmethod
    def read(cls, file: Path) -> "Stamp | None":
        """Return the stamp that a file holds, None if it holds none."""
        try:
            place, contents, extras = file.read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return None
        return cls(place, contents, extras)


class VirtualEnvironment:
    """The ``.venv`` of a checkout."""

    def __init__(self, root: Path = ROOT) -> None:
        self._root = root
        self.folder = root / ".venv"
        self._scripts = self.folder / ("Scripts" if os.name == "nt" else "bin")
        self._stamp_file = self.folder / "reader-app.stamp"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.tool("python")

    def tool(self, name: str) -> Path:
        """Return the path of a program that the environment brings."""
        return self._scripts / (f"{name}.exe" if os.name == "nt" else name)

    def ensure(self, extras: str) -> None:
        """Make or complete the environment, or do nothing when it already serves.

        Raises:
            SetupError: Python, its packages or the network do not play along.
        """
        if self._serves(extras):
            return
        with _only_one(self._root / ".venv.lock"):
            if not self._serves(extras):  # another start may just have done it
                self._fill(extras)

    def wanted(self, extras: str) -> Stamp:
        """Return the stamp of an environment that is complete for the present checkout."""
        contents = hashlib.sha256()
        for part in ("packaging/constraints.txt", "pyproject.toml"):
            contents.update((self._root / part).read_bytes())
        place = f"{self._root}\n{os.path.realpath(self.python)}"
        digest = hashlib.sha256(place.encode("utf-8", "surrogateescape")).hexdigest()
        return Stamp(digest, contents.hexdigest(), extras)

    def _serves(self, extras: str) -> bool:
        stamp = Stamp.read(self._stamp_file)
        return stamp is not None and self.python.exists() and stamp.serves(self.wanted(extras))

    def _fill(self, extras: str) -> None:
        present = Stamp.read(self._stamp_file)
        if not (present and self.python.exists() and present.place == self.wanted(extras).place):
            self._make()
        elif present.extras == DEVELOPMENT:
            extras = DEVELOPMENT  # an update never takes the tools away
        self._stamp_file.unlink(missing_ok=True)

        say("Installing the Python packages into .venv (once; a few minutes at most) …")
        constraints = self._root / "packaging" / "constraints.txt"
        itself = f"{self._root}[{DEVELOPMENT}]" if extras == DEVELOPMENT else f"{self._root}"
        # The build tools come from the pinned versions too, and serve later builds offline.
        self._pip("hatchling", "editables", "-c", constraints)
        self._pip("--no-build-isolation", "-c", constraints, "-e", itself)
        self.wanted(extras).write(self._stamp_file)

    def _make(self) -> None:
        if self.folder.exists() or self.folder.is_symlink():
            say("Making .venv anew: it was left half made, or belongs elsewhere.")
            _remove(self.folder)
        if not _has_ensurepip():
            install_packages(
                [f"python3.{sys.version_info.minor}-venv"], "Python's own venv module is incomplete"
            )
            importlib.invalidate_caches()
            if not _has_ensurepip():
                raise SetupError("This Python cannot make virtual environments: it has no pip.")
        result = run_quietly([sys.executable, "-m", "venv", self.folder])
        if result.returncode:
            raise SetupError(f"Cannot make {self.folder}: {_last_line(result.stdout)}")

    def _pip(self, *arguments: str | Path) -> None:
        command = [self.python, "-m", "pip", "install", "--quiet", "--no-input", *arguments]
        result = run_quietly(command, clean_environment(PIP_DISABLE_PIP_VERSION_CHECK="1"))
        if result.returncode:
            raise SetupError(explain_pip(result.stdout))


def explain_pip(output: str) -> str:
    """Return one sentence on why pip failed."""
    unreachable = ("NewConnectionError", "NameResolution", "ConnectTimeout", "ReadTimeout", "Proxy")
    if any(sign in output for sign in unreachable):
        return (
            "The Python packages cannot be downloaded, as the package index does not answer: "
            "connect to the network once and run the same command again."
        )
    if "No space left on device" in output:
        return "The Python packages cannot be installed: the disk is full."
    reason = re.search(r"^ERROR: (.+)|^ *\w+Error: (.+)", output, re.MULTILINE)
    said = next(filter(None, reason.groups())) if reason else _last_line(output)
    return f"The Python packages cannot be installed: {said}"


@contextmanager
def _only_one(lock_file: Path) -> Iterator[None]:
    """Wait until no other start fills the environment; a killed one lets go by itself."""
    try:
        lock = lock_file.open("a+b")
    except OSError as error:
        raise SetupError(f"Cannot write to {lock_file.parent}: {error.strerror}.") from error
    with lock:
        if not _lock(lock, wait=False):
            say("Another start is setting this checkout up; waiting for it …")
            _lock(lock, wait=True)
        yield


def _lock(lock: IO[bytes], *, wait: bool) -> bool:
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(lock.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
        except OSError:
            # LK_LOCK itself gives up after ten seconds.
            return _lock(lock, wait=True) if wait else False
        return True
    import fcntl

    try:
        fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _has_ensurepip() -> bool:
    # Debian's Python has the package, and leaves out the wheels it would install.
    return run_quietly([sys.executable, "-m", "ensurepip", "--version"]).returncode == 0


def _remove(folder: Path) -> None:
    try:
        folder.unlink() if folder.is_symlink() or folder.is_file() else shutil.rmtree(folder)
    except OSError as error:
        raise SetupError(f"Cannot remove {folder}: {error.strerror}.") from error


def _last_line(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "it failed without a word."
