"""What a child process can be asked to do, and what it answers. Values that are pickled, no behavior.

Jobs of the document child refer to the document it has open; the others stand alone. Those for what stands in
files of other programs are in ``embedded_jobs``, those of the library's care in ``care_jobs``, the one
that writes a file out is ``export.item.ExportFile``.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reader_app.core.article import Article, Form
from reader_app.core.layout import PageColors, ReadingStyle
from reader_app.intake.sources import Source


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


class ReadText(StrEnum):
    """When the text of a saved source is read and made searchable: by the job, or later by ``IndexText``.

    Of a web page of usual length it takes as long as a blink, of a book or a PDF it may take seconds.
    """

    NOW = "now"
    IF_SHORT = "if short"
    LATER = "later"


class Outcome(StrEnum):
    """What became of a source."""

    ADDED = "added"
    ALREADY_SAVED = "already saved"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class ExpandSources:
    """Tell what named things stand for: the files of folders and archives, the entries of reading lists.

    Answers ``ExpandedSources``.

    Attributes:
        names: Paths of files and folders, and http(s) addresses.
    """

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpandedSources:
    """What named things stand for.

    Attributes:
        sources: In the order named, those of a folder sorted.
        problems: The name and one sentence for each thing that stands for nothing.
    """

    sources: tuple[Source, ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SaveSource:
    """Take a source in and keep it in a library; answers ``SavedSource``. Sends ``Progress``.

    Attributes:
        library: The library's folder.
        source: What to take in.
        text: When the text is read; at once in any case where it is compared with what is saved, or marks
            are placed in it.
        form: Which part of a web page to take. Where it is not the article, all but web pages are
            refused: so a page that the search for its article did not survive is tried once more.
    """

    library: Path
    source: Source
    text: ReadText = ReadText.NOW
    form: Form = Form.ARTICLE


@dataclass(frozen=True, slots=True)
class SavedSource:
    """What became of a source.

    Attributes:
        article: The new article, or the one that was there.
        outcome: ``CHANGED`` says that the article was saved before, from the same address, with other
            content; nothing was kept of the new content, ``SaveVersion`` keeps it.
    """

    article: Article
    outcome: Outcome

    @property
    def is_new(self) -> bool:
        """Whether there was no such article before."""
        return self.outcome is Outcome.ADDED


@dataclass(frozen=True, slots=True)
class SaveVersion:
    """Keep a source as the new version of an article; answers the ``Article``. Sends ``Progress``.

    The old version stays. Annotations move to the new one where their place there is sure; the others
    wait in review or unplaced. A version that the article has already is shown.
    """

    library: Path
    article_id: str
    source: Source


@dataclass(frozen=True, slots=True)
class ShowForm:
    """Show another form of a web page: the article, the whole page, another extraction.

    Answers the ``Article``. Annotations are looked for in the other form; what is not there waits
    until the form that has it is shown again.
    """

    library: Path
    article_id: str
    form: Form


@dataclass(frozen=True, slots=True)
class ShowVersion:
    """Show a version that an article has, such as one that was shown before; answers the ``Article``."""

    library: Path
    article_id: str
    version_id: int


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Take a passage out of an article, with the blocks that it touches; answers the ``Article``.

    What was shown before stays as a version.

    Attributes:
        version_id: The version that the offsets are of; refused if another is shown by now.
        start: Offset in visible characters of the text that is shown.
        end: Offset after the passage.
    """

    library: Path
    article_id: str
    version_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexText:
    """Read the whole text of an article and keep it for searching; answers the ``Article``.

    Sends ``Progress``.
    """

    library: Path
    article_id: str
    password: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: ``done`` of ``total`` steps."""

    done: int
    total: int
