"""Tells what is wrong with an exported PDF: its pictures in several viewers, the words below its marks."""

import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pymupdf
import pypdfium2
from qpdf_reading import losses, qpdf_status
from rapidfuzz import fuzz

from export.painting import Picture, compare
from reader_app.core.annotation import Annotation
from reader_app.core.geometry import Point, Quad
from reader_app.document.page_space import moved, to_page_space
from reader_app.export.item import ExportItem

PIXELS, DARK, LIGHT = 400, 110, 200
Painter = Callable[[Path, int, float, str], Picture]
UNPAINTED = (RuntimeError, subprocess.SubprocessError, pypdfium2.PdfiumError)


@dataclass(frozen=True)
class Place:
    """Where a mark is in an exported PDF."""

    page: int
    quads: tuple[Quad, ...]
    boxes: tuple[tuple[float, float, float, float], ...]


def places(output: Path, item: ExportItem) -> dict[str, Place]:
    """Return where the first part of each annotation is in a PDF."""
    found = {}
    with pymupdf.open(output, filetype="pdf") as pdf:
        pdf.authenticate(item.password)
        names = {annotation.id for annotation in item.annotations}
        for number in range(pdf.page_count):
            try:
                page = pdf[number]
            except (pymupdf.mupdf.FzErrorBase, RuntimeError):
                continue  # of a damaged file
            for annot in page.annots() or ():
                name = pdf.xref_get_key(annot.xref, "NM")[1]
                if name not in names:
                    continue
                numbers = [
                    float(each) for each in pdf.xref_get_key(annot.xref, "QuadPoints")[1].strip("[]").split()
                ]
                corners = [Point(*numbers[at : at + 2]) for at in range(0, len(numbers), 2)]
                way = to_page_space(pymupdf.mupdf.pdf_lookup_page_obj(pymupdf._as_pdf_document(pdf), number))
                quads = tuple(
                    Quad(*(moved(corner, way) for corner in corners[at : at + 4]))
                    for at in range(0, len(corners), 4)
                )
                boxes = tuple(
                    (
                        min(each.x for each in corners[at : at + 4]),
                        min(each.y for each in corners[at : at + 4]),
                        max(each.x for each in corners[at : at + 4]),
                        max(each.y for each in corners[at : at + 4]),
                    )
                    for at in range(0, len(corners), 4)
                )
                found[name] = Place(number, quads, boxes)
    return found


def pdf_faults(
    item: ExportItem,
    plain: Path,
    output: Path,
    found: dict[str, Place],
    first: dict[str, Place],
    painters: dict[str, Painter],
) -> Iterator[tuple[str, str]]:
    """Yield what was looked at, and what is wrong with it: "" for nothing."""
    before, after = (qpdf_status(path, item.password) for path in (plain, output))
    yield "qpdf", f"{after} after {before}" if after > before else ""
    if item.article.is_pdf:
        yield "structure", ", ".join(losses(plain, output, item.password))
    marked = [
        annotation for annotation in item.annotations if annotation.id in found and annotation.id in first
    ]
    for annotation in {each.id: each for each in (*marked[:1], *marked[-1:])}.values():
        place, page = found[annotation.id], first[annotation.id].page
        yield "words", other_words(output, place, annotation, item.password)
        for name, paint in painters.items():
            with pymupdf.open(plain, filetype="pdf") as pdf:
                pdf.authenticate(item.password)
                width = pdf[page].rect.width
            try:
                old = paint(plain, page, PIXELS / width, item.password)
            except UNPAINTED:
                continue  # what a viewer does not paint at all says nothing
            try:
                new = paint(output, place.page, PIXELS / width, item.password)
            except UNPAINTED as error:
                yield name, f"not painted: {error}"
                continue
            yield (
                name,
                picture_fault(
                    old, new, place.quads, width, is_strict=place.quads == first[annotation.id].quads
                ),
            )


def picture_fault(
    old: Picture, new: Picture, quads: tuple[Quad, ...], width: float, *, is_strict: bool
) -> str:
    """Return what is wrong with a picture; the page may have grown to the right and below."""
    if new.width < old.width or new.height < old.height - 1:
        return f"the page shrank from {old.width} x {old.height} to {new.width} x {new.height}"
    height = min(old.height, new.height)
    rows = b"".join(new.row(y)[: old.width * 3] for y in range(height))
    old, new = (
        Picture(old.width, height, old.samples[: old.width * height * 3]),
        Picture(old.width, height, rows),
    )
    change = compare(old, new, quads, width)
    faults = {
        "nothing changed": not change.changed,
        f"{change.covered:.0%} covered": change.covered < 0.95,
        f"{change.crossed:.0%} crossed": change.crossed < 0.9,
        f"{change.ink_lost} px of ink lost in the mark": change.ink_lost,
        f"{change.paper_lost} px of paper lost in the mark": change.paper_lost > (0 if is_strict else 60),
    }
    if (gone := erased(old, new)) > 0:
        faults[f"{gone} px erased on the page"] = True
    return ", ".join(fault for fault, is_so in faults.items() if is_so)


def erased(old: Picture, new: Picture) -> int:
    """Return how many dark pixels became light."""
    return sum(
        1
        for y in range(old.height)
        if old.row(y) != new.row(y)
        for x in range(old.width)
        if old.luma(x, y) < DARK and new.luma(x, y) > LIGHT
    )


def other_words(output: Path, place: Place, annotation: Annotation, password: str) -> str:
    """Return how the words below a mark differ from its quote, as PDFium reads them; "" if they do not."""
    document = pypdfium2.PdfDocument(output, password=password or None)
    try:
        text = document[place.page].get_textpage()
        read = letters("".join(text.get_text_bounded(*box) for box in place.boxes))
    finally:
        document.close()
    quote = letters(annotation.quote)
    # PDFium gives what runs from right to left line by line, as it is seen.
    likeness = max(fuzz.partial_ratio(read, quote), fuzz.ratio(sorted(read), sorted(quote))) if read else 0
    return "" if likeness > 80 or not quote else f"{read[:40]!r} for {quote[:40]!r}"


def letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()
