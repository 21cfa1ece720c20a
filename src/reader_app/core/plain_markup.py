"""Turns a piece of HTML, such as a comment that another program wrote, into plain text."""

import html
import re
from typing import Final

# Without "<" inside: else a text of nothing but these would take forever.
_MARKUP: Final = re.compile(r"<[/!?A-Za-z][^<>]*>")
_LINE_END: Final = re.compile(r"</(?:p|div|li|h[1-6]|blockquote)\s*>|<br\b[^<>]*>", re.IGNORECASE)


def plain_of_markup(markup: str) -> str:
    """Return the text of a piece of HTML, a paragraph a line."""
    lines = _MARKUP.sub("", _LINE_END.sub("\n", " ".join(markup.split()))).split("\n")
    return html.unescape("\n".join(line.strip() for line in lines)).strip()
