"""Makes what is exported of what the library has."""

from collections.abc import Iterable

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.export.item import ExportItem
from reader_app.library.library import Library


def export_item(
    library: Library, article: Article, annotations: Iterable[Annotation], password: str = ""
) -> ExportItem:
    """Return an article as a writer needs it.

    Args:
        library: Has the article.
        article: As it is now.
        annotations: What goes along.
        password: Opens an encrypted source.

    Raises:
        StorageError: The library cannot be read.
    """
    version = library.articles.version(article.version_id)
    sections = library.articles.texts(article.version_id)
    return ExportItem(
        source=library.files.path(version.reading_file),
        article=article,
        annotations=tuple(annotations),
        known=library.annotations.ids(article.id),
        password=password,
        sections=None if sections is None else tuple(sections),
    )
