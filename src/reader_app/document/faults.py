"""Turns what MuPDF raises about a file into a sentence for the reader; the room's door for faults."""

from collections.abc import Iterator
from contextlib import contextmanager

import pymupdf

from reader_app.errors import DamagedDocumentError


@contextmanager
def mupdf_errors(sentence: str) -> Iterator[None]:
    """Turn what MuPDF raises about a file into a ``DamagedDocumentError`` with the given sentence."""
    try:
        yield
    except (
        pymupdf.FileDataError,
        pymupdf.mupdf.FzErrorBase,
        RuntimeError,
        ValueError,
        IndexError,
    ) as error:
        raise DamagedDocumentError(sentence) from error
