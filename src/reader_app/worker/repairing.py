"""Leaves passages out of an article, and keeps the result as a version of it."""

from collections.abc import Sequence
from dataclasses import replace

from reader_app.core.anchoring import describe, resolve
from reader_app.core.annotation import Annotation, Status
from reader_app.core.article import Article, Form
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
            text = read_text(document, notify)
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
        shifted = _shifted(library.annotations.of_article(article.id), texts, text.sections)
        article = library.versions.add(article.id, new, shifted)
        return with_late_annotations(library, article, text.sections)


def _shifted(
    annotations: Sequence[Annotation], before: Sequence[SectionText], after: Sequence[SectionText]
) -> list[Annotation]:
    """Return the annotations where their words are after the repair, without those of which that is unknown.

    What is left out is one piece of the text, so that all that stands behind it moves by its length.
    """
    if len(before) != 1 or len(after) != 1:
        return []
    old, new = before[0].chars, after[0].chars
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(new))
    moved = (_moved(each, same, len(old) - len(new), after[0]) for each in annotations)
    return [each for each in moved if each is not None]


def _moved(annotation: Annotation, same: int, left_out: int, text: SectionText) -> Annotation | None:
    """Return the annotation in a text that lacks so many characters after those that are the same."""
    if annotation.status is not Status.PLACED:
        return None
    targets = []
    for target in annotation.targets:
        if target.end > same and target.start < same + left_out:
            return None
        by = 0 if target.end <= same else left_out
        moved = replace(target, start=target.start - by, end=target.end - by)
        if resolve(moved, text) is None:
            return None
        targets.append(describe(text, 0, moved.start, moved.end))
    return replace(annotation, targets=tuple(targets))
