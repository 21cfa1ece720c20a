import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents
from library.moments import at_moment
from reader_app.core.annotation import utc_now
from reader_app.errors import DamagedLibraryError, StorageError
from reader_app.library.backups import (
    Contents,
    Occasion,
    backup_if_due,
    backups_in,
    describe,
    newest_good_backup,
    restore_backup,
)
from reader_app.library.library import Library, open_library

NOW = datetime(2026, 3, 31, 12, tzinfo=UTC)


def names(library: Library) -> list[str]:
    return sorted(path.name for path in (library.folder / "backups").iterdir())


def titles(folder: Path) -> list[str]:
    with open_library(folder) as library:
        return [article.title for article in library.articles.list()]


def overwrite_middle(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(path.stat().st_size - 4096))


def test_a_backup_is_a_whole_library_in_one_file(library: Library, tmp_path: Path) -> None:
    article = add_article(library, "In the backup")
    library.annotations.put(annotation_on(article, note="a note"))

    library.backup(tmp_path / "usb stick" / "copy.sqlite3")

    assert list(contents(tmp_path / "usb stick")) == ["copy.sqlite3"]
    assert restore_backup(tmp_path / "elsewhere", tmp_path / "usb stick" / "copy.sqlite3") is None
    with open_library(tmp_path / "elsewhere") as restored:
        assert restored.articles.list() == [article]
        assert restored.annotations.of_article(article.id)[0].note == "a note"


def test_a_backup_that_cannot_be_written_leaves_what_was_there(library: Library, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"not a folder")

    with pytest.raises(StorageError, match=r"^Cannot back up the library: a file is in the place"):
        library.backup(tmp_path / "file" / "copy.sqlite3")

    assert (tmp_path / "file").read_bytes() == b"not a folder"


def test_there_is_one_backup_a_day(library: Library) -> None:
    first = backup_if_due(library.folder, NOW)

    assert first == library.folder / "backups" / "library-2026-03-31.sqlite3"
    assert backup_if_due(library.folder, NOW + timedelta(hours=11)) is None
    assert backup_if_due(library.folder, NOW + timedelta(hours=13)) is not None


def test_seven_days_and_four_weeks_are_kept(library: Library) -> None:
    upgraded = library.folder / "backups" / "before-upgrade-from-1.sqlite3"
    upgraded.write_bytes(b"kept")
    for days_ago in range(60, -1, -1):
        backup_if_due(library.folder, NOW - timedelta(days=days_ago))

    kept = [name.removeprefix("library-").removesuffix(".sqlite3") for name in names(library)]

    assert kept == [
        "before-upgrade-from-1",
        "2026-03-15",  # the Sunday, newest of its week
        "2026-03-22",
        "2026-03-25",
        "2026-03-26",
        "2026-03-27",
        "2026-03-28",
        "2026-03-29",
        "2026-03-30",
        "2026-03-31",
    ]


@pytest.mark.parametrize("occasion", ["before-upgrade-from", "before-restore"])
def test_of_backups_before_great_changes_the_newest_five_are_kept(library: Library, occasion: str) -> None:
    for number in range(1, 8):
        path = library.folder / "backups" / f"{occasion}-{number}.sqlite3"
        path.write_bytes(b"a backup")
        os.utime(path, (1_700_000_000 + number, 1_700_000_000 + number))
    mine = library.folder / "backups" / "before-my-holidays.sqlite3"
    mine.write_bytes(b"made by the reader")

    backup_if_due(library.folder, NOW)

    kept = {path.name for path in (library.folder / "backups").iterdir()}
    assert kept == {
        *(f"{occasion}-{number}.sqlite3" for number in range(3, 8)),
        mine.name,
        "library-2026-03-31.sqlite3",
    }


def test_a_long_absence_costs_no_backup(library: Library) -> None:
    for days_ago in (400, 399, 398):
        backup_if_due(library.folder, NOW - timedelta(days=days_ago))

    backup_if_due(library.folder, NOW)

    assert len(names(library)) == 4


