"""Other forms of a page, and new versions, with the places of annotations on each."""

from datetime import timedelta
from pathlib import Path

import pytest

from reader_app.core.annotation import Annotation, Status, new_annotation, utc_now
from reader_app.core.article import Article, Form
from reader_app.core.article_text import ArticleText
from reader_app.errors import IntakeError, NotFoundError
from reader_app.intake.sources import Source, given
from reader_app.library.library import Library, open_library
from reader_app.worker.jobs import SaveSource, SaveVersion, ShowForm
from reader_app.worker.saving import save_source
from reader_app.worker.versions import save_version, show_form
from worker.pages import PARAGRAPHS, page

MOON = "The moon pulls the water towards itself"


def save(folder: Path, content: bytes, form: Form = Form.ARTICLE) -> Article:
    return save_source(SaveSource(folder, given(content, "page.html"), form=form)).article


def show(folder: Path, article: Article, form: Form) -> Article:
    return show_form(ShowForm(folder, article.id, form))


def mark(folder: Path, article: Article, quote: str) -> Annotation:
    with open_library(folder) as library:
        text = ArticleText(library.articles.texts(article.version_id) or ())
        [(first, after)] = text.quote_places(quote)
        annotation = new_annotation(article.id, text.targets(first, after), note="mine")
        library.annotations.put(annotation)
    return annotation


def marks(library: Library, article: Article) -> dict[str, Status]:
    return {each.quote: each.status for each in library.annotations.of_article(article.id)}


def reading(library: Library, article: Article) -> str:
    return ArticleText(library.articles.texts(article.version_id) or ()).reading


def test_form_is_made_once_from_the_original_and_shown(tmp_path: Path) -> None:
    article = save(tmp_path, page(), Form.WHOLE_PAGE)

    other = show(tmp_path, article, Form.ARTICLE)
    back = show(tmp_path, other, Form.WHOLE_PAGE)
    again = show(tmp_path, other, Form.ARTICLE)

    assert [each.form for each in (article, other, back)] == [Form.WHOLE_PAGE, Form.ARTICLE, Form.WHOLE_PAGE]
    assert (back.version_id, again.version_id) == (article.version_id, other.version_id)
    assert other.id == article.id
    assert (other.title, other.metadata) == (article.title, article.metadata)
    assert other.word_count > 0
    with open_library(tmp_path) as library:
        assert PARAGRAPHS[0] in reading(library, again)
        assert library.check() == []


def test_mark_is_found_in_the_other_form_and_is_exactly_where_it_was_when_switched_back(
    tmp_path: Path,
) -> None:
    article = save(tmp_path, page(), Form.WHOLE_PAGE)
    made = mark(tmp_path, article, MOON)

    other = show(tmp_path, article, Form.ARTICLE)
    with open_library(tmp_path) as library:
        [there] = library.annotations.of_article(article.id)
        assert (there.status, there.quote, there.note) == (Status.PLACED, MOON, "mine")
    back = show(tmp_path, other, Form.WHOLE_PAGE)

    with open_library(tmp_path) as library:
        assert library.annotations.of_article(back.id) == [made]


def test_mark_that_the_other_form_lacks_waits_and_is_there_when_switched_back(tmp_path: Path) -> None:
    first = save(tmp_path, page())
    gone = mark(tmp_path, first, MOON)
    kept = mark(tmp_path, first, PARAGRAPHS[3])

    source = Source(name="page.html", content=page(PARAGRAPHS[0], PARAGRAPHS[3], "The end of it."))
    changed = save_version(SaveVersion(tmp_path, first.id, source))

    assert changed.id == first.id
    with open_library(tmp_path) as library:
        assert marks(library, changed) == {gone.quote: Status.UNPLACED, kept.quote: Status.PLACED}
        assert "The end of it." in reading(library, changed)
        library.annotations.put(gone.changed(note="typed while it waits"))
        library.versions.show(library.articles.version(first.version_id))
        assert marks(library, first) == {gone.quote: Status.PLACED, kept.quote: Status.PLACED}
        assert "typed while it waits" in {each.note for each in library.annotations.of_article(first.id)}


