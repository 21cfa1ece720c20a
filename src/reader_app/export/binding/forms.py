"""Puts the form fields of several PDFs into one, where fields of one name would be one field.

A field whose name is taken gets another; so does a font that fields write with. Of a signature its picture
stays.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from reader_app.document.pdf_values import Object, items_of, name_of, text_of
from reader_app.export.binding.object_copy import ObjectCopy
from reader_app.export.pdf.objects import pdf_text

# Names that need no escapes; the fonts and other resources of forms have no others in practice.
_NAME = re.compile(r"/([^\s()<>\[\]{}/%#]+)", re.ASCII)

# What makes an annotation a field; without its parent it is none that any form knows.
_OF_FIELDS = ("FT", "T", "V", "DV", "Ff", "Kids", "Lock", "SV", "A", "AA")


class BoundForms:
    """Collects the fields of one PDF after the other."""

    def __init__(self) -> None:
        self._fields: list[int] = []
        self._names: set[str] = set()
        self._orders: list[int] = []
        self._resources: defaultdict[str, dict[str, str]] = defaultdict(dict)

    def take(self, source: pymupdf.Document, copy: ObjectCopy, target: pymupdf.Document) -> None:
        """Copy the fields of a PDF; the source is changed on the way, and not to be used further."""
        file = mupdf.pdf_document_from_fz_document(source.this)
        form = mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/AcroForm")
        if not mupdf.pdf_is_dict(form):
            return
        renamed = self._take_resources(mupdf.pdf_dict_gets(form, "DR"), copy)
        _rename_fonts(form, renamed)
        for field in list(_all_fields(form)):
            _rename_fonts(field, renamed)
            if name_of(field, "FT") == "Sig" and mupdf.pdf_dict_gets(field, "V").m_internal:
                _make_picture(field, form)
        for field in items_of(mupdf.pdf_dict_gets(form, "Fields")):
            if not mupdf.pdf_to_num(field):
                continue  # no page can show a field without a number
            for key in ("DA", "Q"):
                inherited = mupdf.pdf_dict_gets(form, key)
                if inherited.m_internal and not mupdf.pdf_dict_gets(field, key).m_internal:
                    mupdf.pdf_dict_puts(field, key, inherited)
            number = copy.number(mupdf.pdf_to_num(field))
            self._fields.append(number)
            if name := text_of(field, "T"):
                target.xref_set_key(number, "T", pdf_text(_free(name, self._names)))
        self._orders += (
            copy.number(mupdf.pdf_to_num(each))
            for each in items_of(mupdf.pdf_dict_gets(form, "CO"))
            if mupdf.pdf_to_num(each)
        )

    def spelled(self) -> str:
        """Return the form of all, "" if there is no field."""
        if not self._fields:
            return ""
        kinds = (
            f"/{kind}<<{''.join(f'/{name} {value}' for name, value in resources.items())}>>"
            for kind, resources in self._resources.items()
        )
        fields, order = (
            " ".join(f"{each} 0 R" for each in numbers) for numbers in (self._fields, self._orders)
        )
        calculated = f"/CO[{order}]" if order else ""
        return f"<</Fields[{fields}]{calculated}/DR<<{''.join(kinds)}>>>>"

    def _take_resources(self, resources: Object, copy: ObjectCopy) -> dict[str, str]:
        """Copy what fields are written with; return the new names of fonts whose names were taken."""
        renamed: dict[str, str] = {}
        for kind, of_kind in _entries(resources):
            if not mupdf.pdf_is_dict(of_kind):
                continue
            taken = self._resources[kind]
            for name, value in _entries(of_kind):
                if name not in taken:
                    taken[name] = copy.spelled(value)
                elif kind == "Font":
                    renamed[name] = _free(name, set(taken))
                    taken[renamed[name]] = copy.spelled(value)
        return renamed


def _entries(holder: Object) -> Iterator[tuple[str, Object]]:
    """Yield the keys, spelled as in the file, and the values of a dictionary."""
    for at in range(mupdf.pdf_dict_len(holder)):
        name = mupdf.pdf_to_name(mupdf.pdf_dict_get_key(holder, at))
        if name.isascii() and _NAME.fullmatch(f"/{name}"):
            yield name, mupdf.pdf_dict_get_val(holder, at)


def _all_fields(form: Object) -> Iterator[Object]:
    seen: set[int] = set()
    waiting = [*items_of(mupdf.pdf_dict_gets(form, "Fields"))]
    while waiting:
        field = waiting.pop()
        number = mupdf.pdf_to_num(field)
        if mupdf.pdf_is_dict(field) and number not in seen:
            seen |= {number} if number else set()
            yield field
            waiting += items_of(mupdf.pdf_dict_gets(field, "Kids"))


def _make_picture(field: Object, form: Object) -> None:
    """Let a signature, which is one of the bytes of its own file, be the picture that it shows."""
    for widget in (field, *items_of(mupdf.pdf_dict_gets(field, "Kids"))):
        if name_of(widget, "Subtype") == "Widget":
            mupdf.pdf_dict_puts(widget, "Subtype", mupdf.pdf_new_name("Stamp"))
            for key in _OF_FIELDS:
                mupdf.pdf_dict_dels(widget, key)
    parent = mupdf.pdf_dict_gets(field, "Parent")
    listed = mupdf.pdf_dict_gets(parent, "Kids") if parent.m_internal else mupdf.pdf_dict_gets(form, "Fields")
    place = mupdf.pdf_array_find(listed, field)
    if place >= 0:
        mupdf.pdf_array_delete(listed, place)


def _rename_fonts(holder: Object, renamed: dict[str, str]) -> None:
    appearance = text_of(holder, "DA")
    if appearance and renamed:
        new = _NAME.sub(lambda found: f"/{renamed.get(found[1], found[1])}", appearance)
        mupdf.pdf_dict_puts(holder, "DA", mupdf.pdf_new_text_string(new))


def _free(name: str, taken: set[str]) -> str:
    """Return a name that is not taken, and take it."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free)
    return free
