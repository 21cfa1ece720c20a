"""``export``: writes articles with their annotations to files."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from reader_app.cli.call import Call, Json, progress, subcommand
from reader_app.cli.file_names import file_names
from reader_app.cli.filters import Filter, filtered
from reader_app.core.article import Article
from reader_app.errors import ExportError
from reader_app.export.item import ExportItem
from reader_app.export.options import PAPERS, ExportOptions
from reader_app.export.report import ExportReport
from reader_app.library.library import Library
from reader_app.worker.export_jobs import ExportFile

# What works. Every other format and layout of the contract is a usage error until it does.
_FORMATS = ("pdf",)
_LAYOUTS = ("annotations",)


@subcommand("export")
@click.argument("names", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--output", metavar="FILE-OR-FOLDER", required=True, help="A folder for several.")
@click.option("--format", "format_name", type=click.Choice(_FORMATS), default="pdf", show_default=True)
@click.option("--layout", type=click.Choice(_LAYOUTS), default="annotations", show_default=True)
@click.option("--paper", type=click.Choice(tuple(PAPERS)), default="a4", help="For text that reflows.")
@filtered
def export(
    call: Call,
    wanted: Filter,
    names: tuple[str, ...],
    output: str,
    format_name: str,
    layout: str,
    paper: str,
) -> None:
    """Write articles with their annotations to a file, or several to a folder."""
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import child_of

    with call.open() as library:
        articles = list({article.id: article for article in map(library.articles.find, names)}.values())
        files = _files(articles, output, format_name)
        jobs = [
            _job(library, article, wanted, file, paper) for article, file in zip(articles, files, strict=True)
        ]
    reports = []
    with child_of(call.folder) as child:
        for job in jobs:
            with progress(f"Exporting “{job.items[0].article.title}”") as show_done:
                reports.append(child.export(job, show_done))
    call.answer(
        [
            _report_json(article, format_name, report)
            for article, report in zip(articles, reports, strict=True)
        ],
        map(_line, reports),
    )


def _job(library: Library, article: Article, wanted: Filter, output: Path, paper: str) -> ExportFile:
    version = library.articles.version(article.version_id)
    sections = library.articles.texts(article.version_id)
    item = ExportItem(
        source=library.files.path(version.reading_file),
        article=article,
        annotations=tuple(wanted.annotations(library, article.id)),
        known=library.annotations.ids(article.id),
        sections=None if sections is None else tuple(sections),
    )
    return ExportFile((item,), tuple(library.labels.all()), output, ExportOptions(paper=paper))


def _files(articles: Sequence[Article], output: str, suffix: str) -> list[Path]:
    """Return the file for each article: the one named, or one of its own in the folder that is named."""
    path = Path(output)
    if len(articles) == 1 and not (path.is_dir() or output.endswith(("/", os.sep))):
        return [path]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"Cannot make the folder “{output}”: {error.strerror}.") from error
    return [path / name for name in file_names([article.title for article in articles], f".{suffix}")]


def _report_json(article: Article, format_name: str, report: ExportReport) -> dict[str, Json]:
    return {
        "article_id": article.id,
        "format": format_name,
        "file": str(report.path),
        "placed": report.placed,
        "unplaced": report.unplaced,
    }


def _line(report: ExportReport) -> str:
    left_out = f", {len(report.unplaced)} without a place left out" if report.unplaced else ""
    return f"{report.path}  ({report.placed} annotations{left_out})"
