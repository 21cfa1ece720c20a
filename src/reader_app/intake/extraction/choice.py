"""Chooses the elements of a page that are its article."""

from itertools import islice

from lxml import etree

from reader_app.intake.extraction.carrier import Place, place_of
from reader_app.intake.extraction.emptied import take_out_emptied
from reader_app.intake.extraction.headings import is_foreign_heading, leads_elsewhere
from reader_app.intake.extraction.names import (
    holds_notes,
    is_foreign,
    is_foreign_by_name,
    is_foreign_run,
    is_signature,
    is_standfirst,
)
from reader_app.intake.extraction.tables import holds_data
from reader_app.intake.extraction.weights import GONE, Weight
from reader_app.intake.tree import RUNS_OF_TEXT, tag_of, text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_PICTURES = frozenset({"img", "picture", "figure", "figcaption", "math"})
_LISTS = frozenset({"ul", "ol", "dl"})
_BREAKS = frozenset({"br", "hr", "wbr"})
_ITEMS = frozenset({"p", "li", "dd", "dt"})
_CELLS = frozenset({"td", "th", "tr", "col", "colgroup"})
_LABELS = frozenset({"div", "p", "section", "ul", "h4", "h5", "h6"})
_ARTICLES_OWN = 1 / 3  # of the text of an element
_MUCH = 200  # characters
_SENTENCE = 80  # characters
_SHORT_SENTENCE = 40  # characters, for what says that it is a standfirst
_FARTHEST_HEADING = 50  # elements above
_SMALL_PICTURE = 160  # pixels: portraits beside a name, icons


def choose(
    body: etree._Element, is_told: list[bool], weights: dict[etree._Element, Weight]
) -> etree._Element:
    """Return the element that carries the article; what is foreign inside gets the name of what is gone.

    Args:
        body: Changed.
        is_told: For each run of its text, whether it belongs to the article for sure.
        weights: Of all its elements.
    """
    place = place_of(body, weights)
    indexes = [index for index, each in enumerate(is_told) if each]
    pruning = _Pruning(weights, indexes[0] if indexes else 0, indexes[-1] if indexes else len(is_told))
    if place.root is not place.text:
        pruning.open_way(place)
    pruning.prune(place.text)
    take_out_emptied(place.root, weights)
    return place.root


