from datetime import UTC, datetime

import pytest

from reader_app.core.article import Article, Metadata


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
