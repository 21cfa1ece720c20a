"""What an export wrote: apart from the writers, because it is read where MuPDF is never loaded."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What an export wrote.

    Attributes:
        path: The file.
        placed: How many annotations are in it.
        unplaced: The ids of those whose passage is not in the text, in reading order; they are not drawn.
        first_page: The zero-based page of a PDF where the first mark is; 0 where there is none.
    """

    path: Path
    placed: int
    unplaced: tuple[str, ...]
    first_page: int = 0
