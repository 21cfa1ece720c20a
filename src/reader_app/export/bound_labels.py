"""Reads the labels of a PDF's pages: what viewers call them instead of their numbers."""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from reader_app.document.pdf_values import Object, items_of
from reader_app.export.object_copy import ObjectCopy


def labels_of(pdf: pymupdf.Document, copy: ObjectCopy) -> dict[int, str]:
    """Return how the pages from some number (zero-based) on are labelled, as a PDF spells it."""
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    tree = mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/PageLabels")
    pages = range(pdf.page_count)
    return {number: copy.spelled(label) for number, label in _pairs(tree) if number in pages}


def _pairs(tree: Object) -> Iterator[tuple[int, Object]]:
    """Yield the entries of a number tree."""
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        number = mupdf.pdf_to_num(node)
        if not mupdf.pdf_is_dict(node) or number in seen:
            continue
        seen |= {number} if number else set()
        entries = list(items_of(mupdf.pdf_dict_gets(node, "Nums")))
        for key, value in zip(entries[::2], entries[1::2], strict=False):
            if mupdf.pdf_is_int(key) and mupdf.pdf_is_dict(value):
                yield mupdf.pdf_to_int(key), value
        waiting += items_of(mupdf.pdf_dict_gets(node, "Kids"))
