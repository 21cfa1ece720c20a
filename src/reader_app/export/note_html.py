"""Turns notes and other texts into clean HTML, to be set on paper or shown by a browser.

Nothing in it runs or loads anything: tags in a note are text, and its pictures are links to them.
"""

import html
import unicodedata
from functools import cache

from markdown_it import MarkdownIt


def note_html(markdown: str) -> str:
    """Return a note as blocks of HTML; a line break in it is one."""
    rendered: str = _parser().render(markdown)
    return rendered.strip()


def plain_html(text: str) -> str:
    """Return plain text as HTML, its line breaks kept."""
    return "<br>".join(html.escape(line) for line in text.splitlines())


def direction(text: str) -> str:
    """Return which way a text runs, "ltr" or "rtl": as its first letter does."""
    kinds = (unicodedata.bidirectional(char) for char in text)
    return "rtl" if next((kind for kind in kinds if kind in ("L", "R", "AL")), "L") != "L" else "ltr"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True})
    return parser.enable(["table", "strikethrough"]).disable("image")
