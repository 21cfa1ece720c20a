"""``add``: saves files, folders, addresses and standard input to the library.

Each source is taken in by a child process. One that is bad, or kills its child, gets its sentence;
the others are saved all the same.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader_app.cli.call import Call, Json, progress, show_error, subcommand
from reader_app.cli.shapes import article_json
from reader_app.core.article import Article
from reader_app.errors import IntakeError, ReaderError

if TYPE_CHECKING:
    from reader_app.cli.children import Child

_STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a source.

    Attributes:
        source: As it was named, or where it is in a folder that was named.
        status: "added", "already saved" or "failed".
        article: None if it failed.
        error: One sentence if it failed.
    """

    source: str
    status: str
    article: Article | None = None
    error: str | None = None

    def json(self) -> dict[str, Json]:
        """Return the outcome as the contract has it."""
        article = None if self.article is None else article_json(self.article)
        return {"source": self.source, "status": self.status, "article": article, "error": self.error}

    def line(self) -> str:
        """Return the outcome for people."""
        return f"{self.status}  {self.article.id[:8]}  {self.article.title}" if self.article else ""


@subcommand("add")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
def add(call: Call, sources: tuple[str, ...]) -> None:
    """Save files, folders (recursively), web addresses, or '-' (standard input)."""
    call.open().close()  # a library that cannot be opened is one error, not one for each source
    outcomes = list(_outcomes(call, sources))
    saved = [outcome.line() for outcome in outcomes if outcome.article is not None]
    call.answer([outcome.json() for outcome in outcomes], saved)
    for outcome in outcomes:
        if outcome.error is not None:
            show_error(f"{outcome.source}: {outcome.error}")
    if any(outcome.error is not None for outcome in outcomes):
        sys.exit(1)


def _outcomes(call: Call, sources: tuple[str, ...]) -> Iterator[_Outcome]:
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import child_of

    files = [file for source in sources for file in _files(source)]
    with child_of(call.folder) as child, progress("Adding") as show_done:
        for done, file in enumerate(files, start=1):
            yield file if isinstance(file, _Outcome) else _save(child, file)
            show_done(done, len(files))


def _files(source: str) -> list["str | _Outcome"]:
    """Return the sources that a source stands for: the files of a folder, else itself."""
    # Late on purpose: only this sub-command takes anything in.
    from reader_app.intake.intake import expand

    if source == _STANDARD_INPUT or _is_address(source):
        return [source]
    try:
        files = expand(Path(source))
    except ReaderError as error:
        return [_Outcome(source, "failed", error=str(error))]
    if not files:
        return [_Outcome(source, "failed", error="The folder holds no file that this program reads.")]
    return [str(file) for file in files]


def _save(child: "Child", source: str) -> _Outcome:
    try:
        saved = child.save(*_content(source))
    except ReaderError as error:
        return _Outcome(source, "failed", error=str(error))
    return _Outcome(source, "added" if saved.is_new else "already saved", saved.article)


def _content(source: str) -> tuple[Path | bytes, str]:
    """Return what to take in, and what to call it."""
    if source == _STANDARD_INPUT:
        return sys.stdin.buffer.read(), "Standard input"
    if _is_address(source):
        raise IntakeError("This version saves files only, not yet addresses.")
    return Path(source), source


def _is_address(source: str) -> bool:
    return source.lower().startswith(("http://", "https://"))
