"""Writes an annotated PDF of an article: a copy of a PDF, or text that reflows set on paper.

The marks are standard annotations that other programs show and edit. The source file is only read.
"""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

import pymupdf

from reader_app.core.annotation import Annotation, Drawing, Label, utc_now
from reader_app.core.article import Article
from reader_app.core.geometry import Quad, Rect
from reader_app.core.layout import ReadingStyle
from reader_app.document.embedded import EmbeddedReader
from reader_app.document.embedded_groups import groups_in
from reader_app.document.opening import open_document
from reader_app.errors import ExportError
from reader_app.export.markup import Mark, MarkupWriter
from reader_app.export.paper import laid_out_for_paper, page_sections, pdf_of_layout
from reader_app.export.pdf_saving import check_pdf, repair, save_new_pdf, save_pdf_copy, saving_errors
from reader_app.export.placing import Places, page_reader
from reader_app.export.report import ExportReport
from reader_app.export.saving import check_output, replaced_when_complete, temporary_path
from reader_app.export.standing import Standing, what_stands

__all__ = ["ExportReport", "Progress", "export_pdf", "temporary_path"]

_SIGN, _AWAY = 16.0, 4.0  # points: the size of a note's sign, and its distance from the text
_NOTHING = Standing(frozenset(), (), ())

Progress = Callable[[int, int], None]
"""Told how many steps are done, and how many there are."""


def export_pdf(
    *,
    source: Path,
    article: Article,
    annotations: Sequence[Annotation],
    labels: Sequence[Label],
    output: Path,
    author: str = "",
    paper: str = "a4",
    password: str = "",
    style: ReadingStyle | None = None,
    known: Collection[str] = (),
    progress: Progress,
) -> ExportReport:
    """Write a PDF with the annotations in it; the file appears complete or not at all.

    Args:
        source: The article's reading file.
        article: The article.
        annotations: What goes in.
        labels: All labels.
        output: The file to write; replaced if it exists.
        author: Goes into each annotation.
        paper: "a4", "letter" or "a5"; for text that reflows.
        password: Opens an encrypted source; the copy is encrypted in the same way.
        style: Sets text that reflows; its width follows from the paper.
        known: The ids of all annotations that the article has or had, not only of those that go in. What
            stands in a PDF of another program and is not among them was never imported, and stays.
        progress: Told of each annotation that was placed, and of the file that was saved.

    Raises:
        ExportError: The file cannot be written, or its owner forbids annotations.
        DocumentError: The source cannot be read.
    """
    check_output(output, source)
    ordered = sorted(annotations, key=lambda annotation: annotation.order)
    standing = _NOTHING
    if article.is_pdf:
        standing, marks, is_sound = _marks_in_pdf(
            source, password, article.id, ordered, labels, known, progress
        )
        pdf = open_document(source, article.media_type, password).mupdf
        if not is_sound:
            repair(pdf)
    else:
        with laid_out_for_paper(source, article.media_type, paper, style or ReadingStyle()) as layout:
            places = Places(page_sections(layout), page_reader(layout, reflows=True))
            marks = _find_marks(places, ordered, progress, has_pages=False)
            pdf = pdf_of_layout(layout, article.metadata)
    with pdf:
        writer = MarkupWriter(pdf, labels, author)
        for group in standing.removed:
            writer.remove(group)
        for group, annotation in standing.reworded:
            writer.reword(group, annotation)
        for mark in marks:
            writer.add(mark)
        writer.finish()
        with replaced_when_complete(output) as temporary:
            with saving_errors(output):
                if article.is_pdf:
                    save_pdf_copy(pdf, source, temporary)
                else:
                    save_new_pdf(pdf, temporary)
            check_pdf(temporary, password, pdf.page_count, marks)
    progress(len(ordered) + 1, len(ordered) + 1)
    placed = standing.kept | {mark.annotation.id for mark in marks}
    unplaced = tuple(annotation.id for annotation in ordered if annotation.id not in placed)
    return ExportReport(output, len(placed), unplaced)


def _marks_in_pdf(
    source: Path,
    password: str,
    article_id: str,
    annotations: Sequence[Annotation],
    labels: Sequence[Label],
    known: Collection[str],
    progress: Progress,
) -> tuple[Standing, list[Mark], bool]:
    """Find what is in a PDF already, and the marks that are to be added; tell whether its file is sound.

    The PDF is opened for this alone: MuPDF repairs the appearances of the annotations that are on a page
    when it loads the page. What is saved later must not carry such repairs.
    """
    with open_document(source, "application/pdf", password) as document:
        if not document.mupdf.permissions & pymupdf.PDF_PERM_ANNOTATE:
            raise ExportError("The owner of this PDF does not allow annotations in it.")
        read_page = page_reader(document.mupdf, reflows=False)
        standing = _NOTHING
        if known:
            groups, _ = groups_in(document, article_id)
            reader = EmbeddedReader(lambda page: read_page(page, page, 0), article_id, labels, utc_now())
            standing = what_stands(groups, annotations, known, labels, reader)
        places = Places(range(document.mupdf.page_count), read_page)
        added = [each for each in annotations if each.id not in standing.kept]
        marks = _find_marks(places, added, progress, has_pages=True)
        return standing, marks, not document.mupdf.is_repaired


def _find_marks(
    places: Places, annotations: Sequence[Annotation], progress: Progress, *, has_pages: bool
) -> list[Mark]:
    """Return the marks of all annotations that have a place.

    Args:
        places: In the layout.
        annotations: In reading order.
        progress: Told of each.
        has_pages: Whether the layout's pages are those that things were drawn on.
    """
    marks: list[Mark] = []
    for done, annotation in enumerate(annotations):
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
    return marks


def _sign(caret: Quad) -> Drawing:
    """Return the sign of a note before a place in the text."""
    place = caret.bounds
    left = max(place.x0 - _SIGN - _AWAY, 0.0)
    return Drawing(Rect(left, place.y0, left + _SIGN, place.y0 + _SIGN), (), 0.0)
