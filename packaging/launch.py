"""The commands ``install`` and ``run``: from a checkout to the program itself."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import windowless
from checkout import ROOT, clean_environment, say
from display import has_display
from qt_libraries import ensure_qt_libraries
from virtual_environment import DEVELOPMENT, RUNTIME, VirtualEnvironment


def install(arguments: Sequence[str]) -> int:
    """Set the checkout up: environment, libraries, fonts; with ``--dev`` the tools as well."""
    if set(arguments) - {"--dev"}:
        say("install takes no argument but --dev.")
        return 2
    environment = VirtualEnvironment()
    environment.ensure(DEVELOPMENT if arguments else RUNTIME)
    ensure_qt_libraries(environment.folder)
    say(f"Ready. Start it with: {environment.python} -m reader_app")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Open the program, or do its main job without a window where none can be shown."""
    environment = VirtualEnvironment()
    environment.ensure(RUNTIME)
    if not wants_window(arguments):
        _become_program(environment, arguments)
    if has_display():
        ensure_qt_libraries(environment.folder)
        _become_program(environment, arguments)
    say("No display answers here, so the main job is done without a window.")
    if arguments:
        _become_program(environment, ["add", *arguments])
    return windowless.do_main_job(environment.python, ROOT)


def wants_window(arguments: Sequence[str]) -> bool:
    """Whether the program would open its window: nothing, files or addresses are named."""
    return all("://" in each or Path(each).exists() for each in arguments)


def _become_program(environment: VirtualEnvironment, arguments: Sequence[str]) -> NoReturn:
    command = [str(environment.python), "-m", "reader_app", *arguments]
    if os.name == "nt":  # there, exec would give the prompt back before the program ends
        sys.exit(subprocess.run(command, env=clean_environment(), check=False).returncode)
    sys.stdout.flush()
    os.execve(command[0], command, clean_environment())
