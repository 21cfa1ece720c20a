"""The text of an article that is exported: as the library keeps it, else read from its file now."""

from reader_app.core.article_text import ArticleText
from reader_app.document.opening import open_document
from reader_app.export.item import ExportItem


def text_of(item: ExportItem) -> ArticleText:
    """Return the text of an article.

    Raises:
        DocumentError: It was not read before, and its file is damaged or asks for a password.
    """
    if item.sections is not None:
        return ArticleText(item.sections)
    with open_document(item.source, item.article.media_type, item.password) as document:
        return ArticleText(document.section_texts())
