"""A PDF to an article: the file itself is the reading file.

Only its first bytes are looked at. Whether it opens, and what title it carries, is found out where
documents are opened.
"""

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError
from reader_app.intake.outcome import Intake, is_address, title_from_name
from reader_app.intake.surroundings import ALONE, Surroundings

_HEAD = 1024
_SMALLEST = 64


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a PDF is.

    Raises:
        IntakeError: The file is only the beginning of a PDF.
    """
    if b"%PDF-" not in source[:_HEAD] or len(source) < _SMALLEST:
        raise IntakeError("The PDF is damaged or incomplete.")
    return Intake(
        metadata=Metadata(title=title_from_name(name), url=name if is_address(name) else ""),
        media_type="application/pdf",
        reading=None,
        suffix=".pdf",
        original_suffix=".pdf",
    )
