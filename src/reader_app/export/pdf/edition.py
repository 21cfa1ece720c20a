"""A PDF that is being made of one article: its pages, and the marks of all annotations that have a place.

A copy of a PDF, or text that reflows set on paper. The source file is only read.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import pymupdf

from reader_app.core.annotation import Annotation, Drawing, Label, utc_now
from reader_app.core.geometry import Quad, Rect
from reader_app.core.page_text import PageText
from reader_app.document.embedded import EmbeddedReader
from reader_app.document.embedded_groups import groups_in
from reader_app.document.faults import mupdf_errors
from reader_app.document.opening import open_document
from reader_app.document.outline import read_outline
from reader_app.errors import DamagedDocumentError, ExportError
from reader_app.export.item import ExportItem, label_of, labels_used
from reader_app.export.options import ExportOptions, Layout
from reader_app.export.pdf.markup import Mark
from reader_app.export.pdf.paper import PaperFrame, frame_of, laid_out_for_paper, page_sections, pdf_of_layout
from reader_app.export.pdf.placing import Places, page_reader
from reader_app.export.pdf.saving import repair
from reader_app.export.pdf.standing import Standing, what_stands
from reader_app.export.pdf.title_head import begins_with_title, head_block, head_room

_SIGN, _AWAY = 16.0, 4.0  # points: the size of a note's sign, and its distance from the text
_NOTHING = Standing(frozenset(), (), ())

Progress = Callable[[int, int], None]
"""Told how many steps are done, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What an exported PDF is made of.

    Attributes:
        pdf: Its pages are those of the source, or of the layout on paper, until something is added.
        item: The article.
        labels: All labels.
        options: What it is to be.
        marks: The places of all annotations that have one, in reading order; a mark over several pages has
            several parts.
        standing: What the source has of these already.
        page_text: Gives the text of a page with its boxes, as the pages were at first.
        page_picture: Gives what a page showed at first, to be rendered; None for a damaged one.
        frame: The page and the column of text that reflows; None for a PDF, which has its own.
        head: What is to stand above the text of the first page, where there is room for it; HTML.
    """

    pdf: pymupdf.Document
    item: ExportItem
    labels: tuple[Label, ...]
    options: ExportOptions
    marks: tuple[Mark, ...]
    standing: Standing
    page_text: Callable[[int], PageText]
    page_picture: Callable[[int], pymupdf.DisplayList | None]
    frame: PaperFrame | None = None
    head: str = ""

    @property
    def labels_used(self) -> tuple[Label, ...]:
        """The labels that its annotations have."""
        return labels_used(self.item.annotations, self.labels)

    def label(self, annotation: Annotation) -> Label:
        """Return the label of an annotation."""
        return label_of(annotation, self.labels)

    @property
    def added(self) -> list[Mark]:
        """The marks that the source does not have."""
        return [mark for mark in self.marks if mark.annotation.id not in self.standing.kept]

    @property
    def placed(self) -> frozenset[str]:
        """The ids of all annotations that are in it."""
        return self.standing.kept | {mark.annotation.id for mark in self.marks}

    @property
    def unplaced(self) -> tuple[Annotation, ...]:
        """The annotations without a sure place, in reading order."""
        placed = self.placed
        without = (each for each in self.item.annotations if each.id not in placed)
        return tuple(sorted(without, key=lambda each: each.order))


@contextmanager
def edition_of(
    item: ExportItem, labels: tuple[Label, ...], options: ExportOptions, progress: Progress
) -> Iterator[Edition]:
    """Open an article as a PDF that can be added to; it is closed when the block ends.

    Args:
        item: The article.
        labels: All labels.
        options: What the PDF is to be.
        progress: Told of each annotation that was placed.

    Raises:
        ExportError: Its owner forbids annotations, or there is no such paper.
        DocumentError: The source cannot be read.
    """
    making = _copied if item.article.is_pdf else _set
    with making(item, labels, options, progress) as edition:
        yield edition


@contextmanager
def _set(
    item: ExportItem, labels: tuple[Label, ...], options: ExportOptions, progress: Progress
) -> Iterator[Edition]:
    """Set text that reflows on paper."""
    article, style, has_margin = item.article, options.style, options.layout is Layout.MARGIN
    frame = frame_of(options.paper, with_margin=has_margin)
    head = _head(item, labels, options)
    room = head_room(head, frame, style)
    with laid_out_for_paper(item.source, article.media_type, frame, style, room) as layout:
        sections = page_sections(layout)
        read_page = page_reader(layout, reflows=True)
        marks = _find_marks(Places(sections, read_page), item.annotations, progress, has_pages=False)
        with pdf_of_layout(layout, article) as pdf:
            yield Edition(
                pdf=pdf,
                item=item,
                labels=labels,
                options=options,
                marks=marks,
                standing=_NOTHING,
                page_text=lambda page: read_page(page, sections[page], 0),
                page_picture=_pictures(layout),
                frame=frame,
                head=head,
            )


def _head(item: ExportItem, labels: Sequence[Label], options: ExportOptions) -> str:
    """Return what stands above the text; a book has a title page of its own."""
    if item.article.media_type != "text/html":
        return ""
    metadata = item.article.metadata
    with laid_out_for_paper(item.source, "text/html", frame_of(options.paper), options.style) as layout:
        first_page = page_reader(layout, reflows=True)(0, 0, 0)
        with_title = not begins_with_title(first_page, read_outline(layout), metadata.title)
    listed = labels_used(item.annotations, labels) if options.has_lone_legend else ()
    return head_block(metadata, listed, frame_of(options.paper), options.style, with_title=with_title)


def _pictures(document: pymupdf.Document) -> Callable[[int], pymupdf.DisplayList | None]:
    """Return what gives the pictures of a document's pages."""

    def picture(page: int) -> pymupdf.DisplayList | None:
        try:
            with mupdf_errors(f"Page {page + 1} is damaged and cannot be shown."):
                return document[page].get_displaylist()
        except DamagedDocumentError:
            return None

    return picture


