"""Reads the text of an article that was saved without it."""

from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.library.library import Library, open_library
from reader_app.library.version_rows import Version
from reader_app.worker.jobs import IndexText
from reader_app.worker.taking import Notify, open_for_text, read_text, unheard


def index_text(job: IndexText, notify: Notify = unheard) -> Article:
    """Read the text of the version that an article shows, keep it, and let it be found.

    Raises:
        NotFoundError: The article or its file is not in the library.
        DocumentError: The file is damaged, or the password does not open it.
        StorageError: The library cannot keep the text.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        read_version(library, library.articles.version(article.version_id), notify, job.password)
        return library.articles.get(article.id)


def read_version(library: Library, version: Version, notify: Notify, password: str = "") -> ArticleText:
    """Read the text of a version and keep it; return it.

    Raises:
        NotFoundError: Its file is not in the library.
        DocumentError: The file is damaged, or the password does not open it.
        StorageError: The library cannot keep the text.
    """
    path = library.files.path(version.reading_file)
    with open_for_text(path, version.media_type, password) as document:
        text = read_text(document, notify)
    library.articles.set_texts(version.id, text.sections, text.word_count)
    return text
