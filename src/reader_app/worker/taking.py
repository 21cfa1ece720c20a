"""From a source to what can be kept: its bytes, the article they become, the text that people read.

The only place where intake and documents meet. The library is not known here.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from reader_app.core.article import Form, Metadata
from reader_app.core.article_text import ArticleText
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import Document, open_document
from reader_app.errors import IntakeError, PasswordRequiredError
from reader_app.intake.detect import Format, detect
from reader_app.intake.intake import Intake, take_in
from reader_app.intake.outcome import UNTITLED, one_line, title_from_name
from reader_app.intake.sources import Source
from reader_app.intake.stated_metadata import believed_metadata
from reader_app.intake.surroundings import Surroundings
from reader_app.worker.jobs import Progress

Notify = Callable[[Progress], None]

# From 1.5 on, MuPDF takes each line for a paragraph of its own.
TEXT_STYLE = ReadingStyle(line_height=1.2)
_LARGEST = 1 << 30
_WEB_PAGES = frozenset({".html", ".htm", ".xhtml", ".xht", ".mht", ".mhtml"})


@dataclass(frozen=True, slots=True)
class Taken:
    """A source that became an article, not yet kept.

    Attributes:
        source: What was asked for.
        original: The bytes that it gave.
        intake: The article they became.
        addresses: Where it was asked for, and where it was found.
    """

    source: Source
    original: bytes
    intake: Intake
    addresses: tuple[str, ...]

    @property
    def is_web_page(self) -> bool:
        """Whether the original is a web page, which has other forms."""
        return self.intake.original_suffix in _WEB_PAGES

    @property
    def reading(self) -> bytes:
        """The file for reading."""
        return self.original if self.intake.reading is None else self.intake.reading


@dataclass(frozen=True, slots=True)
class Opened:
    """What the file for reading says when it is opened.

    Attributes:
        metadata: Of the article.
        text: None if it was not read, or asks for a password.
    """

    metadata: Metadata
    text: ArticleText | None


def unheard(progress: Progress) -> None:
    """Take progress that nobody asked for."""


def read_source(source: Source) -> bytes:
    """Return the bytes of a file, or those that are given.

    Raises:
        IntakeError: They cannot be had.
    """
    if source.content is not None:
        return source.content
    path = source.path
    if path is None:
        raise IntakeError("This version saves files only, not yet addresses.")
    try:
        if not path.exists():
            raise IntakeError("There is no such file.")
        if not path.is_file():
            raise IntakeError("It is not a file.")
        if path.stat().st_size > _LARGEST:
            raise IntakeError("The file is larger than 1,024 MB, the most that this program reads.")
        return path.read_bytes()
    except OSError as error:
        raise IntakeError(f"The file cannot be read: {error.strerror}.") from error


def take(source: Source, original: bytes, form: Form = Form.ARTICLE) -> Taken:
    """Return the article that a source becomes.

    Raises:
        IntakeError: It cannot become one, or it is no web page and another form is asked for.
        UnsupportedFormatError: The source is of a kind that this program does not read.
    """
    if form is not Form.ARTICLE and detect(original, source.name) is not Format.HTML:
        raise IntakeError("Only a web page can be shown in another form.")
    intake = take_in(original, source.name, Surroundings(address=source.address, form=form))
    listed = source.listing.title if source.listing is not None else ""
    if listed and intake.metadata.title in (UNTITLED, title_from_name(source.name)):
        intake = replace(intake, metadata=replace(intake.metadata, title=one_line(listed)))
    return Taken(source, original, intake, (source.address,))


def open_taken(taken: Taken, notify: Notify, *, with_text: bool) -> Opened:
    """Open the file for reading, which shows whether it is sound; read its text if that is wanted.

    Raises:
        DocumentError: It cannot be opened, or not be laid out.
    """
    intake = taken.intake
    try:
        with open_document(taken.reading, intake.media_type, style=TEXT_STYLE) as document:
            metadata = intake.metadata
            if intake.media_type == "application/pdf":  # intake has read what other formats say of themselves
                metadata = believed_metadata(document.metadata(), metadata)
            return Opened(metadata, read_text(document, notify) if with_text else None)
    except PasswordRequiredError:
        return Opened(intake.metadata, None)  # saved all the same; who knows the password reads it later


def read_text(document: Document, notify: Notify) -> ArticleText:
    """Return the whole text of a document, telling how far that is.

    Raises:
        DamagedDocumentError: It cannot be laid out.
    """
    document.lay_out(TEXT_STYLE)
    return ArticleText(document.section_texts(lambda done, total: notify(Progress(done, total))))
