from pathlib import Path

import pytest

from gui.windows import Desktop
from reader_app.core.article import Article
from reader_app.gui import article_feed
from reader_app.intake.sources import given
from reader_app.worker.jobs import SavedSource, SaveSource
from reader_app.worker.runner import JobRunner


@pytest.fixture
def full(desktop: Desktop, monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """A window on seven articles, which are read two at a time."""
    monkeypatch.setattr(article_feed, "_SLICE", 2)
    with JobRunner() as runner:
        for number in range(7):
            save(runner, desktop, number)
    feed(desktop).refresh()
    desktop.wait_until(lambda: desktop.articles._model.rowCount() == 7)
    return desktop


def save(runner: JobRunner, desktop: Desktop, number: int) -> Article:
    source = given(f"Article {number}\n\nIt has {number} words of its own.\n".encode(), f"{number}.txt")
    saved = runner.run(SaveSource(desktop.library.folder, source))
    assert isinstance(saved, SavedSource)
    return saved.article


def feed(desktop: Desktop) -> article_feed.ArticleFeed:
    assert desktop.window._furniture is not None
    return desktop.window._furniture.feed


def listed(desktop: Desktop) -> list[str]:
    model = desktop.articles._model
    return [str(model.data(model.index(number, 0))) for number in range(model.rowCount())]


def test_library_is_read_slice_by_slice_newest_first(full: Desktop) -> None:
    assert listed(full) == [f"Article {number}" for number in reversed(range(7))]


def test_article_saved_while_the_list_is_read_is_not_left_out(full: Desktop) -> None:
    feed(full).refresh()
    feed(full)._read()  # the first slice was read when it comes
    with JobRunner() as runner:
        late = save(runner, full, 7)
    feed(full).add([late])

    full.wait_until(lambda: "Article 7" in listed(full))
    assert sorted(listed(full)) == [f"Article {number}" for number in range(8)]


def test_query_is_answered_though_the_list_was_being_read(full: Desktop) -> None:
    feed(full).refresh()

    full.articles.query_changed.emit("Article 3")

    full.wait_until(lambda: listed(full) == ["Article 3"])


def test_change_while_the_list_is_read_is_read_again(full: Desktop) -> None:
    feed(full).refresh()
    feed(full)._read()
    full.library.articles.trash(
        next(each.id for each in full.library.articles.list() if each.title == "Article 6")
    )
    full.shelf.changed.emit()

    full.wait_until(lambda: listed(full) == [f"Article {number}" for number in reversed(range(6))])


def test_article_that_is_opened_is_selected(full: Desktop, tmp_path: Path) -> None:
    full.articles.select(full.library.articles.list()[3].id)
    (tmp_path / "new.txt").write_text("A new one\n\nWith words.\n")

    full.open(tmp_path / "new.txt")

    full.wait_until(lambda: listed(full)[:1] == ["A new one"])
    assert full.session.article is not None
    full.wait_until(lambda: full.articles.selected_id() == full.session.article.id)  # type: ignore[union-attr]
