"""How much must speak for a place, so that a mark is drawn there: the thresholds, and nothing else.

They were chosen on one set of texts with known changes, and measured on another; see
``tests/benchmarks/reanchor.py``. Whoever changes one of them measures again.
"""

from collections.abc import Sequence

from reader_app.core.quote_match import Candidate
from reader_app.core.revision import MOST_GROWTH, Passage

# The old text is known: what is left of a passage, and of what stood beside it.
_KEPT = 0.5
_NEIGHBORS = 0.4
_MANY_TOKENS, _NEARLY_ALL = 8, 0.8
_LITTLE = 0.3
_MOST_PUT_IN = 4.0
_VERBATIM = 0.93

# It is not: what speaks for a place where a quote was expected, for one elsewhere, and for a quote alone.
_MARGIN = 0.05
_LEAST_EVIDENCE = 24
_SCORE, _CONTEXT, _LIKE = 0.7, 0.4, 0.5
_FAR_SCORE, _FAR_CONTEXT, _FAR_LIKE = 0.8, 0.75, 0.9
_SURROUNDED, _BOTH_SIDES = 0.8, 0.6
_SELF_EVIDENT, _TO_THE_LETTER, _CLEAR_MARGIN = 34, 0.97, 0.1


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
    if not (_leads(found) and found[0].verbatim >= _VERBATIM and found[0].evidence >= _LEAST_EVIDENCE):
        return False
    return passage is None or found[0].verbatim > passage.verbatim


def is_beyond_doubt(found: Sequence[Candidate], is_expected: bool) -> bool:
    """Tell whether the first place is the one that a quote was taken from; the old text is not known.

    Args:
        found: The places where the quote may be, best first.
        is_expected: Whether the first of them is about where the quote stood.
    """
    if not _leads(found) or found[0].evidence < _LEAST_EVIDENCE:
        return False
    best = found[0]
    if best.length >= _SELF_EVIDENT and best.verbatim >= _TO_THE_LETTER and _lead(found) >= _CLEAR_MARGIN:
        return True
    if not is_expected:
        return best.score >= _FAR_SCORE and best.context >= _FAR_CONTEXT and best.verbatim >= _FAR_LIKE
    if best.score < _SCORE:
        return False
    is_surrounded = (
        best.context >= _SURROUNDED and min(best.passage.before, best.passage.after) >= _BOTH_SIDES
    )
    if is_surrounded and best.passage.kept >= _LITTLE:
        return True
    return best.context >= _CONTEXT and best.verbatim >= _LIKE


def is_in_question(candidate: Candidate) -> bool:
    """Tell whether a place is like enough to be shown to the reader."""
    return candidate.verbatim >= 0.5 and candidate.evidence >= 12


def _leads(found: Sequence[Candidate]) -> bool:
    return bool(found) and _lead(found) >= _MARGIN


def _lead(found: Sequence[Candidate]) -> float:
    return found[0].score - (found[1].score if len(found) > 1 else 0.0)
