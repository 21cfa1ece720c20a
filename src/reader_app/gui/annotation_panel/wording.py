"""How a wording that changed is shown: words that are gone struck out, new ones underlined.

Strike and underline say it without color. Where much stayed the same, its middle is left out.
"""

from collections.abc import Iterator
from html import escape

from reader_app.core.word_difference import Change, Piece, word_difference
from reader_app.gui.controls import PanelColors

_KEPT_WORDS = 12  # shown beside a change on each side
_CHANGED_WORDS = 60  # shown of one change
_MOST_PIECES = 24


def difference_html(old: str, new: str, colors: PanelColors) -> str:
    """Return both wordings in one, as rich text."""
    pieces = word_difference(old, new)
    shown = [_html(piece, colors) for piece in pieces[:_MOST_PIECES]]
    return " ".join([*shown, "…"] if len(pieces) > _MOST_PIECES else shown)


def difference_words(old: str, new: str) -> str:
    """Return the difference for those who hear it."""
    return ", ".join(_spoken(word_difference(old, new)[:_MOST_PIECES]))


def _html(piece: Piece, colors: PanelColors) -> str:
    words = escape(_shortened(piece))
    if piece.change is Change.GONE:
        return f'<s style="color: {colors.secondary}">{words}</s>'
    if piece.change is Change.NEW:
        return f'<u style="color: {colors.accent}">{words}</u>'
    return words


def _spoken(pieces: tuple[Piece, ...]) -> Iterator[str]:
    names = {Change.GONE: "gone: {words}", Change.NEW: "new: {words}", Change.KEPT: "{words}"}
    for piece in pieces:
        yield names[piece.change].format(words=_shortened(piece))


def _shortened(piece: Piece) -> str:
    words = piece.words.split(" ")
    if piece.change is Change.KEPT and len(words) > 2 * _KEPT_WORDS:
        return " ".join([*words[:_KEPT_WORDS], "…", *words[-_KEPT_WORDS:]])
    if len(words) > _CHANGED_WORDS:
        return " ".join([*words[:_CHANGED_WORDS], "…"])
    return piece.words
