"""What an export is to be: its format, its pages, and what stands beside the notes.

Apart from the writers, because it is chosen where MuPDF is never loaded.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from reader_app.core.layout import ReadingStyle


class Format(StrEnum):
    """What is written."""

    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    JSON = "json"
    CSV = "csv"
    WEB_ANNOTATION = "web-annotation"
    BIBTEX = "bibtex"
    CSL_JSON = "csl-json"

    @property
    def suffix(self) -> str:
        """How the names of such files end, with the dot."""
        return _SUFFIXES[self]

    @property
    def has_annotations(self) -> bool:
        """Whether annotations go in; a reference is about the article alone."""
        return self not in (Format.BIBTEX, Format.CSL_JSON)

    @property
    def takes_several(self) -> bool:
        """Whether one file can hold several articles."""
        return self is not Format.MARKDOWN


_SUFFIXES = {
    Format.PDF: ".pdf",
    Format.HTML: ".html",
    Format.MARKDOWN: ".md",
    Format.JSON: ".json",
    Format.CSV: ".csv",
    Format.WEB_ANNOTATION: ".jsonld",
    Format.BIBTEX: ".bib",
    Format.CSL_JSON: ".csl.json",
}


class Layout(StrEnum):
    """How a PDF shows annotations: by standard annotations alone, or with the notes in print too."""

    ANNOTATIONS = "annotations"
    MARGIN = "margin"
    ENDNOTES = "endnotes"


class Order(StrEnum):
    """What lists of annotations are sorted by; notes in a margin stand level with their passages anyway."""

    PLACE = "place"
    TIME = "time"
    LABEL = "label"


PAPERS = {
    "a4": (595.276, 841.89),
    "letter": (612.0, 792.0),
    "a5": (419.528, 595.276),
    "tablet": (447.0, 596.0),
}
"""Width and height in points. The screen of a tablet has sides of 3 to 4, and some 10 inches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """One export, whatever the article.

    Attributes:
        format: What is written.
        layout: Of a PDF.
        paper: One of ``PAPERS``, for text that reflows; a PDF keeps its pages.
        style: Sets text that reflows; its width and margins follow from the paper.
        order: Of lists of annotations.
        quotes: Whether printed notes repeat the words that they belong to.
        tags: Whether printed notes show their tags.
        dates: Whether printed notes show when they were made.
        legend: Whether a PDF says which label each color stands for.
        summary: Whether a PDF begins with a page on the article and its annotations.
        author: Who the reader is; goes into each annotation that is the reader's.
        template: The reader's own for Markdown; None for the one that comes with the program.
    """

    format: Format = Format.PDF
    layout: Layout = Layout.ANNOTATIONS
    paper: str = "a4"
    style: ReadingStyle = field(default_factory=ReadingStyle)
    order: Order = Order.PLACE
    quotes: bool = True
    tags: bool = True
    dates: bool = False
    legend: bool = False
    summary: bool = False
    author: str = ""
    template: Path | None = None

    @property
    def has_lone_legend(self) -> bool:
        """Whether a PDF has a legend that is neither beside its summary nor above the notes at its end."""
        return self.legend and not self.summary and self.layout is not Layout.ENDNOTES
