"""Saves things beside the window: a child finds out what they stand for, then all cores save them.

Knows neither the window nor the open article: who asked hears of each thing, and at last of all.
"""

import os
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from reader_app.errors import ReaderError
from reader_app.gui.adding_report import AddingReport, Entry, name_of
from reader_app.gui.wish import Wish
from reader_app.gui.worker_bridge import BackgroundWork
from reader_app.intake.outcome import is_address
from reader_app.intake.sources import Source, address_source
from reader_app.worker import jobs

# Of these it is known without a look inside that they are no list and no archive of articles.
_PLAIN_SUFFIXES = (".pdf", ".epub")


@dataclass(frozen=True, slots=True)
class AddingProgress:
    """How far the additions under way are.

    Attributes:
        done: Things that came to an end.
        total: Things known so far.
        is_looking: Whether it is still being found out what there is.
        name: What the only thing is called; "" if there are several.
    """

    done: int
    total: int
    is_looking: bool
    name: str = ""


@dataclass(slots=True)
class _Addition:
    """One wish under way; ``work`` is the job that runs for it now."""

    number: int
    wish: Wish
    sources: tuple[Source, ...] = ()
    done: int = 0
    is_expanded: bool = False
    work: BackgroundWork | None = None


_Done = Callable[[_Addition, int, object], None]
_Failed = Callable[[_Addition, int, ReaderError], None]


