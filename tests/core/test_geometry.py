import pytest

from reader_app.core.geometry import Point, Quad, Rect, bounds_of_points, bounds_of_quads

QUAD = Quad(Point(1, 5), Point(4, 1), Point(3, 7), Point(6, 3))


def test_a_rectangle_contains_its_border() -> None:
    rect = Rect(1, 2, 4, 6)

    assert (rect.width, rect.height) == (3, 4)
    assert rect.contains(Point(1, 6))
    assert not rect.contains(Point(0.9, 6))


@pytest.mark.parametrize(
    ("point", "distance"), [(Point(2, 3), 0), (Point(0, 3), 1), (Point(7, 10), 5), (Point(2, 0), 2)]
)
def test_the_distance_to_a_rectangle_is_to_its_nearest_point(point: Point, distance: float) -> None:
    assert Rect(1, 2, 4, 6).distance(point) == distance


def test_bounds_hold_all_corners() -> None:
    assert QUAD.bounds == Rect(1, 1, 6, 7)
    assert bounds_of_quads([QUAD, Quad(*[Point(9, 0)] * 4)]) == Rect(1, 0, 9, 7)
    assert bounds_of_points([Point(2, 3)]) == Rect(2, 3, 2, 3)


def test_corners_come_in_the_order_of_pdf_viewers() -> None:
    assert QUAD.corners == (QUAD.ul, QUAD.ur, QUAD.ll, QUAD.lr)


def test_rectangle_is_shifted_as_a_whole() -> None:
    assert Rect(1, 2, 5, 8).shifted(Point(10, -2)) == Rect(11, 0, 15, 6)
