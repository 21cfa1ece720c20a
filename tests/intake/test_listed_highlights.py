"""Highlights of other programs as annotations."""

from datetime import UTC, datetime

from core.strategies import section
from reader_app.core.annotation import Status, Target
from reader_app.intake.listed_highlights import placed_highlights
from reader_app.intake.sources import ListedHighlight

TEXTS = [section("Terns fly from pole to pole — “every year”.\nThey see more daylight than any other bird.")]
TIME = datetime(2024, 1, 2, 9, tzinfo=UTC)
HIGHLIGHTS = (
    ListedHighlight(quote='from pole to\npole - "every year"', note="Far!", tags=("b", "a"), created_at=TIME),
    ListedHighlight(quote="words that are not there"),
)


def test_a_highlight_is_an_annotation_on_its_words() -> None:
    found, _ = placed_highlights("article", TEXTS, HIGHLIGHTS, "evidence")

    assert (found.article_id, found.label_id, found.note, found.tags) == (
        "article",
        "evidence",
        "Far!",
        ("a", "b"),
    )
    assert (found.created_at, found.modified_at, found.status) == (TIME, TIME, Status.PLACED)
    [target] = found.targets
    assert target.exact == "from pole to pole — “every year”"


def test_a_highlight_without_a_sure_place_keeps_its_quote() -> None:
    _, lost = placed_highlights("article", TEXTS, HIGHLIGHTS)

    assert (lost.status, lost.targets) == (Status.UNPLACED, (Target(0, 0, 0, "words that are not there"),))


def test_the_same_highlight_is_the_same_annotation_whenever_it_is_imported() -> None:
    first, second = (placed_highlights("article", TEXTS, HIGHLIGHTS * 2) for _ in range(2))

    assert [each.id for each in first] == [each.id for each in second]
    assert len({each.id for each in first}) == 2
    assert first[0].id != placed_highlights("another", TEXTS, HIGHLIGHTS)[0].id


def test_highlights_of_an_article_without_text_wait() -> None:
    found = placed_highlights("article", (), HIGHLIGHTS)

    assert [each.status for each in found] == [Status.UNPLACED] * 2
