from pathlib import Path

from library.builders import add_article, annotation_on, run_program, section
from reader_app.library.library import Library, open_library


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
    connection = library._database._connection
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


def test_tags_of_articles_and_annotations_are_listed_once_without_the_trash(library: Library) -> None:
    article = add_article(library, tags=("sea", "Moon"))
    library.annotations.put(annotation_on(article, tags=("boats", "sea")))
    library.annotations.put(removed := annotation_on(article, tags=("gone",)))
    library.annotations.remove(removed.id)
    trashed = add_article(library, "Trashed", tags=("with it",))
    library.articles.trash(trashed.id)

    assert library.tag_names() == ["boats", "Moon", "sea"]


def test_the_database_and_what_lies_beside_it_is_told_from_other_files(tmp_path: Path) -> None:
    link, other = tmp_path / "link", tmp_path / "library.sqlite3"
    other.write_bytes(b"")
    with open_library(tmp_path / "library") as library:
        own = library.folder / "library.sqlite3"
        link.symlink_to(own)

        assert all(map(library.is_own_database, (own, own.with_name("library.sqlite3-shm"), link)))
        assert not any(
            map(library.is_own_database, (other, tmp_path / "missing", Path("\0"), library.folder))
        )
