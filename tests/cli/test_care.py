from pathlib import Path

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
