"""What became of the things that were to be added: nouns, and the sentence that sums them up."""

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from reader_app.core.article import Article
from reader_app.intake.sources import Source
from reader_app.worker.jobs import Outcome


class Fate(StrEnum):
    """What became of one thing, in the order in which a reader wants to know."""

    FAILED = "failed"
    CHANGED = "changed"
    ADDED = "added"
    KNOWN = "already saved"


_LONGEST_NAME = 60
_FATES = {
    Outcome.ADDED: Fate.ADDED,
    Outcome.ALREADY_SAVED: Fate.KNOWN,
    Outcome.CHANGED: Fate.CHANGED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What became of one thing that was to be added.

    Attributes:
        addition: The number of the addition that it belongs to.
        name: What the reader calls it: a file's name, an address.
        source: What was to be saved; None for a name that stands for nothing.
        article: What it is now; None if it failed.
        outcome: None if it failed.
        problem: One sentence if it failed.
    """

    addition: int
    name: str
    source: Source | None = None
    article: Article | None = None
    outcome: Outcome | None = None
    problem: str = ""

    @property
    def short_name(self) -> str:
        """The name, cut in its middle where it is long."""
        if len(self.name) <= _LONGEST_NAME:
            return self.name
        half = _LONGEST_NAME // 2
        return f"{self.name[:half]}…{self.name[-half:]}"

    @property
    def fate(self) -> Fate:
        """What became of it."""
        return Fate.FAILED if self.outcome is None else _FATES[self.outcome]


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What may be kept as the new version of an article.

    Attributes:
        article_id: The article.
        source: What its source is now.
        added_id: The article that the source was saved as, which the new version makes needless; "" if it
            was not saved.
    """

    article_id: str
    source: Source
    added_id: str = ""


@dataclass(frozen=True, slots=True)
class AddingReport:
    """What became of everything that was added at one time.

    Attributes:
        entries: In the order in which they were wanted.
        left_out: How many were not tried, because the reader cancelled.
    """

    entries: tuple[Entry, ...] = ()
    left_out: int = 0

    def having(self, fate: Fate) -> tuple[Entry, ...]:
        """Return the entries of one fate."""
        return tuple(entry for entry in self.entries if entry.fate is fate)

    @property
    def summary(self) -> str:
        """One line: how many of each."""
        templates = {
            Fate.ADDED: _tr("{count} added"),
            Fate.KNOWN: _tr("{count} already saved"),
            Fate.CHANGED: _tr("{count} changed"),
            Fate.FAILED: _tr("{count} failed"),
        }
        counts = {fate: len(self.having(fate)) for fate in templates}
        parts = [
            template.format(count=f"{counts[fate]:,}")
            for fate, template in templates.items()
            if counts[fate] or fate is Fate.ADDED
        ]
        if self.left_out:
            parts.append(_tr("{count} left out").format(count=f"{self.left_out:,}"))
        return ", ".join(parts)


def name_of(source: Source) -> str:
    """Return what to call a source where there is room for its name only."""
    if source.path is not None and not source.member:
        return source.path.name
    return source.name


def _tr(text: str) -> str:
    return QCoreApplication.translate("AddingReport", text)