def test_mark_in_the_trash_has_its_place_in_the_other_form_when_it_comes_back(tmp_path: Path) -> None:
    article = save(tmp_path, page(), Form.WHOLE_PAGE)
    made = mark(tmp_path, article, MOON)
    with open_library(tmp_path) as library:
        library.annotations.remove(made.id)

    show(tmp_path, article, Form.ARTICLE)

    with open_library(tmp_path) as library:
        assert library.annotations.of_article(article.id) == []
        library.annotations.restore(made.id)
        assert marks(library, article) == {MOON: Status.PLACED}


def test_mark_made_on_one_form_is_looked_for_when_a_form_that_was_there_before_is_shown(
    tmp_path: Path,
) -> None:
    article = save(tmp_path, page(), Form.WHOLE_PAGE)
    other = show(tmp_path, article, Form.ARTICLE)
    mark(tmp_path, other, MOON)

    show(tmp_path, other, Form.WHOLE_PAGE)

    with open_library(tmp_path) as library:
        assert marks(library, article) == {MOON: Status.PLACED}


def test_new_version_keeps_the_old_one_and_is_found_by_both_contents(tmp_path: Path) -> None:
    first = save(tmp_path, page())
    changed = page(*PARAGRAPHS, "A correction was made.")

    save_version(SaveVersion(tmp_path, first.id, given(changed, "page.html")))

    for content in (page(), changed):
        saved = save_source(SaveSource(tmp_path, given(content, "page.html")))
        assert (saved.is_new, saved.article.id) == (False, first.id)
    with open_library(tmp_path) as library:
        assert [hit.article_id for hit in library.search("correction")] == [first.id]
        assert ArticleText(library.articles.texts(first.version_id) or ()).word_count == first.word_count


def test_only_web_pages_have_other_forms(tmp_path: Path) -> None:
    article = save_source(SaveSource(tmp_path, given(b"Words\n\nand more.", "notes.txt"))).article

    with pytest.raises(IntakeError, match="Only a web page"):
        show(tmp_path, article, Form.WHOLE_PAGE)
    assert show(tmp_path, article, Form.ARTICLE) == article


def test_bad_source_of_a_version_changes_nothing(tmp_path: Path) -> None:
    article = save(tmp_path, page())

    with pytest.raises(IntakeError):
        save_version(SaveVersion(tmp_path, article.id, given(b"", "page.html")))
    with pytest.raises(NotFoundError):
        save_version(SaveVersion(tmp_path, "0" * 32, given(page(), "page.html")))

    with open_library(tmp_path) as library:
        assert library.articles.list() == [article]


def test_purge_removes_the_files_of_all_forms(tmp_path: Path) -> None:
    article = show(tmp_path, save(tmp_path, page(), Form.WHOLE_PAGE), Form.ARTICLE)
    with open_library(tmp_path) as library:
        library.articles.trash(article.id)
        library.trash.purge_expired(utc_now() + timedelta(days=31))

    assert [file for file in (tmp_path / "articles").rglob("*") if file.is_file()] == []


def test_version_that_is_shown_already_is_not_kept_twice(tmp_path: Path) -> None:
    article = save(tmp_path, page())

    files = sorted((tmp_path / "articles").rglob("*.*"))

    same = save_version(SaveVersion(tmp_path, article.id, given(page(), "page.html")))

    assert same == article
    assert sorted((tmp_path / "articles").rglob("*.*")) == files


def test_many_marks_move_at_once(tmp_path: Path) -> None:
    sentences = [f"Sentence number {number} tells what was seen on that day." for number in range(300)]
    article = save(tmp_path, page(*sentences), Form.WHOLE_PAGE)
    with open_library(tmp_path) as library:
        text = ArticleText(library.articles.texts(article.version_id) or ())
        for sentence in sentences:
            [(first, after)] = text.quote_places(sentence)
            library.annotations.put(new_annotation(article.id, text.targets(first, after)))

    changed = page("A new beginning.", *sentences[10:], "A new end.")
    save_version(SaveVersion(tmp_path, article.id, given(changed, "page.html")))

    with open_library(tmp_path) as library:
        statuses = [each.status for each in library.annotations.of_article(article.id)]
    assert (statuses.count(Status.PLACED), statuses.count(Status.UNPLACED)) == (290, 10)
