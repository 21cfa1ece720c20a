"""Libraries of earlier versions open with all that is in them."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from library.old_libraries import write_first_library
from reader_app.core.article import Form
from reader_app.library.library import Library, open_library
from reader_app.library.schema import SCHEMA_VERSION


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_first_library(tmp_path)
    return tmp_path


def by_title(library: Library) -> dict[str, tuple[Form, bool]]:
    return {each.title: (each.form, each.is_web_page) for each in library.articles.list()}


def test_a_first_library_is_backed_up_and_upgraded(folder: Path) -> None:
    with open_library(folder) as library:
        assert library.check() == []

    steps = [folder / "backups" / f"before-upgrade-from-{version}.sqlite3" for version in (1, 2)]
    assert sorted((folder / "backups").iterdir()) == steps
    for path, version in ((steps[0], 1), (steps[1], 2), (folder / "library.sqlite3", SCHEMA_VERSION)):
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA user_version").fetchone() == (version,)


def test_pages_of_a_first_library_were_kept_whole_and_other_files_have_no_forms(folder: Path) -> None:
    with open_library(folder) as library:
        assert by_title(library) == {
            "A page": (Form.WHOLE_PAGE, True),
            "Some notes": (Form.ARTICLE, False),
        }
        assert not any(each.metadata.is_date_guessed or each.is_doubtful for each in library.articles.list())


def test_articles_of_a_first_library_are_found_by_their_addresses(folder: Path) -> None:
    with open_library(folder) as library:
        [found] = library.articles.at_addresses(["http://example.org/page"])
        assert found.title == "A page"
        library.articles.restore("3" * 32)
        assert len(library.articles.at_addresses(["http://example.org/page"])) == 2


def test_texts_and_annotations_of_a_first_library_are_as_they_were(folder: Path) -> None:
    with open_library(folder) as library:
        article = library.articles.find("A page")
        [annotation] = library.annotations.of_article(article.id)
        texts = library.articles.texts(article.version_id)

    assert (annotation.quote, annotation.note, annotation.targets[0].start) == ("whole", "A note", 3)
    assert texts is not None
    assert texts[0].chars == "Thewholepage"
