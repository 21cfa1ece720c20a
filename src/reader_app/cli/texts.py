"""The text of an article as the library keeps it, read from its file first where it does not yet."""

from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.library.library import Library


def article_text(library: Library, article: Article) -> ArticleText:
    """Return the text of the article's current version.

    Raises:
        DocumentError: The text was not read before, and its file cannot be read.
    """
    sections = library.articles.texts(article.version_id)
    if sections is None:
        # Late on purpose: most calls need no child process.
        from reader_app.cli.children import child_of

        with child_of(library.folder) as child:
            article = child.read_text(article.id)
        sections = library.articles.texts(article.version_id) or []
    return ArticleText(sections)
