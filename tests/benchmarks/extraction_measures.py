"""How much of an article an extraction holds: words, and the elements that give them structure.

Text is compared by words, as bags (``word_score``) and as runs of four (``shingle_score``, the measure of
the public article-extraction benchmark). Structure is compared by recall: of the headings, links, list
items, cells, lines of code and emphasized words that the article has, how many are still what they were.
"""

import re
from collections import Counter
from dataclasses import dataclass

from lxml import etree

# Scripts without spaces count by the character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_KINDS = {
    "headings": frozenset({"h1", "h2", "h3", "h4", "h5", "h6"}),
    "links": frozenset({"a"}),
    "list items": frozenset({"li"}),
    "cells": frozenset({"td", "th"}),
    "code": frozenset({"pre"}),
    "emphasis": frozenset({"em", "i", "b", "strong"}),
    "pictures": frozenset({"img"}),
}
KINDS = tuple(_KINDS)
_INLINE = frozenset({"a", "em", "i", "b", "strong", "span", "u", "font", "sup", "sub", "code", "img"})
_MANY = 40  # characters
_BREAKS = frozenset(
    """
    address article aside blockquote br center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr legend li main nav ol p pre section summary table tbody td tfoot th thead tr
    ul
    """.split()  # noqa: SIM905  shorter than a list
)


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall, each from 0 to 1."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def words(text: str) -> list[str]:
    """Return the words of a text in small letters; without spaces between, its characters."""
    return _WORD.findall(text.lower())


def text_of(element: etree._Element) -> str:
    """Return the text in an element, blocks apart."""
    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str):
            text = node.tail if event == "end" and node is not element else None
        elif event == "start":
            text = None if node.tag in ("script", "style", "noscript", "template") else node.text
        else:
            text = node.tail if node is not element else None
        if isinstance(node.tag, str) and node.tag in _BREAKS:
            parts.append("\n")
        parts.append(text or "")
    return "".join(parts)


def word_score(found: str, expected: str) -> Score:
    """Compare two texts by their words, however ordered."""
    return _score(Counter(words(found)), Counter(words(expected)))


def shingle_score(found: str, expected: str) -> Score:
    """Compare two texts by their runs of four words."""
    return _score(_shingles(found), _shingles(expected))


def elements(root: etree._Element) -> dict[str, Counter[str]]:
    """Return the elements of each kind, as bags of what they say; of pictures, their descriptions."""
    bags: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for element in root.iter():
        for kind in _kinds_of(element):
            bags[kind].update(_values(element, kind))
    return bags


def recall(found: Counter[str], expected: Counter[str]) -> tuple[int, int]:
    """Return how many of the expected were found, and how many are expected."""
    return sum((found & expected).values()), sum(expected.values())


def elements_told(root: etree._Element, text: str) -> dict[str, Counter[str]]:
    """Return the elements of a page that belong to its article, judged by the article's text alone.

    An element belongs if the block that it stands in has its words in the text: as a line of it, or
    anywhere if they are many.
    """
    lines = {" ".join(words(line)) for line in text.splitlines()}
    everything = " ".join(words(text))
    bags: dict[str, Counter[str]] = {kind: Counter() for kind in _KINDS}
    for element in root.iter():
        block = element
        while block.tag in _INLINE and (parent := block.getparent()) is not None:
            block = parent
        said = " ".join(words(text_of(block))) if isinstance(block.tag, str) else ""
        if said in lines or (len(said) >= _MANY and said in everything):
            for kind in _kinds_of(element):
                bags[kind].update(_values(element, kind))
    return bags


def _kinds_of(element: etree._Element) -> list[str]:
    return [kind for kind, tags in _KINDS.items() if element.tag in tags]


def _values(element: etree._Element, kind: str) -> list[str]:
    if kind == "pictures":
        values = [element.get("alt", "")]
    elif kind == "code":
        values = text_of(element).splitlines()
    else:
        values = [text_of(element)]
    return [" ".join(words(value)) for value in values if words(value)]


def _shingles(text: str) -> Counter[str]:
    found = words(text)
    size = min(4, len(found))
    return (
        Counter(" ".join(found[i : i + size]) for i in range(len(found) - size + 1)) if found else Counter()
    )


def _score(found: Counter[str], expected: Counter[str]) -> Score:
    common = sum((found & expected).values())
    return Score(
        common / total if (total := sum(found.values())) else float(not expected),
        common / total if (total := sum(expected.values())) else 1.0,
    )
