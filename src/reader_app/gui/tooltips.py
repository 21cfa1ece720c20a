"""Tooltips for words that come from elsewhere: titles, names, addresses."""

from html import escape


def plain_tooltip(text: str) -> str:
    """Return a tooltip that shows a text as it is.

    Qt takes a tooltip that looks like HTML for HTML, and would load the pictures that it names.
    """
    return f"<p style='white-space: pre-wrap'>{escape(text)}</p>" if text else ""
