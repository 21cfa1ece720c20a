"""What a child process can be asked to do, and what it answers. Values that are pickled, no behavior.

Jobs of the document child refer to the document it has open; the others stand alone.
"""

from dataclasses import dataclass, field
from pathlib import Path

from reader_app.core.annotation import Annotation, Label
from reader_app.core.article import Article
from reader_app.core.layout import PageColors, ReadingStyle


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """Open a document and lay it out; answers ``DocumentLayout``."""

    path: Path
    media_type: str
    style: ReadingStyle
    password: str = ""


@dataclass(frozen=True, slots=True)
class LayOut:
    """Lay the open document out anew; answers ``DocumentLayout``."""

    style: ReadingStyle


@dataclass(frozen=True, slots=True)
class CountCharacters:
    """Answer with the section offset of each page's first character: ``list[int]``."""


@dataclass(frozen=True, slots=True)
class ReadPage:
    """Answer with the ``PageText`` of a page."""

    page: int


@dataclass(frozen=True, slots=True)
class PreparePage:
    """Get ready to draw a page soon: load its fonts and pictures; answers nothing.

    Attributes:
        page: Zero-based page; one that there is not counts as the first.
        scale: Device pixels per point, about as it will be.
    """

    page: int
    scale: float


@dataclass(frozen=True, slots=True)
class RenderTile:
    """Render a part of a page into shared memory; answers ``RenderedTile``.

    Attributes:
        page: Zero-based page.
        scale: Device pixels per point.
        left: Of the part, in device pixels from the page's left edge.
        top: In device pixels from the page's top.
        width: In device pixels.
        height: In device pixels.
        colors: What black on white becomes.
        slot: Where in the shared memory the samples go.
    """

    page: int
    scale: float
    left: int
    top: int
    width: int
    height: int
    colors: PageColors
    slot: int


@dataclass(frozen=True, slots=True)
class RenderedTile:
    """Where the samples are: 3 bytes a pixel, RGB, rows without padding."""

    width: int
    height: int
    slot: int


@dataclass(frozen=True, slots=True)
class SaveSource:
    """Take a source in and keep it in a library; answers ``SavedSource``.

    Attributes:
        library: The library's folder.
        source: A file, or the bytes of one (standard input, a drop).
        name: What to call it where it has no title; a file name, an address.
    """

    library: Path
    source: Path | bytes
    name: str


@dataclass(frozen=True, slots=True)
class SavedSource:
    """What became of a source.

    Attributes:
        article: The new article, or the one that was there.
        is_new: False if it was already saved.
    """

    article: Article
    is_new: bool


@dataclass(frozen=True, slots=True)
class IndexText:
    """Read the whole text of an article and keep it for searching; answers the ``Article``."""

    library: Path
    article_id: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class ExportPdf:
    """Write an annotated PDF; answers the ``Path`` written. Sends ``Progress``.

    Attributes:
        source: The article's reading file.
        article: The article.
        annotations: What goes in, in reading order.
        labels: All labels.
        output: The file to write; replaced only when the new one is complete.
        author: Goes into each annotation.
        paper: "a4", "letter" or "a5"; for text that reflows.
        password: Opens an encrypted source.
        style: Sets text that reflows; its width follows from the paper.
    """

    source: Path
    article: Article
    annotations: tuple[Annotation, ...]
    labels: tuple[Label, ...]
    output: Path
    author: str = ""
    paper: str = "a4"
    password: str = ""
    style: ReadingStyle = field(default_factory=ReadingStyle)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps."""

    done: int
    total: int
