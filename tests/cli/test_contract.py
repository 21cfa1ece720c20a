"""Usage, help and the entry: what needs no library, and no process of its own."""

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.programs import Program
from reader_app.__main__ import WindowCall, window_call
from reader_app.cli import SUBCOMMANDS
from reader_app.cli.call import progress
from reader_app.cli.program import program as commands
from reader_app.library.location import default_folder


def status(*arguments: str) -> int:
    return CliRunner().invoke(commands, arguments).exit_code


def test_entry_knows_exactly_the_subcommands_that_there_are() -> None:
    assert set(commands.commands) == SUBCOMMANDS


@pytest.mark.parametrize("name", sorted(SUBCOMMANDS))
def test_every_subcommand_takes_library_and_json_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(commands, [name, "--help"])

    assert result.exit_code == 0
    assert "--library FOLDER" in result.output
    assert "--json" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["add"],
        ["show"],
        ["annotate", "title"],
        ["annotate", "title", "--quote", "x", "--nth", "0"],
        ["annotate", "title", "--quote", "x", "--kind", "circle"],
        ["annotate", "title", "--quote", "x", "--kind", "ink"],
        ["annotations", "title", "--kind", "circle"],
        ["list", "--state", "burnt"],
        ["list", "surplus"],
        ["export", "title"],
        ["export", "title", "--output", "x", "--format", "docx"],
        ["export", "title", "--output", "x", "--layout", "diagonal"],
        ["export", "title", "--output", "x", "--paper", "a3"],
        ["export", "title", "--output", "x", "--font-size", "200"],
        ["export", "title", "--output", "x", "--order", "random"],
        ["export", "title", "--output", "x", "--format", "json", "--layout", "margin"],
        ["export", "title", "--output", "x", "--format", "csv", "--paper", "a5"],
        ["export", "title", "--output", "x", "--format", "csv", "--no-quotes"],
        ["export", "title", "--output", "x", "--format", "bibtex", "--order", "time"],
        ["export", "title", "--output", "x", "--format", "markdown", "--legend"],
        ["export", "title", "--output", "x", "--template", "missing.md", "--format", "markdown"],
        ["export", "title", "--output", "x", "--template", "pyproject.toml"],
        ["export", "title", "--output", "-"],
        ["export", "title", "--output", "-", "--format", "json", "--json"],
        ["frobnicate"],
        ["--frobnicate"],
        ["list", "--frobnicate"],
    ],
)
def test_wrong_usage_has_status_2(arguments: list[str]) -> None:
    assert status(*arguments) == 2


@pytest.mark.parametrize(
    ("arguments", "call"),
    [
        ([], WindowCall()),
        (["https://example.org/a"], WindowCall(("https://example.org/a",))),
        (["--library", "shelf"], WindowCall((), Path("shelf"))),
        (["--library=shelf", "present.pdf", "list"], WindowCall(("present.pdf", "list"), Path("shelf"))),
        (["./list"], WindowCall(("./list",))),
        (["--", "list"], WindowCall(("list",))),
        (["list"], None),
        (["--library", "shelf", "list"], None),
        (["--help"], None),
        (["--version"], None),
        (["present.pdf", "--version"], None),
        (["--library"], None),
        (["lsit"], None),
    ],
)
def test_entry_tells_the_window_from_the_command_line(
    arguments: list[str], call: WindowCall | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("present.pdf", "list"):
        (tmp_path / name).touch()

    assert window_call(arguments) == call


def test_neither_file_nor_command_is_told_as_such(program: Program) -> None:
    result = program.run("lsit")

    assert result.returncode == 2
    assert "There is no file and no command “lsit”." in result.stderr


def test_version_and_help_work_without_a_library(program: Program) -> None:
    assert program.lines("--version").startswith("reader-app ")
    assert "annotate" in program.lines("--help")
    assert not program.library.exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
@pytest.mark.parametrize("form", [[], ["--json"]])
def test_answer_that_cannot_be_written_is_an_error(reader: Program, form: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "reader_app", "list", *form],
            env=reader.environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert result.returncode == 1
    assert result.stderr.decode().splitlines() == [
        f"Error: Cannot write the answer: {os.strerror(errno.ENOSPC)}."
    ]


def test_library_may_be_named_before_or_after_the_subcommand(reader: Program) -> None:
    elsewhere = Program(reader.library.parent / "empty")

    assert len(elsewhere.json("list", "--library", reader.library)) == 1
    assert len(elsewhere.json("--library", reader.library, "list")) == 1
    assert elsewhere.json("list") == []


def test_folder_comes_from_the_environment_or_the_platform(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_APP_LIBRARY", "shelf")
    named = default_folder()
    monkeypatch.delenv("READER_APP_LIBRARY")

    assert named == Path("shelf")
    assert default_folder().name == "reader-app"


def test_command_line_loads_neither_qt_nor_mupdf(reader: Program, tmp_path: Path) -> None:
    script = (
        "import sys; from reader_app.cli import program; status = program.run(sys.argv[1:]);"
        "print(sorted({'PySide6', 'pymupdf', 'lxml', 'sqlite_utils'} & set(sys.modules)), file=sys.stderr);"
        "sys.exit(status)"
    )
    calls = (
        ["list"],
        ["text", "A bridge is closed"],
        ["annotate", "A bridge is closed", "--quote", "ferry"],
        ["export", "A bridge is closed", "--output", str(tmp_path / "out.pdf")],
    )

    for call in calls:
        command = [sys.executable, "-c", script, *call]
        result = subprocess.run(
            command, env=reader.environment(), capture_output=True, encoding="utf-8", check=False
        )
        assert (result.returncode, result.stderr) == (0, "[]\n")


def test_output_is_utf_8_whatever_the_locale(reader: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "ascii")

    assert "“We saw the cracks" in reader.lines("text", "A bridge is closed")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no sh")
def test_reader_that_stops_listening_causes_no_complaint(reader: Program) -> None:
    command = f"'{sys.executable}' -m reader_app text 'A bridge is closed'"

    result = subprocess.run(
        ["sh", "-c", f"{command} | true"],
        env=reader.environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert "Traceback" not in result.stderr


def test_progress_is_drawn_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    drawn: list[str] = []
    for stream in (Terminal(), io.StringIO()):
        monkeypatch.setattr(sys, "stderr", stream)
        with progress("Adding") as show_done:
            show_done(1, 2)
            show_done(2, 2)
        drawn.append(stream.getvalue())

    assert "Adding" in drawn[0]
    assert "100%" in drawn[0]
    assert drawn[1] == ""
