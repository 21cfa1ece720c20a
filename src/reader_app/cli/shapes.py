"""The JSON of annotations as the command line answers it: their labels and texts come from the library."""

from collections.abc import Sequence

from reader_app.cli.texts import article_text
from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.errors import NotFoundError
from reader_app.export.records import Json, annotation_record
from reader_app.library.library import Library


def annotations_json(library: Library, annotations: Sequence[Annotation]) -> list[dict[str, Json]]:
    """Return annotations as the contract has them, even those whose article is in the trash."""
    labels = {label.id: label for label in library.labels.all()}
    texts: dict[str, ArticleText] = {}
    for article_id in {annotation.article_id for annotation in annotations}:
        texts[article_id] = article_text(library, _article(library, article_id))
    return [
        annotation_record(annotation, labels[annotation.label_id], texts[annotation.article_id])
        for annotation in annotations
    ]


def _article(library: Library, article_id: str) -> Article:
    try:
        return library.articles.get(article_id)
    except NotFoundError:
        return next(article for article in library.articles.trashed() if article.id == article_id)
