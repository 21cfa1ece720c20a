"""Gives a PDF that was made from a layout the layout's outline and links.

MuPDF's conversion leaves the outline out, and leads links from one chapter to another to the wrong page:
it takes the page's number in its chapter for its number in the book.
"""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from reader_app.export.pdf_objects import pdf_address, pdf_numbers, pdf_text


def copy_outline(layout: pymupdf.Document, pdf: pymupdf.Document) -> None:
    """Set the outline: each entry leads to the place of its heading."""
    entries: list[list[object]] = []
    level = 0
    for depth, title, uri in _outline(mupdf.fz_load_outline(layout.this), 1):
        place = _resolve(layout, uri)
        if place is None or not title:
            continue
        # An entry whose parent was left out moves up.
        level = min(depth, level + 1)
        page, top = place
        target = {"kind": pymupdf.LINK_GOTO, "page": page, "to": pymupdf.Point(0, top), "zoom": 0}
        entries.append([level, title, page + 1, target])
    if entries:
        pdf.set_toc(entries)


def copy_links(layout: pymupdf.Document, pdf: pymupdf.Document) -> None:
    """Write the links of all pages anew."""
    for page in range(layout.page_count):
        links = " ".join(f"{_add(pdf, link)} 0 R" for link in _links(layout, pdf, page))
        pdf.xref_set_key(pdf.page_xref(page), "Annots", f"[{links}]" if links else "null")


def _outline(entry: "mupdf.FzOutline", level: int) -> Iterator[tuple[int, str, str]]:
    """Yield the level, title and address of an entry, of all below it and of all after it."""
    while entry.m_internal:
        yield level, " ".join((entry.m_internal.title or "").split()), entry.m_internal.uri or ""
        yield from _outline(entry.down(), level + 1)
        entry = entry.next()


def _links(layout: pymupdf.Document, pdf: pymupdf.Document, page: int) -> Iterator[str]:
    """Yield a page's links as PDF objects."""
    height = pdf.page_cropbox(page).height
    link = mupdf.fz_load_links(layout[page].this)
    while link.m_internal:
        area, uri = link.m_internal.rect, link.m_internal.uri or ""
        target = _target(layout, pdf, uri)
        if target:
            rect = pdf_numbers((area.x0, height - area.y1, area.x1, height - area.y0))
            yield f"<</Type/Annot/Subtype/Link/Rect[{rect}]/Border[0 0 0]/F 4{target}>>"
        link = link.next()


def _target(layout: pymupdf.Document, pdf: pymupdf.Document, uri: str) -> str:
    """Return where a link leads, "" for nowhere."""
    if mupdf.fz_is_external_link(uri):
        return f"/A<</S/URI/URI{pdf_text(pdf_address(uri))}>>"
    place = _resolve(layout, uri)
    if place is None:
        return ""
    page, top = place
    height = pdf.page_cropbox(page).height
    return f"/Dest[{pdf.page_xref(page)} 0 R/XYZ 0 {pdf_numbers([height - top])} null]"


def _resolve(layout: pymupdf.Document, uri: str) -> tuple[int, float] | None:
    """Return the page that an address inside the document leads to, and how far from its top."""
    if not uri or mupdf.fz_is_external_link(uri):
        return None
    location, _, top = mupdf.fz_resolve_link(layout.this, uri)
    page = mupdf.fz_page_number_from_location(layout.this, location)
    return (page, max(top, 0.0)) if 0 <= page < layout.page_count else None


def _add(pdf: pymupdf.Document, source: str) -> int:
    xref: int = pdf.get_new_xref()
    pdf.update_object(xref, source)
    return xref
