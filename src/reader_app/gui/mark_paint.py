"""How a label's color meets the page: text stays readable in every theme, for every label color.

Pure color rules. A page is ink on paper, and a highlight is blended over both: on light paper it
multiplies, as a felt pen does; on dark paper it screens a darkened color, so that the paper lights up
and light text stays light.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtGui import QColor, QPainter

from reader_app.core.color import VISIBLE, contrast
from reader_app.gui.theme import Theme, blend

_INK_CONTRAST = 5.5  # more than text needs, because the edges of thin letters are blended
_STEPS = 20


@dataclass(frozen=True, slots=True)
class MarkPaint:
    """What a highlight is filled with.

    Attributes:
        color: Opaque.
        composition: How it is blended over the rendered page: multiply or screen.
    """

    color: QColor
    composition: QPainter.CompositionMode

    def over(self, color: str) -> str:
        """Return what a color of the page becomes under the highlight, both "#rrggbb"."""
        pairs = zip(_channels(color), _channels(self.color.name()), strict=True)
        if self.composition == QPainter.CompositionMode.CompositionMode_Multiply:
            return _hex(below * above / 255 for below, above in pairs)
        return _hex(below + above - below * above / 255 for below, above in pairs)


def mark_paint(label_color: str, theme: Theme) -> MarkPaint:
    """Return the strongest fill in a label's color that leaves marked text readable.

    Args:
        label_color: "#rrggbb".
        theme: Gives ink and paper.
    """
    mode = QPainter.CompositionMode
    neutral = "#000000" if theme.is_dark else "#ffffff"
    composition = mode.CompositionMode_Screen if theme.is_dark else mode.CompositionMode_Multiply
    for step in range(_STEPS):
        paint = MarkPaint(QColor(blend(neutral, label_color, step / _STEPS)), composition)
        if contrast(paint.over(theme.page_ink), paint.over(theme.page_paper)) >= _INK_CONTRAST:
            return paint
    return MarkPaint(QColor(blend(neutral, label_color, 1 - 1 / _STEPS)), composition)


def line_color(label_color: str, theme: Theme) -> QColor:
    """Return the color nearest to a label's that shows as a thin line on the page (underline, strikeout)."""
    shares = (step / _STEPS for step in range(_STEPS))
    colors = (blend(theme.page_ink, label_color, share) for share in shares)
    visible = (color for color in colors if contrast(color, theme.page_paper) >= VISIBLE)
    return QColor(next(visible, theme.page_ink))


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def _hex(channels: Iterable[float]) -> str:
    return "#" + "".join(f"{round(channel):02x}" for channel in channels)
