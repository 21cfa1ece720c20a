"""Versions of one article, each with the places of its annotations."""

from dataclasses import replace

import pytest

from library.builders import add_article, annotation_on, new_article, section
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.article import Article, Form, State
from reader_app.errors import NotFoundError
from reader_app.library.library import Library


def titles(library: Library, query: str = "") -> list[str]:
    return [article.title for article in library.articles.list(query)]


def at(annotation: Annotation, start: int, status: Status = Status.PLACED) -> Annotation:
    target = replace(annotation.targets[0], start=start)
    return replace(annotation, targets=(target,), status=status)


def shown(library: Library, article: Article) -> list[tuple[Target, Status]]:
    return [(each.targets[0], each.status) for each in library.annotations.of_article(article.id)]


def test_a_new_version_is_shown_and_found_and_the_old_one_is_kept(library: Library) -> None:
    article = add_article(library, "First", text="ancient words", tags=("kept",))
    library.articles.update(article.id, lambda each: replace(each, state=State.READING))

    changed = library.versions.add(article.id, new_article(library, "Second", text="modern words"))

    assert changed.id == article.id
    assert (changed.title, changed.state, changed.tags) == ("Second", State.READING, ("kept",))
    versions = [library.articles.version(each.version_id) for each in (article, changed)]
    assert [version.number for version in versions] == [1, 2]
    assert library.articles.texts(article.version_id) is not None
    assert titles(library, "ancient") == []
    assert titles(library, "modern") == ["Second"]


def test_the_text_of_an_old_version_is_not_found(library: Library) -> None:
    article = add_article(library)
    library.versions.add(article.id, new_article(library, "Second", text="modern"))

    library.articles.set_texts(article.version_id, [section("ancient")], 1)

    assert titles(library, "ancient") == []
    assert titles(library, "modern") == ["Second"]


def test_the_place_of_an_annotation_is_kept_for_each_version(library: Library) -> None:
    article = add_article(library, "First", text="some words")
    annotation = annotation_on(article, note="mine")
    library.annotations.put(annotation)
    first = library.articles.version(article.version_id)
    moved = at(annotation, 40)

    library.versions.add(article.id, new_article(library, "Second"), [moved])
    on_second = shown(library, article)
    library.versions.show(first)
    on_first = shown(library, article)

    assert on_second == [(moved.targets[0], Status.PLACED)]
    assert on_first == [(annotation.targets[0], Status.PLACED)]


def test_placing_writes_no_note_over_and_brings_nothing_back_from_the_trash(library: Library) -> None:
    article = add_article(library)
    noted, removed = annotation_on(article), annotation_on(article)
    for annotation in (noted, removed):
        library.annotations.put(annotation)
    before = library.annotations.unplaced_on(article.id, article.version_id + 1)
    library.annotations.put(noted.changed(note="typed meanwhile"))
    library.annotations.remove(removed.id)

    library.versions.add(article.id, new_article(library, "Second"), [at(each, 7) for each, _ in before])

    [only] = library.annotations.of_article(article.id)
    assert (only.note, only.targets[0].start) == ("typed meanwhile", 7)
    library.annotations.restore(removed.id)
    assert {each.targets[0].start for each in library.annotations.of_article(article.id)} == {7}


