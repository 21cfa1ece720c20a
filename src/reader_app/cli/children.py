"""The jobs that the command line gives to a child process, each with the time it may be silent.

A source that kills the child or never ends costs one sentence, not the call: the next job starts a
new child.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from reader_app.core.article import Article
from reader_app.errors import PasswordRequiredError, ReaderError
from reader_app.export.report import ExportReport
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.jobs import ExportPdf, IndexText, Progress, SavedSource, SaveSource
from reader_app.worker.runner import JobRunner

_SAVING_SECONDS = 300.0
_READING_SECONDS = 600.0
_EXPORT_SECONDS = 1800.0
_LOG_FILE = "reader-app.log"

T = TypeVar("T")


class Child:
    """What a child process does for a library."""

    def __init__(self, folder: Path, runner: JobRunner) -> None:
        self._folder, self._runner = folder, runner

    def save(self, source: Path | bytes, name: str) -> SavedSource:
        """Save a source to the library and read its text.

        A file that asks for a password is saved without its text.

        Raises:
            ReaderError: It cannot become an article; the library lists no new one.
        """
        job = SaveSource(self._folder, given(source, name))
        saved = _expected(SavedSource, self._runner.run(job, time_limit=_SAVING_SECONDS))
        if saved.article.section_count:
            return saved
        try:
            return SavedSource(self.read_text(saved.article.id), saved.outcome)
        except PasswordRequiredError:
            return saved
        except ReaderError:
            if saved.is_new:
                with open_library(self._folder) as library:
                    library.articles.trash(saved.article.id)
            raise

    def read_text(self, article_id: str) -> Article:
        """Read the text of an article's file and keep it in the library.

        Raises:
            DocumentError: The file is damaged, or asks for a password.
        """
        job = IndexText(self._folder, article_id)
        return _expected(Article, self._runner.run(job, time_limit=_READING_SECONDS))

    def write_pdf(self, job: ExportPdf, show_done: Callable[[int, int], None]) -> ExportReport:
        """Write an annotated PDF, telling how many of how many steps are done.

        Raises:
            ReaderError: It cannot be written; a file that was there is as it was.
        """

        def show(progress: Progress) -> None:
            show_done(progress.done, progress.total)

        return _expected(ExportReport, self._runner.run(job, progress=show, time_limit=_EXPORT_SECONDS))


@contextmanager
def child_of(folder: Path) -> Iterator[Child]:
    """Give a child for the library in this folder; it is started when it gets its first job."""
    log = logging.FileHandler(folder / _LOG_FILE, encoding="utf-8", delay=True)
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("reader_app")
    logger.addHandler(log)
    try:
        with JobRunner() as runner:
            yield Child(folder, runner)
    finally:
        logger.removeHandler(log)
        log.close()


def _expected(kind: type[T], result: object) -> T:
    """Return the result, which is of this kind unless there is a bug."""
    if not isinstance(result, kind):
        message = f"a job answered {type(result).__name__} instead of {kind.__name__}"
        raise TypeError(message)
    return result
