import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from library.builders import add_article, annotation_on, new_article
from reader_app.core.annotation import (
    DEFAULT_LABELS,
    Annotation,
    Drawing,
    Kind,
    Reply,
    Status,
    Target,
    new_annotation,
)
from reader_app.core.article import Article
from reader_app.core.geometry import Point, Rect
from reader_app.errors import ChangedElsewhereError, NotFoundError
from reader_app.library.library import Library, open_library

number = st.integers(0, 2**40)
targets = st.builds(Target, number, number, number, st.text(), st.text(), st.text())
annotations = st.builds(
    Annotation,
    id=st.uuids().map(str),
    article_id=st.just(""),
    kind=st.sampled_from(Kind),
    label_id=st.sampled_from([label.id for label in DEFAULT_LABELS]),
    note=st.text(),
    tags=st.sets(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))).map(
        lambda tags: tuple(sorted(tags))
    ),
    created_at=st.datetimes(timezones=st.just(UTC)),
    modified_at=st.datetimes(timezones=st.just(UTC)),
    targets=st.lists(targets, min_size=1, max_size=4).map(tuple),
    status=st.sampled_from(Status),
)


@pytest.fixture
def article(library: Library) -> Article:
    return add_article(library)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Library, Article]]:
    with open_library(tmp_path_factory.mktemp("shared")) as opened:
        yield opened, add_article(opened)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(first=annotations, second=annotations)
def test_any_annotation_comes_back_equal_and_is_replaced_whole(
    shared: tuple[Library, Article], first: Annotation, second: Annotation
) -> None:
    library, article = shared
    first = replace(first, article_id=article.id)
    second = replace(second, article_id=article.id, id=first.id)

    library.annotations.put(first)
    assert library.annotations.get(first.id) == first

    library.annotations.put(second)
    assert library.annotations.get(first.id) == second


def test_annotations_come_in_reading_order(library: Library, article: Article) -> None:
    late, early = annotation_on(article, start=90), annotation_on(article, start=5)
    next_section = new_annotation(article.id, (Target(1, 0, 3, "abc"),))
    for annotation in (next_section, late, early):
        library.annotations.put(annotation)

    assert library.annotations.of_article(article.id) == [early, late, next_section]


def test_another_articles_annotations_stay_away(library: Library, article: Article) -> None:
    library.annotations.put(annotation_on(add_article(library, "Other")))

    assert library.annotations.of_article(article.id) == []


def test_a_note_with_half_a_character_is_saved(library: Library, article: Article) -> None:
    annotation = annotation_on(article, note="from the clipboard: \ud83d", tags=("a\ud83d",))

    library.annotations.put(annotation)

    assert library.annotations.get(annotation.id).note == "from the clipboard: \ufffd"
    assert library.annotations.get(annotation.id).tags == ("a\ufffd",)


def test_a_removed_annotation_waits_in_the_trash(library: Library, article: Article) -> None:
    annotation = annotation_on(article, tags=("kept",), note="kept")
    library.annotations.put(annotation)

    library.annotations.remove(annotation.id)

    assert library.annotations.of_article(article.id) == []
    assert library.annotations.trashed() == [annotation]
    with pytest.raises(NotFoundError):
        library.annotations.get(annotation.id)
    with pytest.raises(NotFoundError):
        library.annotations.remove(annotation.id)


def test_a_restored_annotation_is_as_it_was(library: Library, article: Article) -> None:
    annotation = annotation_on(article, tags=("kept",), note="kept")
    library.annotations.put(annotation)
    library.annotations.remove(annotation.id)

    library.annotations.restore(annotation.id)

    assert library.annotations.get(annotation.id) == annotation
    assert library.annotations.trashed() == []
    with pytest.raises(NotFoundError, match="trash"):
        library.annotations.restore(annotation.id)


def test_putting_a_removed_annotation_brings_it_back(library: Library, article: Article) -> None:
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    library.annotations.remove(annotation.id)

    library.annotations.put(annotation)

    assert library.annotations.of_article(article.id) == [annotation]


def test_a_restored_annotation_brings_its_article_back_from_the_trash(
    library: Library, article: Article
) -> None:
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    library.annotations.remove(annotation.id)
    library.articles.trash(article.id)

    library.annotations.restore(annotation.id)

    assert library.articles.list() == [article]
    assert library.annotations.of_article(article.id) == [annotation]


def test_many_annotations_are_added_changed_and_removed_at_once(library: Library, article: Article) -> None:
    changed, removed, gone, added = (annotation_on(article, start=each) for each in range(4))
    for annotation in (changed, removed, gone):
        library.annotations.put(annotation)
    library.annotations.remove(gone.id)
    after = changed.changed(note="new")

    library.annotations.put_all(
        [(removed.id, None), (added.id, added), (changed.id, after), (gone.id, None), ("never there", None)]
    )

    assert library.annotations.of_article(article.id) == [after, added]
    assert set(library.annotations.trashed()) == {removed, gone}


def test_of_many_annotations_all_are_changed_or_none(library: Library, article: Article) -> None:
    kept, refused = annotation_on(article), annotation_on(article, label_id="gone")
    library.annotations.put(kept)

    with pytest.raises(NotFoundError, match="no longer in the library"):
        library.annotations.put_all([(kept.id, None), (refused.id, refused)])

    assert library.annotations.of_article(article.id) == [kept]


