"""Reads the chapters of an EPUB as HTML with their pictures inside; cleaning it is left to others.

The book was checked when it was saved; here nothing is unpacked beyond what a chapter or a picture may be.
"""

import html
import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from html.entities import html5
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from reader_app.errors import DamagedDocumentError
from reader_app.export.html.drawn_pictures import picture_address

_UNREADABLE = (KeyError, RuntimeError, NotImplementedError)  # missing, locked, packed in an unknown way
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)
_LARGEST = 64 << 20  # bytes of one member, unpacked
_REFERENCE = re.compile(r"&(\w+);")
_KEPT_REFERENCES = frozenset({"amp", "lt", "gt", "quot", "apos"})
INNER = "|"
"""Stands between the path of a chapter and the name of a place in it, in links inside the book."""
_XLINK = "{http://www.w3.org/1999/xlink}href"


def epub_chapters(source: Path) -> Iterator[tuple[str, str]]:
    """Yield the path of each chapter in the book and its HTML, in the order of reading.

    A chapter that is missing or broken is empty: the others stay where they are counted.

    Raises:
        DamagedDocumentError: The book does not say what it consists of.
    """
    try:
        with zipfile.ZipFile(source) as archive:
            folder, paths = _spine(archive)
            for path in paths:
                name = posixpath.normpath(posixpath.join(folder, path))
                yield name, _chapter(archive, name)
    except zipfile.BadZipFile as error:
        raise DamagedDocumentError("The book is damaged and cannot be read.") from error


def _spine(archive: zipfile.ZipFile) -> tuple[str, list[str]]:
    """Return the folder of the book's table of parts, and the paths of its chapters in it."""
    container = _xml(_member(archive, "META-INF/container.xml"))
    for rootfile in [] if container is None else container.iter("{*}rootfile"):
        path = posixpath.normpath(unquote(rootfile.get("full-path", "")))
        if (package := _xml(_member(archive, path))) is not None:
            return posixpath.dirname(path), _paths(package)
    raise DamagedDocumentError("The book is damaged: its table of parts is missing.")


def _paths(package: etree._Element) -> list[str]:
    items = {item.get("id"): unquote(item.get("href", "")) for item in package.iter("{*}item")}
    order = [items.get(item.get("idref")) for item in package.iter("{*}itemref")]
    return [each for each in order if each is not None]


def _chapter(archive: zipfile.ZipFile, name: str) -> str:
    root = _page(_member(archive, name))
    if root is None:
        return ""
    for drawing in list(root.iter("{*}svg")):
        _lift(drawing)
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = etree.QName(element).localname.lower()
    etree.cleanup_namespaces(root)
    folder = posixpath.dirname(name)
    for picture in root.iter("img"):
        address = picture.get("src", "")
        if not address.startswith("data:"):
            path = posixpath.normpath(posixpath.join(folder, unquote(address)))
            picture.set("src", picture_address(_member(archive, path)))
    for link in root.iter("a"):
        address = link.get("href", "")
        if address and not re.match(r"[\w.+-]+:", address):
            path, _, place = address.partition("#")
            target = posixpath.normpath(posixpath.join(folder, unquote(path))) if path else name
            link.set("href", f"#{target}{INNER}{unquote(place)}")
    return etree.tostring(root, method="html", encoding="unicode")


def _page(markup: bytes) -> etree._Element | None:
    """Return a chapter's root; it is XML as a rule, and HTML where it does not hold to that."""
    text = _REFERENCE.sub(_written, _decoded(markup))
    try:
        return etree.fromstring(text.encode(), _strict())
    except (etree.LxmlError, ValueError):
        pass
    try:
        return etree.fromstring(text.encode(), etree.HTMLParser(encoding="utf-8", no_network=True))
    except (etree.LxmlError, ValueError):
        return None


def _decoded(markup: bytes) -> str:
    """Return the text of a chapter without what said how it was encoded."""
    encoding = "utf-8"
    if markup[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif found := re.match(rb"\s*<\?xml[^>]*?encoding=[\"']([\w.:-]+)", markup):
        encoding = found[1].decode("ascii")
    try:
        text = markup.decode(encoding, errors="replace")
    except LookupError:
        text = markup.decode(errors="replace")
    text = re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", text, flags=re.DOTALL)
    return re.sub(r"<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", "", text, count=1, flags=re.DOTALL | re.IGNORECASE)


def _written(found: re.Match[str]) -> str:
    """Return the character that a name of HTML stands for: XML knows only five of them."""
    return found[0] if found[1] in _KEPT_REFERENCES else html5.get(f"{found[1]};", html.escape(found[0]))


def _lift(drawing: etree._Element) -> None:
    """Turn a drawing into a picture; one that only frames a picture becomes that picture."""
    inner = list(drawing.iter("{*}image"))
    if len(inner) == 1:
        address = inner[0].get(_XLINK) or inner[0].get("href") or ""
    else:
        address = picture_address(etree.tostring(drawing, with_tail=False))
    for child in list(drawing):
        drawing.remove(child)
    drawing.attrib.clear()
    drawing.tag, drawing.text = "img", None
    drawing.set("src", address)


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
    """Return what is in a member, nothing where it is missing, broken or too large."""
    try:
        info = archive.getinfo(name)
        if info.file_size > _LARGEST:
            return b""
        with archive.open(info) as file:
            return file.read(_LARGEST)
    except (*_UNREADABLE, *_DAMAGED):
        return b""


def _xml(markup: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(markup, _strict())
    except (etree.LxmlError, ValueError):
        return None


def _strict() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
