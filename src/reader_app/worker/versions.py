"""Gives an article another version: what its source is now, or another form of its web page.

Nothing that was there goes: the versions before stay, and with them the places of annotations.
"""

from collections.abc import Sequence

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article, Form
from reader_app.core.text import SectionText
from reader_app.errors import IntakeError
from reader_app.intake.sources import Source
from reader_app.library.library import Library, open_library
from reader_app.library.version_rows import Version
from reader_app.worker.indexing import read_version
from reader_app.worker.jobs import SaveVersion, ShowForm
from reader_app.worker.keeping import new_article
from reader_app.worker.moving import moved
from reader_app.worker.taking import Notify, Opened, open_taken, read_source, take, unheard


def save_version(job: SaveVersion, notify: Notify = unheard) -> Article:
    """Keep a source as the new version of an article, with the annotations that are found in it.

    Raises:
        NotFoundError: The article is not in the library.
        IntakeError: The source cannot be read, or cannot become an article.
        DocumentError: It can, but the file could not be opened for reading then.
        StorageError: The library cannot keep it.
    """
    original = read_source(job.source)
    with open_library(job.library) as library:
        library.articles.get(job.article_id)
        taken = take(job.source, original)
        opened = open_taken(taken, notify, with_text=True)
        new = new_article(library, taken, opened, Form.ARTICLE)
        placed = _placed(library, job.article_id, new.texts or ())
        article = library.versions.add(job.article_id, new, placed)
        return _with_late_annotations(library, article, new.texts or ())


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
        if not article.is_web_page:
            raise IntakeError("Only a web page can be shown in another form.")
        present = library.articles.version(article.version_id)
        version = library.versions.find(article.id, present.original_file, job.form)
        if version is None:
            article, texts = _add_form(library, article, present, job.form, notify)
        else:
            texts = _texts_of(library, version, notify)
            placed = _placed(library, article.id, texts, version.id)
            article = library.versions.show(version, placed)
        return _with_late_annotations(library, article, texts)


def _add_form(
    library: Library, article: Article, present: Version, form: Form, notify: Notify
) -> tuple[Article, Sequence[SectionText]]:
    path = library.files.path(present.original_file)
    # The name is only a hint of the format, which the suffix keeps; the title is known.
    taken = take(Source(name=path.name, path=path, address=article.metadata.url), path.read_bytes(), form)
    text = open_taken(taken, notify, with_text=True).text
    new = new_article(library, taken, Opened(article.metadata, text), form)
    texts = new.texts or ()
    return library.versions.add(article.id, new, _placed(library, article.id, texts)), texts


def _texts_of(library: Library, version: Version, notify: Notify) -> Sequence[SectionText]:
    texts = library.articles.texts(version.id)
    if texts is not None:
        return texts
    return read_version(library, version, notify).sections


def _placed(
    library: Library, article_id: str, texts: Sequence[SectionText], version_id: int | None = None
) -> list[Annotation]:
    return [moved(each, texts) for each in library.annotations.unplaced_on(article_id, version_id)]


def _with_late_annotations(library: Library, article: Article, texts: Sequence[SectionText]) -> Article:
    """Place what another program annotated while the version was being made."""
    if late := _placed(library, article.id, texts, article.version_id):
        library.annotations.place(article.version_id, late)
    return article
