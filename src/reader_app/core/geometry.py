"""Points, rectangles and quads in page space: points (1/72 inch), origin at the top left, y down."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """A place on a page, in points."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Rect:
    """An upright rectangle, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Horizontal extent."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent."""
        return self.y1 - self.y0

    def contains(self, point: Point) -> bool:
        """Tell whether the point lies inside or on the border."""
        return self.x0 <= point.x <= self.x1 and self.y0 <= point.y <= self.y1

    def shifted(self, by: Point) -> "Rect":
        """Return it so far to the right and down."""
        return Rect(self.x0 + by.x, self.y0 + by.y, self.x1 + by.x, self.y1 + by.y)

    def distance(self, point: Point) -> float:
        """Return the distance from the point to the nearest point of the rectangle."""
        dx = max(self.x0 - point.x, 0.0, point.x - self.x1)
        dy = max(self.y0 - point.y, 0.0, point.y - self.y1)
        return float((dx * dx + dy * dy) ** 0.5)


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners named as the reader of the text sees them: upright for text that reads upright.

    For text turned by 90 degrees the upper left corner is the one where its first letter starts.
    """

    ul: Point
    ur: Point
    ll: Point
    lr: Point

    @property
    def corners(self) -> tuple[Point, Point, Point, Point]:
        """The corners in the order of PDF viewers' QuadPoints: UL UR LL LR."""
        return (self.ul, self.ur, self.ll, self.lr)

    @property
    def bounds(self) -> Rect:
        """The smallest upright rectangle around it."""
        return bounds_of_points(self.corners)


def quad_of(rect: Rect) -> Quad:
    """Return an upright rectangle as a quad."""
    return Quad(
        Point(rect.x0, rect.y0), Point(rect.x1, rect.y0), Point(rect.x0, rect.y1), Point(rect.x1, rect.y1)
    )


def bounds_of_points(points: Iterable[Point]) -> Rect:
    """Return the smallest rectangle around one or more points."""
    corners = list(points)
    xs = [point.x for point in corners]
    ys = [point.y for point in corners]
    return Rect(min(xs), min(ys), max(xs), max(ys))


def bounds_of_quads(quads: Iterable[Quad]) -> Rect:
    """Return the smallest rectangle around one or more quads."""
    return bounds_of_points(corner for quad in quads for corner in quad.corners)
