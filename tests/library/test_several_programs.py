"""Programs that use one library at the same time: no change is lost, and nobody hears of locks."""

import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, run_program
from reader_app.core.article import Article
from reader_app.errors import StorageError
from reader_app.library.backups import restore_backup
from reader_app.library.library import Library, open_library

CHANGES = 200

_WRITE = """
import sys
from pathlib import Path
from library.builders import annotation_on
from reader_app.library.library import open_library

library = open_library(Path(sys.argv[1]))
article = library.articles.list()[0]
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3]) // 2):
    annotation = annotation_on(article, start=number, note="first", tags=(sys.argv[2],))
    library.annotations.put(annotation)
    library.annotations.put(annotation.changed(note=f"{sys.argv[2]} {number}"))
library.close()
print("done", flush=True)
"""

_WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from library.builders import annotation_on
from reader_app.library.library import open_library

library = open_library(Path(sys.argv[1]))
[article] = library.articles.list()
while True:
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    print(annotation.id, flush=True)
"""

_READ = """
import sys
from pathlib import Path
from reader_app.library.library import open_library

library = open_library(Path(sys.argv[1]))
article = library.articles.list()[0]
print("ready", flush=True)
sys.stdin.readline()
seen = 0
while seen < int(sys.argv[3]):
    annotations = library.annotations.of_article(article.id)
    library.search("first")
    assert len(annotations) >= seen, "what was there is gone"
    seen = len(annotations)
print("done", flush=True)
"""


def test_two_programs_write_and_a_third_reads_and_nothing_is_lost(library: Library) -> None:
    article = add_article(library)
    programs = [
        run_program(_WRITE, library.folder, "one", CHANGES),
        run_program(_WRITE, library.folder, "two", CHANGES),
        run_program(_READ, library.folder, "reader", CHANGES),
    ]
    for program in programs:
        assert _next_line(program) == "ready\n"

    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go\n")
        program.stdin.flush()

    for program in programs:
        out, errors = program.communicate(timeout=100)
        assert (out, errors) == ("done\n", "")
    notes = sorted(each.note for each in library.annotations.of_article(article.id))
    assert notes == sorted(f"{name} {number}" for name in ("one", "two") for number in range(CHANGES // 2))
    assert library.check() == []


def test_what_others_write_while_a_backup_is_restored_is_there_or_kept(
    library: Library, tmp_path: Path
) -> None:
    add_article(library)
    backup = tmp_path / "backup.sqlite3"
    library.backup(backup)
    with run_program(_WRITE_UNTIL_KILLED, library.folder) as writer:
        committed = [_next_line(writer)]

        kept = restore_backup(library.folder, backup)

        committed += [_next_line(writer) for _ in range(50)]
        writer.kill()
        assert writer.stdout is not None
        committed += writer.stdout.readlines()
    assert kept is not None
    there = {*annotation_ids(kept), *annotation_ids(library.folder / "library.sqlite3")}
    assert [line for line in committed if line.endswith("\n") and line.strip() not in there] == []


def annotation_ids(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as connection:
        return [id_ for (id_,) in connection.execute("SELECT id FROM annotations")]


def _next_line(program: "subprocess.Popen[str]") -> str:
    assert program.stdout is not None
    return program.stdout.readline()


@pytest.fixture
def article(library: Library) -> Article:
    return add_article(library)


def test_a_library_that_another_program_holds_opens_at_once_and_can_be_read(
    library: Library, article: Article
) -> None:
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")

        with open_library(library.folder) as second:
            second.set_patience(0.001)
            assert second.articles.list() == [article]
            with pytest.raises(StorageError, match="another program is using the library"):
                second.annotations.put(annotation_on(article))
            other.execute("ROLLBACK")
            second.annotations.put(annotation_on(article))

    assert library.annotations.counts() == {article.id: 1}


def test_a_backup_is_made_while_another_program_writes(
    library: Library, article: Article, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(library.folder / "library.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE articles SET title = 'half done'")

        library.backup(tmp_path / "backup.sqlite3")

    with closing(sqlite3.connect(tmp_path / "backup.sqlite3")) as backup:
        assert backup.execute("SELECT title FROM articles").fetchall() == [(article.title,)]


def test_what_another_program_changed_of_an_article_stays(library: Library, article: Article) -> None:
    with open_library(library.folder) as other:
        other.articles.update(article.id, lambda each: replace(each, tags=("theirs",)))

    library.articles.update(article.id, lambda each: replace(each, progress=0.5))

    stored = library.articles.get(article.id)
    assert (stored.tags, stored.progress) == (("theirs",), 0.5)
