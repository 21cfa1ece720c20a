"""The real program with another program beside it, killed, and on a library that was damaged."""

import signal
import subprocess
import sys

import pytest

from end_to_end.screen import Program, wait_until
from reader_app.library.library import open_library

pytestmark = pytest.mark.window


def command(program: Program, *arguments: str) -> str:
    """Run the command line on the window's library."""
    result = subprocess.run(
        [sys.executable, "-m", "reader_app", *arguments, "--library", str(program.library)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return result.stdout


def mark_and_note(program: Program, note: str) -> None:
    program.select_line(2)
    program.keys("n")
    program.wait_for_annotations(1)
    program.type(note)


def test_program_that_is_killed_while_the_reader_types_without_a_pause_keeps_all_but_the_end(
    program: Program,
) -> None:
    program.show()
    program.select_line(2)
    program.keys("n")
    program.wait_for_annotations(1)

    with program.screen.typing("abcdefghijklmnopqrstuvwxyz" * 4, pause=100):
        program.wait_for_some_note(lambda note: "uvwxyz" in note, "typing without a pause is saved")
        program.kill()

    [kept] = program.annotations()
    assert kept.note.startswith("abcdefghijklmnopqrstuvwxyz")
    with open_library(program.library) as library:
        assert library.check() == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_window_that_is_told_to_end_closes_as_the_reader_would(
    program: Program, number: signal.Signals
) -> None:
    program.show()
    mark_and_note(program, "typed before the end")
    # What the screen has not handed over yet, the program cannot keep.
    program.wait_for_some_note(lambda note: note.startswith("typed"), "the typing has begun")

    assert program.end_by(number) == 0

    [kept] = program.annotations()
    assert kept.note.startswith("typed")
    with open_library(program.library) as library:
        assert library.check() == []


def test_what_the_command_line_changes_is_soon_in_the_window(program: Program) -> None:
    program.show()
    before = program.screen.picture().article
    [article] = program.articles()
    quote = command(program, "text", article.id).splitlines()[1][:40]

    command(
        program, "annotate", article.id, "--quote", quote, "--nth", "1", "--note", "From the command line"
    )

    wait_until(lambda: program.screen.picture().article != before, "the mark is on the screen")
    program.keys("j")  # the next annotation, which only the command line made
    program.keys("n")
    program.keys("ctrl+End")
    program.type(" and here")
    program.wait_for_note("From the command line and here")


def test_damaged_library_is_restored_from_its_backup_in_a_window(program: Program) -> None:
    program.show()
    mark_and_note(program, "Worth keeping")
    program.wait_for_note("Worth keeping")
    program.quit()
    command(program, "backup", str(program.library / "backups" / "library-2026-01-01.sqlite3"))
    database = program.library / "library.sqlite3"
    for log in program.library.glob("library.sqlite3-*"):
        log.unlink()
    database.write_bytes(b"damaged" * 3000)

    program.start()
    wait_until(lambda: _restored(program), "the backup is restored")

    wait_until(lambda: "—" in program.title(), "the article is open")
    assert [each.note for each in program.annotations()] == ["Worth keeping"]
    assert list(program.library.glob("library.damaged-*.sqlite3"))
    program.quit()


def _restored(program: Program) -> bool:
    """Press Enter, which is for *Restore it* as soon as that is offered; tell whether it is done."""
    if not list(program.library.glob("library.damaged-*.sqlite3")):
        program.keys("Return")
        return False
    return True
