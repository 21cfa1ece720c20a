"""Describes a range as a target, and finds a stored target in a text again.

A target is found by its offsets, verified: the text there must be the quote. Offsets count visible
characters, so they hold in every layout of the same text. What does not verify is never guessed.
"""

from collections.abc import Sequence

from reader_app.core.annotation import Target
from reader_app.core.text import SectionText
from reader_app.core.visible import visible_characters

# The context of a quote, in characters of reading text: what W3C selectors of other programs carry
# (Hypothesis: 32), extended where the quote is still ambiguous.
MIN_CONTEXT = 32
MAX_CONTEXT = 96
_CONTEXT_STEP = 16


def describe(text: SectionText, section: int, start: int, end: int) -> Target:
    """Describe a range of visible characters so that it can be found again.

    Args:
        text: The section's whole text.
        section: Zero-based section.
        start: First offset of the range.
        end: Offset after the range; the range is not empty and lies inside the text.

    Raises:
        ValueError: The range is empty or lies outside the text.
    """
    if not 0 <= start < end <= len(text):
        message = f"range {start}..{end} in a section of {len(text)} characters"
        raise ValueError(message)
    exact = text.quote(start, end)
    size = MIN_CONTEXT
    while size < MAX_CONTEXT and not _is_unique(text, start, end, size):
        size += _CONTEXT_STEP
    prefix = text.quote(max(start - size, 0), start)
    suffix = text.quote(end, min(end + size, len(text)))
    return Target(section, start, end, exact, prefix, suffix)


def describe_span(
    texts: Sequence[SectionText], first: tuple[int, int], last: tuple[int, int]
) -> tuple[Target, ...]:
    """Describe a range that may touch several sections: one target for each that has text in it.

    Args:
        texts: The texts of all sections.
        first: Section and offset where the range starts.
        last: Section and offset after its last character.
    """
    targets = []
    for section in range(first[0], last[0] + 1):
        start = first[1] if section == first[0] else 0
        end = last[1] if section == last[0] else len(texts[section])
        if start < end:
            targets.append(describe(texts[section], section, start, end))
    return tuple(targets)


def resolve(target: Target, text: SectionText) -> tuple[int, int] | None:
    """Return the range of a target in its section's text, or None where the quote is not there.

    The quote is compared by visible characters, so that neither layout nor white space matters.
    """
    start, end = target.start, target.end
    if not 0 <= start < end <= len(text):
        return None
    found = visible_characters(text.quote(start, end))
    return (start, end) if found == visible_characters(target.exact) else None


def _is_unique(text: SectionText, start: int, end: int, size: int) -> bool:
    around = text.chars[max(start - size, 0) : min(end + size, len(text))]
    first = text.chars.find(around)
    return text.chars.find(around, first + 1) < 0
