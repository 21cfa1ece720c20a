from datetime import UTC, datetime

import pytest

from reader_app.core.article import Article, Metadata, State


@pytest.mark.parametrize(("media_type", "fixed"), [("application/pdf", True), ("text/html", False)])
def test_only_a_pdf_has_fixed_pages(media_type: str, fixed: bool) -> None:
    article = Article(
        id="0" * 32,
        metadata=Metadata(title="A title"),
        media_type=media_type,
        saved_at=datetime(2024, 1, 1, tzinfo=UTC),
        version_id=1,
    )

    assert article.is_pdf is fixed
    assert article.title == "A title"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (State.INBOX, State.READING),
        (State.READING, State.READING),
        (State.FINISHED, State.FINISHED),
        (State.ARCHIVED, State.ARCHIVED),
    ],
)
def test_opening_an_article_begins_reading_it_once(before: State, after: State) -> None:
    saved, now = datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 2, 1, tzinfo=UTC)
    article = Article(
        id="0" * 32,
        metadata=Metadata(title="A title"),
        media_type="text/html",
        saved_at=saved,
        state=before,
        version_id=1,
    )

    opened = article.opened(now)

    assert (opened.state, opened.opened_at, opened.saved_at) == (after, now, saved)


def test_what_was_learned_of_an_article_leaves_how_far_it_was_read() -> None:
    saved = datetime(2024, 1, 1, tzinfo=UTC)
    read = Article(
        id="0" * 32,
        metadata=Metadata(title="news.pdf"),
        media_type="application/pdf",
        saved_at=saved,
        opened_at=saved,
        progress=0.5,
        version_id=1,
    )
    known = Article(
        id="0" * 32,
        metadata=Metadata(title="News"),
        media_type="application/pdf",
        word_count=900,
        section_count=3,
        tags=("town",),
        saved_at=saved,
        version_id=1,
    )

    merged = read.learned_from(known)

    assert (merged.title, merged.word_count, merged.section_count, merged.tags) == ("News", 900, 3, ("town",))
    assert (merged.progress, merged.opened_at) == (0.5, saved)
