"""Tells hidden parts that a script would show on a click (tabs, accordions) from those meant to stay hidden.

Their text belongs to the page: in a saved page, where no script runs, it has to be shown at once.
"""

import re

from lxml import etree

from reader_app.intake.tree import tag_of, text_of

_PANEL = re.compile(
    r"(?:^|[\s_-])(?:accordions?|collaps\w*|tabs?|tab-?(?:pane|panel|content|body)|panel|pane|toggle\w*"
    r"|expand\w*|spoiler|faq\w*|answer|section|details|read-?more|mf-section-\d+)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset({"tabpanel", "region"})
_ELSEWHERE = frozenset({"nav", "header", "footer", "dialog", "form", "aside"})
_MENU = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|modal|popup|cookies?|consent|search)(?:$|[\s_-])", re.IGNORECASE
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "summary", "dt"})
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


def is_in_heading(button: etree._Element) -> bool:
    """Whether a button is the heading of a panel."""
    return any(tag_of(element) in _HEADINGS for element in button.iterancestors())


def opens_panel(button: etree._Element) -> bool:
    """Whether a button is a line of the text, with the panel that it opens below."""
    panel = button.getnext()
    return panel is not None and tag_of(panel) in ("div", "section") and is_panel(panel)


def show(element: etree._Element) -> None:
    """Take away what hides an element."""
    for name in ("hidden", "style", "aria-hidden"):
        element.attrib.pop(name, "")


def _has_prose(element: etree._Element) -> bool:
    for block in element.iter("p", "li", "div", "dd", "td", "section"):
        linked = sum(len(text_of(link)) for link in block.iter("a"))
        own = len(" ".join(text_of(block).split()))
        if own - linked >= _SENTENCE:
            return True
    return False
