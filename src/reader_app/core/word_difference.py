"""What changed from one wording to another, word by word.

Pure; knows neither where the words stand nor how a difference is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from rapidfuzz.distance import Indel


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


_CHANGES = {"equal": Change.KEPT, "delete": Change.GONE, "insert": Change.NEW}


def word_difference(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both wordings in reading order; where words were exchanged, the old ones first."""
    return tuple(_gone_first(_pieces(old.split(), new.split())))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for step in Indel.opcodes(old, new):
        change = _CHANGES[step.tag]
        words = (
            new[step.dest_start : step.dest_end]
            if change is Change.NEW
            else old[step.src_start : step.src_end]
        )
        yield Piece(change, " ".join(words))


def _gone_first(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Join what follows each other: an alignment tells of gone and new words in any order."""
    gone: list[str] = []
    added: list[str] = []
    for piece in pieces:
        if piece.change is Change.KEPT:
            yield from _exchanged(gone, added)
            gone, added = [], []
            yield piece
        else:
            (gone if piece.change is Change.GONE else added).append(piece.words)
    yield from _exchanged(gone, added)


def _exchanged(gone: list[str], added: list[str]) -> Iterator[Piece]:
    if gone:
        yield Piece(Change.GONE, " ".join(gone))
    if added:
        yield Piece(Change.NEW, " ".join(added))
