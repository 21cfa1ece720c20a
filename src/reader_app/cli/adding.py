"""``add``: saves files, folders, archives, reading lists, addresses and standard input to the library.

Sources are taken in by child processes, on all processors. One that is bad, or kills its child, gets its
sentence; the others are saved all the same.
"""

import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reader_app.cli.call import Call, on_one_line, progress, show_error, subcommand
from reader_app.core.article import Article
from reader_app.errors import ReaderError
from reader_app.export.records import Json, article_record
from reader_app.intake.sources import Source, address_source, given
from reader_app.intake.web_address import addresses_in

if TYPE_CHECKING:
    from reader_app.worker.jobs import SavedSource
    from reader_app.worker.pool import JobPool

_STANDARD_INPUT, _STANDARD_INPUT_NAME = "-", "Standard input"
_LONGEST_INPUT = (1 << 30) + 1  # bytes: more than any document may have, so that it is refused as too large
_LONGEST_LIST = 1 << 20  # bytes of a text that is looked through for addresses


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What became of a source.

    Attributes:
        source: As it was named, or where it is in what was named.
        status: "added", "already saved" or "failed".
        article: None if it failed.
        error: One sentence if it failed.
        has_changed: Whether the source has another text now than the article that was saved from it.
    """

    source: str
    status: str
    article: Article | None = None
    error: str | None = None
    has_changed: bool = False

    def json(self) -> dict[str, Json]:
        """Return the outcome as the contract has it."""
        article = None if self.article is None else article_record(self.article)
        return {"source": self.source, "status": self.status, "article": article, "error": self.error}

    def line(self) -> str:
        """Return the outcome for people."""
        return f"{self.status}  {self.article.id[:8]}  {self.article.title}" if self.article else ""


@subcommand("add")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
def add(call: Call, sources: tuple[str, ...]) -> None:
    """Save files, folders (recursively), archives, reading lists, web addresses, or '-' (standard input)."""
    wanted, outcomes = _outcomes(call, sources)
    call.answer(
        [outcome.json() for outcome in outcomes],
        [outcome.line() for outcome in outcomes if outcome.article is not None],
    )
    for outcome in outcomes:
        if outcome.error is not None:
            show_error(f"{outcome.source}: {outcome.error}")
        elif outcome.has_changed:
            said = f"{outcome.source}: Its text has changed since it was saved; what was saved is kept."
            click.echo(on_one_line(said), err=True)
    if missing := wanted - len(outcomes):
        show_error(f"Stopped by you; {missing} of {wanted} sources were not added.")
    if missing or any(outcome.error is not None for outcome in outcomes):
        sys.exit(1)


def _outcomes(call: Call, names: Sequence[str]) -> tuple[int, list[_Outcome]]:
    """Return how many sources there are, and what became of those that were reached, in their order."""
    # Late on purpose: most calls need no child process.
    from reader_app.cli.children import logged
    from reader_app.worker.pool import JobPool

    pool = JobPool()
    # The library stays open, so that its log is not written back each time that a child is done with it.
    with call.open() as library, logged(call.folder):
        items = _expanded(names)
        done = {index: item for index, item in enumerate(items) if isinstance(item, _Outcome)}
        with _interrupting(pool.cancel), progress("Adding") as show_done:
            for index, outcome in _saved(pool, library.folder, items):
                done[index] = outcome
                show_done(len(done), len(items))
        return len(items), [done[index] for index in sorted(done)]


def _expanded(names: Sequence[str]) -> list[Source | _Outcome]:
    """Return the sources that the names stand for, and what failed, in the order named."""
    from reader_app.cli.children import expected
    from reader_app.worker.jobs import ExpandedSources, ExpandSources
    from reader_app.worker.runner import EXPANSION_LIMIT, JobRunner

    items: list[Source | _Outcome] = []
    with JobRunner() as runner:
        for name in names:
            if name == _STANDARD_INPUT:
                items += _piped(sys.stdin.buffer.read(_LONGEST_INPUT))
                continue
            try:
                expanded = expected(
                    ExpandedSources, runner.run(ExpandSources((name,)), time_limit=EXPANSION_LIMIT)
                )
            except ReaderError as error:
                items.append(_Outcome(name, "failed", error=str(error)))
                continue
            items += expanded.sources
            items += [_Outcome(called, "failed", error=error) for called, error in expanded.problems]
    return items


def _piped(content: bytes) -> list[Source]:
    """Return what standard input stands for: the addresses that it consists of, or one document."""
    addresses = addresses_in(content.decode("utf-8", "replace")) if len(content) <= _LONGEST_LIST else ()
    return [address_source(address) for address in addresses] or [given(content, _STANDARD_INPUT_NAME)]


def _saved(
    pool: "JobPool", folder: Path, items: Sequence[Source | _Outcome]
) -> Iterator[tuple[int, _Outcome]]:
    """Save the sources among the items; yield each one's place among them, and what became of it."""
    from reader_app.cli.children import expected
    from reader_app.worker.jobs import SavedSource, SaveSource

    sources = [(index, item) for index, item in enumerate(items) if isinstance(item, Source)]
    for end in pool.run(SaveSource(folder, source) for _, source in sources):
        index, source = sources[end.index]
        if end.error is not None:
            yield index, _Outcome(_called(source), "failed", error=str(end.error))
        else:
            yield index, _outcome(source, expected(SavedSource, end.result))


def _outcome(source: Source, saved: "SavedSource") -> _Outcome:
    from reader_app.worker.jobs import Outcome

    return _Outcome(
        _called(source),
        "added" if saved.is_new else "already saved",
        saved.article,
        has_changed=saved.outcome is Outcome.CHANGED,
    )


def _called(source: Source) -> str:
    """Return how the reader knows the source: a path, with a member's name behind it, or an address."""
    if source.path is not None:
        return f"{source.path}/{source.member}" if source.member else str(source.path)
    if source.content is not None and not source.address:
        return _STANDARD_INPUT if source.name == _STANDARD_INPUT_NAME else source.name
    return source.address


@contextmanager
def _interrupting(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl+C stop the work, but not the program: it tells what is done. A second one ends it."""
    before = signal.getsignal(signal.SIGINT)

    def on_interrupt(number: int, frame: object) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
