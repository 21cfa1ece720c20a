import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.programs import Program


def test_sound_library_has_no_problems(reader: Program) -> None:
    assert reader.json("check") == {"sound": True, "problems": []}
    assert reader.lines("check") == "The library is sound.\n"


def test_changed_article_file_is_told_with_status_1(reader: Program) -> None:
    victim = next((reader.library / "articles").glob("*/*.txt"))
    victim.write_bytes(b"not what was saved")

    result = reader.run("check")

    assert result.returncode == 1
    assert "A bridge is closed" in result.stdout
    assert result.stderr == "Error: The check found a fault.\n"


def test_damaged_database_is_told_in_one_sentence(reader: Program) -> None:
    (reader.library / "library.sqlite3").write_bytes(b"rubbish" * 100)

    assert "damaged" in reader.error("list")


def test_backup_is_a_library_of_its_own(reader: Program, tmp_path: Path) -> None:
    target = tmp_path / "elsewhere" / "library.sqlite3"

    answer = reader.json("backup", target)

    assert answer == {"file": str(target)}
    assert Program(target.parent).json("list") == reader.json("list")


def test_backup_that_cannot_be_written_is_an_error(reader: Program, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    assert "back up" in reader.error("backup", tmp_path / "file" / "backup.sqlite3")


def test_backup_takes_the_place_of_the_library_which_is_kept(reader: Program, tmp_path: Path) -> None:
    backup = tmp_path / "backup.sqlite3"
    before = reader.json("list")
    reader.lines("backup", backup)
    reader.lines("annotate", "A bridge is closed", "--quote", "until spring", "--note", "Later")

    answer = reader.json("restore-backup", backup)

    assert answer["file"] == str(backup)
    assert reader.json("list") == before
    assert reader.json("annotations", "A bridge is closed") == []
    reader.lines("restore-backup", Path(answer["kept"]))
    assert [each["note"] for each in reader.json("annotations", "A bridge is closed")] == ["Later"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "there is no file “wrong.sqlite3”"),
        (b"", "is not a library"),
        (b"no library at all", "“wrong.sqlite3” is damaged, or no library at all"),
    ],
)
def test_what_is_no_backup_is_refused_and_changes_nothing(
    reader: Program, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    before = reader.json("list")
    if content is not None:
        (tmp_path / "wrong.sqlite3").write_bytes(content)

    error = reader.error("restore-backup", tmp_path / "wrong.sqlite3")

    assert sentence in error
    assert "restored by" not in error  # it is not the library that is damaged
    assert reader.json("list") == before


def test_library_itself_is_no_backup_and_no_place_for_one(reader: Program) -> None:
    path = reader.library / "library.sqlite3"

    assert "is the library itself" in reader.error("restore-backup", path)
    assert "is the library itself" in reader.error("backup", path)
    assert reader.json("check")["sound"]


def test_damaged_library_is_told_with_the_command_that_restores_it(reader: Program) -> None:
    before = reader.json("list")  # the first call of the day makes a backup
    path = reader.library / "library.sqlite3"
    path.write_bytes(b"rubbish" * 100)

    error = reader.error("list")

    words = shlex.split(error.partition("is restored by: ")[2])
    assert words[0] == "reader-app"
    reader.lines(*words[1:])
    assert reader.json("list") == before
    assert [file.read_bytes() for file in reader.library.glob("library.damaged-*")] == [b"rubbish" * 100]


def test_damaged_library_without_a_backup_is_told_so(program: Program) -> None:
    program.library.mkdir()
    (program.library / "library.sqlite3").write_bytes(b"rubbish" * 100)

    assert "there is no sound backup in" in program.error("list")


def test_call_of_a_new_day_backs_the_library_up(reader: Program) -> None:
    backups = reader.library / "backups"
    for file in backups.iterdir():
        file.unlink()

    reader.lines("list")

    [backup] = backups.iterdir()
    assert backup.name.startswith("library-20")


def test_backup_of_the_day_that_fails_is_a_warning_and_the_call_succeeds(reader: Program) -> None:
    for file in (reader.library / "backups").iterdir():
        file.unlink()
    path = reader.library / "library.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'annotations_label'"  # "list" needs it not
        ).fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(bytes(size))

    result = reader.run("list")

    assert result.returncode == 0
    assert "A bridge is closed" in result.stdout
    assert result.stderr == "Warning: Cannot copy “library.sqlite3”: it is damaged.\n"


def test_search_is_rebuilt_on_demand(reader: Program) -> None:
    with closing(sqlite3.connect(reader.library / "library.sqlite3")) as connection, connection:
        connection.execute("DELETE FROM search_entries")
    assert reader.run("check").returncode == 1
    assert reader.json("search", "bridge") == []

    assert reader.json("check", "--rebuild-search") == {"sound": True, "problems": []}

    assert len(reader.json("search", "bridge")) > 0
