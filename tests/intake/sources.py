"""What the tests of this room share: small books, and the text of a page."""

import io
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pymupdf
from lxml import etree

CHECKOUT = Path(__file__).parents[2]

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
)
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/">{}</metadata></package>'
)


def visible(text: str) -> str:
    """Return the characters that offsets count."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(c for c in normal if not c.isspace() and c != "\N{SOFT HYPHEN}")


def body_text(page: bytes) -> str:
    """Return the visible characters of a reading file, by a parser of its own."""
    root = etree.fromstring(page, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    body = root.find("body")
    assert body is not None
    return visible("".join(body.itertext()))


def laid_out_text(page: bytes) -> str:
    """Return the visible characters that MuPDF shows of a reading file."""
    with pymupdf.open(stream=page, filetype="html") as document:
        document.layout(width=600, height=10_000, fontsize=12)
        return visible("".join(sheet.get_text() for sheet in document))


def epub(
    metadata: str = "<dc:title>A Book</dc:title>",
    members: Iterable[tuple[str, bytes]] = (),
    package: str | None = None,
) -> bytes:
    """Return a small EPUB with further members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OPS/book.opf", PACKAGE.format(metadata) if package is None else package)
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def fb2(title_info: str = "<book-title>A Book</book-title>", head: str = "") -> bytes:
    """Return a small FictionBook."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0">'
        f"<description><title-info>{title_info}</title-info></description>"
        "<body><section><p>Text.</p></section></body></FictionBook>"
    ).encode()
