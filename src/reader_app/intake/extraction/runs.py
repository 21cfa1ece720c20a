"""The runs of text of a page: what stands between two line breaks, and whom it belongs to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from reader_app.intake.tree import NOT_TEXT, RUNS_OF_TEXT, tag_of

# Scripts without spaces count by the character.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")

Word = str


@dataclass(slots=True)
class Run:
    """Text between two line breaks.

    Attributes:
        owner: The block it stands in.
        text: With the page's white space.
        linked: How many of its characters are in links.
    """

    owner: etree._Element
    text: str
    linked: int


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words in small letters."""
    return tuple(_WORD.findall(text.lower()))


def runs_of(body: etree._Element) -> Iterator[Run]:
    """Yield the runs of text in the body, in reading order."""
    parts: list[str] = []
    linked = links = unread = 0
    owners: list[etree._Element] = []

    def add(text: str | None) -> int:
        if not text or unread:
            return 0
        parts.append(text)
        return len(text.strip()) if links else 0

    def take() -> Iterator[Run]:
        nonlocal linked
        text = "".join(parts)
        if owners and text.strip():
            yield Run(owners[-1], text, linked)
        parts.clear()
        linked = 0

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = tag_of(element)
        is_block = tag not in RUNS_OF_TEXT
        starts = event == "start"
        if is_block:
            yield from take()
            if starts:
                owners.append(element)
            else:
                owners.pop()
        if tag in NOT_TEXT:
            unread += 1 if starts else -1
        if tag == "a":
            links += 1 if starts else -1
        if starts:
            linked += add(element.text)
        elif element is not body:
            linked += add(element.tail)
    yield from take()
