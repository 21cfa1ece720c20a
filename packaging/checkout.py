"""The checkout: where its things are, how a child is started in it, how a step fails."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(Exception):
    """A step failed for a reason that the message tells in one sentence."""


def say(text: str) -> None:
    """Print a line of progress at once, on standard error: standard output is the program's."""
    print(text, file=sys.stderr, flush=True)


def clean_environment(**extra: str) -> dict[str, str]:
    """Return the environment without what would lead a child to another Python's packages."""
    foreign = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, **extra}


def run_quietly(
    command: Sequence[str | os.PathLike[str]], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command in the checkout and keep what it prints, both streams as one text.

    Raises:
        SetupError: The command does not exist or may not be started.
    """
    try:
        return subprocess.run(
            command,
            cwd=ROOT,
            env=clean_environment() if environment is None else environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    except OSError as error:
        raise SetupError(f"Cannot start {command[0]}: {error.strerror}.") from error
