"""Finds where annotations belong in a layout: targets to quads on pages.

The same for PDF pages and for text laid out for paper. What does not verify against the text has no place.
"""

from array import array
from collections.abc import Callable, Sequence

import pymupdf

from reader_app.core.anchoring import resolve
from reader_app.core.annotation import Annotation, Status, Target
from reader_app.core.geometry import Quad
from reader_app.core.page_text import PageText
from reader_app.core.text import SectionText, joined_text
from reader_app.document.faults import mupdf_errors
from reader_app.document.text import extract_page_text
from reader_app.errors import DamagedDocumentError

ReadPage = Callable[[int, int, int], PageText]
"""Reads the text of a page: its number, its section and the section offset of its first character."""


class Places:
    """The places of annotations in one layout; each section's text is read once, when it is asked for."""

    def __init__(self, page_sections: Sequence[int], read_page: ReadPage) -> None:
        """Take a layout.

        Args:
            page_sections: The section of each page, never decreasing.
            read_page: Gives the text of a page; raises no error for a page that cannot be read.
        """
        self._pages: dict[int, list[int]] = {}
        for page, section in enumerate(page_sections):
            self._pages.setdefault(section, []).append(page)
        self._read_page = read_page
        self._section = -1
        self._texts: list[PageText] = []
        self._joined = SectionText("", b"")

    def quads(self, annotation: Annotation) -> dict[int, list[Quad]]:
        """Return the quads of an annotation on each page that it touches, in page space.

        Targets resolve alone: one that is gone does not take the others with it. Empty where none is left.
        """
        found: dict[int, list[Quad]] = {}
        if annotation.status is not Status.PLACED:
            return found
        for target in annotation.targets:
            for page, quads in self._target_quads(target):
                found.setdefault(page, []).extend(quads)
        return found

    def caret(self, annotation: Annotation) -> tuple[int, Quad] | None:
        """Return the page of an annotation that marks no words, and a quad without width at its place.

        None where it has no place.
        """
        target = annotation.targets[0]
        if annotation.status is not Status.PLACED or target.section not in self._pages:
            return None
        self._turn_to(target.section)
        if resolve(target, self._joined) is None:
            return None
        reaching = (text for text in self._texts if target.start < text.end)
        text = next(reaching, self._texts[-1])
        return text.page, text.caret(target.start)

    def _target_quads(self, target: Target) -> list[tuple[int, list[Quad]]]:
        if target.section not in self._pages:
            return []
        self._turn_to(target.section)
        place = resolve(target, self._joined)
        if place is None:
            return []
        on_pages = ((text.page, text.quads(*place)) for text in self._texts)
        return [(page, quads) for page, quads in on_pages if quads]

    def _turn_to(self, section: int) -> None:
        """Read a section's pages. One section is kept: annotations come in reading order."""
        if section == self._section:
            return
        texts: list[PageText] = []
        start = 0
        for page in self._pages[section]:
            texts.append(self._read_page(page, section, start))
            start = texts[-1].end
        self._section, self._texts = section, texts
        self._joined = texts[0].text if len(texts) == 1 else joined_text(text.text for text in texts)


def page_reader(document: pymupdf.Document, *, reflows: bool) -> ReadPage:
    """Return a reader of a document's pages; a page that cannot be read counts as empty."""

    def read(page: int, section: int, start: int) -> PageText:
        try:
            with mupdf_errors(f"Page {page + 1} is damaged and cannot be read."):
                return extract_page_text(
                    document[page], number=page, section=section, start=start, reflows=reflows
                )
        except DamagedDocumentError:
            return PageText(page, section, start, SectionText("", b""), (), array("f"))

    return read
