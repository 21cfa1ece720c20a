"""Leaves passages out of an article, and keeps the result as a version of it."""

from collections.abc import Sequence
from dataclasses import replace

from reader_app.core.anchoring import describe, resolve
from reader_app.core.annotation import Annotation, Status
from reader_app.core.article import Article, Form
from reader_app.core.article_text import ArticleText
from reader_app.core.text import SectionText
from reader_app.errors import IntakeError
from reader_app.intake.repair import without_passage
from reader_app.library.library import open_library
from reader_app.library.new_article import NewArticle
from reader_app.worker.jobs import LeaveOut
from reader_app.worker.taking import Notify, open_for_text, read_text, unheard
from reader_app.worker.versions import texts_of, with_late_annotations

_REPAIRABLE = "text/html"


def leave_out(job: LeaveOut, notify: Notify = unheard) -> Article:
    """Take a passage out of the text that an article shows.

    Raises:
        NotFoundError: The article or its file is not in the library.
        IntakeError: It is a PDF or a book, another version is shown, the passage is
            not there, or nothing would be left.
        StorageError: The library cannot keep the result.
    """
    with open_library(job.library) as library:
        article = library.articles.get(job.article_id)
        if article.media_type != _REPAIRABLE:
            raise IntakeError("Passages of a PDF or a book cannot be left out.")
        if article.version_id != job.version_id:
            raise IntakeError("Another version of this article is shown by now; open it again.")
        present = library.articles.version(article.version_id)
        texts = texts_of(library, present, notify)
        passage = "".join(section.chars for section in texts)[job.start : job.end]
        reading = library.files.path(present.reading_file).read_bytes()
        repaired = without_passage(reading, passage, job.start)
        with open_for_text(repaired, article.media_type) as document:
            text: ArticleText = read_text(document, notify)
        new = NewArticle(
            metadata=article.metadata,
            media_type=article.media_type,
            reading_file=library.files.store(repaired, ".html"),
            original_file=present.original_file,
            archive_file=present.archive_file,
            form=Form.REPAIRED,
            is_web_page=article.is_web_page,
            word_count=text.word_count,
            section_count=len(text.sections),
            texts=text.sections,
        )
        shifted = [
            _shifted(each, texts, text.sections) for each in library.annotations.of_article(article.id)
        ]
        article = library.versions.add(article.id, new, [each for each in shifted if each is not None])
        return with_late_annotations(library, article, text.sections)


def _shifted(
    annotation: Annotation, before: Sequence[SectionText], after: Sequence[SectionText]
) -> Annotation | None:
    """Return the annotation where its words are after the repair; None if that cannot be told so.

    What is left out is one piece of the text, so that all that stands behind it moves by its length.
    """
    if annotation.status is not Status.PLACED or len(before) != 1 or len(after) != 1:
        return None
    old, new = before[0].chars, after[0].chars
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    left_out = len(old) - len(new)
    targets = []
    for target in annotation.targets:
        if target.end > same and target.start < same + left_out:
            return None
        by = 0 if target.end <= same else left_out
        moved = replace(target, start=target.start - by, end=target.end - by)
        if resolve(moved, after[0]) is None:
            return None
        targets.append(describe(after[0], 0, moved.start, moved.end))
    return replace(annotation, targets=tuple(targets))
