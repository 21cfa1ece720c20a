"""Binds PDFs in one: pages with all that is on them, one after the other, contents and an outline.

What a PDF says of its pages as a whole goes along: its outline below an entry of its own, the labels of its
pages, its layers, its form. The bound file grows on disk, so that the memory holds one PDF at a time.
Knows nothing of annotations.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import pymupdf
from pymupdf import mupdf

from reader_app.core.article import Metadata
from reader_app.export.binding.contents import Chapter, Contents
from reader_app.export.binding.explicit_destinations import make_explicit
from reader_app.export.binding.forms import BoundForms
from reader_app.export.binding.layers import BoundLayers
from reader_app.export.binding.object_copy import ObjectCopy
from reader_app.export.pdf.objects import pdf_text
from reader_app.export.pdf.page_labels import PageLabels

_INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")
# What refers to the text's structure and to threads of passages: these are of a whole file, and stay behind.
_LEFT_OUT = ("Parent", "StructParents", "B")


@dataclass(frozen=True, slots=True)
class _Part:
    """What was added of one PDF.

    Attributes:
        metadata: Of the article.
        first: Its first page, zero-based, among the pages of all PDFs.
        tree: The number of the node of the page tree that holds its pages.
        pages: The numbers of its pages.
        outline: The number of its outline's root, which becomes an entry; 0 if there is no outline.
        labels: What its pages are called; see ``PageLabels.said``.
    """

    metadata: Metadata
    first: int
    tree: int
    pages: tuple[int, ...]
    outline: int
    labels: dict[int, str]


class Binding:
    """A PDF that others are added to; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        """Begin a PDF.

        Args:
            path: Where it is written.
        """
        self._path = path
        self._pdf = pymupdf.open()
        self._parts: list[_Part] = []
        self._forms = BoundForms()
        self._layers = BoundLayers()

    def __enter__(self) -> "Binding":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pdf.close()

    @property
    def page_count(self) -> int:
        """How many pages there are, without the contents."""
        return sum(len(part.pages) for part in self._parts)

    def add(self, pdf: pymupdf.Document, metadata: Metadata) -> None:
        """Add all pages of a PDF; it is changed on the way, and not to be used further.

        Raises:
            mupdf.FzErrorBase: It is damaged.
        """
        make_explicit(pdf)
        copy = ObjectCopy(pdf, self._pdf)
        pages = _loose_pages(pdf)
        self._forms.take(pdf, copy, self._pdf)
        self._layers.take(pdf, copy)
        labels, outline = PageLabels(pdf).said(), _outline_of(pdf, copy)
        tree = self._pdf.get_new_xref()
        numbers = tuple(map(copy.number, pages))
        for number in numbers:
            self._pdf.xref_set_key(number, "Parent", f"{tree} 0 R")
        self._pdf.update_object(tree, f"<</Type/Pages/Kids[{_references(numbers)}]/Count {len(numbers)}>>")
        self._parts.append(_Part(metadata, self.page_count, tree, numbers, outline, labels))

    def save(self) -> None:
        """Write what was added; only that is in memory until then.

        Raises:
            mupdf.FzErrorBase: MuPDF cannot write.
            OSError: The file cannot be written to.
        """
        self._write_page_tree(())
        self._append()

    def finish(self, width: float, height: float) -> int:
        """Set contents before the pages, write what is said of the whole, and save.

        Args:
            width: Of the contents' pages, in points.
            height: Of the contents' pages, in points.

        Returns:
            How many pages the contents have.

        Raises:
            mupdf.FzErrorBase: MuPDF cannot write.
            OSError: The file cannot be written to.
        """
        with Contents(
            [Chapter(each.metadata, each.first) for each in self._parts], width, height
        ) as contents:
            ahead = self._blank_pages(contents.page_count, width, height)
            self._write_page_tree((ahead,))
            self._append()
            contents.draw(self._pdf)
        count = contents.page_count
        catalog = self._pdf.pdf_catalog()
        for key, value in {
            "Outlines": self._outline(),
            "PageLabels": self._page_labels(count),
            "AcroForm": self._forms.spelled(),
            "OCProperties": self._layers.spelled(),
            "ViewerPreferences": "<</DisplayDocTitle true>>",
            "Lang": self._language(),
        }.items():
            if value:
                self._pdf.xref_set_key(catalog, key, value)
        names = dict.fromkeys(name for part in self._parts for name in part.metadata.authors)
        self._pdf.set_metadata({"title": f"{len(self._parts)} articles", "author": ", ".join(names)})
        self._append()
        return count

    def _append(self) -> None:
        file = mupdf.pdf_document_from_fz_document(self._pdf.this)
        options = mupdf.PdfWriteOptions()
        options.do_compress = options.do_compress_fonts = 1
        options.do_incremental = int(bool(self._pdf.name))
        mupdf.pdf_save_document(file, str(self._path), options)
        self._pdf.close()
        self._pdf = pymupdf.open(self._path, filetype="pdf")

    def _write_page_tree(self, before: Sequence[tuple[int, int]]) -> None:
        """Let the page tree consist of the parts.

        Args:
            before: Nodes that come before them, and how many pages each has.
        """
        root = int(self._pdf.xref_get_key(self._pdf.pdf_catalog(), "Pages")[1].split()[0])
        nodes = [*before, *((part.tree, len(part.pages)) for part in self._parts)]
        for tree, _ in nodes:
            self._pdf.xref_set_key(tree, "Parent", f"{root} 0 R")
        kids, count = _references([tree for tree, _ in nodes]), sum(pages for _, pages in nodes)
        self._pdf.update_object(root, f"<</Type/Pages/Kids[{kids}]/Count {count}>>")

    def _blank_pages(self, count: int, width: float, height: float) -> tuple[int, int]:
        tree: int = self._pdf.get_new_xref()
        pages = []
        for _ in range(count):
            pages.append(self._pdf.get_new_xref())
            self._pdf.update_object(
                pages[-1],
                f"<</Type/Page/Parent {tree} 0 R/MediaBox[0 0 {width:g} {height:g}]/Resources<<>>>>",
            )
        self._pdf.update_object(tree, f"<</Type/Pages/Kids[{_references(pages)}]/Count {count}>>")
        return tree, count

    def _outline(self) -> str:
        """Write an entry for each PDF, with its own entries below; return what refers to all."""
        root = self._pdf.get_new_xref()
        entries = [part.outline or self._new_dictionary() for part in self._parts]
        for at, (part, entry) in enumerate(zip(self._parts, entries, strict=True)):
            kind, count = self._pdf.xref_get_key(entry, "Count")
            # Closed, with as many entries below as it says; a reader shows none of them where that is 0.
            hidden = max(abs(int(count)) if kind == "int" else 0, 1) if part.outline else 0
            for key, value in {
                "Type": "null",
                "Title": pdf_text(part.metadata.title),
                "Dest": f"[{part.pages[0]} 0 R/Fit]",
                "Parent": f"{root} 0 R",
                "Prev": f"{entries[at - 1]} 0 R" if at else "null",
                "Next": f"{entries[at + 1]} 0 R" if at + 1 < len(entries) else "null",
                "Count": f"-{hidden}" if hidden else "null",
            }.items():
                self._pdf.xref_set_key(entry, key, value)
        self._pdf.update_object(
            root, f"<</Type/Outlines/First {entries[0]} 0 R/Last {entries[-1]} 0 R/Count {len(entries)}>>"
        )
        return f"{root} 0 R"

    def _new_dictionary(self) -> int:
        number: int = self._pdf.get_new_xref()
        self._pdf.update_object(number, "<<>>")
        return number

    def _page_labels(self, ahead: int) -> str:
        """Keep the labels that a PDF has; the pages of others have their number in the whole."""
        labels = {0: "<</S/D>>"}
        for part in self._parts:
            start = ahead + part.first
            labels[start] = f"<</S/D/St {start + 1}>>"
            labels |= {start + number: label for number, label in part.labels.items()}
        pairs = " ".join(f"{number} {label}" for number, label in sorted(labels.items()))
        return f"<</Nums[{pairs}]>>"

    def _language(self) -> str:
        languages = {part.metadata.language for part in self._parts}
        (language,) = languages if len(languages) == 1 else ("",)
        return pdf_text(language) if language else ""


