"""``export``: writes articles with their annotations to files, or to standard output.

Each file is a job of its own, so that an article that cannot be exported does not keep the others from it.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from reader_app.cli.call import Call, progress, show_error, subcommand
from reader_app.cli.export_options import export_options
from reader_app.cli.filters import Filter, filtered
from reader_app.core.annotation import Label
from reader_app.core.article import Article
from reader_app.errors import ExportError, ReaderError
from reader_app.export.file_names import file_names
from reader_app.export.item import ExportFile, ExportItem
from reader_app.export.options import ExportOptions, Format, Layout
from reader_app.export.records import Json
from reader_app.export.report import ExportReport
from reader_app.worker.export_items import export_item

_STANDARD_OUTPUT: Final = "-"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a job.

    Attributes:
        job: The file, and the articles that go in.
        report: None if it failed.
        error: Why it failed.
    """

    job: ExportFile
    report: ExportReport | None
    error: ReaderError | None


@subcommand("export")
@click.argument("names", metavar="ARTICLE...", nargs=-1, required=True)
@click.option(
    "--output",
    metavar="FILE-OR-FOLDER",
    required=True,
    help="A folder for several articles; '-' for standard output.",
)
@click.option("--bind", is_flag=True, help="Put several articles in one file.")
@filtered
@export_options
def export(
    call: Call,
    wanted: Filter,
    options: ExportOptions,
    names: tuple[str, ...],
    output: str,
    bind: bool,
) -> None:
    """Write articles with their annotations to a file, or several to a folder."""
    if not output:
        raise click.UsageError("The output has no name.")
    is_piped = output == _STANDARD_OUTPUT
    if is_piped and (call.as_json or options.format is Format.PDF):
        raise click.UsageError("Standard output takes one format that is text, and no --json.")
    with call.open() as library:
        articles = list({article.id: article for article in map(library.articles.find, names)}.values())
        items = tuple(
            export_item(library, article, wanted.annotations(library, article.id)) for article in articles
        )
        labels = tuple(library.labels.all())
    if len(items) > 1 and (bind or is_piped) and not options.format.takes_several:
        raise click.UsageError(f"One file of the format {options.format.value} holds one article.")
    if is_piped:
        _pipe(call, items, labels, options)
        return
    if bind:
        jobs = [ExportFile(items, labels, _bound_file(output), options)]
    else:
        files = _files(articles, output, options.format.suffix)
        jobs = [ExportFile((item,), labels, file, options) for item, file in zip(items, files, strict=True)]
    outcomes = list(_outcomes(call, jobs))
    _tell(call, outcomes)


def _outcomes(call: Call, jobs: Sequence[ExportFile]) -> Iterator[_Outcome]:
    """Do the jobs, each whatever became of the others."""
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import child_of

    with child_of(call.folder) as child:
        for job in jobs:
            with progress(f"Exporting “{_title(job)}”") as show_done:
                try:
                    yield _Outcome(job, child.export(job, show_done), None)
                except ReaderError as error:
                    yield _Outcome(job, None, error)


def _tell(call: Call, outcomes: Sequence[_Outcome]) -> None:
    call.answer(
        [record for outcome in outcomes for record in _records(outcome)],
        [_line(outcome.report, outcome.job.options) for outcome in outcomes if outcome.report],
    )
    for outcome in outcomes:
        if outcome.error is not None:
            about = f"{_title(outcome.job)}: " if len(outcomes) > 1 else ""
            show_error(f"{about}{outcome.error}")
    if any(outcome.error is not None for outcome in outcomes):
        sys.exit(1)


def _pipe(
    call: Call, items: tuple[ExportItem, ...], labels: tuple[Label, ...], options: ExportOptions
) -> None:
    """Write to standard output what would be a file, when it is complete.

    Raises:
        ReaderError: It cannot be made, or standard output takes no more.
    """
    with tempfile.TemporaryDirectory(prefix="reader-app-") as folder:
        file = Path(folder) / f"export{options.format.suffix}"
        [outcome] = _outcomes(call, [ExportFile(items, labels, file, options)])
        if outcome.error is not None:
            raise outcome.error
        call.pass_on(file.read_bytes())


def _bound_file(output: str) -> Path:
    """Return the one file that several articles go into."""
    if _is_folder(output):
        raise click.UsageError("With --bind the output is one file, not a folder.")
    return Path(output)


def _files(articles: Sequence[Article], output: str, suffix: str) -> list[Path]:
    """Return the file for each article: the one named, or one of its own in the folder that is named."""
    path = Path(output)
    if not _is_folder(output):
        if len(articles) == 1:
            return [path]
        if output.endswith(suffix):
            raise click.UsageError("Several articles go to a folder, or to one file with --bind.")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise ExportError(f"Cannot make the folder “{output}”: there is a file with this name.") from error
    except OSError as error:
        raise ExportError(f"Cannot make the folder “{output}”: {error.strerror}.") from error
    return [path / name for name in file_names([article.title for article in articles], suffix)]


def _is_folder(output: str) -> bool:
    """Tell whether a folder is there, or is what the name ends as."""
    try:
        return output.endswith(("/", os.sep)) or Path(output).is_dir()
    except OSError:  # nobody may look, or no name is that long: writing it says so
        return False


def _title(job: ExportFile) -> str:
    """Return what a job is about, for people."""
    first, *others = job.items
    return f"{first.article.title} and {len(others)} more" if others else first.article.title


def _records(outcome: _Outcome) -> Iterator[dict[str, Json]]:
    """Yield one record for each article of a job."""
    report, options = outcome.report, outcome.job.options
    for item in outcome.job.items:
        ids = {annotation.id for annotation in item.annotations}
        unplaced = [each for each in report.unplaced if each in ids] if report else []
        yield {
            "article_id": item.article.id,
            "format": options.format.value,
            "file": str(report.path) if report else None,
            "placed": len(ids) - len(unplaced) if report and options.format.has_annotations else 0,
            "unplaced": unplaced,
            "error": None if outcome.error is None else str(outcome.error),
        }


def _line(report: ExportReport, options: ExportOptions) -> str:
    if not options.format.has_annotations:
        return str(report.path)
    without = f", {len(report.unplaced)} without a place" if report.unplaced else ""
    if without and options.format is Format.PDF and options.layout is Layout.ANNOTATIONS:
        without += " left out"
    noun = "annotation" if report.placed == 1 else "annotations"
    return f"{report.path}  ({report.placed} {noun}{without})"
