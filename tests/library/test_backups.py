import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents
from reader_app.errors import DamagedLibraryError, StorageError
from reader_app.library.backups import backup_if_due, newest_good_backup, restore_backup
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
