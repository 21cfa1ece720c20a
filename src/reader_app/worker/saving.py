"""The jobs that join intake, documents and the library: a source is saved, its text is read.

They run in a child process, so that a file made to do harm, or one that is merely broken, ends the
child and not the program.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader_app.core.article import Article, Metadata
from reader_app.core.article_text import ArticleText
from reader_app.core.layout import ReadingStyle
from reader_app.document.opening import open_document
from reader_app.errors import IntakeError, PasswordRequiredError
from reader_app.intake.intake import Intake, take_in
from reader_app.intake.sources import Source
from reader_app.intake.stated_metadata import believed_metadata
from reader_app.intake.surroundings import Surroundings
from reader_app.library.articles import NewArticle
from reader_app.library.library import Library, open_library
from reader_app.worker.jobs import IndexText, Outcome, SavedSource, SaveSource

_LARGEST = 1 << 30
# From 1.5 on, MuPDF takes each line for a paragraph of its own.
_TEXT_STYLE = ReadingStyle(line_height=1.2)


def save_source(job: SaveSource) -> SavedSource:
    """Save a source as a new article, or find the one that has the same content already.

    Raises:
        IntakeError: The source cannot be read, or cannot become an article.
        DocumentError: It can, but the file could not be opened for reading then.
        StorageError: The library cannot keep it.
    """
    source = _read(job.source)
    with open_library(job.library) as library:
        # Looked up again when it is added; here it spares reading a file that is saved already.
        article = library.articles.find_by_file(hashlib.sha256(source).hexdigest())
        if article is not None:
            return SavedSource(article, Outcome.ALREADY_SAVED)
        intake = take_in(source, job.source.name, Surroundings(address=job.source.address))
        # Before anything is stored: opening is what shows whether a document is sound.
        metadata = _opened_metadata(intake, source)
        return _store(library, intake, source, metadata)


def index_text(job: IndexText) -> Article:
    """Read the text of the version that an article shows, keep it, and let it be found.

    Raises:
        NotFoundError: The article or its file is not in the library.
        DocumentError: The file is damaged, or the password does not open it.
        StorageError: The library cannot keep the text.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        path = library.files.path(library.articles.version(article.version_id).reading_file)
        with open_document(path, article.media_type, job.password) as document:
            document.lay_out(_TEXT_STYLE)
            text = ArticleText(document.section_texts())
        library.articles.set_texts(article.version_id, text.sections, text.word_count)
        return library.articles.get(article.id)


def _read(source: Source) -> bytes:
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


def _store(library: Library, intake: Intake, source: bytes, metadata: Metadata) -> SavedSource:
    original = library.files.store(source, intake.original_suffix)
    reading = original if intake.reading is None else library.files.store(intake.reading, intake.suffix)
    article, is_new = library.articles.add(
        NewArticle(
            metadata=metadata,
            media_type=intake.media_type,
            reading_file=reading,
            original_file=original,
        )
    )
    return SavedSource(article, Outcome.ADDED if is_new else Outcome.ALREADY_SAVED)


def _opened_metadata(intake: Intake, source: bytes) -> Metadata:
    """Open the reading file; return the metadata, with what a PDF says of itself where that is sensible."""
    with _temporary_file(intake.reading or source, intake.suffix) as path:
        try:
            with open_document(path, intake.media_type) as document:
                stated = document.metadata()
        except PasswordRequiredError:
            return intake.metadata  # saved all the same; who knows the password reads it later
    if intake.media_type != "application/pdf":
        return intake.metadata  # intake has read what other formats say, and reads more of it
    return believed_metadata(stated, intake.metadata)


@contextmanager
def _temporary_file(content: bytes, suffix: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="reader-app-", ignore_cleanup_errors=True) as folder:
        path = Path(folder) / f"source{suffix}"
        path.write_bytes(content)
        yield path
