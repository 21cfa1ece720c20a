"""Programs that open one library at the same moment: each of them opens it, whatever the others just did."""

import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from library.builders import add_article, contents, run_program
from library.moments import at_moment
from library.test_upgrade import schema_version_of, write_old_library
from reader_app.library.library import open_library
from reader_app.library.schema import SCHEMA_VERSION

_OPEN_EACH = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from library.builders import add_article
from reader_app.library import migrations
from reader_app.library.library import open_library

print("ready", flush=True)
for line in sys.stdin:
    with open_library(Path(line.strip())) as library:
        add_article(library, sys.argv[1])
        library.take_daily_care(datetime.now(UTC))
    print("closed", flush=True)
"""


class OtherProgram:
    """Another program, which opens a library that is named to it, saves an article there, makes the backup
    of the day, and closes it."""

    def __init__(self, title: str) -> None:
        self.process: subprocess.Popen[str] = run_program(_OPEN_EACH, title)
        assert self.line() == "ready\n"

    def line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def tell(self, folder: Path) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()

    def open_and_close(self, folder: Path) -> None:
        self.tell(folder)
        assert self.line() == "closed\n"


@pytest.fixture
def other() -> Iterator[OtherProgram]:
    program = OtherProgram("Of another program")
    with program.process:
        yield program


def open_while_another_does(other: OtherProgram, tmp_path: Path, begin: Callable[[Path], None]) -> list[str]:
    """Open a library once for each moment of its opening, while another program does the same just then.

    Args:
        begin: Called with each folder before.

    Returns:
        What the moments are: what was asked for.
    """
    number = 0
    while True:
        folder = tmp_path / str(number)
        folder.mkdir()
        begin(folder)
        with at_moment(number, lambda folder=folder: other.open_and_close(folder)) as asked:  # type: ignore[misc]
            library = open_library(folder)
        with library:
            assert library.check() == []
            titles = [article.title for article in library.articles.list()]
        if len(asked) <= number:
            return asked
        assert "Of another program" in titles
        number += 1


def upgrades(folder: Path) -> dict[str, int]:
    """Return the backups that were made before an upgrade, and their schema versions."""
    backups = (folder / "backups").glob("before-upgrade*")
    return {path.stem: schema_version_of(path) for path in backups}


def test_a_library_that_another_program_makes_meanwhile_is_opened(
    other: OtherProgram, tmp_path: Path
) -> None:
    moments = open_while_another_does(other, tmp_path, lambda folder: None)

    assert {"mkdir", "stat", "connect", "execute"} <= {*moments}
    assert [upgrades(tmp_path / str(number)) for number in range(len(moments))] == [{}] * len(moments)


def test_a_library_that_another_program_has_begun_to_make_is_opened(
    other: OtherProgram, tmp_path: Path
) -> None:
    def begin(folder: Path) -> None:
        with closing(sqlite3.connect(folder / "library.sqlite3")) as connection:
            connection.execute("PRAGMA journal_mode = WAL")

    moments = open_while_another_does(other, tmp_path, begin)

    assert {"stat", "connect", "execute"} <= {*moments}


def test_a_log_that_another_program_takes_over_meanwhile_is_no_damage(
    other: OtherProgram, tmp_path: Path
) -> None:
    # As a program leaves it that is killed when it has taken over the first page only: the file ends
    # before the pages that its header speaks of, and its log has them.
    with open_library(tmp_path / "whole") as library:
        add_article(library, text="words " * 2000)
        left = contents(tmp_path / "whole")
    left["library.sqlite3"] = (tmp_path / "whole" / "library.sqlite3").read_bytes()[:4096]
    del left["library.sqlite3-shm"]

    def begin(folder: Path) -> None:
        for name, content in left.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)

    moments = open_while_another_does(other, tmp_path, begin)

    assert {"stat", "connect", "execute"} <= {*moments}


def test_an_old_library_that_another_program_upgrades_meanwhile_is_kept_as_it_was(
    other: OtherProgram, tmp_path: Path
) -> None:
    oldest = SCHEMA_VERSION - 2
    moments = open_while_another_does(other, tmp_path, lambda folder: write_old_library(folder, oldest))

    kept = {f"before-upgrade-from-{version}": version for version in (oldest, oldest + 1)}
    assert [upgrades(tmp_path / str(number)) for number in range(len(moments))] == [kept] * len(moments)


def test_programs_that_make_a_library_at_once_all_save_in_it(tmp_path: Path) -> None:
    programs = [OtherProgram(f"Of program {number}") for number in range(6)]
    folders = [tmp_path / str(number) for number in range(10)]

    for folder in folders:
        for program in programs:
            program.tell(folder)

    for program in programs:
        assert program.process.communicate(timeout=100) == ("closed\n" * len(folders), "")
    for folder in folders:
        with open_library(folder) as library:
            assert len(library.articles.list()) == len(programs)
        assert upgrades(folder) == {}
