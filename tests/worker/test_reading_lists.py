"""Exports of other programs, from the file to articles with annotations in the library."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from intake import exports
from reader_app.core.annotation import Annotation, Status
from reader_app.core.article import Article, Form, State
from reader_app.library.library import open_library
from reader_app.worker import jobs
from reader_app.worker.jobs import ExpandedSources, ExpandSources, Outcome, SavedSource, SaveSource
from reader_app.worker.runner import JobRunner


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "wallabag.json"
    path.write_text(exports.WALLABAG)
    return path


def saved(library: Path, export: Path) -> list[SavedSource]:
    """Save what of an export needs no network, each job in a child."""
    with JobRunner() as runner:
        expanded = runner.run(ExpandSources((str(export),)))
        assert isinstance(expanded, ExpandedSources)
        results = [runner.run(SaveSource(library, each)) for each in expanded.sources if not each.is_fetched]
    assert all(isinstance(result, SavedSource) for result in results)
    return [result for result in results if isinstance(result, SavedSource)]


def annotations(library: Path, article: Article) -> Sequence[Annotation]:
    with open_library(library) as opened:
        assert opened.check() == []
        return opened.annotations.of_article(article.id)


def test_an_article_of_wallabag_is_saved_with_its_annotations_on_their_words(
    tmp_path: Path, export: Path
) -> None:
    [result] = saved(tmp_path / "library", export)

    article = result.article
    assert result.outcome is Outcome.ADDED
    assert (article.title, article.metadata.authors, article.state) == ("Terns", ("Ann Lee",), State.INBOX)
    assert (set(article.tags), article.saved_at.year) == ({"birds", "starred"}, 2024)
    found = {(each.quote, each.note): each.status for each in annotations(tmp_path / "library", article)}
    assert found == {
        ("from pole to pole — “every year”", "How far is that?"): Status.PLACED,
        ("Terns", "A note on all of it."): Status.UNPLACED,
        ("words that the article never had", ""): Status.UNPLACED,
    }


def test_importing_again_adds_nothing(tmp_path: Path, export: Path) -> None:
    [first] = saved(tmp_path / "library", export)
    before = annotations(tmp_path / "library", first.article)

    [again] = saved(tmp_path / "library", export)

    assert (again.outcome, again.article.id) == (Outcome.ALREADY_SAVED, first.article.id)
    assert annotations(tmp_path / "library", first.article) == before


def test_annotations_keep_their_words_in_other_forms_of_the_page(tmp_path: Path, export: Path) -> None:
    [result] = saved(tmp_path / "library", export)
    before = annotations(tmp_path / "library", result.article)

    with JobRunner() as runner:
        for form in (Form.WHOLE_PAGE, Form.ARTICLE):
            runner.run(jobs.ShowForm(tmp_path / "library", result.article.id, form))
            shown = annotations(tmp_path / "library", result.article)
            assert [(each.id, each.quote, each.status) for each in shown] == [
                (each.id, each.quote, each.status) for each in before
            ]

    assert annotations(tmp_path / "library", result.article) == before


def test_a_book_of_readwise_has_each_quote_marked(tmp_path: Path) -> None:
    (tmp_path / "readwise.csv").write_text(exports.READWISE_HIGHLIGHTS)

    coast, sea = saved(tmp_path / "library", tmp_path / "readwise.csv")

    for result, quotes in ((coast, ["Two paragraphs.", 'She said "no" & left.']), (sea, ["Elsewhere."])):
        found = annotations(tmp_path / "library", result.article)
        assert [(each.quote, each.status) for each in found] == [(quote, Status.PLACED) for quote in quotes]


def test_an_archive_of_omnivore_is_saved_from_inside(tmp_path: Path) -> None:
    (tmp_path / "omnivore.zip").write_bytes(exports.zipped(exports.OMNIVORE))

    [result] = saved(tmp_path / "library", tmp_path / "omnivore.zip")

    assert (result.article.title, result.article.state) == ("Terns", State.READING)
    found = {
        each.quote: (each.note, each.status) for each in annotations(tmp_path / "library", result.article)
    }
    assert found == {
        "from pole to pole": ("How far?\n\nVery far.", Status.PLACED),
        "Terns fly They see": ("", Status.UNPLACED),
    }
