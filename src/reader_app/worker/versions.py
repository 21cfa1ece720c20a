"""Gives an article another version: what its source is now, or another form of its web page.

Nothing that was there goes: the versions before stay, and with them the places of annotations.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article, Form, Metadata
from reader_app.core.reanchoring import Reanchoring
from reader_app.core.text import SectionText
from reader_app.errors import DocumentError, IntakeError, NotFoundError, PasswordRequiredError
from reader_app.intake.detect import SUFFIXES, Format
from reader_app.intake.sources import Source
from reader_app.library.library import Library, open_library
from reader_app.library.version_rows import Version
from reader_app.worker.indexing import read_version
from reader_app.worker.jobs import SaveVersion, ShowForm, ShowVersion
from reader_app.worker.keeping import new_article
from reader_app.worker.taking import (
    NO_WEB_PAGE,
    Notify,
    Opened,
    content_for,
    fetch,
    open_taken,
    take,
    unheard,
)

_LOCKED: Final = "This file asks for a password, so that no annotation can be found in it."


def save_version(job: SaveVersion, notify: Notify = unheard) -> Article:
    """Keep a source as the new version of an article, or show the version that it is already.

    What is known of the article stays; the source may add to it.

    Raises:
        NotFoundError: The article is not in the library.
        IntakeError: The source cannot be read, or cannot become an article.
        DocumentError: It can, but the file could not be opened for reading then, or asks for a password.
        StorageError: The library cannot keep it.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        if job.source.is_fetched:
            taken = fetch(job.source)
        else:
            taken = take(job.source, content=content_for(library, job.source))
        if library.articles.version(article.version_id).original_file == taken.sha256:
            return article
        version = library.versions.find(article.id, taken.sha256, Form.ARTICLE)
        if version is not None:
            return _show(library, version, notify)
        opened = open_taken(taken, notify, with_text=True)
        if opened.text is None:
            raise PasswordRequiredError(_LOCKED)
        metadata = _completed(article.metadata, opened.metadata)
        new = new_article(library, taken, replace(opened, metadata=metadata), Form.ARTICLE)
        texts = opened.text.sections
        article = library.versions.add(article.id, new, placed_in(library, article.id, texts))
        return with_late_annotations(library, article, texts)


def _completed(known: Metadata, new: Metadata) -> Metadata:
    """Return what is known of an article, with what only its new version says."""
    return replace(
        known,
        authors=known.authors or new.authors,
        site=known.site or new.site,
        url=known.url or new.url,
        language=known.language or new.language,
    )


def show_form(job: ShowForm, notify: Notify = unheard) -> Article:
    """Show another form of a web page: the one that is there, else one made from the original.

    Raises:
        NotFoundError: The article or its file is not in the library.
        IntakeError: It is no web page.
        DocumentError: The form could not be opened for reading.
        StorageError: The library cannot keep it.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        if article.form is job.form:
            return article
        present = library.articles.version(article.version_id)
        version = library.versions.find(article.id, present.original_file, job.form)
        if version is not None:
            return _show(library, version, notify)
        if job.form is Form.REPAIRED:
            raise IntakeError("Nothing was left out of this article.")
        if not article.is_web_page:
            raise IntakeError(NO_WEB_PAGE)
        article, texts = _add_form(library, article, present, job.form, notify)
        return with_late_annotations(library, article, texts)


def show_version(job: ShowVersion, notify: Notify = unheard) -> Article:
    """Show a version that an article has.

    Raises:
        NotFoundError: The article, the version or its file is not in the library.
        DocumentError: It could not be opened for reading.
        StorageError: The library cannot show it.
    """
    with open_library(job.library) as library:
        version = library.articles.version(job.version_id)
        if version.article_id != job.article_id:
            raise NotFoundError("This version belongs to another article.")
        return _show(library, version, notify)


def _show(library: Library, version: Version, notify: Notify) -> Article:
    texts = texts_of(library, version, notify)
    article = library.versions.show(version, placed_in(library, version.article_id, texts, version.id))
    return with_late_annotations(library, article, texts)


def _add_form(
    library: Library, article: Article, present: Version, form: Form, notify: Notify
) -> tuple[Article, Sequence[SectionText]]:
    path = library.files.path(present.archive_file or present.original_file)
    # An archive says where it comes from, and names its pictures by that.
    address = "" if path.suffix in SUFFIXES[Format.MHTML] else article.metadata.url
    taken = take(Source(name=path.name, path=path, address=address), form)
    text = open_taken(taken, notify, with_text=True).text
    new = replace(
        new_article(library, taken, Opened(article.metadata, text), form),
        original_file=present.original_file,
        archive_file=present.archive_file,
    )
    if library.versions.find(article.id, present.original_file, Form.WHOLE_PAGE) is not None:
        new = replace(new, whole_page="")
    texts = new.texts or ()
    return library.versions.add(article.id, new, placed_in(library, article.id, texts)), texts


def texts_of(library: Library, version: Version, notify: Notify) -> Sequence[SectionText]:
    """Return the text of a version's sections, read now if it was not yet."""
    texts = library.articles.texts(version.id)
    if texts is not None:
        return texts
    return read_version(library, version, notify).sections


def placed_in(
    library: Library, article_id: str, texts: Sequence[SectionText], version_id: int | None = None
) -> list[Annotation]:
    """Return the annotations that have no place in a version yet, with the places they have in its texts.

    Each is followed from the version on which it was last placed.
    """
    ways: dict[int | None, Reanchoring] = {}
    moved = []
    for annotation, placed_on in library.annotations.unplaced_on(article_id, version_id):
        if placed_on not in ways:
            ways[placed_on] = Reanchoring(_known_texts(library, placed_on), texts)
        moved.append(ways[placed_on].moved(annotation))
    return moved


def _known_texts(library: Library, version_id: int | None) -> Sequence[SectionText] | None:
    """Return the text of a version; None where it cannot be had: the quotes of marks must do then."""
    if version_id is None:
        return None
    try:
        return texts_of(library, library.articles.version(version_id), unheard)
    except (DocumentError, NotFoundError):
        return None


def with_late_annotations(library: Library, article: Article, texts: Sequence[SectionText]) -> Article:
    """Place what another program annotated while the version was being made."""
    if late := placed_in(library, article.id, texts, article.version_id):
        library.annotations.place(article.version_id, late)
    return article
