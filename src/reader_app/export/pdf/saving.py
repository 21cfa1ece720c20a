"""Saves PDFs, and checks what was saved by reading it back."""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pymupdf
from pymupdf import mupdf

from reader_app.document.faults import mupdf_errors
from reader_app.document.opening import open_document
from reader_app.errors import DocumentError, ExportError
from reader_app.export.saving import writing_error

_BLOCK = 1 << 20  # bytes


def repair(pdf: pymupdf.Document) -> None:
    """Repair a damaged file before it is changed; MuPDF does so late, when it meets the damage.

    Raises:
        DamagedDocumentError: It is beyond repair.
    """
    if not pdf.is_repaired:
        with mupdf_errors("The file is damaged and cannot be copied."):
            mupdf.pdf_repair_xref(mupdf.pdf_document_from_fz_document(pdf.this))


def save_pdf_copy(pdf: pymupdf.Document, source: Path, path: Path) -> None:
    """Save a changed PDF that was opened from ``source``; encryption stays as it is.

    The changes are appended to the original's bytes, so that a signature in it still fits them. Only a file
    that MuPDF had to repair is written anew.

    Raises:
        DocumentError: The original is gone.
        OSError: The copy cannot be written.
        mupdf.FzErrorBase: MuPDF cannot write.
    """
    options = mupdf.PdfWriteOptions()
    options.do_encrypt = mupdf.PDF_ENCRYPT_KEEP
    options.do_preserve_metadata = 1
    options.do_compress = options.do_compress_fonts = 1
    if pdf.can_save_incrementally():
        _copy(source, path)
        options.do_incremental = 1
    else:
        options.do_garbage = 1  # what nothing refers to; no more, the file is not ours
    mupdf.pdf_save_document(mupdf.pdf_document_from_fz_document(pdf.this), str(path), options)


def _copy(source: Path, path: Path) -> None:
    try:
        original = source.open("rb")
    except OSError as error:  # not the fault of the disk that is written to
        raise DocumentError("The article's file is missing.") from error
    with original, path.open("wb") as copy:
        shutil.copyfileobj(original, copy, _BLOCK)


def save_new_pdf(pdf: pymupdf.Document, path: Path) -> None:
    """Save a PDF of our own, compactly.

    Raises:
        mupdf.FzErrorBase: MuPDF cannot write.
    """
    pdf.save(path, garbage=3, deflate=True)


@contextmanager
def saving_errors(path: Path) -> Iterator[None]:
    """Turn what MuPDF raises while it writes into an ``ExportError`` that names ``path``."""
    try:
        yield
    except (mupdf.FzErrorBase, RuntimeError) as error:
        raise writing_error(path, error) from error


def check_pdf(path: Path, password: str, page_count: int, marks: Iterable[tuple[int, str]]) -> None:
    """Read a saved PDF back.

    Args:
        path: The file.
        password: Opens it.
        page_count: How many pages it must have.
        marks: The page and the name of each annotation that must be there, in any order.

    Raises:
        ExportError: It is not what was meant to be written.
    """
    names: dict[int, set[str]] = {}
    for page, name in marks:
        names.setdefault(page, set()).add(name)
    try:
        with open_document(path, "application/pdf", password) as document, mupdf_errors("A page is damaged."):
            whole = document.mupdf.page_count == page_count and all(
                expected <= set(document.mupdf[page].annot_names()) for page, expected in names.items()
            )
    except DocumentError as error:
        raise ExportError("The exported file could not be read back; nothing was written.") from error
    if not whole:
        raise ExportError("The exported file is not complete; nothing was written.")
