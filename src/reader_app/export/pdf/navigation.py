"""Gives a PDF that was made from a layout the layout's outline and links.

MuPDF's conversion leaves the outline out, and leads links from one chapter to another to the wrong page:
it takes the page's number in its chapter for its number in the book.
"""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from reader_app.document.outline import place_of_address, read_outline
from reader_app.export.pdf.objects import pdf_address, pdf_numbers, pdf_text


def copy_outline(layout: pymupdf.Document, pdf: pymupdf.Document) -> None:
    """Set the outline: each entry leads to the place of its heading."""
    entries: list[list[object]] = []
    level = 0
    for entry in read_outline(layout):
        if entry.page < 0:
            continue
        # An entry whose parent was left out moves up.
        level = min(entry.level, level + 1)
        to = pymupdf.Point(0, entry.top)
        target = {"kind": pymupdf.LINK_GOTO, "page": entry.page, "to": to, "zoom": 0}
        entries.append([level, entry.title, entry.page + 1, target])
    if entries:
        pdf.set_toc(entries)


def copy_links(layout: pymupdf.Document, pdf: pymupdf.Document) -> None:
    """Write the links of all pages anew."""
    for page in range(layout.page_count):
        links = " ".join(f"{_add(pdf, link)} 0 R" for link in _links(layout, pdf, page))
        pdf.xref_set_key(pdf.page_xref(page), "Annots", f"[{links}]" if links else "null")


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
    page, top = place_of_address(layout, uri)
    if page < 0:
        return ""
    height = pdf.page_cropbox(page).height
    return f"/Dest[{pdf.page_xref(page)} 0 R/XYZ 0 {pdf_numbers([height - top])} null]"


def _add(pdf: pymupdf.Document, source: str) -> int:
    xref: int = pdf.get_new_xref()
    pdf.update_object(xref, source)
    return xref
