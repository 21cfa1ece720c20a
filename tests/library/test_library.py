import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, contents, run_program, section
from reader_app.errors import (
    DamagedLibraryError,
    NewerLibraryError,
    ReaderError,
    StorageError,
)
from reader_app.library.database import Database
from reader_app.library.library import Library, open_library
from reader_app.library.schema import APPLICATION_ID, SCHEMA_VERSION


def test_a_new_folder_becomes_a_library(tmp_path: Path) -> None:
    with open_library(tmp_path / "above" / "library") as library:
        assert library.articles.list() == []
        assert library.check() == []

    assert sorted(path.name for path in (tmp_path / "above" / "library").iterdir()) == [
        "articles",
        "backups",
        "library.sqlite3",
    ]


def test_what_was_saved_is_there_after_closing(tmp_path: Path) -> None:
    with open_library(tmp_path) as library:
        article = add_article(library, text="some words", tags=("a",))
        annotation = annotation_on(article, note="a note")
        library.annotations.put(annotation)

    with open_library(tmp_path) as library:
        assert library.articles.list() == [article]
        assert library.annotations.of_article(article.id) == [annotation]


def test_an_up_to_date_library_opens_without_sqlite_utils(tmp_path: Path) -> None:
    open_library(tmp_path).close()
    code = """
import sys
from pathlib import Path
from reader_app.library.library import open_library
open_library(Path(sys.argv[1])).close()
print("sqlite_utils" in sys.modules)
"""

    out, err = run_program(code, tmp_path).communicate()

    assert out == "False\n", err


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

    assert error in {
        "StorageError: Cannot open the library: the library is read-only.",
        "StorageError: Cannot open the library: you are not allowed to write there.",
        "StorageError: Cannot open the library: its file cannot be opened.",
    }


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
def test_a_folder_that_may_not_be_written_is_told(shared_folder: Path) -> None:
    shared_folder.chmod(0o555)

    error = _as_ordinary_user(lambda: open_library(shared_folder / "new").close())

    assert error == "StorageError: Cannot open the library: you are not allowed to write there."


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


def _connection(library: Library) -> sqlite3.Connection:
    database: Database = library._database
    return database._connection


def test_a_full_disk_is_told_and_what_was_saved_stays(library: Library) -> None:
    article = add_article(library)
    saved = annotation_on(article, note="saved")
    library.annotations.put(saved)
    connection = _connection(library)
    (pages,) = connection.execute("PRAGMA page_count").fetchone()
    connection.execute(f"PRAGMA max_page_count = {pages}")  # SQLite says "full" as on a full disk

    with pytest.raises(StorageError, match=r"^Cannot save the annotation: the disk is full\.$"):
        library.annotations.put(saved.changed(note="too long " * 100_000))

    assert library.annotations.get(saved.id) == saved
    assert library.check() == []
    connection.execute("PRAGMA max_page_count = 1000000")
    library.annotations.put(saved.changed(note="tried again"))
    assert library.annotations.get(saved.id).note == "tried again"


def test_a_library_locked_by_another_program_is_told(library: Library) -> None:
    article = add_article(library)
    _connection(library).execute("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StorageError, match="another program is using the library"):
            library.annotations.put(annotation_on(article))
        assert library.annotations.of_article(article.id) == []  # reading goes on

    library.annotations.put(annotation_on(article))
    assert len(library.annotations.of_article(article.id)) == 1


def test_a_change_by_another_program_is_noticed_once(library: Library) -> None:
    assert not library.changed_elsewhere()
    add_article(library, "Ours")
    assert not library.changed_elsewhere()

    with open_library(library.folder) as other:
        add_article(other, "Theirs")

    assert library.changed_elsewhere()
    assert not library.changed_elsewhere()


_PUT_UNTIL_KILLED = """
import sys
from pathlib import Path
from library.builders import add_article, annotation_on
from reader_app.library.library import open_library

library = open_library(Path(sys.argv[1]))
article = add_article(library)
print(article.id, flush=True)
number = 0
while True:
    annotation = annotation_on(article, note=str(number))
    library.annotations.put(annotation)
    print(annotation.id, flush=True)
    number += 1
"""


def test_what_was_put_is_there_when_the_program_is_killed(tmp_path: Path) -> None:
    program = run_program(_PUT_UNTIL_KILLED, tmp_path)
    assert program.stdout is not None
    article_id = program.stdout.readline().strip()
    put = [program.stdout.readline().strip() for _ in range(20)]

    program.kill()  # in the middle of whatever it does
    rest, err = program.communicate()

    put += rest.split("\n")[:-1]
    assert len(put) >= 20, err
    with open_library(tmp_path) as library:
        found = {annotation.id for annotation in library.annotations.of_article(article_id)}
        assert found >= set(put)
        assert len(found) <= len(put) + 1  # one may be committed and not told yet
        assert library.check() == []


_PUT_FIFTY = """
import sys
from pathlib import Path
from library.builders import add_article, annotation_on
from reader_app.library.library import open_library

with open_library(Path(sys.argv[1])) as library:
    article = add_article(library, sys.argv[2])
    for number in range(50):
        library.annotations.put(annotation_on(article, note=f"note {number}"))
"""


def test_programs_that_start_and_write_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    # Nobody made the library before: all of them find it missing, and one makes it.
    programs = [run_program(_PUT_FIFTY, tmp_path, f"Article {number}") for number in range(3)]

    for program in programs:
        _, err = program.communicate()
        assert program.returncode == 0, err

    with open_library(tmp_path) as library:
        articles = library.articles.list()
        assert {article.title for article in articles} == {"Article 0", "Article 1", "Article 2"}
        assert [len(library.annotations.of_article(each.id)) for each in articles] == [50] * 3
        assert len(library.search("note", limit=1000)) == 150
        assert library.check() == []


def test_check_names_each_fault(library: Library) -> None:
    sound = add_article(library, "Sound", text="text")
    missing, changed = add_article(library, "Missing"), add_article(library, "Changed")
    file = {
        article.title: library.files.path(library.articles.version(article.version_id).reading_file)
        for article in (sound, missing, changed)
    }

    file["Missing"].unlink()
    file["Changed"].write_bytes(b"other content")
    connection = _connection(library)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("INSERT INTO positions VALUES ('no such article', 0, 0, 0)")

    problems = library.check()

    assert len(problems) == 3
    assert problems[0].endswith("“positions” belongs to something in “articles” that is missing.")
    assert problems[1:] == [
        "The file of “Changed” was changed or damaged.",
        "The file of “Missing” is missing.",
    ]


def test_check_tells_damage_of_the_database(tmp_path: Path) -> None:
    library = open_library(tmp_path)
    article = add_article(library)
    library.articles.set_texts(article.version_id, [section("words " * 20_000)], 20_000)
    library.close()
    path = tmp_path / "library.sqlite3"
    content = bytearray(path.read_bytes())
    content[-10 * 4096 :] = bytes(10 * 4096)  # in the long text, far behind the schema
    path.write_bytes(content)

    with open_library(tmp_path) as library:
        problems = library.check()

    assert problems
    assert "damaged" in problems[0]
