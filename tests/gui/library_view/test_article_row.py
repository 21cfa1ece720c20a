from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QLocale

from reader_app.core.article import Article, Metadata
from reader_app.gui.library_view.article_row import (
    ArticleRow,
    Order,
    arranged,
    details,
    facts,
    published,
    source,
    spoken,
)

SAVED = datetime(2026, 11, 20, 12, tzinfo=UTC)
ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)


def article(
    article_id: str = "a",
    *,
    authors: tuple[str, ...] = ("Ada Lovelace",),
    site: str = "",
    words: int = 0,
    progress: float = 0.0,
    saved: datetime = SAVED,
    opened: datetime | None = None,
) -> Article:
    return Article(
        id=article_id,
        metadata=Metadata(title=f"Title of {article_id}", authors=authors, site=site),
        media_type="text/html",
        word_count=words,
        saved_at=saved,
        opened_at=opened,
        progress=progress,
        version_id=1,
    )


def ids(rows: list[ArticleRow]) -> list[str]:
    return [row.article.id for row in rows]


def test_newest_stands_first() -> None:
    rows = [
        ArticleRow(article(name, saved=SAVED + timedelta(days=day)), 0)
        for name, day in (("b", 1), ("c", 2), ("a", 0))
    ]

    assert ids(arranged(rows, Order.SAVED)) == ["c", "b", "a"]


def test_last_opened_stands_first_and_unopened_articles_follow_by_age() -> None:
    rows = [
        ArticleRow(article("old"), 0),
        ArticleRow(article("new", saved=SAVED + timedelta(days=1)), 0),
        ArticleRow(article("first", opened=SAVED + timedelta(days=2)), 0),
        ArticleRow(article("last", opened=SAVED + timedelta(days=3)), 0),
    ]

    assert ids(arranged(rows, Order.OPENED)) == ["last", "first", "new", "old"]


def test_site_goes_before_authors() -> None:
    assert source(article(site="example.org")) == "example.org"
    assert source(article(authors=("A", "B"))) == "A, B"
    assert source(article(authors=())) == ""


def test_facts_leave_out_what_is_unknown() -> None:
    assert facts(article(), ENGLISH) == "11/20/26"
    assert facts(article(words=2760, progress=0.344), ENGLISH) == "11/20/26 · 12 min · 34 %"
    assert facts(article(words=3), ENGLISH) == "11/20/26 · 1 min"


def test_spoken_row_says_everything() -> None:
    assert spoken(ArticleRow(article("a", words=2760), 5), ENGLISH) == (
        "Title of a, Ada Lovelace, 11/20/26 · 12 min, annotations: 5"
    )
    assert spoken(ArticleRow(article("a", authors=()), 0), ENGLISH) == "Title of a, 11/20/26"


def dated(published_at: str, *, is_guessed: bool = False) -> Article:
    metadata = Metadata(
        title="The tide", site="example.org", published=published_at, is_date_guessed=is_guessed
    )
    return Article(id="a", metadata=metadata, media_type="text/html", saved_at=SAVED, version_id=1)


def test_date_is_as_exact_as_it_is_known() -> None:
    assert published(dated("2021-03-05T10:00:00+02:00"), ENGLISH) == "5 March 2021"
    assert published(dated("2021-03"), ENGLISH) == "2021-03"
    assert published(dated("2021"), ENGLISH) == "2021"
    assert published(dated(""), ENGLISH) == ""


def test_guessed_date_says_that_it_is_about_right() -> None:
    guessed = dated("2021-03-05", is_guessed=True)

    assert published(guessed, ENGLISH) == "about 5 March 2021"
    assert published(dated("2021", is_guessed=True), ENGLISH) == "about 2021"
    assert "about 5 March 2021" in spoken(ArticleRow(guessed, 0), ENGLISH)
    assert details(guessed, ENGLISH) == "The tide\nexample.org · about 5 March 2021\n11/20/26"
