"""From a source to what can be kept: its bytes, the article they become, the text that people read.

The only place where intake and documents meet. The library is not known here.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from reader_app.core.article import Form, Metadata
from reader_app.core.article_text import ArticleText
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import Document, open_document
from reader_app.errors import IntakeError, PasswordRequiredError
from reader_app.intake.address import take_in_address
from reader_app.intake.content import content_of
from reader_app.intake.detect import SUFFIXES, Format, detect
from reader_app.intake.intake import Intake, take_in
from reader_app.intake.outcome import UNTITLED, one_line, title_from_name
from reader_app.intake.sources import Source
from reader_app.intake.stated_metadata import believed_metadata
from reader_app.intake.surroundings import PictureSource, Surroundings
from reader_app.library.library import Library
from reader_app.worker.jobs import Progress

Notify = Callable[[Progress], None]

# So wide that most paragraphs are one line: where a line breaks, a space may be read that is none. From a
# line height of 1.5 on, MuPDF takes each line for a paragraph of its own.
_TEXT_STYLE: Final = ReadingStyle(line_height=1.2, width=2400.0)
NO_WEB_PAGE: Final = "Only a web page can be shown in another form."
_WEB_FORMATS: Final = (Format.HTML, Format.MHTML)
_WEB_SUFFIXES: Final = frozenset(suffix for each in _WEB_FORMATS for suffix in SUFFIXES[each])


@dataclass(frozen=True, slots=True)
class Taken:
    """A source that became an article, not yet kept.

    Attributes:
        source: What was asked for.
        original: The bytes that it gave.
        sha256: Of these, in hexadecimal.
        intake: The article they became.
        addresses: Where it was asked for, and where it was found.
        pictures: Those that stood beside a page, by the names that it has for them.
    """

    source: Source
    original: bytes
    sha256: str
    intake: Intake
    addresses: tuple[str, ...]
    pictures: Mapping[str, bytes]

    @property
    def is_web_page(self) -> bool:
        """Whether the original is a web page, which has other forms."""
        return self.intake.original_suffix in _WEB_SUFFIXES

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


def fetch(source: Source, form: Form = Form.ARTICLE) -> Taken:
    """Return the article that an address becomes.

    Raises:
        FetchError: What it stands for cannot be had.
        IntakeError: It cannot become an article, or it is no web page and another form is asked for.
        UnsupportedFormatError: The source is of a kind that this program does not read.
    """
    fetched = take_in_address(source.address, is_typed=source.is_typed, form=form)
    addresses = (source.address, fetched.address)
    taken = Taken(source, fetched.original, sha256_of(fetched.original), fetched.intake, addresses, {})
    if form is not Form.ARTICLE and not taken.is_web_page:
        raise IntakeError(NO_WEB_PAGE)
    return _listed(taken)


def content_for(library: Library, source: Source) -> tuple[bytes, PictureSource]:
    """Return what a source holds; see ``content_of``.

    Raises:
        IntakeError: It cannot be read, or unpacked, is too large, or is the library's own database.
    """
    if source.path is not None and library.is_own_database(source.path):
        raise IntakeError("This is the library itself, which cannot be saved in it.")
    return content_of(source)


def take(
    source: Source, form: Form = Form.ARTICLE, content: tuple[bytes, PictureSource] | None = None
) -> Taken:
    """Return the article that a source becomes which is not fetched.

    Args:
        source: The source.
        form: Which part of a web page to take.
        content: What ``content_for`` gave of the source, if that was asked before.

    Raises:
        IntakeError: It cannot become one, or it is no web page and another form is asked for.
        UnsupportedFormatError: The source is of a kind that this program does not read.
    """
    original, beside = content or content_of(source)
    if form is not Form.ARTICLE and detect(original, source.name) not in _WEB_FORMATS:
        raise IntakeError(NO_WEB_PAGE)
    pictures = _KeptPictures(beside)
    around = Surroundings(address=source.address, pictures=pictures, form=form)
    intake = take_in(original, source.name, around)
    sha256 = sha256_of(original)
    return _listed(Taken(source, original, sha256, intake, (source.address,), pictures.found))


def sha256_of(content: bytes) -> str:
    """Return the SHA-256 in hexadecimal, by which the library knows files."""
    return hashlib.sha256(content).hexdigest()


def _listed(taken: Taken) -> Taken:
    """Return it with what a reading list says of it, where it says nothing itself."""
    source, metadata, listing = taken.source, taken.intake.metadata, taken.source.listing
    if listing is None:
        return taken
    is_untitled = metadata.title in (UNTITLED, title_from_name(source.name))
    metadata = replace(
        metadata,
        title=(is_untitled and one_line(listing.title)) or metadata.title,
        authors=metadata.authors or listing.authors,
        published=metadata.published or listing.published,
        language=metadata.language or listing.language,
    )
    return replace(taken, intake=replace(taken.intake, metadata=metadata))


class _KeptPictures:
    """Gives what another source of pictures gives, and keeps it."""

    def __init__(self, pictures: PictureSource) -> None:
        self._pictures = pictures
        self.found: dict[str, bytes] = {}

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that can be had."""
        found = self._pictures.collect(names, base)
        self.found.update(found)
        return found


def open_taken(taken: Taken, notify: Notify, *, with_text: bool) -> Opened:
    """Open the file for reading, which shows whether it is sound; read its text if that is wanted.

    Raises:
        DocumentError: It cannot be opened, or not be laid out.
    """
    intake = taken.intake
    if intake.media_type == "text/html" and not with_text:
        return Opened(intake.metadata, None)  # this program made it, and so it is sound
    try:
        with open_for_text(taken.reading, intake.media_type) as document:
            metadata = intake.metadata
            if intake.media_type == "application/pdf":  # intake has read what other formats say of themselves
                metadata = believed_metadata(document.metadata(), metadata)
            return Opened(metadata, read_text(document, notify) if with_text else None)
    except PasswordRequiredError:
        return Opened(intake.metadata, None)  # saved all the same; who knows the password reads it later


def open_for_text(source: Path | bytes, media_type: str, password: str = "") -> Document:
    """Open a file in the style that ``read_text`` needs.

    Raises:
        DocumentError: It cannot be opened.
    """
    return open_document(source, media_type, password, style=_TEXT_STYLE)


def read_text(document: Document, notify: Notify) -> ArticleText:
    """Return the whole text of a document that ``open_for_text`` opened, telling how far that is.

    Raises:
        DamagedDocumentError: It cannot be laid out.
    """
    return ArticleText(document.section_texts(lambda done, total: notify(Progress(done, total))))
