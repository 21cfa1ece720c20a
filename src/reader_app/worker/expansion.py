"""Tells what named things stand for: the files of a folder, an address, or the thing itself."""

from pathlib import Path

from reader_app.errors import IntakeError
from reader_app.intake.intake import expand
from reader_app.intake.outcome import is_address
from reader_app.intake.sources import Source, address_source, given
from reader_app.worker.jobs import ExpandedSources, ExpandSources


def expand_sources(job: ExpandSources) -> ExpandedSources:
    """Return the sources that names stand for, and what is wrong with those that stand for none."""
    sources: list[Source] = []
    problems: list[tuple[str, str]] = []
    for name in job.names:
        if is_address(name):
            sources.append(address_source(name))
            continue
        try:
            files = expand(Path(name))
        except IntakeError as error:
            problems.append((name, str(error)))
            continue
        if not files:
            problems.append((name, "The folder holds no file that this program reads."))
        sources += [given(file, str(file)) for file in files]
    return ExpandedSources(tuple(sources), tuple(problems))
