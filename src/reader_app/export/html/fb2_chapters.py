"""Turns a FictionBook into HTML with its pictures inside; cleaning it is left to others."""

import base64
import binascii
from collections.abc import Mapping

from lxml import etree

from reader_app.errors import DamagedDocumentError
from reader_app.export.html.drawn_pictures import picture_address

_XLINK = "{http://www.w3.org/1999/xlink}href"
_TAGS = {
    "annotation": "blockquote",
    "body": "section",
    "cite": "blockquote",
    "code": "code",
    "date": "p",
    "emphasis": "em",
    "epigraph": "blockquote",
    "p": "p",
    "poem": "div",
    "section": "section",
    "stanza": "div",
    "strikethrough": "s",
    "strong": "strong",
    "style": "span",
    "sub": "sub",
    "subtitle": "h4",
    "sup": "sup",
    "table": "table",
    "td": "td",
    "text-author": "p",
    "th": "th",
    "title": "header",
    "tr": "tr",
    "v": "p",
}
_LOWEST_HEADING = 6


def fb2_chapter(source: bytes) -> str:
    """Return the text of a book as HTML.

    Raises:
        DamagedDocumentError: It is no well-formed XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        book = etree.fromstring(source, parser)
    except (etree.LxmlError, ValueError) as error:
        raise DamagedDocumentError("The book is damaged and cannot be read.") from error
    pictures = {each.get("id", ""): each.text or "" for each in book.iter("{*}binary")}
    text = etree.Element("div")
    for body in [each for each in book if _name(each) == "body"]:
        text.append(_turned(body, 1, pictures))
    return etree.tostring(text, method="html", encoding="unicode")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _turned(element: etree._Element, level: int, pictures: Mapping[str, str]) -> etree._Element:
    """Return an element of the book as HTML, with all that is in it."""
    name = _name(element)
    made = etree.Element(_TAGS.get(name, "span"))
    if name == "image":
        made.tag = "img"
        made.set("src", _picture(pictures.get(element.get(_XLINK, "").removeprefix("#"), "")))
        made.set("alt", element.get("alt", ""))
    elif name == "a":
        made.tag = "a"
        made.set("href", element.get(_XLINK, ""))
    elif name == "empty-line":
        made.tag = "br"
    elif name == "p" and _name(_parent(element)) == "title":
        made.tag = f"h{min(level, _LOWEST_HEADING)}"
    for key in ("id", "colspan", "rowspan"):
        if value := element.get(key):
            made.set(key, value)
    made.text, made.tail = element.text, element.tail
    inside = level + (name == "section")
    made.extend(_turned(child, inside, pictures) for child in element if _name(child))
    return made


def _parent(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    return element if parent is None else parent


def _picture(encoded: str) -> str:
    try:
        return picture_address(base64.b64decode(encoded))
    except binascii.Error:
        return ""
