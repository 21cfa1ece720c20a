from collections.abc import Iterator
from pathlib import Path

import pytest

from end_to_end.screen import Program, Screen, missing_programs


@pytest.fixture(scope="session")
def screen() -> Iterator[Screen]:
    if missing := missing_programs():
        pytest.skip(f"there is no {', '.join(missing)} to show and drive a window")
    screen = Screen()
    yield screen
    screen.close()


@pytest.fixture
def program(screen: Screen, tmp_path: Path) -> Iterator[Program]:
    """The program, not started yet."""
    program = Program(screen, tmp_path / "home")
    yield program
    program.kill()