def test_a_place_that_the_reader_gave_meanwhile_stays(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    second = library.versions.add(article.id, new_article(library, "Second"))
    library.annotations.put(at(annotation, 3))

    library.annotations.place(second.version_id, [at(annotation, 99)])

    assert shown(library, article) == [(at(annotation, 3).targets[0], Status.PLACED)]


def test_an_annotation_is_written_for_the_version_that_its_reader_has_open(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article)
    library.annotations.put(annotation)
    second = library.versions.add(article.id, new_article(library, "Second"), [at(annotation, 40)])

    library.annotations.put(annotation.changed(note="typed on the first"), article.version_id)

    [on_second] = library.annotations.of_article(article.id)
    assert (on_second.note, on_second.targets[0].start) == ("typed on the first", 40)
    assert library.annotations.unplaced_on(article.id, second.version_id) == []


def test_what_was_made_on_one_version_waits_unplaced_on_the_others(library: Library) -> None:
    article = add_article(library)
    second = library.versions.add(article.id, new_article(library, "Second"))
    annotation = annotation_on(article, start=5)
    library.annotations.put(annotation)

    library.versions.show(library.articles.version(article.version_id))

    assert shown(library, article) == [(annotation.targets[0], Status.UNPLACED)]
    waiting = library.annotations.unplaced_on(article.id, article.version_id)
    assert [(each.id, of) for each, of in waiting] == [(annotation.id, second.version_id)]
    assert library.annotations.unplaced_on(article.id, second.version_id) == []


def test_what_is_found_is_the_text_that_is_shown(library: Library) -> None:
    article = add_article(library, "First", text="ancient words")
    library.versions.add(article.id, new_article(library, "Second", text="modern words"))

    library.versions.show(library.articles.version(article.version_id))

    assert titles(library, "ancient") == ["Second"]
    assert titles(library, "modern") == []


def test_the_whole_page_stands_beside_a_doubtful_article(library: Library) -> None:
    whole = library.files.store(b"the whole page", ".html")
    new = replace(
        new_article(library, text="the article"), is_web_page=True, is_doubtful=True, whole_page=whole
    )

    article, _ = library.articles.add(new)

    assert (article.form, article.is_doubtful) == (Form.ARTICLE, True)
    version = library.versions.find(article.id, new.original_file, Form.WHOLE_PAGE)
    assert version is not None
    assert (version.reading_file, version.form, version.has_text) == (whole, Form.WHOLE_PAGE, False)
    assert library.versions.find(article.id, new.original_file, Form.OTHER) is None
    assert library.versions.show(version).form is Form.WHOLE_PAGE
    assert titles(library, "article") == []


def test_a_version_of_an_article_in_the_trash_is_refused(library: Library) -> None:
    article = add_article(library)
    version = library.articles.version(article.version_id)
    library.articles.trash(article.id)

    with pytest.raises(NotFoundError):
        library.versions.show(version)
    with pytest.raises(NotFoundError):
        library.versions.add(article.id, new_article(library, "Second"))


def test_what_is_in_review_has_its_old_place_and_those_that_come_into_question(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article, start=5)
    library.annotations.put(annotation)
    candidates = (at(annotation, 40).targets, at(annotation, 70).targets)
    unsure = replace(annotation, status=Status.REVIEW, suggestions=candidates)

    second = library.versions.add(article.id, new_article(library, "Second"), [unsure])

    assert library.annotations.of_article(article.id) == [unsure]
    accepted = unsure.changed(targets=candidates[1])
    library.annotations.put(accepted, second.version_id)
    assert library.annotations.of_article(article.id) == [accepted]
    assert (accepted.status, accepted.suggestions) == (Status.PLACED, ())


def test_what_was_unsure_on_one_version_is_looked_for_from_where_it_was_sure(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article, start=5)
    library.annotations.put(annotation)
    library.versions.add(article.id, new_article(library, "Second"), [annotation.unplaced()])
    library.versions.add(article.id, new_article(library, "Third"))

    waiting = library.annotations.unplaced_on(article.id)

    assert [(each.targets, of) for each, of in waiting] == [(annotation.targets, article.version_id)]


def test_versions_are_listed_newest_first_with_their_words(library: Library) -> None:
    article = add_article(library, text="three words here")
    new = replace(new_article(library, content=b"newer", text="two words"), word_count=2)
    library.versions.add(article.id, new)

    assert [(each.number, each.word_count) for each in library.versions.of_article(article.id)] == [
        (2, 2),
        (1, 0),
    ]
    assert library.versions.of_article("gone") == []


def test_an_annotation_is_found_by_its_words_on_the_version_that_is_shown(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article, "an old quotation")
    library.annotations.put(annotation)
    first = library.articles.version(article.version_id)
    moved = annotation.changed(targets=(replace(annotation.targets[0], exact="a modern quotation"),))

    def found() -> list[str]:
        return [word for word in ("old", "modern") if library.search(word)]

    second = library.versions.add(article.id, new_article(library, "Second"), [moved])
    assert found() == ["modern"]
    library.annotations.put(annotation.changed(note="undone"), first.id)  # on the one that is not shown
    assert found() == ["modern"]
    library.versions.show(first)
    assert found() == ["old"]
    library.versions.show(library.articles.version(second.version_id))
    assert found() == ["modern"]
    assert library.search("undone") != []
    assert library.check() == []


def test_an_annotation_is_found_by_its_words_where_it_was_placed_later(library: Library) -> None:
    article = add_article(library)
    annotation = annotation_on(article, "an old quotation")
    library.annotations.put(annotation)
    second = library.versions.add(article.id, new_article(library, "Second"))
    moved = annotation.changed(targets=(replace(annotation.targets[0], exact="a modern quotation"),))

    library.annotations.place(second.version_id, [moved])

    assert library.search("modern") != []
    assert library.search("old") == []
