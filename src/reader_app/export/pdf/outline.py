"""Appends the annotations to the outline of a PDF, under one entry that is closed.

The outline that the PDF has stays as it is, with what is open in it, its colors and its named destinations.
"""

import pymupdf
from pymupdf import mupdf

from reader_app.core.annotation import Annotation, Label
from reader_app.core.color import READABLE, darkened
from reader_app.core.geometry import Point, bounds_of_quads
from reader_app.export.item import in_order
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.markup import Mark
from reader_app.export.pdf.objects import pdf_color, pdf_text
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.plain_note import plain_note

_TITLE = "Annotations"
_LENGTH = 80  # characters of an entry
_READ = 5  # as many times more characters of Markdown: links are longer than what is shown of them
_ABOVE = 24.0  # points that stay visible above a place
_MOST = 100_000  # entries of an outline that are walked through; more are a circle


def add_outline(edition: Edition, canvas: PageCanvas) -> None:
    """List all annotations that have a place, in the order that was asked for."""
    marks = {mark.annotation.id: mark for mark in reversed(edition.marks)}
    annotations = in_order(
        [mark.annotation for mark in marks.values()], edition.options.order, edition.labels
    )
    if not annotations:
        return
    pdf = edition.pdf
    head = pdf.get_new_xref()
    entries = [pdf.get_new_xref() for _ in annotations]
    for at, (number, annotation) in enumerate(zip(entries, annotations, strict=True)):
        mark, label = marks[annotation.id], edition.label(annotation)
        beside = f"/Prev {entries[at - 1]} 0 R" if at else ""
        beside += f"/Next {entries[at + 1]} 0 R" if at + 1 < len(entries) else ""
        color = pdf_color(darkened(label.color, READABLE))
        pdf.update_object(
            number,
            f"<</Title{pdf_text(entry_title(annotation, label))}/Parent {head} 0 R{beside}"
            f"/Dest{canvas.destination(mark.page, place_of(mark))}/C[{color}]>>",
        )
    pdf.update_object(
        head,
        f"<</Title{pdf_text(_TITLE)}/First {entries[0]} 0 R/Last {entries[-1]} 0 R/Count -{len(entries)}>>",
    )
    _append(pdf, head)


def entry_title(annotation: Annotation, label: Label) -> str:
    """Return what an annotation is called in a list: its label, and how its note or its quote begins."""
    beginning = annotation.note[: _READ * _LENGTH]  # a long one is not read in full for a line of it
    text = " ".join((plain_note(beginning) or annotation.quote).split())
    if len(text) > _LENGTH:
        text = text[:_LENGTH].rsplit(" ", 1)[0] + "…"
    return f"{label.name}: {text}" if text else label.name


def place_of(mark: Mark) -> Point:
    """Return the place on its page that a link to a mark shows, with a little of what stands above."""
    area = bounds_of_quads(mark.quads) if mark.drawing is None else mark.drawing.area
    return Point(0.0, max(area.y0 - _ABOVE, 0.0))


def _append(pdf: pymupdf.Document, head: int) -> None:
    """Make an entry the last one of the outline."""
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    entry = mupdf.pdf_new_indirect(file, head, 0)
    catalog = mupdf.pdf_dict_gets(mupdf.pdf_trailer(file), "Root")
    root = mupdf.pdf_dict_gets(catalog, "Outlines")
    last = _last_of(root)
    if not mupdf.pdf_to_num(root) or last is None:
        # None, one that leads nowhere, or one that its entries cannot name as their parent.
        root = mupdf.pdf_add_object(file, root if last is not None else mupdf.pdf_new_dict(file, 3))
        mupdf.pdf_dict_puts(catalog, "Outlines", root)
    if last is None:
        mupdf.pdf_dict_puts(root, "First", entry)
        shown = 0
    else:
        mupdf.pdf_dict_puts(last, "Next", entry)
        if mupdf.pdf_to_num(last):
            mupdf.pdf_dict_puts(entry, "Prev", last)
        shown = max(mupdf.pdf_to_int(mupdf.pdf_dict_gets(root, "Count")), 1)
    mupdf.pdf_dict_puts(root, "Last", entry)
    mupdf.pdf_dict_puts(root, "Count", mupdf.pdf_new_int(shown + 1))
    mupdf.pdf_dict_puts(entry, "Parent", root)


def _last_of(root: "mupdf.PdfObj") -> "mupdf.PdfObj | None":
    """Return the last entry of the uppermost level; None where there is none."""
    entry, steps = mupdf.pdf_dict_gets(root, "First"), 0
    if not mupdf.pdf_is_dict(entry):
        return None
    while mupdf.pdf_is_dict(following := mupdf.pdf_dict_gets(entry, "Next")) and steps < _MOST:
        entry, steps = following, steps + 1
    return entry