def _loose_pages(pdf: pymupdf.Document) -> list[int]:
    """Take the pages of a PDF out of their tree; return their numbers."""
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    pages = [mupdf.pdf_lookup_page_obj(file, number) for number in range(pdf.page_count)]
    for page in pages:
        for key in _INHERITED:
            value = mupdf.pdf_dict_get_inheritable(page, mupdf.pdf_new_name(key))
            if value.m_internal:
                mupdf.pdf_dict_puts(page, key, value)
    for page in pages:
        for key in _LEFT_OUT:
            mupdf.pdf_dict_dels(page, key)
    return [mupdf.pdf_to_num(page) or mupdf.pdf_to_num(mupdf.pdf_add_object(file, page)) for page in pages]


def _outline_of(pdf: pymupdf.Document, copy: ObjectCopy) -> int:
    """Copy an outline; return the number of its root, 0 if there is none."""
    file = mupdf.pdf_document_from_fz_document(pdf.this)
    root = mupdf.pdf_dict_getp(mupdf.pdf_trailer(file), "Root/Outlines")
    if not mupdf.pdf_is_dict(mupdf.pdf_dict_gets(root, "First")):
        return 0
    if not mupdf.pdf_to_num(root):
        root = mupdf.pdf_add_object(file, root)
    return copy.number(mupdf.pdf_to_num(root))


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
