"""What the pages of a PDF are called ("iv", "A-3"), and how that stays right where pages are put in.

Works on the tree of labels in the file's catalog; no page is loaded.
"""

from dataclasses import dataclass, replace

import pymupdf
from pymupdf import mupdf

from reader_app.export.pdf_objects import pdf_text

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_DEPTH = 32  # no tree of labels is that deep, unless it leads back into itself
_LONGEST = 9999  # no larger number is spelled in Roman numerals or letters


@dataclass(frozen=True, slots=True)
class _Range:
    """Pages that are counted in one way.

    Attributes:
        start: Its first page, zero-based.
        prefix: Before each number.
        style: "D", "R", "r", "A", "a", or "" for no number.
        first: The number of its first page.
    """

    start: int
    prefix: str = ""
    style: str = "D"
    first: int = 1


class PageLabels:
    """The labels of a PDF's pages."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        file = mupdf.pdf_document_from_fz_document(pdf.this)
        root = mupdf.pdf_dict_gets(mupdf.pdf_trailer(file), "Root")
        found: dict[int, _Range] = {}
        _read(mupdf.pdf_dict_gets(root, "PageLabels"), found, _DEPTH)
        self._ranges = [found[start] for start in sorted(found)]
        if not self._ranges or self._ranges[0].start > 0:
            self._ranges.insert(0, _Range(0))

    def label(self, page: int) -> str:
        """Return what a page is called; its number from 1 where nothing else is said."""
        kind = [each for each in self._ranges if each.start <= page][-1]
        return kind.prefix + _spelled(kind.first + page - kind.start, kind.style) or str(page + 1)

    def insert(self, page: int, count: int, prefix: str) -> None:
        """Say that pages were put in before a page; those behind them keep the labels that they had.

        Args:
            page: The first of the new ones.
            count: How many.
            prefix: What the new ones are called.
        """
        before = [each for each in self._ranges if each.start < page]
        behind = [replace(each, start=each.start + count) for each in self._ranges if each.start >= page]
        if before and (not behind or behind[0].start > page + count):
            cut = before[-1]
            behind.insert(0, replace(cut, start=page + count, first=cut.first + page - cut.start))
        self._ranges = [*before, _Range(page, prefix, ""), *behind]
        self._write()

    def _write(self) -> None:
        numbers = "".join(
            f"{each.start}<<{f'/S/{each.style}' if each.style else ''}"
            f"{f'/P{pdf_text(each.prefix)}' if each.prefix else ''}"
            f"{f'/St {each.first}' if each.first != 1 and each.style else ''}>>"
            for each in self._ranges
        )
        self._pdf.xref_set_key(self._pdf.pdf_catalog(), "PageLabels", f"<</Nums[{numbers}]>>")


def _read(node: "mupdf.PdfObj", found: dict[int, _Range], depth: int) -> None:
    numbers = mupdf.pdf_dict_gets(node, "Nums")
    for at in range(0, mupdf.pdf_array_len(numbers) - 1, 2):
        start = mupdf.pdf_to_int(mupdf.pdf_array_get(numbers, at))
        said = mupdf.pdf_array_get(numbers, at + 1)
        style = mupdf.pdf_to_name(mupdf.pdf_dict_gets(said, "S"))
        if start >= 0 and mupdf.pdf_is_dict(said):
            found[start] = _Range(
                start,
                mupdf.pdf_dict_get_text_string(said, mupdf.pdf_new_name("P")),
                style if style in ("D", "R", "r", "A", "a") else "",
                max(mupdf.pdf_dict_get_int_default(said, mupdf.pdf_new_name("St"), 1), 1),
            )
    kids = mupdf.pdf_dict_gets(node, "Kids")
    for at in range(mupdf.pdf_array_len(kids) if depth else 0):
        _read(mupdf.pdf_array_get(kids, at), found, depth - 1)


def _spelled(number: int, style: str) -> str:
    if not style:
        return ""
    if style == "D" or number > _LONGEST:
        return str(number)
    if style in "Aa":  # after z comes aa, then bb
        text = chr(ord("a") + (number - 1) % 26) * ((number + 25) // 26)
    else:
        text, rest = "", number
        for value, letters in _ROMAN:
            text += letters * (rest // value)
            rest %= value
    return text.upper() if style.isupper() else text
