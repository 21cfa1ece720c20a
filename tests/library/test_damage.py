"""Whatever happens to a library's file: a sentence, nothing overwritten, and a backup in its place."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents, run_program
from library.damage import copy_of, do_everything, flip, write_library
from reader_app.errors import DamagedLibraryError, StorageError
from reader_app.library.backups import restore_backup
from reader_app.library.library import open_library

ARTICLES = [f"Article {number}" for number in reversed(range(7))]
LENGTHS = (0, 1, 15, 16, 99, 100, 511, 512, 1000, 4095, 4096, 4097, 40_000, -4097, -4096, -2000, -1)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    write_library(folder)
    return folder


@pytest.fixture
def path(sound: Path, tmp_path: Path) -> Path:
    """The file of a library of its own."""
    return copy_of(sound, tmp_path / "library")


def restore(folder: Path) -> None:
    restore_backup(folder, folder / "backups" / "library-2026-11-24.sqlite3")
    with open_library(folder) as library:
        # The one fault there may be: the trash was emptied after the backup.
        assert set(library.check()) <= {"The file of “Thrown away” is missing."}
        assert {"New", *ARTICLES} == {each.title for each in library.articles.list()}
        assert sum(library.annotations.counts().values()) == 64


@pytest.mark.parametrize("seed", range(12))
def test_one_flipped_byte_is_no_traceback(path: Path, seed: int) -> None:
    flip(path, seed)

    do_everything(path.parent)

    restore(path.parent)


@pytest.mark.parametrize("seed", range(8))
def test_a_hundred_flipped_bytes_are_no_traceback(path: Path, seed: int) -> None:
    flip(path, seed, 100)
    damaged = path.read_bytes()

    refused = do_everything(path.parent)

    assert refused
    if "open" in str(refused[0]):
        assert path.read_bytes() == damaged
    restore(path.parent)


@pytest.mark.parametrize("length", LENGTHS)
def test_a_truncated_library_is_told_and_restored(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    cut = path.read_bytes()

    refused = do_everything(path.parent)

    # What is cut off at the very end may be room that nothing stands in.
    assert refused or length < 0
    if refused and "open" in str(refused[0]):
        assert path.read_bytes() == cut
    restore(path.parent)


def test_a_library_that_is_gone_is_not_made_anew_while_there_are_backups(path: Path) -> None:
    path.unlink()

    with pytest.raises(DamagedLibraryError, match=r"“library\.sqlite3” is lost"):
        open_library(path.parent)

    assert not path.exists()
    restore(path.parent)


def test_a_log_without_its_file_is_left_alone_and_set_aside_when_a_backup_comes(path: Path) -> None:
    log, journal = (path.with_name(f"library.sqlite3-{name}") for name in ("wal", "journal"))
    path.unlink()
    log.write_bytes(b"the last changes")
    journal.write_bytes(b"what was before")
    for backup in (path.parent / "backups").iterdir():
        backup.rename(path.parent / backup.name)

    with pytest.raises(DamagedLibraryError, match="its log is still there"):
        open_library(path.parent)
    assert log.read_bytes() == b"the last changes"

    restore_backup(path.parent, next(path.parent.glob("library-*.sqlite3")))
    with open_library(path.parent) as library:
        assert len(library.articles.list()) == 8
    aside = sorted(path.parent.glob("library.damaged-*"))
    assert [each.read_bytes() for each in aside] == [b"what was before", b"the last changes"]


_LEAVE_A_LOG = """
import os, sys
from pathlib import Path
from library.builders import add_article
from reader_app.library.library import open_library
library = open_library(Path(sys.argv[1]))
for number in range(3):
    add_article(library, f"In the log {number}", text="some words " * 500)
os._exit(0)
"""


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_log_costs_at_most_what_is_in_it(path: Path, seed: int) -> None:
    _, errors = run_program(_LEAVE_A_LOG, path.parent).communicate()
    log = path.with_name("library.sqlite3-wal")
    assert log.stat().st_size > 0, errors
    flip(log, seed, 3)

    with open_library(path.parent) as library:
        assert {"New", *ARTICLES} <= {each.title for each in library.articles.list()}
        assert library.check() == []


def test_a_log_that_is_gone_costs_what_was_in_it(path: Path) -> None:
    run_program(_LEAVE_A_LOG, path.parent).communicate()
    for name in ("library.sqlite3-wal", "library.sqlite3-shm"):
        path.with_name(name).unlink()

    with open_library(path.parent) as library:
        assert {"New", *ARTICLES} == {each.title for each in library.articles.list()}
        assert library.check() == []


def rubbish(path: Path) -> None:
    path.write_bytes(random.Random(1).randbytes(50_000))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("replace", [rubbish, folder])
def test_something_else_in_the_place_of_a_library_is_left_alone(
    path: Path, replace: Callable[[Path], None]
) -> None:
    replace(path)
    before = contents(path.parent)

    with pytest.raises(StorageError, match="Cannot open the library"):
        open_library(path.parent)

    assert contents(path.parent) == before


def test_damage_that_shows_late_is_told_by_the_call_that_meets_it(path: Path) -> None:
    with open_library(path.parent) as library:
        article = library.articles.find("Article 1")
        annotations = library.annotations.of_article(article.id)
        with library._database.writing("spoil it") as connection:
            connection.execute("UPDATE annotations SET kind = 'highligh?' WHERE id = ?", (annotations[0].id,))

        with pytest.raises(DamagedLibraryError, match=r"^Cannot read the annotations: the library's file"):
            library.annotations.of_article(article.id)

        # All else goes on.
        other = add_article(library)
        library.annotations.put(annotation_on(other))
        assert len(library.annotations.of_article(other.id)) == 1


def test_a_mistake_of_the_program_is_not_taken_for_damage(path: Path) -> None:
    library = open_library(path.parent)
    with pytest.raises(sqlite3.OperationalError), library._database.reading("ask nonsense") as connection:
        connection.execute("SELECT nonsense FROM articles")
    library.close()

    with pytest.raises(sqlite3.ProgrammingError):
        library.articles.list()


def test_an_annotation_whose_label_is_lost_is_still_there(path: Path) -> None:
    with open_library(path.parent) as library:
        article = library.articles.find("Article 1")
        count = len(library.annotations.of_article(article.id))
        connection = library._database._connection
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE annotations SET label_id = 'lost' WHERE article_id = ?", (article.id,))

        annotations = library.annotations.of_article(article.id)

        assert {each.label_id for each in annotations} == {"key-point"}
        assert len(annotations) == count
        assert any("annotations" in fault and "labels" in fault for fault in library.check())