class _Pruning:
    """Takes out what does not belong to the article, by giving it the name of what is gone."""

    def __init__(self, weights: dict[etree._Element, Weight], first: int, last: int) -> None:
        self._weights, self._first, self._last = weights, first, last
        prose = {w.first for w in weights.values() if w.runs == 1 and w.told >= _SENTENCE}
        self._top = sorted(prose)[1] if len(prose) > 1 else 0  # the first may be the standfirst

    def open_way(self, place: Place) -> None:
        """Of what stands around the text, keep the title, and what leads from it to the text."""
        above = {place.text, *place.text.iterancestors()}
        above_title = set() if place.title is None else {place.title, *place.title.iterancestors()}
        passed = ended = False
        stack = list(reversed(place.root))
        while stack:
            element = stack.pop()
            if element.tag == GONE:
                continue
            if element is place.text:
                ended = True
            elif element is place.title:
                passed = True
            elif element in above or element in above_title:
                stack.extend(reversed(element))
            elif self._weights[element].told and self._belongs(element):
                self.prune(element)
            elif not passed or ended or not self._leads_in(element):
                element.tag = GONE
            else:
                self.prune(element, leads_in=True)

    def _leads_in(self, element: etree._Element) -> bool:
        """Whether an element between title and text belongs to them: a picture, a standfirst."""
        weight, tag = self._weights[element], tag_of(element)
        if tag in _BREAKS or self._is_run(element):
            return False
        if is_standfirst(element) and self._has_sentence(element, _SHORT_SENTENCE):
            return True
        if is_foreign(element) or is_signature(element):
            return False
        if weight.pictures:
            shown = [picture for picture in element.iter("img", "math") if not _is_small(picture)]
            return bool(shown) and (tag in _PICTURES or weight.link_density < 0.5)
        return weight.link_density < 0.5 and self._has_sentence(element, _SENTENCE)

    def _has_sentence(self, element: etree._Element, least: int) -> bool:
        """Whether a run of at least so many characters, few of them in links, is in an element."""
        weights = (self._weights[inner] for inner in element.iter())
        return any(w.runs == 1 and w.chars >= least and w.link_density < 0.25 for w in weights)

    def prune(self, root: etree._Element, *, leads_in: bool = False) -> None:
        """Take out what does not belong, in an element that does."""
        stack = [root]
        while stack:
            parent = stack.pop()
            for element in parent:
                if element.tag == GONE:
                    continue
                if self._is_run(element):
                    if is_foreign_run(element):
                        element.tag = GONE
                    elif tag_of(element) != "math":
                        stack.append(element)
                elif leads_in:
                    if is_foreign(element) or is_signature(element) or self._is_label(element):
                        element.tag = GONE
                    else:
                        stack.append(element)
                elif not self._belongs(element):
                    element.tag = GONE
                elif self._is_whole(element):
                    _prune_whole(element)
                else:
                    stack.append(element)
            if not leads_in:
                self._prune_sections(parent)

    def _is_label(self, element: etree._Element) -> bool:
        weight = self._weights[element]
        return 0 < weight.chars < _SHORT_SENTENCE and not weight.pictures and tag_of(element) in _LABELS

    def _is_run(self, element: etree._Element) -> bool:
        return (
            tag_of(element) in RUNS_OF_TEXT and not self._weights[element].runs and tag_of(element) != "img"
        )

    def _is_whole(self, element: etree._Element) -> bool:
        """Whether an element is kept with all that it holds."""
        tag, weight = tag_of(element), self._weights[element]
        if tag == "table":
            return holds_data(element)
        return tag == "pre" or (weight.told_part < 0.5 and self._is_listed(element))

    def _belongs(self, element: etree._Element) -> bool:
        weight, tag = self._weights[element], tag_of(element)
        if 0 <= weight.first < self._top and self._is_metadata(element):
            return False
        if weight.told:
            if weight.told_part >= 0.5 or weight.told >= _MUCH:
                return True
            if is_foreign(element) or _announces_others(element, weight):
                return False
            return weight.told_part >= 0.2 or weight.link_density < 0.5 or self._is_listed(element)
        if tag in _BREAKS:
            return True
        is_inside = self._first <= weight.first <= self._last
        if (
            is_foreign(element)
            and not holds_notes(element)
            and not (is_inside and _is_aside(element, weight))
        ):
            return False
        if not weight.chars:
            return bool(weight.pictures) or tag in _CELLS
        if tag in _HEADINGS or tag in _PICTURES or tag == "pre" or holds_notes(element):
            return True
        if _announces_others(element, weight):
            return False
        if is_inside:
            return weight.link_density < 0.5 or tag in _ITEMS or self._is_listed(element)
        if self._is_listed(element) or self._is_titled_section(element):
            return True
        if is_signature(element):
            return False  # what stands above and below an article of its author is kept as metadata
        return self._is_prose(element)

    def _is_metadata(self, element: etree._Element) -> bool:
        """Whether an element above the text is the author's name, or the date."""
        return is_signature(element) and not self._has_sentence(element, _SENTENCE)

    def _is_prose(self, element: etree._Element) -> bool:
        """Whether an element outside of what is told is a paragraph of the article all the same."""
        weight = self._weights[element]
        among = self._is_among(element)
        if weight.link_density >= (0.5 if among else 0.25):
            return False
        if tag_of(element) == "p":
            return among or weight.chars >= _SENTENCE
        return among and weight.chars >= _SENTENCE and weight.runs == 1

    def _is_among(self, element: etree._Element) -> bool:
        """Whether an element stands in one that is the article's for a good part."""
        chars = self._weights[element].chars
        for above in element.iterancestors():
            weight = self._weights.get(above)
            if weight is None:
                break
            if weight.chars > 2 * chars:  # else it is little more than a wrapper
                return weight.told_part >= _ARTICLES_OWN
        return False

    def _is_titled_section(self, element: etree._Element) -> bool:
        """Whether an element is a part of the article with a heading of its own."""
        if tag_of(element) not in ("section", "div") or not self._is_among(element):
            return False
        heading = next(element.iter(*_HEADINGS), None)
        if heading is None or is_foreign_heading(text_of(heading)):
            return False
        return self._weights[heading].first == self._weights[element].first

    def _is_listed(self, element: etree._Element) -> bool:
        """Whether an element is a list, or a table, that the article's own flow has."""
        parent = element.getparent()
        if parent is None or not self._weights[element].chars:
            return False
        if tag_of(parent) in ("li", "dd"):
            return tag_of(element) in _LISTS
        listed = sum(self._weights[each].chars for each in _outermost(element, *_LISTS, "table"))
        listed += sum(self._weights[each].chars for each in element.iter(*_HEADINGS))
        if listed < 0.8 * self._weights[element].chars:
            return False
        if _leads_within(element):
            return True
        weight = self._weights[element]
        if weight.link_density < 0.25 and weight.chars >= _SENTENCE and self._is_among(element):
            return True
        is_inside = self._first <= weight.first <= self._last
        if is_inside and weight.link_density > 0.9 and tag_of(element) not in _LISTS:
            return False  # boxes of links between paragraphs lead to other articles
        return self._is_among(element) and _heading_before(element) is not None

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
                    element.tag = GONE


