import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents, run_program
from reader_app.errors import (
    DamagedLibraryError,
    NewerLibraryError,
    ReaderError,
    StorageError,
)
from reader_app.library.files import ArticleFiles
from reader_app.library.library import Library, open_library
from reader_app.library.schema import APPLICATION_ID, SCHEMA_VERSION


def test_the_database_is_set_to_lose_nothing(library: Library) -> None:
    with library._database.reading("look") as connection:
        settings = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "application_id")
        }
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict"
            " AND name NOT LIKE 'sqlite%' AND name <> '_sqlite_migrations'"
        ).fetchall()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "application_id": APPLICATION_ID,
    }
    assert loose == []


def test_a_newer_library_is_refused_and_left_byte_for_byte(tmp_path: Path) -> None:
    open_library(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    before = contents(tmp_path)

    with pytest.raises(NewerLibraryError, match="newer version"):
        open_library(tmp_path)

    assert contents(tmp_path) == before


def test_a_file_of_another_program_is_refused_and_left_byte_for_byte(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "library.sqlite3")) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    before = contents(tmp_path)

    with pytest.raises(StorageError, match="belongs to another program"):
        open_library(tmp_path)

    assert contents(tmp_path) == before


@pytest.mark.parametrize("content", [b"garbage", b"x" * 5000, b"SQLite format 3\0 cut off"])
def test_a_damaged_file_is_told_and_left_byte_for_byte(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "library.sqlite3").write_bytes(content)

    with pytest.raises(DamagedLibraryError, match="damaged"):
        open_library(tmp_path)

    assert contents(tmp_path) == {"library.sqlite3": content}


