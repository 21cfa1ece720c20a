"""A second opinion on where the article is: each paragraph gives points to what it stands in.

The idea is that of Arc90's Readability (2009): paragraphs with many words and commas and few links
raise the score of their parents, less that of their parents' parents, and the element with the highest
score is the article. It needs no library, and it errs on other pages than trafilatura does.
"""

from lxml import etree

from reader_app.intake.extraction.names import is_foreign
from reader_app.intake.extraction.runs import Run
from reader_app.intake.extraction.weights import Weight
from reader_app.intake.tree import tag_of

_FEWEST_CHARS = 25
_CHARS_A_POINT = 100
_MOST_POINTS_FOR_LENGTH = 3
_LEVELS = 5
_COMMAS = ",،、，﹐⹁"
_NEARLY = 0.75


def best_element(
    body: etree._Element, runs: list[Run], weights: dict[etree._Element, Weight]
) -> etree._Element | None:
    """Return the element that most of the prose points to; None where there is no prose."""
    scores: dict[etree._Element, float] = {}
    for run in runs:
        text = run.text.strip()
        if len(text) < _FEWEST_CHARS or run.linked * 2 > len(text):
            continue
        points = 1 + sum(text.count(comma) for comma in _COMMAS)
        points += min(len(text) // _CHARS_A_POINT, _MOST_POINTS_FOR_LENGTH)
        for level, element in enumerate(_holders(run.owner, body)):
            share = (1.0, 0.5, 1 / 6, 1 / 9, 1 / 12)[level]
            scores[element] = scores.get(element, 0.0) + points * share
    judged = {
        element: score * (1 - weights[element].link_density) * (0.5 if is_foreign(element) else 1.0)
        for element, score in scores.items()
    }
    if not judged:
        return None
    best = max(judged, key=lambda element: judged[element])
    return _widened(best, judged, body)


def _holders(owner: etree._Element, body: etree._Element) -> list[etree._Element]:
    """Return the boxes that a run stands in, the nearest first."""
    # A box that has the text itself, without a paragraph, is the first that gets points.
    element = owner.getparent() if tag_of(owner) in ("p", "pre", "li", "td", "dd", "blockquote") else owner
    found: list[etree._Element] = []
    while element is not None and len(found) < _LEVELS:
        found.append(element)
        if element is body:
            break
        element = element.getparent()
    return found


def _widened(
    best: etree._Element, scores: dict[etree._Element, float], body: etree._Element
) -> etree._Element:
    """Return the box that holds the best one and others nearly as good, if there is one."""
    element = best
    while element is not body and (parent := element.getparent()) is not None:
        others = [child for child in parent if child is not element]
        if not any(scores.get(child, 0.0) >= _NEARLY * scores[best] for child in others) and others:
            break
        element = parent
    return element
