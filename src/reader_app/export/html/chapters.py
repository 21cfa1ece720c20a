"""Gives the chapters of text that reflows as clean HTML trees, with their pictures inside.

A chapter is what MuPDF lays out as one section of the same file. What the file says of fonts and colors is
left behind. Knows no annotations.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from reader_app.document.clean import clean, fit
from reader_app.errors import DocumentError
from reader_app.export.html.epub_chapters import INNER as INNER  # links to other chapters have it
from reader_app.export.html.epub_chapters import epub_chapters
from reader_app.export.html.fb2_chapters import fb2_chapter
from reader_app.export.html.mobi_chapters import mobi_chapter

_EMPTY = "<div></div>"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter.

    Attributes:
        tree: A ``div`` with its content; whoever gets it may change it.
        name: Of its file, as links of other chapters have it; "" if there is but one.
        direction: "ltr" or "rtl" where the source says so, else "".
    """

    tree: etree._Element
    name: str = ""
    direction: str = ""


def chapters_of(source: Path, media_type: str) -> Iterator[Chapter]:
    """Yield the chapters of a reading file.

    Args:
        source: The file.
        media_type: MIME type that says how to read it.

    Raises:
        DocumentError: The file is missing or damaged.
    """
    try:
        if media_type == "text/html":
            yield _html_chapter(source.read_bytes().decode("utf-8", errors="replace"))
        elif media_type == "application/epub+zip":
            for name, markup in epub_chapters(source):
                yield Chapter(tree_of(markup), name, _declared_direction(markup))
        elif media_type == "application/x-fictionbook+xml":
            yield Chapter(tree_of(fb2_chapter(source.read_bytes())))
        else:
            yield Chapter(tree_of(mobi_chapter(source.read_bytes())))
    except OSError as error:
        raise DocumentError("The article's file is missing.") from error


def tree_of(markup: str) -> etree._Element:
    """Return HTML, cleaned, as the content of a ``div``."""
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True)
    root = etree.fromstring(f"<html><body><div>{fit(clean(markup))}</div></body></html>".encode(), parser)
    body = root.find("body")
    first = body[0] if body is not None and len(body) else etree.fromstring(_EMPTY)
    # What closes the block too early leaves content behind it.
    first.extend(list(first.itersiblings()))
    return first


def _html_chapter(markup: str) -> Chapter:
    return Chapter(tree_of(markup), direction=_declared_direction(markup))


def _declared_direction(markup: str) -> str:
    """Return the direction that a page says its text has, "" if it says none."""
    root = etree.fromstring(
        markup.encode(errors="replace") or b"<p>", etree.HTMLParser(encoding="utf-8", huge_tree=True)
    )
    if root is None:
        return ""
    said = [root.get("dir"), *(body.get("dir") for body in root.iter("body"))]
    return next((each.lower() for each in said if each and each.lower() in ("ltr", "rtl")), "")