def test_a_damaged_library_pushes_no_good_backup_out(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        add_article(library, "Safe")
        backup_if_due(library.folder, NOW)
    overwrite_middle(tmp_path / "library.sqlite3")

    with pytest.raises(DamagedLibraryError):
        backup_if_due(tmp_path, NOW + timedelta(days=1))

    assert list(contents(tmp_path / "backups")) == ["library-2026-03-31.sqlite3"]


def test_a_restored_backup_keeps_what_was_there_as_a_backup(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        add_article(library, "Old")
        library.backup(tmp_path / "old.sqlite3")
        add_article(library, "New")

        kept = restore_backup(folder, tmp_path / "old.sqlite3")

        # The window that has the library open sees it, and goes on.
        assert library.changed_elsewhere()
        assert [article.title for article in library.articles.list()] == ["Old"]
        add_article(library, "Newer")
    assert titles(folder) == ["Newer", "Old"]
    assert kept is not None
    restore_backup(folder, kept)
    assert titles(folder) == ["New", "Old"]


def test_a_damaged_library_is_set_aside_and_never_overwritten(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        add_article(library, "Safe")
        backup_if_due(library.folder, NOW)
    path = tmp_path / "library.sqlite3"
    overwrite_middle(path)
    damaged = path.read_bytes()
    backup = newest_good_backup(tmp_path)
    assert backup == tmp_path / "backups" / "library-2026-03-31.sqlite3"

    aside = restore_backup(tmp_path, backup)

    assert aside is not None
    assert aside.read_bytes() == damaged
    assert titles(tmp_path) == ["Safe"]


def in_another_program(code: str, *arguments: Path) -> None:
    subprocess.run([sys.executable, "-c", code, *map(str, arguments)], check=True, timeout=60)


_DAMAGE = """
import os, sys
with open(sys.argv[1], "r+b") as file:
    file.seek(4 * 4096)
    file.write(os.urandom(os.path.getsize(sys.argv[1]) - 4 * 4096))
"""
_BREAK = """
import sys
with open(sys.argv[1], "r+b") as file:
    file.write(b"no database " * 20)
"""
_RESTORE = """
import sys
from pathlib import Path
from reader_app.library.backups import restore_backup
restore_backup(Path(sys.argv[1]), Path(sys.argv[2]))
"""


def test_who_has_a_damaged_library_open_goes_on_with_the_restored_one(tmp_path: Path) -> None:
    folder, path = tmp_path / "library", tmp_path / "library" / "library.sqlite3"
    with open_library(folder) as library:
        add_article(library, "Safe")
        library.backup(tmp_path / "safe.sqlite3")
        add_article(library, "Lost")
    with open_library(folder) as library:
        in_another_program(_DAMAGE, path)

        in_another_program(_RESTORE, folder, tmp_path / "safe.sqlite3")

        assert [article.title for article in library.articles.list()] == ["Safe"]
        add_article(library, "Newer")
        assert library.check() == []
    assert titles(folder) == ["Newer", "Safe"]
    [aside] = folder.glob("library.damaged-*.sqlite3")
    assert describe(aside) is None


def test_who_has_a_library_open_that_a_new_file_replaced_is_told_to_start_again(tmp_path: Path) -> None:
    folder, path = tmp_path / "library", tmp_path / "library" / "library.sqlite3"
    with open_library(folder) as library:
        add_article(library, "Safe")
        library.backup(tmp_path / "safe.sqlite3")
    with open_library(folder) as library:
        in_another_program(_BREAK, path)
        in_another_program(_RESTORE, folder, tmp_path / "safe.sqlite3")

        with pytest.raises(StorageError, match=r"is another one now; start the program again to use it"):
            add_article(library, "Lost")
    assert titles(folder) == ["Safe"]


def test_a_restored_library_that_nobody_opened_is_restored_again(library: Library, tmp_path: Path) -> None:
    add_article(library, "Safe")
    library.backup(tmp_path / "backup.sqlite3")

    kept = [restore_backup(tmp_path / "new", tmp_path / "backup.sqlite3") for _ in range(3)]

    assert [path is None or describe(path) == Contents(1, 0) for path in kept] == [True, True, True]
    assert titles(tmp_path / "new") == ["Safe"]


def test_a_library_of_a_newer_program_is_set_aside_as_it_is(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        add_article(library, "Before the upgrade")
        backup_if_due(library.folder, NOW)
    path = tmp_path / "library.sqlite3"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
    newer = path.read_bytes()

    aside = restore_backup(tmp_path, tmp_path / "backups" / "library-2026-03-31.sqlite3")

    assert aside is not None
    assert aside.read_bytes() == newer
    assert titles(tmp_path) == ["Before the upgrade"]


def test_the_newest_backup_that_is_damaged_is_passed_over(library: Library) -> None:
    good = backup_if_due(library.folder, NOW)
    bad = backup_if_due(library.folder, NOW + timedelta(days=1))
    assert bad is not None
    overwrite_middle(bad)

    assert newest_good_backup(library.folder) == good


def test_no_backup_is_no_error(tmp_path: Path) -> None:
    assert newest_good_backup(tmp_path) is None


@pytest.mark.parametrize("content", [None, b"", b"no library at all", b"SQLite format 3\0" + bytes(200)])
def test_what_is_no_backup_restores_nothing(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "library"
    with open_library(folder) as library:
        add_article(library, "Kept")
    if content is not None:
        (tmp_path / "wrong.sqlite3").write_bytes(content)

    with pytest.raises(StorageError):
        restore_backup(folder, tmp_path / "wrong.sqlite3")

    assert titles(folder) == ["Kept"]
    assert not (tmp_path / "library" / "backups" / "before-restore").exists()


def test_backups_are_listed_newest_first_with_what_they_hold(library: Library) -> None:
    article = add_article(library, "Kept")
    library.articles.trash(add_article(library, "Thrown away").id)
    library.annotations.put(annotation_on(article))
    daily = backup_if_due(library.folder, NOW)
    assert daily is not None
    before = restore_backup(library.folder, daily)
    assert before is not None
    broken = library.folder / "backups" / "before-upgrade-from-2.sqlite3"
    broken.write_bytes(b"broken")
    (library.folder / "backups" / "notes.txt").write_text("not a backup")
    for path, day in ((daily, 1), (before, 3), (broken, 2)):
        os.utime(path, (NOW.timestamp() + day, NOW.timestamp() + day))

    backups = backups_in(library.folder)

    assert [(each.path, each.occasion) for each in backups] == [
        (before, Occasion.BEFORE_RESTORE),
        (broken, Occasion.BEFORE_UPGRADE),
        (daily, Occasion.DAILY),
    ]
    assert backups[2].made_at == NOW + timedelta(seconds=1)
    assert backups[1].size == 6
    assert [describe(each.path) for each in backups] == [Contents(1, 1), None, Contents(1, 1)]


def test_a_folder_without_backups_has_none(tmp_path: Path) -> None:
    assert backups_in(tmp_path) == []


def test_a_library_opens_whose_oldest_backup_another_program_drops_meanwhile(library: Library) -> None:
    dropped = library.folder / "backups" / "library-2026-01-01.sqlite3"
    number = 0
    while True:
        dropped.touch()
        with at_moment(number, lambda: dropped.unlink(missing_ok=True)) as asked:
            open_library(library.folder).close()
        if len(asked) <= number:
            break
        assert not dropped.exists()
        number += 1

    assert {"scandir", "stat"} <= {*asked}


def test_only_broken_backups_are_no_good_one(library: Library) -> None:
    for name, content in (("library-2026-01-01", b"broken"), ("library-2026-01-02", b"")):
        (library.folder / "backups" / f"{name}.sqlite3").write_bytes(content)

    assert newest_good_backup(library.folder) is None


@pytest.mark.parametrize("statement", ["CREATE TABLE theirs (x)", "PRAGMA user_version = 99"])
def test_a_database_of_others_or_of_a_newer_program_is_no_backup(tmp_path: Path, statement: str) -> None:
    folder, backup = tmp_path / "library", tmp_path / "wrong.sqlite3"
    with open_library(folder) as library:
        add_article(library, "Kept")
        if "99" in statement:
            library.backup(backup)
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute(statement)
    before = contents(folder)

    with pytest.raises(StorageError, match=r"another program|newer version"):
        restore_backup(folder, backup)

    assert contents(folder) == before


def test_a_backup_with_a_damaged_value_or_table_is_refused(tmp_path: Path) -> None:
    folder, backup = tmp_path / "library", tmp_path / "wrong.sqlite3"
    with open_library(folder) as library:
        add_article(library, "Kept")
        library.backup(backup)
    with closing(sqlite3.connect(backup)) as connection:
        connection.execute("ALTER TABLE labels RENAME COLUMN color TO colour")
    before = contents(folder)

    with pytest.raises(StorageError, match=r"“wrong\.sqlite3” is damaged, or no library at all"):
        restore_backup(folder, backup)

    assert contents(folder) == before


def test_a_library_copied_by_hand_with_its_log_is_a_backup_with_all_that_is_in_it(tmp_path: Path) -> None:
    with open_library(tmp_path / "library") as library:
        add_article(library, "In the log")
        copied = tmp_path / "copied.sqlite3"
        for suffix in ("", "-wal"):
            copied.with_name(copied.name + suffix).write_bytes(
                (tmp_path / "library" / f"library.sqlite3{suffix}").read_bytes()
            )

    restore_backup(tmp_path / "elsewhere", copied)

    assert titles(tmp_path / "elsewhere") == ["In the log"]


def test_article_files_that_a_backup_does_not_know_stay_and_missing_ones_are_named(tmp_path: Path) -> None:
    folder, backup = tmp_path / "library", tmp_path / "old.sqlite3"
    with open_library(folder) as library:
        old = add_article(library, "Old")
        library.backup(backup)
        new = add_article(library, "New")
        kept = library.files.path(library.articles.version(new.version_id).reading_file)
        library.articles.trash(old.id)
        library.trash.empty()

    restore_backup(folder, backup)

    assert kept.exists()
    with open_library(folder) as library:
        assert library.check() == ["The file of “Old” is missing."]


@pytest.mark.skipif(sys.platform == "win32", reason="no pipe has a path there")
def test_a_backup_takes_not_the_place_of_a_device_or_pipe(library: Library, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    with pytest.raises(StorageError, match="no ordinary file"):
        library.backup(pipe)

    assert pipe.is_fifo()


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("library", "is a folder"),
        ("library/library.sqlite3", "is the library itself"),
        ("library/library.sqlite3-wal", "is the library itself"),
        ("library/articles/ab/copy.sqlite3", "lies among the article files"),
        ("other/library.sqlite3", "is another library"),
        ("in-use.sqlite3", "is a database that another program uses"),
    ],
)
def test_a_backup_destroys_nothing_else(tmp_path: Path, place: str, reason: str) -> None:
    open_library(tmp_path / "other").close()
    with (
        open_library(tmp_path / "library") as library,
        closing(sqlite3.connect(tmp_path / "in-use.sqlite3", isolation_level=None)) as theirs,
    ):
        theirs.execute("PRAGMA journal_mode = WAL")
        theirs.execute("CREATE TABLE theirs (x)")
        add_article(library, "Kept")
        before = contents(tmp_path)

        with pytest.raises(StorageError, match=reason):
            library.backup(tmp_path / place)

        assert contents(tmp_path) == before


def test_the_care_of_a_day_backs_up_first_and_then_tidies(library: Library) -> None:
    library.take_daily_care(NOW)
    assert names(library) == []  # a library without articles needs no backup
    add_article(library, "Kept")
    library.articles.trash(add_article(library, "Thrown away").id)
    later = utc_now() + timedelta(days=31)
    leftover = library.folder / "backups" / ".new-killed"
    leftover.write_bytes(b"half a backup")

    library.take_daily_care(later)

    assert library.articles.trashed() == []
    [backup] = backups_in(library.folder)
    with closing(sqlite3.connect(backup.path)) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (2,)
    assert names(library) == [backup.path.name]


def test_nothing_leaves_the_trash_where_there_is_no_backup(library: Library) -> None:
    thrown_away = add_article(library, "Thrown away")
    library.articles.trash(thrown_away.id)
    (library.folder / "backups").rmdir()
    (library.folder / "backups").write_text("in the way")

    with pytest.raises(StorageError, match="a file is in the place of a folder"):
        library.take_daily_care(utc_now() + timedelta(days=31))

    assert library.articles.trashed() == [thrown_away]
