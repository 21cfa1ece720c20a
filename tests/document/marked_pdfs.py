"""PDFs with annotations of other programs, spelled object by object, as tests need them."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pymupdf

from export.sample_pdfs import write_page
from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.document.opening import open_document
from reader_app.worker.embedded import EmbeddedMarks
from reader_app.worker.embedded_jobs import Embedded, ReadEmbedded

# In the page that ``write_page`` writes, in its own coordinates (y up): the words of its first line.
FIRST_LINE = (40.0, 197.0, 175.0, 211.0)
# When the article is said to have been saved.
SAVED = datetime(2026, 1, 2, tzinfo=UTC)


def highlight(area: Sequence[float] = FIRST_LINE, more: str = "", subtype: str = "Highlight") -> str:
    """Spell a mark on an area: left, low, right, top."""
    left, low, right, top = area
    return (
        f"<</Type/Annot/Subtype/{subtype}/F 4/Rect[{left} {low} {right} {top}]"
        f"/QuadPoints[{left} {top} {right} {top} {left} {low} {right} {low}]{more}>>"
    )


def write_marked(path: Path, *annotations: str, **page: object) -> Path:
    """Write ``write_page``'s page with annotations; in them, ``@1 `` refers to the first one."""
    write_page(path, **page)  # type: ignore[arg-type]
    return mark(path, *annotations)


def mark(path: Path, *annotations: str, page: int = 0) -> Path:
    """Add annotations to a page of a PDF, each an object of its own."""
    with pymupdf.open(path) as pdf:
        numbers = [pdf.get_new_xref() for _ in annotations]
        for number, source in zip(numbers, annotations, strict=True):
            for place, other in enumerate(numbers, start=1):
                source = source.replace(f"@{place} ", f"{other} 0 R ")
            pdf.update_object(number, source)
        listed = " ".join(f"{number} 0 R" for number in numbers)
        pdf.xref_set_key(pdf.page_xref(page), "Annots", f"[{listed}]")
        content = pdf.tobytes()
    path.write_bytes(content)
    return path


def read_all(path: Path, article_id: str = "0" * 32) -> Embedded:
    """Return all annotations that stand in a PDF, however many portions they come in."""
    with open_document(path, "application/pdf") as document:
        marks = EmbeddedMarks(document)
        found = portion = marks.read(ReadEmbedded(article_id, SAVED, DEFAULT_LABELS))
        while portion.rest is not None:
            portion = marks.read(ReadEmbedded(article_id, SAVED, DEFAULT_LABELS, first=portion.rest))
            found = Embedded(found.annotations + portion.annotations, found.problems)
    return Embedded(found.annotations, found.problems)
