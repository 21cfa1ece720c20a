"""The content that a reading list has of an article, as a page that states what the list says of it."""

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from reader_app.intake.charset import decode
from reader_app.intake.sources import Listing

if TYPE_CHECKING:
    from lxml import etree

_GENERATOR = "reader-app: content of a reading list"

_TAG = re.compile(r"<[^>]*>")
_NOT_HTML = re.compile(rb"\s*(?:%PDF-|PK\x03\x04)")


def dressed(content: bytes, listing: Listing, address: str) -> bytes:
    """Return a page with the content; what is not HTML, as it is.

    Args:
        content: HTML in UTF-8, a part of a page or a whole one.
        listing: What the list says.
        address: Where the article comes from; "" if unknown.
    """
    if _NOT_HTML.match(content):
        return content
    body = decode(content)
    fields = [
        _meta("generator", _GENERATOR),
        f"<title>{escape(listing.title)}</title>",
        *(_meta("author", author) for author in listing.authors),
        _meta("date", listing.published) if listing.published else "",
        f'<link rel="canonical" href="{escape(address)}">' if address else "",
    ]
    head = "\n".join(field for field in fields if field)
    language = f' lang="{escape(listing.language)}"' if listing.language else ""
    title = "" if not listing.title or _begins_with(body, listing.title) else _heading(listing.title)
    return (
        f'<!DOCTYPE html>\n<html{language}>\n<head>\n<meta charset="utf-8">\n{head}\n</head>\n'
        f"<body>\n{title}{body}\n</body>\n</html>\n"
    ).encode()


def is_dressed(root: "etree._Element") -> bool:
    """Whether a page is one of these: all of it is the article, and nothing is to be looked for in it."""
    return any(
        element.get("name") == "generator" and element.get("content") == _GENERATOR
        for element in root.iter("meta")
    )


def _meta(name: str, content: str) -> str:
    return f'<meta name="{name}" content="{escape(content)}">'


def _heading(title: str) -> str:
    return f"<h1>{escape(title, quote=False)}</h1>\n"


def _begins_with(body: str, title: str) -> bool:
    """Whether the first heading is the title."""
    lower = body.lower()
    start = lower.find("<h1")
    end = lower.find("</h1", start) if start >= 0 else -1
    heading = unescape(_TAG.sub("", body[start:end])) if end >= 0 else ""
    return bool(heading) and heading.split() == title.split()
