"""The door of this room: a page goes in, the element that carries its article comes out."""

from dataclasses import dataclass

from lxml import etree

from reader_app.core.article import Form
from reader_app.intake.extraction.choice import choose
from reader_app.intake.extraction.discussion import assemble, find_thread, is_discussion, says_article
from reader_app.intake.extraction.intruders import intruders
from reader_app.intake.extraction.runs import Run, runs_of
from reader_app.intake.extraction.scoring import best_element
from reader_app.intake.extraction.told_text import ToldText, told_text
from reader_app.intake.extraction.weights import GONE, Weight, weigh

_FEWEST_CHARS = 250
_MOST_STEPS = 4_000_000  # the levels that elements are nested, all added up; large pages have 300,000
# Below this part of what the second opinion sees, the first has lost the article.
_LOST = 0.5
# Below this part of all prose, the best element is no better than any other.
_FAIR_PART = 0.1
# Below this part of the first opinion inside the second, they mean different things.
_AGREES = 0.4


@dataclass(frozen=True, slots=True)
class Extraction:
    """Where the article is.

    Attributes:
        element: Of the body; foreign parts are taken out of it.
        is_doubtful: Whether the reader may want the whole page.
    """

    element: etree._Element
    is_doubtful: bool


def extract(root: etree._Element, body: etree._Element, form: Form) -> Extraction:
    """Find the article of a page.

    Args:
        root: The page.
        body: Its body, prepared; it is changed.
        form: ``ARTICLE``, or ``OTHER`` for a second opinion.
    """
    found = _find(root, body, form)
    etree.strip_elements(found.element, GONE, with_tail=False)
    return found


def _find(root: etree._Element, body: etree._Element, form: Form) -> Extraction:
    runs = list(runs_of(body))
    is_certain = is_discussion(root)
    if form is Form.ARTICLE and (is_certain or not says_article(root)):
        thread = find_thread(body, runs, weigh(body, runs, [True] * len(runs)), is_certain=is_certain)
        if thread is not None:
            return Extraction(assemble(thread), is_doubtful=not is_certain)
    told = (
        ToldText([]) if _is_maze(body) else told_text(etree.tostring(root, encoding="unicode", method="html"))
    )
    runs, is_told, weights = _without_intruders(body, runs, told.among(runs))
    best = best_element(body, runs, weights)
    if form is Form.OTHER and best is not None:
        return Extraction(choose(body, *_by_place(body, runs, best)), is_doubtful=True)
    if _is_lost(weights, body, best):
        return Extraction(choose(body, *_by_place(body, runs, best)), is_doubtful=True)
    doubt = best is not None and weights[best].told < _AGREES * weights[body].told
    return Extraction(choose(body, is_told, weights), doubt)


def _is_maze(body: etree._Element) -> bool:
    """Whether a page is nested so much that trafilatura would be busy with it for minutes."""
    depth = steps = 0
    for event, _ in etree.iterwalk(body, events=("start", "end")):
        depth += 1 if event == "start" else -1
        steps += depth
    return steps > _MOST_STEPS


def _without_intruders(
    body: etree._Element, runs: list[Run], is_told: list[bool]
) -> tuple[list[Run], list[bool], dict[etree._Element, Weight]]:
    """Let what is set among the article's text weigh nothing."""
    weights = weigh(body, runs, is_told)
    found = intruders(body, weights) if weights[body].told >= _FEWEST_CHARS else []
    if not found:
        return runs, is_told, weights
    inside = {element for intruder in found for element in intruder.iter()}
    kept = [index for index, run in enumerate(runs) if run.owner not in inside]
    for element in found:
        element.tag = GONE
    runs, is_told = [runs[index] for index in kept], [is_told[index] for index in kept]
    return runs, is_told, weigh(body, runs, is_told)


def _is_lost(
    weights: dict[etree._Element, Weight], body: etree._Element, best: etree._Element | None
) -> bool:
    told = weights[body].told
    if told < _FEWEST_CHARS:
        return True
    if best is None:
        return False
    unlinked = weights[best].chars - weights[best].linked
    return told < _LOST * unlinked


def _by_place(
    body: etree._Element, runs: list[Run], best: etree._Element | None
) -> tuple[list[bool], dict[etree._Element, Weight]]:
    """Let the prose inside the best element, or in all of the body, be what is told."""
    is_prose = [run.linked * 2 <= len(run.text.strip()) for run in runs]
    weights = weigh(body, runs, is_prose)
    if best is None or weights[best].told < _FAIR_PART * weights[body].told:
        return is_prose, weights
    place = set(best.iter())
    is_told = [is_prose[index] and run.owner in place for index, run in enumerate(runs)]
    return is_told, weigh(body, runs, is_told)
