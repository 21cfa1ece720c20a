"""Brings the annotations of a file to an article, where each belongs in the article's own text.

A file that is the article's own says where they are. In any other one, such as a copy that somebody sent
back, what they mark is looked for by its words.
"""

from collections.abc import Sequence
from typing import Final

from reader_app.core.annotation import Annotation
from reader_app.core.article import Article
from reader_app.core.article_text import ArticleText
from reader_app.core.reanchoring import Reanchoring
from reader_app.document.opening import open_document
from reader_app.intake.annotation_files import read_annotation_file
from reader_app.intake.content import content_of
from reader_app.intake.listed_annotations import ListReader
from reader_app.intake.sources import Source
from reader_app.library.library import Library, open_library
from reader_app.worker.embedded import groups_of, reader_of, with_ids_of
from reader_app.worker.embedded_jobs import ImportAnnotations, Imported
from reader_app.worker.taking import Notify, sha256_of, unheard
from reader_app.worker.versions import texts_of

_PDF: Final = b"%PDF-"
_HEAD: Final = 1024  # bytes in which a PDF says that it is one; some have mail headers before it


def import_annotations(job: ImportAnnotations, notify: Notify = unheard) -> Imported:
    """Read the annotations of a file and add those that are new.

    Raises:
        NotFoundError: The article is not in the library.
        DocumentError: The PDF is damaged, or the password does not open it.
        IntakeError: The file holds nothing that this program reads.
        StorageError: The library cannot keep them; nothing was added.
    """
    content, _ = content_of(Source(name=job.source.name, path=job.source))
    read = _read_pdf if _PDF in content[:_HEAD] else _read_list
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        found, problems = read(library, article, content, job, notify)
        added = library.annotations.add_new(found)
    ordered = sorted(added, key=lambda annotation: annotation.order)
    return Imported(tuple(ordered), len(found) - len(added), tuple(problems))


def _read_pdf(
    library: Library, article: Article, content: bytes, job: ImportAnnotations, notify: Notify
) -> tuple[Sequence[Annotation], Sequence[str]]:
    """Read the annotations that stand in a PDF: where they are in the article's own file, else by words."""
    with open_document(content, "application/pdf", job.password) as document:
        groups, problems = groups_of(document, article.id)
        groups = with_ids_of(library, article.id, groups)
        reader = reader_of(document, article.id, library.labels.all(), article.saved_at)
        found = [reader.annotation(group) for group in groups]
        version = library.articles.version(article.version_id)
        if not found or sha256_of(content) == version.reading_file:
            return found, problems
        way = Reanchoring(document.section_texts(), texts_of(library, version, notify))
    return [way.moved(each) for each in found], problems


def _read_list(
    library: Library, article: Article, content: bytes, job: ImportAnnotations, notify: Notify
) -> tuple[Sequence[Annotation], Sequence[str]]:
    """Read annotations that are listed by their words."""
    listed = read_annotation_file(content)
    text = ArticleText(texts_of(library, library.articles.version(article.version_id), notify))
    owners = library.annotations.owners({each.id for each in listed.annotations if each.id})
    reader = ListReader(article.id, article.metadata.url, text, library.labels.all(), owners)
    return reader.annotations(listed)
