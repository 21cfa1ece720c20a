"""Tells whether a quote stands in a text to the letter, with all of its paragraph that is known.

That is how a passage is recognized which was moved with its paragraph: other paragraphs stand around it.
"""

from dataclasses import dataclass

from reader_app.core.text import Gap, SectionText
from reader_app.core.visible import visible_characters


@dataclass(frozen=True, slots=True)
class Wording:
    """The visible characters of a quote and of what stood around it."""

    exact: str
    prefix: str
    suffix: str

    @classmethod
    def of(cls, exact: str, prefix: str, suffix: str) -> "Wording":
        """Return the wording of what is written."""
        return cls(visible_characters(exact), visible_characters(prefix), visible_characters(suffix))

    def intact_length(self, text: SectionText, start: int, end: int) -> int:
        """Return how many visible characters stand in one piece to the letter, the passage among them.

        0 if the passage is not the quote, or if its paragraph goes on otherwise than it did.
        """
        if text.chars[start:end] != self.exact:
            return 0
        first = start
        while start - first < len(self.prefix) and not _opens(text, first):
            first -= 1
            if text.chars[first] != self.prefix[first - start]:
                return 0
        last = end
        while last - end < len(self.suffix) and not _opens(text, last):
            if text.chars[last] != self.suffix[last - end]:
                return 0
            last += 1
        return last - first


def _opens(text: SectionText, offset: int) -> bool:
    """Tell whether a paragraph or another end of the text is at an offset."""
    return offset in (0, len(text)) or text.gaps[offset] == Gap.PARAGRAPH
