"""Finds a reader's place in another text of the same article: another form of its page, a new version.

Knows texts only; what the place is kept for is not known here.
"""

from collections.abc import Iterator, Sequence

from reader_app.core.article_text import ArticleText, Place
from reader_app.core.text import SectionText

_WORDS = 40  # visible characters that are looked for: some seven words, which seldom stand twice
_STEP = 20
_REACH = 4_000  # visible characters around the place whose words may stand for it


def same_place(before: Sequence[SectionText], place: Place, after: Sequence[SectionText]) -> Place | None:
    """Return where the words at a place stand in the other text.

    Where these are not there, or not only once, the nearest words that are serve.

    Args:
        before: The text that was read.
        place: In it.
        after: The other text.

    Returns:
        None if none of the words around the place are in the other text.
    """
    old = "".join(section.chars for section in before)
    new = "".join(section.chars for section in after)
    if not old or not new or not 0 <= place[0] < len(before):
        return None
    start = sum(len(section) for section in before[: place[0]]) + min(place[1], len(before[place[0]]))
    for at in _around(start, len(old)):
        words = old[at : at + _WORDS]
        found = new.find(words)
        if found >= 0 and new.find(words, found + 1) < 0:
            # What stands above the place was read: the place is after it.
            return ArticleText(after).place(found if at >= start else min(found + len(words), len(new) - 1))
        if start == 0:
            return ArticleText(after).place(0)  # a beginning that was rewritten is the beginning still
    return None


def _around(start: int, length: int) -> Iterator[int]:
    """Yield the starts of words to look for, the nearest to the place first."""
    last = max(length - _WORDS, 0)
    yield min(start, last)
    for distance in range(_STEP, _REACH, _STEP):
        if start + distance <= last:
            yield start + distance
        if start - distance >= 0:
            yield start - distance
