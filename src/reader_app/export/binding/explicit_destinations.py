"""Lets everything in a PDF that leads to a page of it name the page itself, not a name or a number for it.

Names mean something in their own file only, where two of one binding may have the same; so do page numbers.
"""

from collections.abc import Iterator

import pymupdf
from pymupdf import mupdf

from reader_app.document.pdf_values import Object, name_of

# A list of actions that follow each other is short; a hostile one leads in a circle.
_LONGEST_CHAIN = 100


def make_explicit(pdf: pymupdf.Document) -> None:
    """Change the links, buttons and outline of a PDF; a name that leads nowhere is left out."""
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    for number in range(pdf.page_count):
        page = mupdf.pdf_lookup_page_obj(file, number)
        _change_actions(file, page)
        annotations = mupdf.pdf_dict_gets(page, "Annots")
        for at in range(mupdf.pdf_array_len(annotations)):
            _change(file, mupdf.pdf_array_get(annotations, at))
    for entry in outline_entries(mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/Outlines")):
        _change(file, entry)


def outline_entries(root: Object) -> Iterator[Object]:
    """Yield all entries of an outline."""
    seen: set[int] = set()
    waiting = [mupdf.pdf_dict_gets(root, "First")]
    while waiting:
        entry = waiting.pop()
        if mupdf.pdf_is_dict(entry) and (number := mupdf.pdf_to_num(entry)) not in seen:
            seen.add(number)
            yield entry
            waiting += (mupdf.pdf_dict_gets(entry, key) for key in ("Next", "First"))


def _change(file: "mupdf.PdfDocument", holder: Object) -> None:
    if not mupdf.pdf_is_dict(holder):
        return
    _change_key(file, holder, "Dest")
    mupdf.pdf_dict_dels(holder, "SE")  # the element of the text's structure, which is not bound
    _change_chain(file, mupdf.pdf_dict_gets(holder, "A"))
    _change_actions(file, holder)


def _change_actions(file: "mupdf.PdfDocument", holder: Object) -> None:
    """Change what happens at events: when a page is opened, a field left, and others."""
    actions = mupdf.pdf_dict_gets(holder, "AA")
    for at in range(mupdf.pdf_dict_len(actions)):
        _change_chain(file, mupdf.pdf_dict_get_val(actions, at))


def _change_chain(file: "mupdf.PdfDocument", first: Object) -> None:
    waiting, left = [first], _LONGEST_CHAIN
    while waiting and left:
        action, left = waiting.pop(), left - 1
        if mupdf.pdf_is_array(action):
            waiting += (mupdf.pdf_array_get(action, at) for at in range(mupdf.pdf_array_len(action)))
        elif mupdf.pdf_is_dict(action):
            if name_of(action, "S") == "GoTo":
                _change_key(file, action, "D")
                mupdf.pdf_dict_dels(action, "SD")
            waiting.append(mupdf.pdf_dict_gets(action, "Next"))


def _change_key(file: "mupdf.PdfDocument", holder: Object, key: str) -> None:
    present = mupdf.pdf_dict_gets(holder, key)
    if not present.m_internal:
        return
    place = _named(file, present)
    if mupdf.pdf_is_dict(place):
        place = mupdf.pdf_dict_gets(place, "D")
    if not mupdf.pdf_is_array(place):
        mupdf.pdf_dict_dels(holder, key)
        return
    page = mupdf.pdf_array_get(place, 0)
    if mupdf.pdf_is_int(page):
        number = mupdf.pdf_to_int(page)
        if not 0 <= number < mupdf.pdf_count_pages(file):
            mupdf.pdf_dict_dels(holder, key)
            return
        place = mupdf.pdf_copy_array(place)
        mupdf.pdf_array_put(place, 0, mupdf.pdf_lookup_page_obj(file, number))
    mupdf.pdf_dict_puts(holder, key, place)


def _named(file: "mupdf.PdfDocument", place: Object) -> Object:
    """Return what a name stands for; anything else as it is."""
    if not (mupdf.pdf_is_name(place) or mupdf.pdf_is_string(place)):
        return place
    try:
        # MuPDF looks in one of two places, where a file may have both.
        found = mupdf.pdf_lookup_name(file, mupdf.pdf_new_name("Dests"), place)
        return found if found.m_internal else mupdf.pdf_lookup_dest(file, place)
    except mupdf.FzErrorBase:
        return mupdf.PdfObj()  # a damaged list of names leads nowhere
