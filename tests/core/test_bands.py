import pytest

from reader_app.core.bands import Band, separate
from reader_app.core.geometry import Point

RIGHT = (1.0, 0.0)


def band(along0: float, along1: float, across0: float, across1: float) -> Band:
    return Band(RIGHT, along0, along1, across0, across1)


@pytest.mark.parametrize(
    ("box", "taken"),
    [
        ((20, 26, 100, 112), True),
        ((26, 29, 97, 105), True),  # a superscript
        ((56.5, 60, 100, 112), False),  # a large hole
        ((20, 50, 100, 140), False),  # a drop cap
        ((20, 26, 110, 122), False),  # another height
        ((4, 10, 100, 112), True),  # leftward
    ],
)
def test_a_band_takes_what_looks_continuous(box: tuple[float, float, float, float], taken: bool) -> None:
    assert band(10, 20, 100, 112).takes(*box) is taken


def test_a_band_grows_around_a_box() -> None:
    grown = band(10, 20, 100, 112)

    grown.add(5, 12, 97, 105)

    assert grown == band(5, 20, 97, 112)


def test_a_band_turned_by_90_degrees_runs_downwards() -> None:
    quad = Band((0.0, 1.0), 10, 20, -112, -100).quad()

    assert (quad.ul, quad.ur, quad.ll) == (Point(112, 10), Point(112, 20), Point(100, 10))


def test_neighbor_lines_share_the_middle_of_their_overlap() -> None:
    upper, left, right = band(0, 100, 0, 12), band(0, 40, 10, 22), band(60, 100, 10, 22)

    separate([[upper], [left, right]])

    assert upper.across1 == left.across0 == right.across0 == 11


@pytest.mark.parametrize(
    "other",
    [band(0, 100, 12, 24), band(200, 300, 10, 22), band(0, 100, 2, 10), Band((0.0, 1.0), 0, 100, 10, 22)],
)
def test_what_has_no_common_border_stays(other: Band) -> None:
    upper = band(0, 100, 0, 12)
    before = Band(other.direction, other.along0, other.along1, other.across0, other.across1)

    separate([[upper], [other]])

    assert upper == band(0, 100, 0, 12)
    assert other == before
