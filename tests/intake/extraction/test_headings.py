import pytest

from reader_app.intake.extraction.headings import is_foreign_heading, leads_elsewhere


@pytest.mark.parametrize(
    "text",
    [
        "Related articles",
        "More from the valley",
        "12 Comments",
        "Lire aussi",
        "Kommentare (3)",
        "関連記事",
        "Реклама",
    ],
)
def test_headings_of_what_stands_beside_the_article_are_known(text: str) -> None:
    assert is_foreign_heading(text)


@pytest.mark.parametrize(
    "text", ["See also", "References", "The comments of the king", "Next steps", "Notes", "結論", ""]
)
def test_headings_of_the_article_are_left_alone(text: str) -> None:
    assert not is_foreign_heading(text)


@pytest.mark.parametrize(
    "text", ["Read also: The old bridge", "Lesen Sie auch: Die Brücke", "Читайте также: Мост"]
)
def test_lines_that_lead_to_other_articles_are_known(text: str) -> None:
    assert leads_elsewhere(text)


def test_a_sentence_about_reading_leads_nowhere() -> None:
    assert not leads_elsewhere("Read also the book that he wrote about bridges")
