"""Tells where on a page nothing is drawn: no letter, line or photograph, nor anything that a scanner saw."""

import math
from typing import Final

import pymupdf

from reader_app.core.geometry import Rect

_PIXELS: Final = 3.0  # a point
_EVEN: Final = 36  # from the darkest to the lightest gray of what counts as nothing
_WIDEST: Final = 3000.0  # points; a larger picture would take more memory than it is worth


class View:
    """What a part of a page shows."""

    def __init__(self, shown: pymupdf.DisplayList | None, area: Rect) -> None:
        """Render it once.

        Args:
            shown: The page; None for one that cannot be shown, of which nothing is known.
            area: The part, in page space.
        """
        self._left = self._top = self._width = self._height = self._stride = 0
        self._samples = b""
        if shown is None:
            return
        clip = pymupdf.Rect(area.x0, area.y0, area.x1, area.y1) & shown.rect
        if clip.is_empty or clip.width > _WIDEST or clip.height > _WIDEST:
            return
        scale = pymupdf.Matrix(_PIXELS, _PIXELS)
        try:
            pixels = shown.get_pixmap(matrix=scale, colorspace=pymupdf.csGRAY, alpha=0, clip=clip)
        except (RuntimeError, ValueError, pymupdf.mupdf.FzErrorBase):
            return  # a damaged page shows as far as it goes; here nothing is known of it
        self._left, self._top, self._stride = pixels.x, pixels.y, pixels.stride
        self._width, self._height, self._samples = pixels.width, pixels.height, bytes(pixels.samples)

    def shade(self, area: Rect) -> int | None:
        """Return how light an area is, from 0 to 255; None where something is drawn, and outside."""
        left, right = math.floor(area.x0 * _PIXELS) - self._left, math.ceil(area.x1 * _PIXELS) - self._left
        top, bottom = math.floor(area.y0 * _PIXELS) - self._top, math.ceil(area.y1 * _PIXELS) - self._top
        if left < 0 or top < 0 or right > self._width or bottom > self._height:
            return None
        rows = [self._samples[y * self._stride + left : y * self._stride + right] for y in range(top, bottom)]
        darkest, lightest = min(map(min, rows)), max(map(max, rows))
        return (darkest + lightest) // 2 if lightest - darkest <= _EVEN else None
