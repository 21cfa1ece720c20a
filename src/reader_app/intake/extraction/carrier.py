"""Where in a page its article stands: the element that carries its text, and the title above it."""

from dataclasses import dataclass

from lxml import etree

from reader_app.intake.extraction.runs import words_of
from reader_app.intake.extraction.tables import holds_data
from reader_app.intake.extraction.weights import Weight
from reader_app.intake.tree import tag_of, text_of

_NEVER_CARRIES = frozenset(
    {"p", "pre", "table", "thead", "tbody", "tr", "ul", "ol", "li", "dl", "blockquote"}
)
_CARRIES = 0.95
_SAME_TITLE = 0.6  # of the words
_LONGEST_WAY = 3_000  # characters that may stand between the title and the text


@dataclass(frozen=True, slots=True)
class Place:
    """Where the article stands.

    Attributes:
        root: The element that holds title and text.
        text: The element that carries the text; ``root``, or inside it.
        title: The heading above the text; None if there is none, or it stands within the text.
    """

    root: etree._Element
    text: etree._Element
    title: etree._Element | None


def place_of(body: etree._Element, weights: dict[etree._Element, Weight]) -> Place:
    """Return where the article stands, by the weight of what is told of it."""
    text = carrier(body, weights)
    title = _title(body, weights)
    if title is None or title is text or text in title.iterancestors():
        return Place(text, text, None)
    above = set(title.iterancestors())
    root = next(element for element in (text, *text.iterancestors()) if element in above)
    between = _between(root, title, text, weights)
    if between is None or between > _LONGEST_WAY:
        return Place(text, text, None)
    return Place(root, text, title)


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


def _title(body: etree._Element, weights: dict[etree._Element, Weight]) -> etree._Element | None:
    """Return the page's main heading: the one most like its title, else its only ``h1``."""
    titles = [set(words_of(text_of(title))) for title in body.getroottree().getroot().iter("title")]
    found, most = None, 0
    for heading in sorted(body.iter("h1", "h2", "h3"), key=tag_of):
        if not weights[heading].chars:
            continue  # taken out
        words = set(words_of(text_of(heading)))
        shared = len(words & titles[0]) if titles else 0
        if shared > most and shared >= _SAME_TITLE * len(words):
            found, most = heading, shared
    headings = [heading for heading in body.iter("h1") if weights[heading].chars]
    return headings[0] if found is None and len(headings) == 1 else found


def _between(
    root: etree._Element, title: etree._Element, text: etree._Element, weights: dict[etree._Element, Weight]
) -> int | None:
    """Return how many characters stand between; None if the title stands below the text."""
    passed = False
    chars = 0
    stack = list(reversed(root))
    above = {*title.iterancestors(), *text.iterancestors()}
    while stack:
        element = stack.pop()
        if element is text:
            return chars if passed else None
        if element is title:
            passed = True
        elif element in above:
            stack.extend(reversed(element))
        elif passed:
            chars += weights[element].chars
    return None
