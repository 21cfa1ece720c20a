"""Tells hidden parts that a script would show on a click (tabs, accordions) from those meant to stay hidden.

Their text belongs to the page: in a saved page, where no script runs, it has to be shown at once.
"""

import re

from lxml import etree

from reader_app.intake.tree import tag_of

_PANEL = re.compile(
    r"(?:^|[\s_-])(?:accordions?|collaps\w*|tabs?|tab-?(?:pane|panel|content|body)|panel|pane|toggle\w*"
    r"|expand\w*|spoiler|faq\w*|answer|section|details|read-?more|mf-section-\d+)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset({"tabpanel", "region"})
_ELSEWHERE = frozenset({"nav", "header", "footer", "dialog", "form", "aside"})
_MENU = re.compile(r"(?:^|[\s_-])(?:nav\w*|menu\w*|modal|popup|cookies?|consent|search)(?:$|[\s_-])", re.IGNORECASE)
_SENTENCE = 40  # characters


def is_panel(element: etree._Element) -> bool:
    """Whether a hidden element is a part of the text that a click would show."""
    name = f"{element.get('class', '')} {element.get('id', '')}"
    if element.get("role", "").lower() not in _ROLES and not _PANEL.search(name):
        return False
    around = (element, *element.iterancestors())
    if any(tag_of(e) in _ELSEWHERE or _MENU.search(e.get("class", "")) for e in around):
        return False
    return next(element.iter("pre", "table"), None) is not None or _has_prose(element)


def show(element: etree._Element) -> None:
    """Take away what hides an element."""
    for name in ("hidden", "style", "aria-hidden"):
        element.attrib.pop(name, None)


def _has_prose(element: etree._Element) -> bool:
    for block in element.iter("p", "li", "div", "dd", "td", "section"):
        linked = sum(len("".join(link.itertext())) for link in block.iter("a"))
        own = len(" ".join("".join(block.itertext()).split()))
        if own - linked >= _SENTENCE:
            return True
    return False