@contextmanager
def _copied(
    item: ExportItem, labels: tuple[Label, ...], options: ExportOptions, progress: Progress
) -> Iterator[Edition]:
    """Copy a PDF.

    It is opened once more to find what is in it already and the marks that are to be added: MuPDF repairs the
    appearances of the annotations that are on a page when it loads the page. What is saved later must not
    carry such repairs.
    """
    article = item.article
    with (
        open_document(item.source, article.media_type, item.password) as document,
        open_document(item.source, article.media_type, item.password).mupdf as pdf,
    ):
        if not document.mupdf.permissions & pymupdf.PDF_PERM_ANNOTATE:
            raise ExportError("The owner of this PDF does not allow annotations in it.")
        read_page = page_reader(document.mupdf, reflows=False)
        standing = _NOTHING
        if item.known:
            groups, _ = groups_in(document, article.id)
            reader = EmbeddedReader(lambda page: read_page(page, page, 0), article.id, labels, utc_now())
            standing = what_stands(groups, item.annotations, item.known, labels, reader)
        places = Places(range(document.mupdf.page_count), read_page)
        marks = _find_marks(places, item.annotations, progress, has_pages=True)
        if document.mupdf.is_repaired:
            repair(pdf)
        yield Edition(
            pdf=pdf,
            item=item,
            labels=labels,
            options=options,
            marks=marks,
            standing=standing,
            page_text=lambda page: read_page(page, page, 0),
            page_picture=_pictures(document.mupdf),
        )


def _find_marks(
    places: Places, annotations: Sequence[Annotation], progress: Progress, *, has_pages: bool
) -> tuple[Mark, ...]:
    """Return the marks of all annotations that have a place.

    Args:
        places: In the layout.
        annotations: In any order.
        progress: Told of each.
        has_pages: Whether the layout's pages are those that things were drawn on.
    """
    marks: list[Mark] = []
    for done, annotation in enumerate(sorted(annotations, key=lambda each: each.order)):
        progress(done, len(annotations) + 1)
        if not annotation.kind.marks_text:
            if (found := places.caret(annotation)) is not None:
                drawing = (annotation.drawing if has_pages else None) or _sign(found[1])
                marks.append(Mark(annotation, found[0], (), drawing=drawing))
            continue
        quads = places.quads(annotation)
        marks.extend(
            Mark(annotation, page, tuple(quads[page]), part, len(quads))
            for part, page in enumerate(sorted(quads), start=1)
        )
    return tuple(marks)


def _sign(caret: Quad) -> Drawing:
    """Return the sign of a note before a place in the text."""
    place = caret.bounds
    left = max(place.x0 - _SIGN - _AWAY, 0.0)
    return Drawing(Rect(left, place.y0, left + _SIGN, place.y0 + _SIGN), (), 0.0)
