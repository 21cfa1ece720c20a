"""How high folded cards are: measured once for each text, estimated until there is time to measure."""

from PySide6.QtGui import QFontMetricsF

from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.face import (
    FOLDED_NOTE_LINES,
    FOLDED_QUOTE_LINES,
    folded_face,
    folded_heights,
    text_width,
)


class Heights:
    """The heights of folded cards of one width and font, in pixels."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._width = 0
        self._characters = 1.0  # that fit a line, about
        self._by_lines = folded_heights(look)
        self._known: dict[tuple[str, str], int] = {}

    def fit(self, width: int, look: Look) -> None:
        """Measure for this width and look from now on."""
        if width != self._width or look.font != self._look.font:
            self._known.clear()
            self._by_lines = folded_heights(look)
            average = QFontMetricsF(look.font).averageCharWidth()
            self._characters = max(1.0, text_width(width) / average)
        self._width, self._look = width, look

    def known(self, content: CardContent) -> int | None:
        """Return the height, if it has been measured."""
        return self._known.get((content.quote, content.note))

    def measured(self, content: CardContent) -> int:
        """Return the height, laying the texts out if need be."""
        key = (content.quote, content.note)
        if key not in self._known:
            self._known[key] = folded_face(content, self._width, self._look).height
        return self._known[key]

    def estimated(self, content: CardContent) -> int:
        """Return about the height, from the number of characters."""
        quote_lines = 1 if content.note else min(FOLDED_QUOTE_LINES, self._lines(content.quote))
        note_lines = min(FOLDED_NOTE_LINES, self._lines(content.note)) if content.note else 0
        return self._by_lines[quote_lines][note_lines]

    def _lines(self, text: str) -> int:
        return 1 + int(len(text) / self._characters)
