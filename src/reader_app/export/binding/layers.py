"""Puts the layers of several PDFs into one, so that what is hidden in each stays hidden."""

from collections import defaultdict

import pymupdf
from pymupdf import mupdf

from reader_app.document.pdf_values import Object, items_of, name_of
from reader_app.export.binding.object_copy import ObjectCopy

_LISTS = ("ON", "OFF", "Order", "RBGroups", "Locked", "AS")


class BoundLayers:
    """Collects the layers (optional content groups) of one PDF after the other."""

    def __init__(self) -> None:
        self._groups: list[str] = []
        self._lists: defaultdict[str, list[str]] = defaultdict(list)

    def take(self, source: pymupdf.Document, copy: ObjectCopy) -> None:
        """Copy the layers of a PDF, and how they are at first."""
        file = mupdf.pdf_document_from_fz_document(source.this)
        layers = mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/OCProperties")
        groups = list(items_of(mupdf.pdf_dict_gets(layers, "OCGs")))
        first = mupdf.pdf_dict_gets(layers, "D")
        self._groups += map(copy.spelled, groups)
        for key in _LISTS:
            self._lists[key] += map(copy.spelled, items_of(mupdf.pdf_dict_gets(first, key)))
        if name_of(first, "BaseState") == "OFF":
            shown = {mupdf.pdf_to_num(each) for each in items_of(mupdf.pdf_dict_gets(first, "ON"))}
            self._lists["OFF"] += (copy.spelled(each) for each in groups if _is_other(each, shown))

    def spelled(self) -> str:
        """Return the layers of all, "" if there is none."""
        if not self._groups:
            return ""
        lists = "".join(f"/{key}[{' '.join(values)}]" for key, values in self._lists.items())
        return f"<</OCGs[{' '.join(self._groups)}]/D<<{lists}>>>>"


def _is_other(group: Object, groups: set[int]) -> bool:
    return mupdf.pdf_to_num(group) not in groups
