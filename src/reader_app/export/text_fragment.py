"""Addresses that lead to words of a page: text fragments, which browsers find and mark."""

from typing import Final
from urllib.parse import quote

from reader_app.core.annotation import Target

# Words at both ends of a passage that is too long to be spelled out, and from how many on it is.
_ENDS: Final = 6
_LONG: Final = 16
_FEW: Final = 4  # words that may well stand twice: what is before them is told as well
_BEFORE: Final = 3  # words
_LONGEST: Final = 300  # characters of a passage without spaces


def text_fragment_address(address: str, target: Target) -> str:
    """Return the address of a target's words on a web page; the page's own where they are too many.

    Args:
        address: Of the page, with or without a fragment.
        target: The words.
    """
    words = target.exact.split()
    if not words or (len(words) < _LONG and len(target.exact) > _LONGEST):
        return address
    if len(words) >= _LONG:
        directive = f"{_spelled(words[:_ENDS])},{_spelled(words[-_ENDS:])}"
    else:
        before = target.prefix.split()[-_BEFORE:] if len(words) < _FEW and target.prefix else []
        is_cut = len(target.prefix.split()) <= _BEFORE  # the first word of a context may be a part of one
        before = before[1:] if is_cut else before
        directive = f"{_spelled(before)}-,{_spelled(words)}" if before else _spelled(words)
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _spelled(words: list[str]) -> str:
    """Return words as an address has them; commas, ampersands and hyphens would mean something else."""
    return quote(" ".join(words), safe="", errors="replace").replace("-", "%2D")
