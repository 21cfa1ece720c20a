"""What a check finds, each fault in one sentence, and what it must not take for one."""

from pathlib import Path

import pytest

from library.builders import add_article, annotation_on, new_article
from library.damage import write_library
from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.library.library import Library, open_library

REBUILD = "The full-text index does not agree with the texts and has to be rebuilt."


def execute(library: Library, statement: str, *parameters: object) -> None:
    """Change something behind the program's back."""
    connection = library._database._connection
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute(statement, parameters)
    connection.execute("PRAGMA foreign_keys = ON")


@pytest.fixture
def article(library: Library) -> Article:
    return add_article(library, "Tides", text="The tide comes", tags=("sea",))


@pytest.fixture
def annotation(library: Library, article: Article) -> Annotation:
    made = annotation_on(article, "tide", note="a note", tags=("t",))
    library.annotations.put(made)
    return made


def test_a_library_with_something_of_everything_is_sound(tmp_path: Path) -> None:
    write_library(tmp_path)

    with open_library(tmp_path) as library:
        assert library.check() == []


def test_a_version_of_another_article_that_is_shown_is_told(library: Library, article: Article) -> None:
    other = add_article(library, "Other", text="Other words")
    execute(library, "UPDATE articles SET version_id = ? WHERE id = ?", other.version_id, article.id)

    assert "The version of “Tides” that is shown is not its own." in library.check()


def test_an_annotation_without_a_place_is_told(library: Library, annotation: Annotation) -> None:
    execute(library, "DELETE FROM targets WHERE annotation_id = ?", annotation.id)

    assert "An annotation of “Tides” has no place." in library.check()


def test_a_table_that_is_not_as_it_was_made_is_told(library: Library) -> None:
    execute(library, "ALTER TABLE positions RENAME COLUMN fraction TO fracture")
    execute(library, "DROP TRIGGER search_entry_added")
    execute(library, "DROP INDEX articles_opened")  # the very first libraries have none

    assert library.check()[:2] == [
        "“positions” in the database is not as it was made.",
        "“search_entry_added” in the database is not as it was made.",
    ]


@pytest.mark.parametrize(
    "spoil",
    [
        "DELETE FROM search_entries WHERE place = 'title'",
        "DELETE FROM search_entries WHERE place = 'note'",
        "UPDATE search_entries SET text = 'something else' WHERE place = 'text'",
        "UPDATE search_entries SET text = 'something else' WHERE place = 'quote'",
        "UPDATE search_entries SET by_substring = 0 WHERE place = 'tag'",
        "UPDATE articles SET title = 'Tides again'",
    ],
)
def test_what_is_found_and_is_not_there_is_told_and_can_be_made_anew(
    library: Library, annotation: Annotation, spoil: str
) -> None:
    execute(library, spoil)
    [article] = library.articles.list()

    assert library.check() == [
        f"What is found of “{article.title}” is not what is in it; the full-text index has to be rebuilt."
    ]

    library.rebuild_search()
    assert library.check() == []
    assert library.annotations.of_article(article.id) == [annotation]
    for word in ("tide", "note", "sea"):
        assert library.search(word) != []


@pytest.mark.parametrize(
    "spoil",
    [
        "INSERT INTO search_words(search_words) VALUES ('delete-all')",
        "INSERT INTO search_substrings(search_substrings) VALUES ('delete-all')",
        "INSERT INTO search_words(rowid, text) VALUES (4711, 'never written')",
        "DELETE FROM search_words_data WHERE id > 10",
    ],
)
def test_an_index_that_does_not_agree_is_told_and_can_be_made_anew(
    library: Library, annotation: Annotation, spoil: str
) -> None:
    execute(library, spoil)

    assert REBUILD in library.check()

    library.rebuild_search()
    assert library.check() == []
    assert {hit.annotation_id for hit in library.search("tide")} == {None, annotation.id}


def test_the_quote_of_an_older_version_is_no_fault(library: Library, annotation: Annotation) -> None:
    [article] = library.articles.list()
    moved = annotation.changed(targets=annotation_on(article, "ebb").targets)

    library.versions.add(article.id, new_article(library, content=b"new", text="The ebb"), [moved])

    assert library.check() == []


def test_all_faults_are_told_and_not_only_the_first(library: Library, annotation: Annotation) -> None:
    [article] = library.articles.list()
    library.files.path(library.articles.version(article.version_id).reading_file).unlink()
    execute(library, "UPDATE articles SET state = 'inbo?'")
    execute(library, "DELETE FROM targets")

    problems = library.check()

    assert len(problems) == 3
    assert problems[0] == "An annotation of “Tides” has no place."
    assert "the library's file is damaged" in problems[1]
    assert problems[2] == "The file of “Tides” is missing."
