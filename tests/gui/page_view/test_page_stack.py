import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, QRect

from reader_app.core.geometry import Point, Quad
from reader_app.core.layout import PageBox
from reader_app.gui.page_view.page_stack import PageStack, fitting_scale


def stack(*sizes: tuple[float, float], scale: float = 1.0, width: int = 300, gap: int = 10) -> PageStack:
    return PageStack([PageBox(w, h, 0) for w, h in sizes], scale, width, gap=gap, border=5)


def test_pages_stand_below_each_other_and_centered() -> None:
    pages = stack((100, 200), (200, 50))

    assert [pages.rect(0), pages.rect(1)] == [QRect(100, 5, 100, 200), QRect(50, 215, 200, 50)]
    assert (pages.width, pages.height, len(pages)) == (300, 270, 2)


def test_surface_is_as_wide_as_its_widest_page() -> None:
    assert stack((100, 10), (400, 10)).width == 410
    assert stack((100, 10), (400, 10)).rect(0).x() == 155


def test_one_turned_page_does_not_make_the_others_small() -> None:
    pages = [PageBox(600, 800, 0)] * 9 + [PageBox(800, 600, 0)]

    assert fitting_scale(pages, 900) == 1.5
    assert fitting_scale([], 595) == 1.0


def test_strips_without_a_gap_touch() -> None:
    strips = stack((100, 33.3), (100, 33.3), (100, 33.3), scale=1.5, gap=0)

    for page in range(2):
        assert strips.rect(page).bottom() + 1 == strips.rect(page + 1).top()


def test_nothing_is_visible_where_there_are_no_pages() -> None:
    assert list(stack().visible(0, 500)) == []
    assert stack().height == 10


@given(
    st.lists(st.floats(1, 400), min_size=1, max_size=30),
    st.integers(0, 12_000),
    st.integers(0, 2000),
    st.integers(0, 20),
)
def test_visible_pages_are_those_that_touch_the_view(
    heights: list[float], top: int, size: int, gap: int
) -> None:
    pages = stack(*((100.0, height) for height in heights), gap=gap)
    top = min(top, pages.height)

    visible = pages.visible(top, top + size)

    touching = [
        page
        for page in range(len(pages))
        if pages.rect(page).bottom() >= top and pages.rect(page).top() <= top + size
    ]
    assert set(touching) <= set(visible)
    assert len(visible) <= len(touching) + 1  # in a gap the next page stands in


@pytest.mark.parametrize(("y", "page"), [(-50, 0), (0, 0), (204, 0), (207, 0), (212, 1), (240, 1), (9999, 1)])
def test_nearest_page_is_at_every_height(y: float, page: int) -> None:
    assert stack((100, 200), (200, 50)).page_at(y) == page


@given(st.floats(0.2, 8), st.floats(-500, 500), st.floats(-500, 500))
def test_points_go_to_the_surface_and_back(scale: float, x: float, y: float) -> None:
    pages = stack((100, 200), (200, 50), scale=scale)

    there = pages.to_surface(1, Point(x, y))
    back = pages.to_page(1, there)

    assert (back.x, back.y) == pytest.approx((x, y), abs=1e-6)


def test_quad_keeps_its_corners_in_order_and_bounds_hold_all_quads() -> None:
    pages = stack((100, 200), scale=2.0)
    quad = Quad(Point(0, 0), Point(10, 0), Point(0, 5), Point(10, 5))
    below = Quad(Point(0, 20), Point(10, 20), Point(0, 25), Point(10, 25))

    corners = [pages.polygon(0, quad).at(index) for index in range(4)]
    bounds = pages.bounds(0, [quad, below])

    x, y = pages.rect(0).x(), pages.rect(0).y()
    assert corners == [QPointF(x, y), QPointF(x + 20, y), QPointF(x + 20, y + 10), QPointF(x, y + 10)]
    assert (bounds.width(), bounds.height()) == (20, 50)
