"""Brings the annotations of a file to an article, where each belongs in the article's own text.

A file that is the article's own says where they are. In any other one, such as a copy that somebody sent
back, what they mark is looked for by its words.
"""

from collections.abc import Sequence

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.core.quote_search import placed
from reader_app.document.opening import open_document
from reader_app.intake.content import content_of
from reader_app.intake.sources import Source
from reader_app.library.library import Library, open_library
from reader_app.worker.embedded import annotations_of, groups_of, with_ids_of
from reader_app.worker.jobs import ImportAnnotations, Imported
from reader_app.worker.taking import Notify, sha256_of, unheard
from reader_app.worker.versions import texts_of


def import_annotations(job: ImportAnnotations, notify: Notify = unheard) -> Imported:
    """Read the annotations of a file and add those that are new.

    Raises:
        NotFoundError: The article is not in the library.
        DocumentError: The PDF is damaged, or the password does not open it.
        IntakeError: The file holds nothing that this program reads.
        StorageError: The library cannot keep them; nothing was added.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        found, problems = _read_pdf(library, article, job, notify)
        added = library.annotations.add_new(found)
    ordered = sorted(added, key=lambda annotation: annotation.order)
    return Imported(tuple(ordered), len(found) - len(added), problems)


def _read_pdf(
    library: Library, article: Article, job: ImportAnnotations, notify: Notify
) -> tuple[Sequence[Annotation], tuple[str, ...]]:
    content, _ = content_of(Source(name=job.source.name, path=job.source))
    with open_document(content, "application/pdf", job.password) as document:
        groups, problems = groups_of(document, article.id)
        groups = with_ids_of(library, article.id, groups)
        embedded = annotations_of(document, groups, problems, article.id, library.labels.all())
    version = library.articles.version(article.version_id)
    if sha256_of(content) == version.reading_file:
        return embedded.annotations, embedded.problems
    text = ArticleText(texts_of(library, version, notify))
    return [placed(each, text) for each in embedded.annotations], embedded.problems
