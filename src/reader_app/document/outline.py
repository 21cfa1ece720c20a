"""Reads the table of contents and the links of pages."""

from collections.abc import Iterator

import pymupdf

from reader_app.core.geometry import Rect
from reader_app.core.layout import OutlineEntry
from reader_app.core.page_text import Link

_ADDRESSES = ("http://", "https://", "mailto:")


def read_outline(document: pymupdf.Document) -> tuple[OutlineEntry, ...]:
    """Return the table of contents; empty where there is none or it cannot be read."""
    try:
        if document.is_reflowable:
            return tuple(_reflowing_outline(document, pymupdf.mupdf.fz_load_outline(document.this), 1))
        entries = document.get_toc(simple=False)
    except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
        return ()
    return tuple(
        OutlineEntry(max(level, 1), " ".join(title.split()), page - 1, _top(target))
        for level, title, page, target in entries
        if title.strip()
    )


def _reflowing_outline(
    document: pymupdf.Document, entry: "pymupdf.mupdf.FzOutline", level: int
) -> Iterator[OutlineEntry]:
    """Yield an entry of what was laid out, all below it and all after it.

    PyMuPDF's own list does not say where on its page a heading stands.
    """
    while entry.m_internal:
        if title := " ".join((entry.m_internal.title or "").split()):
            page, top = place_of_address(document, entry.m_internal.uri or "")
            yield OutlineEntry(level, title, page, top)
        yield from _reflowing_outline(document, entry.down(), level + 1)
        entry = entry.next()


def read_links(page: pymupdf.Page) -> tuple[Link, ...]:
    """Return the links of a page that lead somewhere: to an address, or inside the document.

    Only http, https and mailto addresses are let through.
    """
    if page.parent.is_reflowable:
        return tuple(_reflowing_links(page))
    links = []
    for link in page.get_links():
        area = Rect(*link["from"])
        address = str(link.get("uri", ""))
        if link["kind"] == pymupdf.LINK_URI and address.lower().startswith(_ADDRESSES):
            links.append(Link(area, address))
        elif link["kind"] == pymupdf.LINK_GOTO and link.get("page", -1) >= 0:
            links.append(Link(area, "", link["page"], _top(link)))
    return tuple(links)


def _reflowing_links(page: pymupdf.Page) -> Iterator[Link]:
    """Yield the links of a page that was laid out.

    PyMuPDF's own list does not say where a link to a place in the same HTML file leads.
    """
    mupdf = pymupdf.mupdf
    link = mupdf.fz_load_links(page.this)
    while link.m_internal:
        bounds, address = link.m_internal.rect, link.m_internal.uri or ""
        area = Rect(bounds.x0, bounds.y0, bounds.x1, bounds.y1)
        if mupdf.fz_is_external_link(address):
            if address.lower().startswith(_ADDRESSES):
                yield Link(area, address)
        else:
            number, top = place_of_address(page.parent, address)
            if number >= 0:
                yield Link(area, "", number, top)
        link = link.next()


def place_of_address(document: pymupdf.Document, address: str) -> tuple[int, float]:
    """Return the page that an address inside a document leads to, -1 for none, and how far from its top."""
    mupdf = pymupdf.mupdf
    if not address or mupdf.fz_is_external_link(address):
        return -1, 0.0
    place, _, top = mupdf.fz_resolve_link(document.this, address)
    number = mupdf.fz_page_number_from_location(document.this, place)
    return (number, max(top, 0.0)) if 0 <= number < document.page_count else (-1, 0.0)


def _top(target: dict[str, object]) -> float:
    point = target.get("to")
    return max(float(point.y), 0.0) if isinstance(point, pymupdf.Point) else 0.0
