"""A program that is killed at a random moment leaves a sound library with all that it reported as saved.

``tests/benchmarks/bench_kills.py`` does the same two hundred times.
"""

import random
import time
import zipfile
from pathlib import Path

import pytest

from library.builders import run_program
from library.killing import change_and_kill
from reader_app.library.library import open_library
from reader_app.library.schema import SCHEMA_VERSION

FIXTURES = Path(__file__).with_name("fixtures")


def test_what_was_reported_is_there_however_often_the_program_is_killed(tmp_path: Path) -> None:
    for seed in range(10):
        killed = change_and_kill(tmp_path, seed)

        assert (killed.lost, killed.faults) == ([], [])


_UPGRADE = """
import sys
from pathlib import Path
from reader_app.library import migrations
from reader_app.library.library import open_library
print("ready", flush=True)
open_library(Path(sys.argv[1])).close()
print("done", flush=True)
"""


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION))
def test_an_upgrade_that_is_killed_is_done_by_the_next_start(tmp_path: Path, version: int) -> None:
    choice = random.Random(version)
    for run in range(6):
        folder = tmp_path / str(run)
        with zipfile.ZipFile(FIXTURES / f"schema-{version}.zip") as archive:
            archive.extractall(folder)
        program = run_program(_UPGRADE, folder)
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
        time.sleep(choice.uniform(0, 0.06))  # the moment is what is random here
        program.kill()
        program.wait()

        with open_library(folder) as library:
            assert library.check() == []
            assert sum(library.annotations.counts().values()) == (3 if version < 3 else 5)
        left = sorted(path.name for path in folder.iterdir() if path.name.startswith(".new-"))
        assert left == []
