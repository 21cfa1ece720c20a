"""Visible characters: the unit of every offset, the same in every layout of a text.

A text is brought to NFKC, then white space and soft hyphens are left out. Layouts differ in exactly
these: MuPDF breaks lines elsewhere, inserts U+00AD where it hyphenates, and draws ligatures.

Normalizing with origins is done by *clusters*, the shortest pieces that NFKC treats independently of
each other (a base character with its marks, a Hangul syllable), so that each visible character knows
the piece of the raw text that it came from.

Offsets count visible characters; people read the source's own spelling, which ``as_written`` gives.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

SOFT_HYPHEN = "\u00ad"

# Characters of combining class 0 that still compose with the character before them: the second halves
# of canonical compositions in Unicode 16 (vowel signs of Indic scripts), and the Hangul jamo.
_COMPOSING_STARTERS = frozenset(
    "\u09be\u09d7\u0b3e\u0b56\u0b57\u0bbe\u0bd7\u0cc2\u0cd5\u0cd6\u0d3e\u0d57\u0dcf\u0ddf\u102e\u1b35"
    "\U00011127\U0001133e\U00011357\U000113b8\U000113bb\U000113c2\U000113c9"
    "\U000114b0\U000114ba\U000114bd\U000115af\U00011930"
    "\U0001611e\U0001611f\U00016120\U00016d67"
) | {chr(code) for code in (*range(0x1161, 0x1176), *range(0x11A8, 0x11C3))}

# Letters as fonts shape them: ligatures of Latin, Armenian and Hebrew, the forms of Arabic letters, signs
# of vertical lines. PDFs hold them because their fonts call the glyphs so; a person reads the letters.
# Not among them: \ufb29, a plus sign of its own, and from \ufdf0 on words and signs that people type as one
# character. All else that NFKC changes (½, …, ², ™, full-width letters) is the writer's choice.
_PRESENTATION_FORMS = re.compile(
    "[\ufb00-\ufb28\ufb2a-\ufdcf\ufe10-\ufe19\ufe30-\ufe44\ufe47\ufe48\ufe70-\ufefc]"
)


@dataclass(frozen=True, slots=True)
class Visible:
    """The visible characters of a raw text and where each came from.

    Attributes:
        chars: The visible characters.
        starts: For each, the index in the raw text where its cluster starts.
        ends: For each, the index in the raw text after its cluster.
    """

    chars: str
    starts: "array[int]"
    ends: "array[int]"

    def offset_at(self, index: int) -> int:
        """Return how many visible characters end at or before the raw index."""
        return bisect_right(self.ends, index)


def visible_characters(text: str) -> str:
    """Return the visible characters of a raw text."""
    return "".join(unicodedata.normalize("NFKC", text.replace(SOFT_HYPHEN, "")).split())


def as_written(cluster: str) -> str:
    """Return a cluster as people read it: spelled as in its source, but in letters where fonts shaped them.

    Canonically equivalent spellings are one, NFC. White space and soft hyphens are left out.
    """
    letters = _PRESENTATION_FORMS.sub(_shaped_letters, cluster.replace(SOFT_HYPHEN, ""))
    return "".join(unicodedata.normalize("NFC", letters).split())


def visible_with_origins(text: str) -> Visible:
    """Return the visible characters of a raw text with the piece of it that each came from."""
    chars: list[str] = []
    starts, ends = array("l"), array("l")
    for start, end in _clusters(text):
        for char in _normalize(text[start:end]):
            chars.append(char)
            starts.append(start)
            ends.append(end)
    return Visible("".join(chars), starts, ends)


def begins_inside_cluster(text: str) -> bool:
    """Whether the text begins with what goes with the character before it: a mark, a soft hyphen."""
    return not text[:1].isascii() and _continues(text[0])


def _shaped_letters(form: "re.Match[str]") -> str:
    """Return the letters of a presentation form, each as it is spelled itself."""
    mapping = unicodedata.decomposition(form.group()).split()
    return "".join(chr(int(code, 16)) for code in mapping if not code.startswith("<")) or form.group()


def _normalize(cluster: str) -> str:
    if len(cluster) == 1 and cluster.isascii():
        return "" if cluster.isspace() else cluster
    return visible_characters(cluster)


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Yield the raw ranges of the clusters; a soft hyphen goes with the cluster before it."""
    start = 0
    for index in range(1, len(text)):
        char = text[index]
        if char.isascii() or not _continues(char):
            yield start, index
            start = index
    if text:
        yield start, len(text)


def _continues(char: str) -> bool:
    if char == SOFT_HYPHEN:
        return True
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.combining(first) != 0 or first in _COMPOSING_STARTERS