def test_an_annotation_of_no_article_or_no_label_is_refused(library: Library, article: Article) -> None:
    with pytest.raises(NotFoundError, match="article"):
        library.annotations.put(new_annotation("gone", (Target(0, 0, 1, "x"),)))
    with pytest.raises(NotFoundError, match="no longer in the library"):
        library.annotations.put(annotation_on(article, label_id="gone"))

    assert library.annotations.of_article(article.id) == []


def test_an_annotation_put_on_another_article_moves_there(library: Library, article: Article) -> None:
    other = add_article(library, "Other")
    annotation = annotation_on(article, note="moving", tags=("t",))
    library.annotations.put(annotation)

    moved = replace(annotation, article_id=other.id)
    library.annotations.put(moved)

    assert library.annotations.of_article(article.id) == []
    assert library.annotations.of_article(other.id) == [moved]
    assert [hit.article_id for hit in library.search("moving")] == [other.id]


def test_the_targets_of_an_old_version_are_never_overwritten(
    library: Library, article: Article, tmp_path: Path
) -> None:
    moved, left = annotation_on(article, "moved"), annotation_on(article, "left", start=50)
    for annotation in (moved, left):
        library.annotations.put(annotation)
    on_new = replace(moved, targets=(Target(0, 7, 12, "moved"),))

    changed = library.versions.add(article.id, new_article(library, "Second version"), [on_new])

    assert library.annotations.get(moved.id) == on_new
    unplaced = library.annotations.get(left.id)
    assert (unplaced.status, unplaced.targets) == (Status.UNPLACED, left.targets)
    with closing(sqlite3.connect(tmp_path / "library" / "library.sqlite3")) as connection:
        rows = connection.execute(
            "SELECT version_id, start FROM targets WHERE annotation_id = ? ORDER BY version_id",
            (moved.id,),
        ).fetchall()
    assert rows == [(article.version_id, 0), (changed.version_id, 7)]


def test_a_thousand_annotations_are_read_in_a_handful_of_statements(
    library: Library, article: Article
) -> None:
    for start in range(40):
        library.annotations.put(annotation_on(article, start=start, tags=("a", "b")))
    statements: list[str] = []
    library._database._connection.set_trace_callback(statements.append)

    assert len(library.annotations.of_article(article.id)) == 40

    selects = [each for each in statements if each.startswith("SELECT")]
    assert len(selects) == 5


def test_what_other_programs_annotate_comes_back_equal(library: Library) -> None:
    article = add_article(library)
    marked = annotation_on(article)
    drawn = replace(
        marked,
        kind=Kind.INK,
        color="#12ab00",
        author="Zoë",
        targets=(Target(3, 5, 5, "", "before", "after"),),
        drawing=Drawing(
            Rect(1.5, 2.0, 30.25, 40.0),
            ((Point(1.5, 2.0), Point(30.25, 40.0)), (Point(2.0, 3.0),)),
            width=2.5,
            fill="#ffffff",
        ),
        replies=(
            Reply("r-1", "Ann", "Really?", marked.created_at, marked.modified_at),
            Reply("r-2", "", "Yes.", marked.created_at, marked.modified_at),
        ),
    )

    library.annotations.put(drawn)

    assert library.annotations.of_article(article.id) == [drawn]
    assert library.search("really")[0].annotation_id == drawn.id


def test_only_new_annotations_are_added(library: Library) -> None:
    article = add_article(library)
    kept, removed, new = (annotation_on(article) for _ in range(3))
    library.annotations.put(kept)
    library.annotations.put(removed)
    library.annotations.remove(removed.id)

    added = library.annotations.add_new([kept.changed(note="theirs"), removed, new])

    assert added == [new]
    assert {each.id for each in library.annotations.of_article(article.id)} == {kept.id, new.id}
    assert library.annotations.get(kept.id).note == ""


def test_annotations_are_told_as_they_are_on_the_version_asked_for(library: Library) -> None:
    article = add_article(library, text="some words")
    made = annotation_on(article)
    library.annotations.put(made)
    newer = library.versions.add(article.id, new_article(library, content=b"newer", text="other words"))
    moved = made.changed(targets=(Target(0, 40, 49, "some words"),))
    library.annotations.put(moved, newer.version_id)

    assert library.annotations.of_article(article.id, newer.version_id)[0].targets == moved.targets
    assert library.annotations.of_article(article.id, article.version_id)[0].targets == made.targets
    assert library.annotations.of_article(article.id) == [moved]


def test_nothing_is_written_over_what_another_program_wrote_since_it_was_looked_at(
    library: Library, article: Article
) -> None:
    annotation = annotation_on(article, note="first")
    library.annotations.put(annotation)
    seen = library.data_version()
    mine = [(annotation.id, annotation.changed(note="mine"))]
    library.annotations.put_all(mine, seen=seen)  # what we wrote ourselves is no reason
    with open_library(library.folder) as other:
        other.annotations.put(annotation.changed(note="theirs"))

    with pytest.raises(ChangedElsewhereError):
        library.annotations.put_all(mine, seen=seen)

    assert library.annotations.get(annotation.id).note == "theirs"
    library.annotations.put_all(mine, seen=library.data_version())
    assert library.annotations.get(annotation.id).note == "mine"
