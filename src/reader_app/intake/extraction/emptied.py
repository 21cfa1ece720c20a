"""Headings that nothing stands below any more, when what is foreign was taken out."""

from lxml import etree

from reader_app.intake.extraction.weights import GONE, Weight
from reader_app.intake.tree import RUNS_OF_TEXT, tag_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def take_out_emptied(root: etree._Element, weights: dict[etree._Element, Weight]) -> None:
    """Give the name of what is gone to headings of which all that stood below them has it."""
    below: list[etree._Element] = []  # headings that nothing stands below so far
    emptied: set[etree._Element] = set()
    skipped: etree._Element | None = None
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if skipped is not None:
            skipped = None if event == "end" and element is skipped else skipped
            continue
        tag = tag_of(element)
        if event == "end":
            continue
        if tag == GONE:
            weight = weights[element]
            if weight.chars or weight.pictures:
                emptied.update(below)
            skipped = element
        elif tag in _HEADINGS:
            for heading in [h for h in below if tag_of(h) >= tag]:
                if heading in emptied:
                    heading.tag = GONE
                below.remove(heading)
            below.append(element)
            skipped = element
        elif tag == "img" or (weights[element].runs and _has_own_text(element)):
            below.clear()
            emptied.clear()
    for heading in below:
        if heading in emptied:
            heading.tag = GONE


def _has_own_text(element: etree._Element) -> bool:
    if (element.text or "").strip():
        return True
    return any(tag_of(e) in RUNS_OF_TEXT or (e.tail or "").strip() for e in element)