def _is_aside(element: etree._Element, weight: Weight) -> bool:
    """Whether an element is an aside with prose: a remark, a quotation."""
    if tag_of(element) != "aside" or weight.link_density > 0.3 or element.find(".//form") is not None:
        return False
    return weight.chars >= _SHORT_SENTENCE and not is_foreign_by_name(element)


def _is_small(picture: etree._Element) -> bool:
    sizes = [picture.get("width", ""), picture.get("height", "")]
    return any(size.isdigit() and int(size) < _SMALL_PICTURE for size in sizes) or is_signature(picture)


def _announces_others(element: etree._Element, weight: Weight) -> bool:
    """Whether an element is a box of links below words such as "Read also", or nothing but such words."""
    line = next((line for line in text_of(element).splitlines() if line.strip()), "")
    if weight.chars <= len(line.strip()) and is_foreign_heading(line):
        return True
    return weight.link_density > 0.3 and (is_foreign_heading(line) or leads_elsewhere(line))


def _leads_within(element: etree._Element) -> bool:
    """Whether an element is the article's own table of contents: all its links stay in the page."""
    links = [link.get("href", "") for link in element.iter("a")]
    return len(links) > 1 and all(link.startswith("#") for link in links)


def _outermost(element: etree._Element, *tags: str) -> list[etree._Element]:
    found = list(element.iter(*tags))
    inside = set(found)
    return [each for each in found if each is element or not any(e in inside for e in each.iterancestors())]


def _heading_before(element: etree._Element) -> etree._Element | None:
    """Return the heading that an element stands below; None if a foreign one, or none, is there."""
    for before in islice(element.itersiblings(preceding=True), _FARTHEST_HEADING):
        if tag_of(before) in _HEADINGS:
            return None if is_foreign_heading(text_of(before)) else before
        inner = next(before.iter(*_HEADINGS), None)
        if inner is not None:
            return None if is_foreign_heading(text_of(inner)) else inner
    return None


def _prune_whole(element: etree._Element) -> None:
    for inner in list(element.iter(*RUNS_OF_TEXT, "button", "form")):
        if is_foreign_run(inner) or tag_of(inner) in ("button", "form"):
            inner.tag = GONE
