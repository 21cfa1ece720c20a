"""How much must speak for a place, so that a mark is drawn there: the thresholds, and nothing else.

They were chosen on one set of texts with known changes, and measured on another; see
``tests/benchmarks/reanchor.py``. Whoever changes one of them measures again.
"""

from collections.abc import Sequence

from reader_app.core.quote_match import Candidate
from reader_app.core.revision import MOST_GROWTH, Passage

# A passage of the old text: what is left of it, and of what stood beside it.
_KEPT = 0.5
_NEIGHBORS = 0.4
_MANY_TOKENS, _NEARLY_ALL = 8, 0.8
_LITTLE = 0.3
_MOST_PUT_IN = 4.0
_VERBATIM = 0.93
_MARGIN = 0.05


def is_held(passage: Passage) -> bool:
    """Tell whether what stands on both sides of a passage of the old text leaves no place but this one."""
    is_same = passage.kept >= _NEARLY_ALL or passage.token_count < _MANY_TOKENS
    return (
        min(passage.before, passage.after) >= _NEIGHBORS
        and passage.kept >= _LITTLE
        and passage.growth <= (_MOST_PUT_IN if is_same else MOST_GROWTH)
    )


def is_followed(passage: Passage) -> bool:
    """Tell whether a passage of the old text surely became this one, and was not moved."""
    if passage.kept < _KEPT or passage.growth > MOST_GROWTH:
        return False
    is_whole = passage.token_count >= _MANY_TOKENS and passage.kept >= _NEARLY_ALL
    return is_whole or max(passage.before, passage.after) >= _NEIGHBORS


def is_same_place(share: float) -> bool:
    """Tell whether a place between characters is where this share of what stood around it is."""
    return share >= _NEIGHBORS


def is_near(passage: Passage) -> bool:
    """Tell whether enough of a passage is left to show the reader where it was."""
    return passage.kept >= _LITTLE or max(passage.before, passage.after) >= _NEIGHBORS


def are_moved(found: Sequence[Candidate], passage: Passage | None) -> bool:
    """Tell whether the first of the places that are new is where a passage was moved to.

    Args:
        found: These places.
        passage: What stands where the passage was, in which some of its words may be.
    """
    if not (_leads(found) and found[0].verbatim >= _VERBATIM and found[0].evidence >= 24):
        return False
    return passage is None or found[0].verbatim > passage.verbatim


def is_beyond_doubt(found: Sequence[Candidate]) -> bool:
    """Tell whether the first place is the one that a quote was taken from; the old text is not known."""
    if not _leads(found):
        return False
    best = found[0]
    if best.verbatim < 0.7 or best.score < 0.75 or best.evidence < 32:
        return False
    return best.context >= 0.5 or (best.verbatim >= _VERBATIM and best.evidence >= 64)


def is_in_question(candidate: Candidate) -> bool:
    """Tell whether a place is like enough to be shown to the reader."""
    return candidate.verbatim >= 0.5 and candidate.evidence >= 12


def _leads(found: Sequence[Candidate]) -> bool:
    return bool(found) and (len(found) == 1 or found[0].score - found[1].score >= _MARGIN)
