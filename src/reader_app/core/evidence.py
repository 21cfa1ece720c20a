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

# It is not: how much of a quote and of what stood around it is there, and how much more than elsewhere. The
# nearer a place is to where the quote stood, the less else must speak for it.
_MARGIN = 0.05
_LEAST_EVIDENCE = 24
_SCORE, _CONTEXT = 0.6, 0.25
_VERY_NEAR, _NEAR = 0.02, 0.1  # shares of the text
_VERY_NEAR_KEPT, _NEAR_KEPT, _FAR_KEPT = 0.67, 0.75, 0.88
_FAR_SIDE, _FAR_VERBATIM = 0.8, 0.9
_ANOTHER, _CLEAR_MARGIN = 0.95, 0.1  # another passage that is the same, and how far it must be behind


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


def surest(found: Sequence[Candidate], intact: Sequence[int], distance: float) -> Candidate | None:
    """Return the place that a quote was surely taken from; the old text is not known.

    Args:
        found: The places where the quote may be, best first.
        intact: How many characters of each are to the letter with its paragraph; 0 if they are not.
        distance: How far the first of them is from where the quote stood, as a share of the text.

    Returns:
        None where there is a doubt.
    """
    if any(intact):
        return _only_intact(found, intact)
    return found[0] if _leads(found) and _is_beyond_doubt(found[0], distance) else None


def _only_intact(found: Sequence[Candidate], intact: Sequence[int]) -> Candidate | None:
    one, *others = (each for each, length in zip(found, intact, strict=True) if length)
    if others or max(intact) < _LEAST_EVIDENCE:
        return None
    rivals = (each for each in found if each is not one and each.verbatim >= _ANOTHER)
    return None if any(each.score > one.score - _CLEAR_MARGIN for each in rivals) else one


def _is_beyond_doubt(best: Candidate, distance: float) -> bool:
    if best.evidence < _LEAST_EVIDENCE or best.context < _CONTEXT or best.passage.kept < _LITTLE:
        return False
    if distance <= _NEAR:
        least = _VERY_NEAR_KEPT if distance <= _VERY_NEAR else _NEAR_KEPT
        return best.score >= _SCORE and best.kept >= least
    return best.kept >= _FAR_KEPT and best.side >= _FAR_SIDE and best.verbatim >= _FAR_VERBATIM


def is_in_question(candidate: Candidate) -> bool:
    """Tell whether a place is like enough to be shown to the reader."""
    return candidate.verbatim >= 0.5 and candidate.evidence >= 12


def _leads(found: Sequence[Candidate]) -> bool:
    return bool(found) and _lead(found) >= _MARGIN


def _lead(found: Sequence[Candidate]) -> float:
    return found[0].score - (found[1].score if len(found) > 1 else 0.0)
