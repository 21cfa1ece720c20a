"""Writes articles as one HTML file that needs nothing else: the text, its marks, and the notes beside it.

Nothing in the file is loaded from elsewhere, and nothing runs in it but the script that it was made with.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from reader_app.core.annotation import Annotation
from reader_app.errors import ExportError
from reader_app.export.html.cards import Looks, Note, numbered
from reader_app.export.html.frame import Frame
from reader_app.export.html.pages import DrawnPages, drawn_pages
from reader_app.export.html.text import MarkedText
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.edition import Progress
from reader_app.export.report import ExportReport
from reader_app.export.saving import replaced_when_complete

_LARGEST = 256  # millions of characters; browsers open no more in a bearable time


def export_html(file: ExportFile, progress: Progress) -> ExportReport:
    """Write articles as one HTML file; it appears complete or not at all.

    Args:
        file: What is to be written.
        progress: Told of the articles, and of the pages of PDFs, that are done.

    Raises:
        ExportError: The file cannot be written, or would be too large.
        DocumentError: A source cannot be read.
    """
    items, options = file.items, file.options
    looks = Looks.of(file.labels, (each for item in items for each in item.annotations))
    frame = Frame(items, looks, options)
    steps, done = sum(map(_steps, items)), 0
    unplaced: list[Annotation] = []
    with replaced_when_complete(file.output) as temporary, _Paper(temporary) as paper:
        paper.write(frame.start())
        for number, item in enumerate(items, start=1):
            notes = numbered(item.annotations, f"a{number}")
            with _content(item, f"a{number}", notes, looks, options) as content:
                paper.write(frame.article_start(number, item, content.beginning, content.direction))
                for part, text in enumerate(content.html(), start=1):
                    paper.write(text)
                    progress(done + min(part, _steps(item)), steps)
                placed = {note.number for note in content.placed}
            missing = [note for note in notes if note.number not in placed]
            paper.write(frame.article_end(missing))
            unplaced += [note.annotation for note in missing]
            done += _steps(item)
        paper.write(frame.end())
    count = sum(len(item.annotations) for item in items)
    return ExportReport(file.output, count - len(unplaced), tuple(each.id for each in unplaced))


@contextmanager
def _content(
    item: ExportItem, article: str, notes: Sequence[Note], looks: Looks, options: ExportOptions
) -> Iterator[MarkedText | DrawnPages]:
    """Open an article for as long as it is written."""
    if item.article.is_pdf:
        with drawn_pages(item, article, notes, looks, options) as pages:
            yield pages
    else:
        yield MarkedText(item, article, notes, looks, options)


def _steps(item: ExportItem) -> int:
    return max(item.article.section_count, 1) if item.article.is_pdf else 1


class _Paper:
    """The file that is written, up to the largest size; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        # What no encoding has, half a surrogate pair in a note, becomes a question mark.
        self._file: TextIO = path.open("w", encoding="utf-8", errors="replace", newline="\n")
        self._length = 0

    def __enter__(self) -> "_Paper":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def write(self, text: str) -> None:
        """Write more.

        Raises:
            ExportError: The file becomes too large.
        """
        self._length += len(text)
        if self._length > _LARGEST * 1_000_000:
            raise ExportError(
                f"As one HTML file this would be larger than {_LARGEST} MB, more than browsers can show;"
                " export a PDF."
            )
        self._file.write(text)
