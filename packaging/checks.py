"""The command ``test``: every check of the project in one run, here as anywhere else."""

import subprocess
import time
from collections.abc import Sequence

from checkout import ROOT, clean_environment, say
from qt_libraries import ensure_qt_libraries
from system_packages import install_test_programs
from virtual_environment import DEVELOPMENT, VirtualEnvironment


def test(arguments: Sequence[str]) -> int:
    """Set the checkout up with the tools and run all checks; the arguments go to pytest.

    A failed check does not stop the next one, so that one run shows all there is to mend.
    """
    environment = VirtualEnvironment()
    environment.ensure(DEVELOPMENT)
    ensure_qt_libraries(environment.folder)
    install_test_programs()

    steps: dict[str, list[str]] = {
        "format": ["ruff", "format", "--check", "."],
        "lint": ["ruff", "check", "."],
        "types": ["mypy", "--strict", "src"],
        "architecture": ["lint-imports"],
        # On all processors: many tests wait for children and windows of their own.
        "tests": ["pytest", "--numprocesses=auto", "--dist=worksteal", *arguments],
    }
    failed = []
    for name, (tool, *options) in steps.items():
        say(f"== {name}: {' '.join([tool, *options])}")
        started = time.monotonic()
        status = _run([str(environment.tool(tool)), *options])
        say(f"== {name}: {'failed' if status else 'passed'} in {time.monotonic() - started:.1f} s")
        if status:
            failed.append(name)
    say(f"Failed: {', '.join(failed)}." if failed else "All checks passed.")
    return 1 if failed else 0


def _run(command: list[str]) -> int:
    environment = clean_environment(QT_QPA_PLATFORM="offscreen")
    # Hundreds of children import the program: compiling it anew for each takes a quarter of their time.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
