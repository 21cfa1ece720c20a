from library.builders import add_article, annotation_on
from reader_app.core.annotation import Target
from reader_app.library.library import Library


def test_trash_tells_what_was_deleted_where_and_when(library: Library) -> None:
    article, gone = add_article(library, "Kept"), add_article(library, "Gone")
    removed = annotation_on(article, "some words", note="A note")
    library.annotations.put(removed)
    library.annotations.put(annotation_on(gone))
    library.annotations.remove(removed.id)
    library.articles.trash(gone.id)

    deleted, annotation = library.trash.contents()

    assert (deleted.id, deleted.is_article, deleted.title, deleted.annotation_count) == (
        gone.id,
        True,
        "Gone",
        1,
    )
    assert (annotation.id, annotation.article_id, annotation.title) == (removed.id, article.id, "Kept")
    assert (annotation.quote, annotation.note) == ("some words", "A note")
    assert not annotation.is_in_trashed_article
    assert deleted.deleted_at >= annotation.deleted_at


def test_annotation_that_was_deleted_before_its_article_is_told_apart(library: Library) -> None:
    article = add_article(library)
    removed = annotation_on(article)
    library.annotations.put(removed)
    library.annotations.remove(removed.id)
    library.articles.trash(article.id)

    by_id = {each.id: each for each in library.trash.contents()}

    assert by_id[removed.id].is_in_trashed_article
    assert by_id[article.id].annotation_count == 0


def test_quote_is_that_of_all_parts_in_their_order(library: Library) -> None:
    article = add_article(library)
    made = annotation_on(article).changed(targets=(Target(0, 0, 5, "first"), Target(1, 0, 6, "second")))
    library.annotations.put(made)
    library.annotations.remove(made.id)

    [trashed] = library.trash.contents()

    assert trashed.quote == "first second"


def test_empty_trash_has_nothing(library: Library) -> None:
    add_article(library)

    assert library.trash.contents() == []