def test_an_empty_file_left_by_a_killed_program_becomes_a_library(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_bytes(b"")

    with open_library(tmp_path) as library:
        assert library.check() == []


def test_another_programs_file_with_a_log_beside_it_is_refused_and_neither_is_touched(tmp_path: Path) -> None:
    code = """
import os, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA journal_mode = WAL")
connection.execute("CREATE TABLE theirs (x)")
os._exit(0)
"""
    run_program(code, tmp_path / "library.sqlite3").communicate()
    before = contents(tmp_path)
    assert "library.sqlite3-wal" in before

    with pytest.raises(StorageError, match="belongs to another program"):
        open_library(tmp_path)

    after = contents(tmp_path)
    for name in ("library.sqlite3", "library.sqlite3-wal"):
        assert after[name] == before[name]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").mkdir()

    with pytest.raises(StorageError, match=r"“library\.sqlite3” is not a file"):
        open_library(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="only POSIX drops the locks of others")
def test_a_second_connection_of_the_same_program_leaves_the_lock_of_the_first(library: Library) -> None:
    # If it did not, another program would take itself for the last one and remove the log in use.
    code = """
import fcntl, sys
with open(sys.argv[1], "r+b") as file:
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)  # SQLite's shared lock
        print("free")
    except OSError:
        print("locked")
"""
    path = library.folder / "library.sqlite3"

    open_library(library.folder).close()

    out, err = run_program(code, path).communicate()
    assert out == "locked\n", err


def test_damage_inside_the_file_is_told_when_it_is_met(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        add_article(library, text="words " * 5000)
    path = tmp_path / "library.sqlite3"
    content = bytearray(path.read_bytes())
    content[4096:] = os.urandom(len(content) - 4096)  # the schema's first page stays readable
    path.write_bytes(content)

    with pytest.raises(DamagedLibraryError, match="damaged"), open_library(tmp_path) as library:
        library.articles.list()


def test_a_file_in_the_place_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")

    for folder in (tmp_path / "file", tmp_path / "file" / "library"):
        with pytest.raises(StorageError, match="a file is in the place of a folder"):
            open_library(folder)


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("mode", [0o444, 0o000])
def test_a_library_that_may_not_be_written_is_told(shared_folder: Path, mode: int) -> None:
    open_library(shared_folder).close()
    (shared_folder / "library.sqlite3").chmod(mode)
    shared_folder.chmod(0o555)

    error = _as_ordinary_user(lambda: open_library(shared_folder).close())

    assert error == f"StorageError: Cannot open the library: the folder {shared_folder} cannot be written."


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
@pytest.mark.parametrize(
    ("mode", "why"), [(0o444, "the library is read-only"), (0o000, "its file cannot be opened")]
)
def test_a_file_that_may_not_be_written_is_told(shared_folder: Path, mode: int, why: str) -> None:
    open_library(shared_folder).close()
    (shared_folder / "library.sqlite3").chmod(mode)
    for folder in (shared_folder, shared_folder / "articles", shared_folder / "backups"):
        folder.chmod(0o777)

    error = _as_ordinary_user(lambda: open_library(shared_folder).close())

    assert error == f"StorageError: Cannot open the library: {why}."


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
def test_a_folder_that_may_not_be_written_is_told(shared_folder: Path) -> None:
    shared_folder.chmod(0o555)

    error = _as_ordinary_user(lambda: open_library(shared_folder / "new").close())

    assert error == "StorageError: Cannot open the library: you are not allowed to write there."


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
def test_article_files_that_may_not_be_read_are_told(shared_folder: Path) -> None:
    articles = shared_folder / "articles"
    articles.mkdir()
    files = ArticleFiles(articles)
    sha256 = files.store(b"closed", ".txt")
    articles.chmod(0o000)

    error = _as_ordinary_user(lambda: print(files.path(sha256)))

    articles.chmod(0o755)
    # Since Python 3.13 the folder looks empty then.
    assert re.fullmatch("StorageError: Cannot read .* allowed to.|NotFoundError: .* is missing .*", error)


@pytest.fixture
def shared_folder() -> Iterator[Path]:
    """A folder that another user can reach, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        library = Path(folder) / "library"
        library.mkdir(mode=0o755)
        yield library
        library.chmod(0o755)


def _as_ordinary_user(act: Callable[[], None]) -> str:
    """Run this in a child process without the rights of root, and return what it raised."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            act()
            message = "nothing was raised"
        except ReaderError as error:
            message = f"{type(error).__name__}: {error}"
        except BaseException as error:
            message = f"not a ReaderError: {error!r}"
        os.write(writer, message.encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        message = pipe.read()
    os.waitpid(child, 0)
    return message


def test_a_full_disk_is_told_and_what_was_saved_stays(library: Library) -> None:
    article = add_article(library)
    saved = annotation_on(article, note="saved")
    library.annotations.put(saved)
    connection = library._database._connection
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite says "full" as on a full disk

    with pytest.raises(StorageError, match=r"^Cannot save the annotation: the disk is full\.$"):
        library.annotations.put(saved.changed(note="too long " * 100_000))

    assert library.annotations.get(saved.id) == saved
    assert library.check() == []
    connection.execute("PRAGMA max_page_count = 1000000")
    library.annotations.put(saved.changed(note="tried again"))
    assert library.annotations.get(saved.id).note == "tried again"


@pytest.mark.skipif(os.name == "nt", reason="Windows does not remove a file that is open")
def test_nothing_is_written_into_a_library_that_was_removed(library: Library, tmp_path: Path) -> None:
    article = add_article(library)
    folder = library.folder

    moved = folder.rename(tmp_path / "elsewhere")
    with pytest.raises(StorageError, match="no longer in"):
        library.annotations.put(annotation_on(article))
    with open_library(folder), pytest.raises(StorageError, match="is another one now"):
        library.annotations.put(annotation_on(article))
    shutil.rmtree(folder)
    moved.rename(folder)
    library.annotations.put(annotation_on(article))

    assert len(library.annotations.of_article(article.id)) == 1


def test_a_library_locked_by_another_program_is_told(library: Library) -> None:
    article = add_article(library)
    library.set_patience(0.001)
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="another program is using the library"):
            library.annotations.put(annotation_on(article))
        assert library.annotations.of_article(article.id) == []  # reading goes on

    library.annotations.put(annotation_on(article))
    assert len(library.annotations.of_article(article.id)) == 1
