"""Tells under which heading of an article an annotation stands, for text that has no pages.

The headings are those of the table of contents. A text that cannot be read costs these, not the notes.
"""

import logging
from bisect import bisect_right
from collections.abc import Collection, Iterator
from itertools import groupby

from reader_app.core.annotation import Annotation
from reader_app.document.opening import Document, open_document
from reader_app.errors import DocumentError
from reader_app.export.item import ExportItem

_log = logging.getLogger(__name__)


class Headings:
    """The headings of an article, in reading order: what each says, and its section and offset there."""

    def __init__(self, headings: Collection[tuple[int, int, str]]) -> None:
        ordered = sorted(headings, key=lambda each: each[:2])
        self._places = [(section, offset) for section, offset, _ in ordered]
        self._titles = [title for *_, title in ordered]

    def above(self, annotation: Annotation) -> str:
        """Return the nearest heading at or above the beginning of an annotation, "" if there is none."""
        first = annotation.targets[0]
        index = bisect_right(self._places, (first.section, first.start)) - 1
        return self._titles[index] if index >= 0 else ""


def headings_of(item: ExportItem) -> Headings:
    """Return the headings of an article's text; none for a PDF, which has pages."""
    if item.article.is_pdf or not item.annotations:
        return Headings(())
    sections = {annotation.targets[0].section for annotation in item.annotations}
    try:
        with open_document(item.source, item.article.media_type, item.password) as document:
            return Headings(list(_headings(document, sections, item.article.title)))
    except DocumentError:
        _log.warning("the headings of an exported article cannot be read", exc_info=True)
        return Headings(())


def _headings(document: Document, sections: Collection[int], title: str) -> Iterator[tuple[int, int, str]]:
    """Yield section, offset and words of each heading but the title.

    Where in a section a heading stands is found out for those sections alone that it matters for.
    """
    layout = document.layout
    entries = [each for each in layout.outline if 0 <= each.page < len(layout.pages) and each.title != title]
    for page, on_page in groupby(sorted(entries, key=lambda each: each.page), key=lambda each: each.page):
        section = layout.pages[page].section
        if section not in sections:
            yield from ((section, 0, entry.title) for entry in on_page)
            continue
        text = document.page_text(page)
        for entry in on_page:
            offset = text.first_below(entry.top)
            yield section, text.end if offset is None else offset, entry.title
