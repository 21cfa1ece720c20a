"""Finds where a small number fits at the end of a mark without covering anything.

Knows nothing of notes.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import pymupdf

from reader_app.core.geometry import Point, Quad, Rect, bounds_of_points
from reader_app.export.pdf.white_space import View

DIGIT: Final = 0.556
"""The width of a digit, as a part of the size of the font."""

TOP, BOTTOM = 0.06, 0.84
"""Where digits begin and end below the top of their line, as parts of the size of the font."""

_SIZES: Final = (1.0, 0.88, 0.76)  # a number is rather a little smaller than on a letter
_OF_LINE: Final = 0.56  # the size of a number, as a part of the height of the line
_SMALLEST, _LARGEST = 5.0, 8.5  # points
_DARK: Final = 110
_AROUND: Final = 0.3  # points that stay white around a number
_STEP: Final = 2.0  # points
_FAR, _FARTHEST = 60.0, 600.0  # points that a number may stand away from its mark, at first and at last


@dataclass(frozen=True, slots=True)
class NumberPlace:
    """Where a number stands.

    Attributes:
        corner: The upper left one of its line, in page space.
        size: Of its font, in points.
        direction: Of its line, a unit vector in page space.
        area: Around its digits.
        is_on_dark: Whether what it stands on is dark.
    """

    corner: Point
    size: float
    direction: tuple[float, float]
    area: Rect
    is_on_dark: bool


class NumberPlaces:
    """Gives each number a place; no two stand on each other."""

    def __init__(self, picture: Callable[[int], pymupdf.DisplayList | None]) -> None:
        self._picture = picture
        self._page = -1
        self._shown: pymupdf.DisplayList | None = None
        self._taken: defaultdict[int, list[Rect]] = defaultdict(list)

    def place(self, page: int, quad: Quad, digits: int, *, is_leftward: bool) -> NumberPlace:
        """Return the best place for a number, and take it.

        Where there is none, the number stands over what it must, right after the mark.

        Args:
            page: Zero-based; pages that follow each other are fastest.
            quad: The last one of the mark, in page space.
            digits: How many.
            is_leftward: Whether the text runs from right to left.
        """
        if page != self._page:
            self._page, self._shown = page, self._picture(page)
        ends = (quad.ul, quad.ll) if is_leftward else (quad.ur, quad.lr)
        near = _candidates(quad, digits, is_leftward=is_leftward)
        best = next(near)
        far = _far_candidates(best, is_leftward=is_leftward)
        found = (
            self._first_free(chain((best,), near), _grown(bounds_of_points(ends), _FAR))
            or self._first_free(far, _grown(quad.bounds, _FARTHEST))
            or best
        )
        self._taken[page].append(found.area)
        return found

    def _first_free(self, candidates: Iterable[NumberPlace], area: Rect) -> NumberPlace | None:
        """Return the first place inside an area of the page that shows nothing and is not taken."""
        view = View(self._shown, area)
        for place in candidates:
            around = _grown(place.area, _AROUND)
            if any(_overlap(around, other) for other in self._taken[self._page]):
                continue
            shade = view.shade(around)
            if shade is not None:
                return replace(place, is_on_dark=shade < _DARK)
        return None


def _candidates(quad: Quad, digits: int, *, is_leftward: bool) -> Iterator[NumberPlace]:
    """Yield places, the best first: raised after the mark, above its end, below it, further away."""
    along, length = _unit(quad.ul, quad.ur, (1.0, 0.0))
    across, height = _unit(quad.ul, quad.ll, (-along[1], along[0]))
    usual = min(max(height * _OF_LINE, _SMALLEST), _LARGEST)
    sizes = sorted({max(usual * part, _SMALLEST) for part in _SIZES}, reverse=True)

    def at(right: float, down: float, size: float) -> NumberPlace:
        """Return a place from how far right and down of the mark's end its digits begin."""
        width = digits * DIGIT * size
        start = -right - width if is_leftward else length + right
        corners = [
            _along(quad.ul, along, start + x, across, down + y)
            for x in (0.0, width)
            for y in (0.0, (BOTTOM - TOP) * size)
        ]
        corner = _along(quad.ul, along, start, across, down - TOP * size)
        return NumberPlace(corner, size, along, bounds_of_points(corners), is_on_dark=False)

    for size in sizes:
        for down in (0.08, 0.0, -0.08, -0.16, -0.24, -0.32):
            for right in (0.4, 0.2, 0.8):
                yield at(right, down * height, size)
    for size in sizes:
        ink, width = (BOTTOM - TOP) * size, digits * DIGIT * size
        for right in (-width, -width / 2, 0.0, -1.5 * width, width / 2):
            for rise in (0.1, 0.05, 0.0, -0.05, -0.1, -0.15, -0.2):  # of its foot above the top of the line
                yield at(right, -ink - rise * height, size)
            for drop in (0.9, 0.95, 1.0, 1.05, 1.1):
                yield at(right, drop * height, size)
    for size in sizes:
        for step in range(1, int(_FAR / _STEP)):
            for down in (0.0, -0.2):
                yield at(_STEP * step, down * height, size)


def _far_candidates(place: NumberPlace, *, is_leftward: bool) -> Iterator[NumberPlace]:
    """Yield places level with one, further and further away in the margin."""
    for step in range(int(_FAR / _STEP), int(_FARTHEST / _STEP)):
        by = step * _STEP * (-1 if is_leftward else 1)
        away = Point(place.direction[0] * by, place.direction[1] * by)
        corner = Point(place.corner.x + away.x, place.corner.y + away.y)
        yield replace(place, corner=corner, area=place.area.shifted(away))


def _along(
    start: Point, along: tuple[float, float], right: float, across: tuple[float, float], down: float
) -> Point:
    return Point(start.x + along[0] * right + across[0] * down, start.y + along[1] * right + across[1] * down)


def _unit(start: Point, end: Point, otherwise: tuple[float, float]) -> tuple[tuple[float, float], float]:
    length = math.hypot(end.x - start.x, end.y - start.y)
    if not length:
        return otherwise, 0.0
    return ((end.x - start.x) / length, (end.y - start.y) / length), length


def _grown(area: Rect, by: float) -> Rect:
    return Rect(area.x0 - by, area.y0 - by, area.x1 + by, area.y1 + by)


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1
