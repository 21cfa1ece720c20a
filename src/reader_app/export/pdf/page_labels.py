"""What the pages of a PDF are called ("iv", "A-3"), and how that stays right where pages are put in.

Works on the tree of labels in the file's catalog; no page is loaded.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pymupdf
from pymupdf import mupdf

from reader_app.document.pdf_values import Object, integer_of, items_of, name_of, text_of
from reader_app.export.pdf.objects import pdf_text

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STYLES = ("D", "R", "r", "A", "a")
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

    @property
    def spelled(self) -> str:
        """What a PDF says of them."""
        style = f"/S/{self.style}" if self.style else ""
        prefix = f"/P{pdf_text(self.prefix)}" if self.prefix else ""
        first = f"/St {self.first}" if self.first != 1 and self.style else ""
        return f"<<{style}{prefix}{first}>>"


@dataclass(frozen=True, slots=True)
class LabeledPages:
    """Pages that were put in together.

    Attributes:
        before: The page that follows them, as numbered before anything was put in.
        count: How many.
        label: What each of them is called.
    """

    before: int
    count: int
    label: str


class PageLabels:
    """The labels of a PDF's pages."""

    def __init__(self, pdf: pymupdf.Document) -> None:
        self._pdf = pdf
        file = mupdf.pdf_document_from_fz_document(pdf.this)
        found = _ranges(mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/PageLabels"))
        self._are_said = bool(found)
        self._ranges = [found[start] for start in sorted(found)]
        if not self._ranges or self._ranges[0].start > 0:
            self._ranges.insert(0, _Range(0))

    def label(self, page: int) -> str:
        """Return what a page is called; its number from 1 where nothing else is said."""
        kind = self._ranges[bisect_right(self._ranges, page, key=lambda each: each.start) - 1]
        return kind.prefix + _spelled(kind.first + page - kind.start, kind.style) or str(page + 1)

    def said(self) -> dict[int, str]:
        """Return how the pages from some number (zero-based) on are called, as a PDF spells it.

        Nothing where the PDF does not say it.
        """
        count = self._pdf.page_count if self._are_said else 0
        return {each.start: each.spelled for each in self._ranges if each.start < count}

    def insert(self, added: Sequence[LabeledPages]) -> None:
        """Say that pages were put in; those behind them keep the labels that they had.

        Args:
            added: No two before the same page, in the order of the pages.
        """
        old, self._ranges = self._ranges, []
        at = shift = 0
        for new in added:
            while at < len(old) and old[at].start < new.before:
                self._ranges.append(replace(old[at], start=old[at].start + shift))
                at += 1
            self._ranges.append(_Range(new.before + shift, new.label, ""))
            shift += new.count
            if at and (at == len(old) or old[at].start > new.before):
                cut = old[at - 1]
                first = cut.first + new.before - cut.start
                self._ranges.append(replace(cut, start=new.before + shift, first=first))
        self._ranges += (replace(each, start=each.start + shift) for each in old[at:])
        self._write()

    def _write(self) -> None:
        numbers = "".join(f"{each.start}{each.spelled}" for each in self._ranges)
        self._pdf.xref_set_key(self._pdf.pdf_catalog(), "PageLabels", f"<</Nums[{numbers}]>>")


def _ranges(tree: Object) -> dict[int, _Range]:
    """Return what a tree of labels says, by the pages from which on it holds; each node is read once."""
    found: dict[int, _Range] = {}
    seen: set[int] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if (number := mupdf.pdf_to_num(node)) in seen:
            continue
        seen |= {number} if number else set()
        entries = list(items_of(mupdf.pdf_dict_gets(node, "Nums")))
        for key, value in zip(entries[::2], entries[1::2], strict=False):
            start = mupdf.pdf_to_int(key)
            if start >= 0 and mupdf.pdf_is_dict(value):
                style = name_of(value, "S")
                prefix, first = text_of(value, "P"), max(integer_of(value, "St"), 1)
                found[start] = _Range(start, prefix, style if style in _STYLES else "", first)
        waiting += items_of(mupdf.pdf_dict_gets(node, "Kids"))
    return found


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
