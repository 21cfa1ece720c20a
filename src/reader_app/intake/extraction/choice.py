"""Chooses the elements of a page that are its article."""

from lxml import etree

from reader_app.intake.extraction.names import (
    holds_notes,
    is_foreign,
    is_foreign_heading,
    is_foreign_run,
    is_signature,
)
from reader_app.intake.extraction.tables import holds_data
from reader_app.intake.extraction.weights import Weight
from reader_app.intake.tree import RUNS_OF_TEXT, tag_of, text_of

_GONE = "reader-gone"
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURES = frozenset({"img", "picture", "figure", "figcaption", "math"})
_LISTS = frozenset({"ul", "ol", "dl"})
_BREAKS = frozenset({"br", "hr", "wbr"})
_NEVER_CARRIES = frozenset(
    {"p", "pre", "table", "thead", "tbody", "tr", "ul", "ol", "li", "dl", "blockquote"}
)
_CARRIES = 0.95
_MUCH = 200  # characters
_SENTENCE = 80  # characters


def choose(
    body: etree._Element, is_told: list[bool], weights: dict[etree._Element, Weight]
) -> etree._Element:
    """Return the element that carries the article, with what is foreign taken out.

    Args:
        body: Changed.
        is_told: For each run of its text, whether it belongs to the article for sure.
        weights: Of all its elements.
    """
    root = carrier(body, weights)
    indexes = [index for index, each in enumerate(is_told) if each]
    pruning = Pruning(weights, indexes[0] if indexes else 0, indexes[-1] if indexes else len(is_told))
    pruning.prune(root)
    etree.strip_elements(root, _GONE, with_tail=False)
    return root


def carrier(body: etree._Element, weights: dict[etree._Element, Weight]) -> etree._Element:
    """Return the deepest element that holds nearly all of the told text."""
    total = weights[body].told
    element = body
    while total:
        heavy = next((child for child in element if weights[child].told >= _CARRIES * total), None)
        if heavy is None or (tag_of(heavy) in _NEVER_CARRIES and not _arranges(heavy)):
            break
        element = heavy
    return element


def _arranges(element: etree._Element) -> bool:
    table = element if tag_of(element) == "table" else next(element.iterancestors("table"), None)
    return table is not None and not holds_data(table)


class Pruning:
    """Takes out what does not belong to the article, inside the element that carries it."""

    def __init__(self, weights: dict[etree._Element, Weight], first: int, last: int) -> None:
        self._weights, self._first, self._last = weights, first, last

    def prune(self, root: etree._Element) -> None:
        """Give all that goes the name of what is gone."""
        stack = [root]
        while stack:
            parent = stack.pop()
            for element in parent:
                if self._is_run(element):
                    if is_foreign_run(element):
                        element.tag = _GONE
                    elif tag_of(element) != "math":
                        stack.append(element)
                elif not self._belongs(element):
                    element.tag = _GONE
                elif tag_of(element) == "table" and holds_data(element):
                    _prune_runs(element)
                else:
                    stack.append(element)
            self._prune_sections(parent)
        self._prune_headings(root)

    def _is_run(self, element: etree._Element) -> bool:
        return (
            tag_of(element) in RUNS_OF_TEXT and not self._weights[element].runs and tag_of(element) != "img"
        )

    def _belongs(self, element: etree._Element) -> bool:
        weight, tag = self._weights[element], tag_of(element)
        if weight.told:
            if weight.told_part >= 0.5 or weight.told >= _MUCH:
                return True
            if is_foreign(element) or _announces_others(element, weight):
                return False
            return weight.told_part >= 0.2 or weight.link_density < 0.5
        if tag in _BREAKS:
            return True
        if is_foreign(element) and not holds_notes(element):
            return False
        if not weight.chars:
            return bool(weight.pictures) or tag in ("td", "th", "tr", "col", "colgroup")
        if tag in _HEADINGS or tag in _PICTURES or tag == "pre" or holds_notes(element):
            return True
        if _announces_others(element, weight):
            return False
        if self._first <= weight.first <= self._last:
            return weight.link_density < 0.5 or tag in ("p", "li", "dd", "dt") or self._is_listed(element)
        if self._is_listed(element):
            return True
        parent = element.getparent()
        if is_signature(element):
            return False  # what stands above and below an article of its author is kept as metadata
        among = parent is not None and self._weights[parent].told_part >= 0.5
        return tag == "p" and (among or weight.chars >= _SENTENCE) and weight.link_density < 0.25

    def _is_listed(self, element: etree._Element) -> bool:
        """Whether an element is a list, or a table, that the article's own flow has."""
        parent = element.getparent()
        if parent is None:
            return False
        if tag_of(parent) in ("li", "dd"):
            return tag_of(element) in _LISTS
        listed = sum(self._weights[each].chars for each in element.iter(*_LISTS, "table"))
        if listed < 0.8 * self._weights[element].chars:
            return False
        if _leads_within(element):
            return True
        return self._weights[parent].told_part >= 0.5 and _heading_before(element) is not None

    def _prune_sections(self, parent: etree._Element) -> None:
        """Take out what stands below a heading such as "Related articles", as far as nothing tells for it."""
        for heading in [e for e in parent if tag_of(e) in _HEADINGS and is_foreign_heading(text_of(e))]:
            section = [heading]
            for element in heading.itersiblings():
                weight = self._weights[element]
                if tag_of(element) in _HEADINGS or (weight.told and weight.link_density < 0.5):
                    break
                section.append(element)
            if any(self._weights[element].chars for element in section[1:]):
                for element in section:
                    element.tag = _GONE

    def _prune_headings(self, root: etree._Element) -> None:
        """Take out headings of which all that stood below them is gone."""
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
            if tag == _GONE:
                weight = self._weights[element]
                if weight.chars or weight.pictures:
                    emptied.update(below)
                skipped = element
            elif tag in _HEADINGS:
                for heading in [h for h in below if tag_of(h) >= tag]:
                    if heading in emptied:
                        heading.tag = _GONE
                    below.remove(heading)
                below.append(element)
                skipped = element
            elif tag == "img" or (self._weights[element].runs and _has_own_text(element)):
                below.clear()
                emptied.clear()
        for heading in below:
            if heading in emptied:
                heading.tag = _GONE


def _announces_others(element: etree._Element, weight: Weight) -> bool:
    """Whether an element is a box of links below words such as "Read also"."""
    line = next((line for line in text_of(element).splitlines() if line.strip()), "")
    return weight.link_density > 0.3 and is_foreign_heading(line)


def _leads_within(element: etree._Element) -> bool:
    """Whether an element is the article's own table of contents: all its links stay in the page."""
    links = [link.get("href", "") for link in element.iter("a")]
    return len(links) > 2 and all(link.startswith("#") for link in links)


def _has_own_text(element: etree._Element) -> bool:
    if (element.text or "").strip():
        return True
    return any(tag_of(e) in RUNS_OF_TEXT or (e.tail or "").strip() for e in element)


def _heading_before(element: etree._Element) -> etree._Element | None:
    """Return the heading that an element stands below; None if a foreign one, or none, is there."""
    for before in element.itersiblings(preceding=True):
        if tag_of(before) in _HEADINGS:
            return None if is_foreign_heading(text_of(before)) else before
        inner = next(before.iter(*_HEADINGS), None)
        if inner is not None:
            return None if is_foreign_heading(text_of(inner)) else inner
    return None


def _prune_runs(element: etree._Element) -> None:
    for inner in list(element.iter(*RUNS_OF_TEXT)):
        if is_foreign_run(inner):
            inner.tag = _GONE
