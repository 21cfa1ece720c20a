"""Describes a range as a target, and finds a stored target in a text again.

A target is found by its offsets, verified: the text there must be the quote. Offsets count visible
characters, so they hold in every layout of the same text. What does not verify is never guessed.

A hyphen at the end of a line may be left out of a quote. So a quote verifies where it lacks hyphens that
the text has: the stored offsets count them, so that exactly as many hyphens are missing as were left out.
"""

import unicodedata
from collections.abc import Sequence

from reader_app.core.annotation import Target
from reader_app.core.text import HYPHENS, SectionText
from reader_app.core.visible import visible_characters

# The context of a quote, in characters of reading text: what W3C selectors of other programs carry
# (Hypothesis: 32), extended where the quote is still ambiguous.
MIN_CONTEXT = 32
MAX_CONTEXT = 96
_CONTEXT_SIZES = range(MIN_CONTEXT, MAX_CONTEXT + 1, 16)


def describe(text: SectionText, section: int, start: int, end: int) -> Target:
    """Describe a range of visible characters so that it can be found again.

    A range that cuts a spelling is described with the whole of it: nobody quotes a third of "½".

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
    start, end = text.widened(start, end)
    # A hyphen of its line reads as nothing, but a quote is never empty.
    exact = text.quote(start, end) or text.chars[start:end]
    prefix = suffix = ""
    for size in _CONTEXT_SIZES:
        # Hyphens that are left out make the quote of a range shorter than the range.
        prefix = text.quote(max(start - 2 * size, 0), start)[-size:]
        suffix = text.quote(end, min(end + 2 * size, len(text)))[:size]
        if _is_unique(text, start - _visible_length(prefix), end + _visible_length(suffix)):
            break
    return Target(section, start, end, exact, prefix, suffix)


def describe_place(text: SectionText, section: int, offset: int) -> Target:
    """Describe a place between characters by what stands around it, for what is drawn on a page.

    A place inside a spelling is the one before it.

    Raises:
        ValueError: It lies outside the text.
    """
    if not 0 <= offset <= len(text):
        message = f"offset {offset} in a section of {len(text)} characters"
        raise ValueError(message)
    if offset < len(text):
        offset, _ = text.widened(offset, offset + 1)
    prefix = text.quote(max(offset - 2 * MIN_CONTEXT, 0), offset)[-MIN_CONTEXT:]
    suffix = text.quote(offset, min(offset + 2 * MIN_CONTEXT, len(text)))[:MIN_CONTEXT]
    return Target(section, offset, offset, "", prefix, suffix)


def describe_span(
    texts: Sequence[SectionText], first: tuple[int, int], last: tuple[int, int]
) -> tuple[Target, ...]:
    """Describe a range that may touch several sections: one target for each that has text in it.

    Args:
        texts: The texts of all sections.
        first: Section and offset where the range starts.
        last: Section and offset after its last character.

    Returns:
        Nothing where no text lies between the two places.

    Raises:
        ValueError: A place does not exist, or the last one is before the first.
    """
    for section, offset in (first, last):
        if not (0 <= section < len(texts) and 0 <= offset <= len(texts[section])):
            message = f"no offset {offset} in section {section}"
            raise ValueError(message)
    if last < first:
        message = f"the range ends at {last}, before it starts at {first}"
        raise ValueError(message)
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
    if start == end and not target.exact:
        return (start, end) if _is_around(target, text) else None
    if not 0 <= start < end <= len(text):
        return None
    verified = _lacks_only_hyphens(_comparable(target.exact), _comparable(text.chars[start:end]))
    return (start, end) if verified else None


def _is_around(target: Target, text: SectionText) -> bool:
    """Tell whether what stands around a place between characters is what should stand there."""
    if not 0 <= target.start <= len(text):
        return False
    reach = 4 * MAX_CONTEXT
    around = (
        text.chars[max(target.start - reach, 0) : target.start],
        text.chars[target.start : target.start + reach],
    )
    before, after = (_without_hyphens(_comparable(chars)) for chars in around)
    prefix, suffix = (_without_hyphens(_comparable(each)) for each in (target.prefix, target.suffix))
    return before.endswith(prefix) and after.startswith(suffix)


def _without_hyphens(chars: str) -> str:
    # A mark joins the letter from which the hyphen kept it.
    return unicodedata.normalize("NFD", "".join(char for char in chars if char not in HYPHENS))


def _lacks_only_hyphens(quote: str, chars: str) -> bool:
    """Tell whether a quote is a text, or the text without some of its hyphens."""
    if quote == chars:
        return True
    if not quote:
        return False
    at = 0
    for char in chars:
        if at < len(quote) and quote[at] == char:
            at += 1
        elif char not in HYPHENS:
            return False
    return at == len(quote)


def _comparable(text: str) -> str:
    """Return the visible characters, normalized again: marks join the letters that a space kept them from."""
    return unicodedata.normalize("NFD", visible_characters(text))


def _visible_length(context: str) -> int:
    return len(visible_characters(context))


def _is_unique(text: SectionText, start: int, end: int) -> bool:
    around = text.chars[start:end]
    return text.chars.find(around, text.chars.find(around) + 1) < 0
