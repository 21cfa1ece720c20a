"""Highlights of other programs as annotations."""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5

from core.strategies import section
from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Label, Status, Target
from reader_app.core.article_text import ArticleText
from reader_app.core.text import SectionText
from reader_app.intake.listed_annotations import ListReader
from reader_app.intake.listed_highlights import listed_highlights
from reader_app.intake.sources import ListedHighlight

TEXTS = [section("Terns fly from pole to pole — “every year”.\nThey see more daylight than any other bird.")]
TIME = datetime(2024, 1, 2, 9, tzinfo=UTC)
HIGHLIGHTS = (
    ListedHighlight(quote='from pole to\npole - "every year"', note="Far!", tags=("b", "a"), created_at=TIME),
    ListedHighlight(quote="words that are not there"),
)
EVIDENCE = [Label("evidence", "Evidence", "#00ff00", 0)]


def placed_highlights(
    article_id: str = "article",
    texts: Sequence[SectionText] = TEXTS,
    highlights: Sequence[ListedHighlight] = HIGHLIGHTS,
    labels: Sequence[Label] = DEFAULT_LABELS,
) -> list[Annotation]:
    found, _ = ListReader(article_id, "", ArticleText(texts), labels).annotations(
        listed_highlights(highlights)
    )
    return found


def test_a_highlight_is_an_annotation_on_its_words() -> None:
    found, _ = placed_highlights(labels=EVIDENCE)

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
    _, lost = placed_highlights()

    assert (lost.status, lost.targets) == (Status.UNPLACED, (Target(0, 0, 0, "words that are not there"),))


def test_the_same_highlight_is_the_same_annotation_whenever_it_is_imported() -> None:
    first, second = (placed_highlights(highlights=HIGHLIGHTS * 2) for _ in range(2))

    assert [each.id for each in first] == [each.id for each in second]
    assert len({each.id for each in first}) == 2
    assert first[0].id != placed_highlights("another")[0].id


def test_highlights_of_an_article_without_text_wait() -> None:
    found = placed_highlights(texts=())

    assert [each.status for each in found] == [Status.UNPLACED] * 2


def test_ids_are_those_that_libraries_have() -> None:
    found, lost = placed_highlights()

    quote = 'from pole to pole - "every year"'
    assert found.id == str(uuid5(NAMESPACE_URL, f"article\n{quote}\n{TIME.isoformat()}"))
    assert lost.id == str(uuid5(NAMESPACE_URL, "article\nwords that are not there\n"))


def test_a_highlight_whose_words_were_edited_waits_with_the_place_in_question() -> None:
    quote = "They saw less daylight than most other birds"
    [mark] = placed_highlights(highlights=[ListedHighlight(quote=quote)])

    assert (mark.status, mark.quote) == (Status.REVIEW, quote)
    assert [target.exact for target in mark.suggestions[0]] == ["They see more daylight than any other bird"]
