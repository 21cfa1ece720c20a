"""What of an article, and of an annotation, can be found, and at which place."""

from collections.abc import Iterable, Mapping

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.text import SectionText
from reader_app.library.search import Place


def of_article(article: Article) -> Mapping[Place, str]:
    """Return what is found of an article beside its text."""
    names = (article.title, *article.metadata.authors, article.metadata.site)
    return {
        Place.TITLE: "\n".join(filter(None, names)),
        Place.TAG: "\n".join(sorted(article.tags)),
    }


def of_texts(texts: Iterable[SectionText]) -> Mapping[Place, str]:
    """Return what is found of the text of an article's version that is shown."""
    return {Place.TEXT: "\n".join(section.reading for section in texts)}


def of_annotation(annotation: Annotation) -> Mapping[Place, str]:
    """Return what is found of an annotation."""
    said = (annotation.note, *(reply.note for reply in annotation.replies))
    return {
        Place.QUOTE: annotation.quote,
        Place.NOTE: "\n".join(filter(None, said)),
        Place.TAG: "\n".join(annotation.tags),
    }
