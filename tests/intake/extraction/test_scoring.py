from lxml import html

from intake.extraction.pages import Prose
from reader_app.intake.extraction.runs import runs_of
from reader_app.intake.extraction.scoring import best_element
from reader_app.intake.extraction.weights import weigh


def best(markup: str) -> str | None:
    body = html.document_fromstring(f"<html><body>{markup}</body></html>").find("body")
    runs = list(runs_of(body))
    found = best_element(body, runs, weigh(body, runs, [False] * len(runs)))
    return None if found is None else str(found.get("id") or found.tag)


def test_the_box_with_most_prose_is_best() -> None:
    prose = Prose()
    links = "".join(f"<p><a href='/'>{prose.sentence()}</a></p>" for _ in range(20))

    assert (
        best(f"<div id='menu'>{links}</div><div id='text'>{prose.paragraphs(4)}</div><div>Foot</div>")
        == "text"
    )


def test_boxes_nearly_as_good_are_taken_together() -> None:
    prose = Prose()
    parts = "".join(f"<section>{prose.paragraphs(3)}</section>" for _ in range(3))

    assert best(f"<div id='all'>{parts}</div><div>Foot</div>") == "all"


def test_without_prose_nothing_is_best() -> None:
    assert best("<p>Yes.</p>") is None
