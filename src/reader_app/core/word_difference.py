"""What changed from one wording to another, word by word.

Pure; knows neither where the words stand nor how a difference is shown.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from reader_app.core.alignment import Run, equal_runs


class Change(Enum):
    """What became of words."""

    KEPT = "kept"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in a row that fared alike, separated by single spaces."""

    change: Change
    words: str


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both wordings in reading order; where words were exchanged, the old ones first."""
    return tuple(_pieces(old.split(), new.split()))


def _pieces(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    numbers: dict[str, int] = {}
    rows = [array("l", (numbers.setdefault(word, len(numbers)) for word in each)) for each in (old, new)]
    at = to = 0
    for run in (*equal_runs(*rows), Run(len(old), len(new), 0)):
        end = run.old + run.length
        for change, words in (
            (Change.GONE, old[at : run.old]),
            (Change.NEW, new[to : run.new]),
            (Change.KEPT, old[run.old : end]),
        ):
            if words:
                yield Piece(change, " ".join(words))
        at, to = end, run.new + run.length
