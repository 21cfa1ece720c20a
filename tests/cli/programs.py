"""Runs the program as other programs do: as a process, on a library of its own."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import reader_app

ARTICLE_KEYS = [
    *("id", "title", "authors", "site", "url", "published", "language", "media_type"),
    *("word_count", "section_count", "saved_at", "opened_at", "state", "progress", "tags"),
]
ANNOTATION_KEYS = [
    *("id", "article_id", "kind", "label", "color", "quote", "note", "tags"),
    *("created_at", "modified_at", "status", "targets"),
]
TARGET_KEYS = ["section", "start", "end", "exact", "prefix", "suffix"]

NEWS = """\
A bridge is closed

The bridge over the river is closed until spring, the town says.

“We saw the cracks in June,” the engineer said, and "nobody listened" to her.

The town says that 1,200 cars crossed it daily. The ferry 🚢 runs every hour, the town says.

By Jane Roe
"""


@dataclass(frozen=True)
class Program:
    """The program on one library."""

    library: Path

    def copy(self, folder: Path) -> "Program":
        """Return the program on a copy of this library, which is made in the folder."""
        shutil.copytree(self.library, folder / "library")
        return Program(folder / "library")

    def environment(self) -> dict[str, str]:
        """Return the environment of a process that uses this checkout and this library."""
        paths = (str(Path(reader_app.__file__).parents[1]), os.environ.get("PYTHONPATH", ""))
        return os.environ | {
            "PYTHONPATH": os.pathsep.join(filter(None, paths)),
            "READER_APP_LIBRARY": str(self.library),
        }

    def run(self, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        result = subprocess.run(
            [sys.executable, "-m", "reader_app", *map(str, arguments)],
            env=self.environment(),
            input=stdin,
            capture_output=True,
            timeout=100,
            check=False,
        )
        return subprocess.CompletedProcess(
            result.args, result.returncode, result.stdout.decode(), result.stderr.decode()
        )

    def lines(self, *arguments: str | Path, stdin: bytes = b"") -> str:
        """Return standard output of a call that must succeed and complain of nothing."""
        result = self.run(*arguments, stdin=stdin)
        assert (result.returncode, result.stderr) == (0, ""), result.stderr
        return result.stdout

    def json(self, *arguments: str | Path, stdin: bytes = b"") -> Any:
        return json.loads(self.lines(*arguments, "--json", stdin=stdin))

    def error(self, *arguments: str | Path) -> str:
        """Return the one sentence of a call that must fail with status 1 and say nothing else."""
        result = self.run(*arguments)
        assert (result.returncode, result.stdout) == (1, "")
        [line] = result.stderr.splitlines()
        assert line.startswith("Error: ")
        return line.removeprefix("Error: ")

    def add(self, file: Path, content: str) -> Any:
        """Save a file with this content; return its article."""
        file.write_text(content, encoding="utf-8")
        [added] = self.json("add", file)
        assert added["status"] == "added"
        return added["article"]


def wait_for(condition: Callable[[], bool], patience: float = 60.0) -> None:
    """Wait until the condition holds; fail if that takes more than ``patience`` seconds."""
    end = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < end, "waited in vain"
