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
from reader_app.export.item import ExportFile
from reader_app.export.report import ExportReport
from reader_app.intake.sources import Source
from reader_app.worker.embedded_jobs import ImportAnnotations, Imported
from reader_app.worker.jobs import IndexText, Progress, SaveVersion
from reader_app.worker.runner import JobRunner

_READING_SECONDS = 600.0
_EXPORT_SECONDS = 1800.0
_LOG_FILE = "reader-app.log"

T = TypeVar("T")


class Child:
    """What a child process does for a library."""

    def __init__(self, folder: Path, runner: JobRunner) -> None:
        self._folder, self._runner = folder, runner

    def read_text(self, article_id: str) -> Article:
        """Read the text of an article's file and keep it in the library.

        Raises:
            DocumentError: The file is damaged, or asks for a password.
        """
        job = IndexText(self._folder, article_id)
        return expected(Article, self._runner.run(job, time_limit=_READING_SECONDS))

    def import_annotations(self, article_id: str, file: Path) -> Imported:
        """Bring the annotations of a file to an article.

        Raises:
            ReaderError: The file cannot be read; nothing was added.
        """
        job = ImportAnnotations(self._folder, article_id, file.absolute())
        return expected(Imported, self._runner.run(job, time_limit=_READING_SECONDS))

    def update(self, article_id: str, source: Source) -> Article:
        """Keep a source as the new version of an article.

        Raises:
            ReaderError: It cannot become an article, or asks for a password; all is as it was.
        """
        job = SaveVersion(self._folder, article_id, source)
        return expected(Article, self._runner.run(job, time_limit=_READING_SECONDS))

    def export(self, job: ExportFile, show_done: Callable[[int, int], None]) -> ExportReport:
        """Write a file, telling how many of how many steps are done.

        Raises:
            ReaderError: It cannot be written; a file that was there is as it was.
        """

        def show(progress: Progress) -> None:
            show_done(progress.done, progress.total)

        return expected(ExportReport, self._runner.run(job, progress=show, time_limit=_EXPORT_SECONDS))


@contextmanager
def child_of(folder: Path) -> Iterator[Child]:
    """Give a child for the library in this folder; it is started when it gets its first job."""
    with logged(folder), JobRunner() as runner:
        yield Child(folder, runner)


@contextmanager
def logged(folder: Path) -> Iterator[None]:
    """Write what goes wrong in children to the log in the library's folder while the block runs."""
    log = logging.FileHandler(folder / _LOG_FILE, encoding="utf-8", delay=True)
    log.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger = logging.getLogger("reader_app")
    logger.addHandler(log)
    try:
        yield
    finally:
        logger.removeHandler(log)
        log.close()


def expected(kind: type[T], result: object) -> T:
    """Return the result, which is of this kind unless there is a bug."""
    if not isinstance(result, kind):
        message = f"a job answered {type(result).__name__} instead of {kind.__name__}"
        raise TypeError(message)
    return result
