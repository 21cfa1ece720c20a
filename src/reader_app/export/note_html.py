"""Turns notes and other texts into clean HTML, to be set on paper or shown by a browser.

Nothing in it runs or loads anything: tags in a note are text, and its pictures are links to them.
"""

import html
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

_DEEPEST: Final = 20  # emphasis in emphasis; blocks are not nested more deeply either


def note_html(markdown: str) -> str:
    """Return a note as blocks of HTML; a line break in it is one."""
    parser = _parser()
    tokens = parser.parse(markdown)
    for token in tokens:
        if token.children:
            token.children = list(_shallow(token.children))
    rendered: str = parser.renderer.render(tokens, parser.options, {})
    return rendered.strip()


def plain_html(text: str) -> str:
    """Return plain text as HTML, its line breaks kept."""
    return "<br>".join(html.escape(line) for line in text.splitlines())


def direction(text: str) -> str:
    """Return which way a text runs, "ltr" or "rtl": as its first letter does."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


def _shallow(tokens: Iterable[Token]) -> Iterator[Token]:
    """Leave out what is nested so deeply that no program would follow; its words stay."""
    depth = 0
    for token in tokens:
        depth += min(token.nesting, 0)
        if not token.nesting or depth < _DEEPEST:
            yield token
        depth += max(token.nesting, 0)


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"]).disable("image")