class Adding(QObject):
    """Additions under way: single things at once, in a child each; several in turn, on all cores.

    Signals:
        progressed: See ``progress``.
        expanded: It is known what an addition is made of; carries its number, and how many sources there are.
        saved: Carries the ``Entry`` of something that is in the library now, or was before.
        failed: Carries the ``Entry`` of something that is not.
        finished: Nothing is under way any more; carries the ``AddingReport`` of all since something was.
    """

    progressed = Signal()
    expanded = Signal(int, int)
    saved = Signal(object)
    failed = Signal(object)
    finished = Signal(object)

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        """Make it.

        Args:
            library: The library's folder.
            parent: Owner.
        """
        super().__init__(parent)
        self._library = library
        self._number = 0
        self._running: list[_Addition] = []
        self._waiting: deque[_Addition] = deque()
        self._large: _Addition | None = None
        self._entries: list[tuple[int, int, Entry]] = []  # with the addition, and the place in it
        self._done = self._total = self._left_out = 0
        self._name = ""

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._running)

    @property
    def progress(self) -> AddingProgress:
        """How far it is."""
        is_looking = any(not addition.is_expanded for addition in self._running)
        return AddingProgress(self._done, self._total, is_looking, self._name if self._total <= 1 else "")

    @property
    def next_number(self) -> int:
        """The number of the addition that begins next, from 1."""
        return self._number + 1

    def add(self, wish: Wish) -> None:
        """Begin an addition."""
        self._number += 1
        addition = _Addition(self._number, wish)
        if not self._running:
            self._entries, self._done, self._total, self._left_out = [], 0, 0, 0
            self._name = _short_name_of(wish)
        self._running.append(addition)
        if (sources := _known_sources(wish)) is not None:
            self._total += len(sources)
            self._use_sources(addition, sources)
        else:
            job = jobs.ExpandSources(wish.names)
            self._work(addition, BackgroundWork([job], self), self._on_looked, self._on_not_looked)
        self.progressed.emit()

    def cancel(self) -> None:
        """Stop; what is in the library stays. ``finished`` follows, if anything was under way."""
        self._waiting.clear()
        for addition in tuple(self._running):
            if addition.work is not None:
                addition.work.cancel()
            else:
                self._end(addition)

    def close(self) -> None:
        """Stop, and wait until every child is gone."""
        self._waiting.clear()
        works = [addition.work for addition in self._running if addition.work is not None]
        for work in works:
            work.cancel()
        for work in works:
            work.wait()

    def _use_sources(self, addition: _Addition, sources: tuple[Source, ...]) -> None:
        addition.sources, addition.is_expanded = sources, True
        self.expanded.emit(addition.number, len(sources))
        if not sources:
            self._end(addition)
        elif len(sources) == 1:
            self._save(addition, children=1)
        elif self._large is None:
            self._large = addition
            self._save(addition, children=os.cpu_count() or 1)
        else:
            self._waiting.append(addition)

    def _save(self, addition: _Addition, children: int) -> None:
        # To keep and to read comes before to search: long texts, and those of many, are read afterwards.
        when = jobs.ReadText.IF_SHORT if len(addition.sources) == 1 else jobs.ReadText.LATER
        saving = [jobs.SaveSource(self._library, each, when) for each in addition.sources]
        work = BackgroundWork(saving, self, children=children)
        self._work(addition, work, self._on_saved, self._on_failed)

    def _work(self, addition: _Addition, work: BackgroundWork, done: _Done, failed: _Failed) -> None:
        addition.work = work
        work.job_done.connect(lambda index, result: done(addition, index, result))
        work.job_failed.connect(lambda index, error: failed(addition, index, error))
        work.finished.connect(lambda was_cancelled: self._on_work_finished(addition, was_cancelled))
        work.finished.connect(work.deleteLater)
        work.start()

    def _on_looked(self, addition: _Addition, index: int, result: object) -> None:
        del index
        assert isinstance(result, jobs.ExpandedSources)
        addition.sources = (*result.sources, *addition.wish.sources)
        # All of them at first: who hears of a problem knows then whether it is the only thing.
        self._total += len(result.problems) + len(addition.sources)
        for name, problem in result.problems:
            self._fail(Entry(addition=addition.number, name=name, problem=problem), -1)

    def _on_not_looked(self, addition: _Addition, index: int, error: ReaderError) -> None:
        del index
        addition.sources = addition.wish.sources
        self._total += 1 + len(addition.sources)
        name = _name_of(addition.wish)
        self._fail(Entry(addition=addition.number, name=name, problem=str(error)), -1)

    def _on_saved(self, addition: _Addition, index: int, result: object) -> None:
        assert isinstance(result, jobs.SavedSource)
        source = addition.sources[index]
        entry = Entry(
            addition=addition.number,
            name=name_of(source),
            source=source,
            article=result.article,
            outcome=result.outcome,
        )
        addition.done += 1
        self._entries.append((addition.number, index, entry))
        self._done += 1
        self.progressed.emit()
        self.saved.emit(entry)

    def _on_failed(self, addition: _Addition, index: int, error: ReaderError) -> None:
        source = addition.sources[index]
        addition.done += 1
        entry = Entry(addition=addition.number, name=name_of(source), source=source, problem=str(error))
        self._fail(entry, index)

    def _fail(self, entry: Entry, index: int) -> None:
        self._entries.append((entry.addition, index, entry))
        self._done += 1
        self.progressed.emit()
        self.failed.emit(entry)

    def _on_work_finished(self, addition: _Addition, was_cancelled: bool) -> None:
        addition.work = None
        if addition.is_expanded or was_cancelled:
            self._end(addition)
        else:
            self._use_sources(addition, addition.sources)

    def _end(self, addition: _Addition) -> None:
        self._running.remove(addition)
        self._left_out += len(addition.sources) - addition.done
        if addition is self._large:
            self._large = self._waiting.popleft() if self._waiting else None
            if self._large is not None:
                self._save(self._large, children=os.cpu_count() or 1)
        self.progressed.emit()
        if not self._running:
            entries = sorted(self._entries, key=itemgetter(0, 1))
            self.finished.emit(AddingReport(tuple(entry for *_, entry in entries), self._left_out))


def _known_sources(wish: Wish) -> tuple[Source, ...] | None:
    """Return what a wish stands for, where that is plain; else a child has to look."""
    if not wish.names:
        return wish.sources
    if len(wish.names) > 1 or wish.sources:
        return None
    [name] = wish.names
    if is_address(name):
        return (address_source(name),)
    path = Path(name)
    return (
        (Source(name=path.name, path=path),)
        if path.suffix.lower() in _PLAIN_SUFFIXES and path.is_file()
        else None
    )


def _short_name_of(wish: Wish) -> str:
    """Return what to call the first thing that is wanted in a few words: of an address, the site."""
    name = _name_of(wish)
    return (urlsplit(name).hostname or name) if is_address(name) else name


def _name_of(wish: Wish) -> str:
    """Return what to call the first thing that is wanted."""
    if not wish.names:
        return name_of(wish.sources[0]) if wish.sources else ""
    name = wish.names[0]
    return name if is_address(name) else Path(name).name
