from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from library.builders import add_article, annotation_on, new_article
from reader_app.core.annotation import Annotation, utc_now
from reader_app.core.article import Article
from reader_app.errors import NotFoundError, StorageError
from reader_app.library.library import Library
from reader_app.library.positions import Position
from reader_app.library.trash import Purged

IN_29_DAYS, IN_31_DAYS = timedelta(days=29), timedelta(days=31)


def removed_from(library: Library, article: Article) -> Annotation:
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    library.annotations.remove(annotation.id)
    return annotation


def test_annotations_stay_thirty_days(library: Library) -> None:
    article = add_article(library)
    kept, removed = annotation_on(article), removed_from(library, article)
    library.annotations.put(kept)

    assert library.trash.purge_expired(utc_now() + IN_29_DAYS) == Purged(0, 0)
    assert library.annotations.trashed() == [removed]
    assert library.trash.purge_expired(utc_now() + IN_31_DAYS) == Purged(0, 1)
    assert library.annotations.trashed() == []
    assert library.annotations.of_article(article.id) == [kept]
    assert library.check() == []


def test_an_article_that_expires_leaves_nothing_behind_but_what_others_have(library: Library) -> None:
    shared = library.files.store(b"shared", ".html")
    kept, _ = library.articles.add(replace(new_article(library, "Kept"), reading_file=shared))
    new = new_article(library, "Gone", text="unusual", tags=("t",))
    gone, _ = library.articles.add(replace(new, reading_file=shared))
    library.versions.add(gone.id, new_article(library, "Gone", content=b"its own"))
    library.annotations.put(annotation_on(gone))
    library.positions.put(gone.id, Position(0, 1))
    library.articles.trash(gone.id)
    version = library.articles.version(library.articles.trashed()[0].version_id)

    assert library.trash.purge_expired(utc_now() + IN_29_DAYS) == Purged(0, 0)
    assert library.trash.purge_expired(utc_now() + IN_31_DAYS) == Purged(1, 0)

    assert library.articles.trashed() == []
    assert library.annotations.of_article(gone.id) == []
    assert library.search("unusual") == []
    assert library.check() == []
    assert library.files.path(library.articles.version(kept.version_id).reading_file).exists()
    with pytest.raises(NotFoundError):
        library.files.path(version.reading_file)


def test_the_trash_is_emptied_as_a_whole(library: Library) -> None:
    article, gone = add_article(library, "Kept"), add_article(library, "Gone")
    removed_from(library, article)
    library.articles.trash(gone.id)

    assert library.trash.empty() == Purged(1, 1)

    assert (library.articles.trashed(), library.annotations.trashed()) == ([], [])
    assert library.articles.list() == [article]
    assert library.trash.empty() == Purged(0, 0)


def test_one_thing_is_removed_for_good_and_the_others_stay(library: Library) -> None:
    article = add_article(library)
    first, second = removed_from(library, article), removed_from(library, article)

    library.trash.purge([first.id])

    assert library.annotations.trashed() == [second]


def test_what_is_not_in_the_trash_is_not_removed_for_good(library: Library) -> None:
    article = add_article(library)
    removed = removed_from(library, article)

    with pytest.raises(NotFoundError, match=f"no article or annotation “{article.id}” in the trash"):
        library.trash.purge([removed.id, article.id])

    assert library.annotations.trashed() == [removed]
    assert library.articles.list() == [article]


def test_what_was_deleted_for_good_is_not_taken_for_new_while_its_article_is_there(library: Library) -> None:
    article = add_article(library)
    purged, expired = removed_from(library, article), removed_from(library, article)
    library.trash.purge([purged.id])
    library.trash.purge_expired(utc_now() + IN_31_DAYS)

    assert library.annotations.owners([purged.id, expired.id, "other"]) == {
        purged.id: article.id,
        expired.id: article.id,
    }
    assert library.annotations.ids(article.id) == {purged.id, expired.id}
    assert library.annotations.add_new([purged, expired]) == []
    assert library.trash.contents() == []
    assert library.check() == []

    library.annotations.put(purged)  # undone, say: the reader wants it
    assert library.annotations.of_article(article.id) == [purged]

    library.articles.trash(article.id)
    library.trash.empty()
    assert library.annotations.owners([purged.id, expired.id]) == {}


def test_several_things_go_and_come_back_together(library: Library) -> None:
    article, other = add_article(library), add_article(library, "Other")
    annotation = annotation_on(other)
    library.annotations.put(annotation)

    assert library.trash.put_in([article.id, "missing"], [annotation.id]) == 2
    assert library.trash.put_in([article.id], [annotation.id]) == 0
    assert len(library.trash.contents()) == 2
    library.articles.trash(other.id)
    assert library.trash.take_out([article.id], [annotation.id, "missing"]) == 2

    assert library.trash.contents() == []
    assert len(library.articles.list()) == 2
    assert library.annotations.of_article(other.id) == [annotation]


def test_of_several_things_none_is_deleted_if_one_cannot_be(library: Library) -> None:
    article = add_article(library)

    def ids() -> Iterator[str]:
        yield article.id
        raise StorageError("the disk is full")

    with pytest.raises(StorageError):
        library.trash.put_in(ids(), [])

    assert library.articles.list() == [article]
