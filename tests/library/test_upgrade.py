"""Libraries that earlier versions of this program wrote open with all that is in them.

``fixtures/schema-N.zip`` was written by the program of that time: three articles, one more in the trash,
with tags and notes, a place in one of them; schema 2 has a newer version of an article as well, and its
last changes in a log, because that program was ended without closing the library; schema 3 has a drawing
with a reply, and an annotation in review.
"""

import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from reader_app.core.annotation import Annotation, Kind, Status
from reader_app.core.article import Form
from reader_app.library.backups import restore_backup
from reader_app.library.library import Library, open_library
from reader_app.library.positions import Position
from reader_app.library.schema import SCHEMA_VERSION

FIXTURES = Path(__file__).with_name("fixtures")
OLD = range(1, SCHEMA_VERSION)
TIDES, BRIDGE = "Why the tide comes twice a day", "The bridge is closed"


def write_old_library(folder: Path, version: int) -> None:
    with zipfile.ZipFile(FIXTURES / f"schema-{version}.zip") as archive:
        archive.extractall(folder)


@pytest.fixture(params=OLD)
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    write_old_library(tmp_path, request.param)
    return tmp_path


def said_of(library: Library, title: str) -> list[tuple[str, str, str, str]]:
    article = library.articles.find(title)
    return [
        (each.quote, each.label_id, each.kind, each.note)
        for each in library.annotations.of_article(article.id)
    ]


def schema_version_of(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_there_is_a_library_of_every_earlier_version() -> None:
    assert sorted(path.name for path in FIXTURES.glob("*.zip")) == [f"schema-{each}.zip" for each in OLD]


@pytest.mark.parametrize("version", OLD)
def test_an_old_library_is_backed_up_before_each_step(tmp_path: Path, version: int) -> None:
    write_old_library(tmp_path, version)

    with open_library(tmp_path) as library:
        assert library.check() == []

    steps = {f"before-upgrade-from-{each}.sqlite3": each for each in range(version, SCHEMA_VERSION)}
    backups = {path.name: schema_version_of(path) for path in (tmp_path / "backups").iterdir()}
    assert backups == steps
    assert schema_version_of(tmp_path / "library.sqlite3") == SCHEMA_VERSION


def test_articles_of_an_old_library_are_as_they_were(old: Path) -> None:
    with open_library(old) as library:
        articles = {each.title: each for each in library.articles.list()}
        texts = library.articles.texts(articles[TIDES].version_id)

        assert set(articles) == {TIDES, BRIDGE, "潮汐"}
        assert [each.title for each in library.articles.trashed()] == ["Old timetable"]
        assert texts is not None
        assert "½ a day later, says the café’s owner" in texts[0].reading
        assert library.positions.get(articles[BRIDGE].id) == Position(0, 42, 0.5)
        assert not any(each.metadata.is_date_guessed for each in articles.values())
        for article in (*articles.values(), *library.articles.trashed()):
            assert library.files.path(library.articles.version(article.version_id).reading_file).exists()


def test_annotations_of_an_old_library_are_as_they_were(old: Path) -> None:
    with open_library(old) as library:
        assert said_of(library, TIDES) == [
            ("the water rises", "claim", "highlight", "Is *that* so? ½"),
            ("spring tides", "key-point", "underline", ""),
        ]
        assert said_of(library, BRIDGE) == [("until spring", "key-point", "highlight", "Which spring?")]
        first: Annotation = library.annotations.of_article(library.articles.find(TIDES).id)[0]
        assert (first.tags, first.color, first.author, first.replies) == (("moon", "sea"), "", "", ())
        [trashed] = library.annotations.trashed()
        assert (trashed.quote, trashed.note) == ("Nobody believed it", "thrown away")


def test_an_old_library_is_searched_and_written(old: Path) -> None:
    with open_library(old) as library:
        found = {(hit.where, library.articles.get(hit.article_id).title) for hit in library.search("spring")}
        assert {("text", TIDES), ("text", BRIDGE), ("quote", BRIDGE), ("note", BRIDGE)} <= found
        assert [hit.where for hit in library.search("月亮")] == ["text"]

        library.annotations.restore(library.annotations.trashed()[0].id)
        library.articles.restore(library.articles.trashed()[0].id)
        assert library.trash.empty().articles == 0
        assert library.check() == []


def test_pages_of_a_first_library_were_kept_whole_and_other_files_have_no_forms(tmp_path: Path) -> None:
    write_old_library(tmp_path, 1)

    with open_library(tmp_path) as library:
        forms = {each.title: (each.form, each.is_web_page) for each in library.articles.list()}
        [found] = library.articles.at_addresses(["http://example.org/news/bridge?utm_source=mail"])

    assert forms == {
        TIDES: (Form.ARTICLE, False),
        BRIDGE: (Form.WHOLE_PAGE, True),
        "潮汐": (Form.ARTICLE, False),
    }
    assert found.title == BRIDGE


def test_versions_of_a_second_library_and_what_was_in_its_log_are_there(tmp_path: Path) -> None:
    write_old_library(tmp_path, 2)

    with open_library(tmp_path) as library:
        article = library.articles.find(BRIDGE)
        versions = library.versions.of_article(article.id)
        texts = library.articles.texts(article.version_id)

    assert article.version_id == versions[0].id != versions[-1].id
    assert texts is not None
    assert "the town now says" in texts[0].reading


def test_drawings_replies_and_reviews_of_a_third_library_are_there(tmp_path: Path) -> None:
    write_old_library(tmp_path, 3)

    with open_library(tmp_path) as library:
        found = library.annotations.of_article(library.articles.find("潮汐").id)
    drawn = next(each for each in found if each.kind is Kind.INK)
    in_review = next(each for each in found if each.status is Status.REVIEW)

    assert drawn.drawing is not None
    assert (drawn.drawing.area.x1, drawn.drawing.width, drawn.color, drawn.author) == (
        30,
        1.5,
        "#ff8800",
        "Anna",
    )
    assert [(reply.author, reply.note) for reply in drawn.replies] == [("Ben", "Why?")]
    assert in_review.suggestions[0][0].exact == "月亮"


def test_an_old_backup_is_upgraded_before_it_takes_the_place_of_an_open_library(
    old: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "old.sqlite3"
    with (
        closing(sqlite3.connect(old / "library.sqlite3")) as source,
        closing(sqlite3.connect(backup)) as copy,
    ):
        source.backup(copy)
    folder = tmp_path / "open"
    with open_library(folder) as library:
        restore_backup(folder, backup)

        assert {each.title for each in library.articles.list()} == {TIDES, BRIDGE, "潮汐"}
        assert len(said_of(library, TIDES)) == 2
    assert schema_version_of(backup) < SCHEMA_VERSION
