"""What a page sets among or below the text of an article, and a text extractor may take for a part of it.

Comments, teasers of other articles, the next article on an endless page, and small boxes that ask for
money, addresses or clicks. What is told here goes, however much prose it has.
"""

from collections import defaultdict

from lxml import etree

from reader_app.intake.extraction.headings import is_foreign_heading, leads_elsewhere
from reader_app.intake.extraction.names import (
    holds_notes,
    holds_replies,
    is_intruding,
    leads_to_others,
    name_of,
)
from reader_app.intake.extraction.weights import Weight
from reader_app.intake.tree import tag_of, text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_BOXES = frozenset({"div", "section", "article", "aside", "li", "ul", "ol", "table", "tr"})
_FEWEST_CHARS = 250  # of an article above comments
_FEWEST_CHARS_OF_NEWS = 150
_MOST_OF_BOX = 700  # characters
_MOST_PART = 0.25  # of all that is told
_MOST_OF_TEASER = 400  # characters
_FEWEST_TEASERS = 3
_FEWEST_OF_NEXT = 500  # characters


def intruders(body: etree._Element, weights: dict[etree._Element, Weight]) -> list[etree._Element]:
    """Return the elements of a page that hold something beside its article, outermost ones only."""
    told = weights[body].told
    others = set(_next_articles(body, weights))
    for teasers in _teasers(body, weights):
        # On a front page they are all there is.
        if told - sum(weights[teaser].told for teaser in teasers) >= _FEWEST_CHARS_OF_NEWS:
            others.update(teasers)
    found: list[etree._Element] = []
    inside: set[etree._Element | None] = set()
    above = 0  # characters that are told in what begins before
    for element in body.iterdescendants():
        weight = weights[element]
        above += weight.told - sum(weights[child].told for child in element)
        if element.getparent() in inside:
            inside.add(element)
        elif weight.chars and (
            element in others
            or (
                weight.chars <= _MOST_OF_BOX
                and weight.told <= _MOST_PART * told
                and _is_box_of_others(element, weight)
            )
            or (above >= _FEWEST_CHARS and tag_of(element) in _BOXES and holds_replies(element))
        ):
            found.append(element)
            inside.add(element)
    return found


def _is_box_of_others(element: etree._Element, weight: Weight) -> bool:
    tag = tag_of(element)
    if tag in ("button", "form", "nav"):
        return True
    if tag == "p" or tag in _HEADINGS:
        return weight.link_density > 0.4 and leads_elsewhere(text_of(element))
    if tag not in _BOXES or holds_notes(element):
        return False
    if is_intruding(element) or (weight.link_density > 0.3 and leads_to_others(element)):
        return True
    line = next((line for line in text_of(element).splitlines() if line.strip()), "")
    return weight.link_density > 0.5 and (is_foreign_heading(line) or leads_elsewhere(line))


def _teasers(body: etree._Element, weights: dict[etree._Element, Weight]) -> list[list[etree._Element]]:
    """Return groups of boxes that are alike: each has a heading which is a link, and a line or two."""
    alike: dict[tuple[etree._Element | None, str, str], list[etree._Element]] = defaultdict(list)
    for heading in body.iter(*_HEADINGS):
        weight = weights[heading]
        is_linked = weight.link_density > 0.9
        box = heading
        for box in heading.iterancestors():
            is_linked = is_linked or tag_of(box) == "a"
            if tag_of(box) in _BOXES:
                break
        while (above := box.getparent()) is not None and above is not body and len(above) == 1:
            box = above
        if box is body or body in box.iter():
            continue
        links = [link.get("href", "") for link in box.iter("a")]
        if is_linked and not any(h.startswith("#") for h in links):
            alike[box.getparent(), tag_of(box), name_of(box)].append(box)
    return [
        boxes
        for boxes in alike.values()
        if len(boxes) >= _FEWEST_TEASERS
        and sum(weights[box].chars for box in boxes) <= _MOST_OF_TEASER * len(boxes)
    ]


def _next_articles(body: etree._Element, weights: dict[etree._Element, Weight]) -> list[etree._Element]:
    """Return the articles after the first on a page that adds one below the other."""
    alike: dict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    for heading in body.iter("h1"):
        box = next((e for e in heading.iterancestors() if tag_of(e) in ("article", "section", "div")), None)
        while box is not None and box is not body and weights[box].chars < _FEWEST_OF_NEXT:
            box = box.getparent()
        if box is not None and tag_of(box) == "article" and len(list(box.iter("h1"))) == 1:
            alike[tag_of(box), box.get("class", "")].append(box)
    return [box for boxes in alike.values() for box in boxes[1:] if _is_named_by(boxes[0], body)]


def _is_named_by(article: etree._Element, body: etree._Element) -> bool:
    """Whether the title of the page is that of this article."""
    heading = next(article.iter("h1"))
    titles = body.getroottree().getroot().iter("title")
    return any(" ".join(text_of(heading).split()) in " ".join(text_of(title).split()) for title in titles)
