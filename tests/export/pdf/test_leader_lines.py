"""Lines from marks to notes run in the white between lines of text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.geometry import Point, Rect
from reader_app.export.pdf.leader_lines import Way, WhiteSpace, bends, start_of, told_apart

WIDTH = 500.0
HEIGHT = 10.0


def column(left: float, right: float, top: float, leading: float, count: int) -> list[Rect]:
    tops = (top + number * leading for number in range(count))
    return [Rect(left, each, right, each + HEIGHT) for each in tops]


def is_crossed(lines: list[Rect], points: tuple[Point, ...]) -> bool:
    """Tell whether a way runs through the inner part of a line of text."""
    for one, other in pairwise(points):
        left, right = sorted((one.x, other.x))
        top, bottom = sorted((one.y, other.y))
        for line in lines:
            inner = Rect(line.x0, line.y0 + 1.5, line.x1, line.y1 - 1.5)
            if left < inner.x1 and right > inner.x0 and top < inner.y1 and bottom > inner.y0:
                return True
    return False


def test_way_from_the_only_column_runs_straight_below_its_line() -> None:
    lines = column(50, 400, 100, 14, 5)
    white = WhiteSpace(lines, WIDTH)

    way = white.way(start_of(Rect(80, 114, 160, 124), is_text=True))

    assert way == (Point(160, 124), Point(404, 124))


def test_way_turns_in_the_gutter_to_the_next_gap_of_the_other_column() -> None:
    right = column(260, 450, 107, 14, 20)
    lines = column(50, 240, 100, 14, 20) + right
    white = WhiteSpace(lines, WIDTH)

    way = bends(white.way(start_of(Rect(80, 114, 160, 124), is_text=True)))

    assert [point.y for point in way] == [124, 124, 119, 119]
    assert 240 < way[1].x == way[2].x < 260
    assert not is_crossed(lines, tuple(way))


def test_way_passes_two_gutters() -> None:
    lines = column(20, 150, 100, 14, 20) + column(170, 300, 105, 14, 20) + column(320, 450, 109, 14, 20)
    white = WhiteSpace(lines, WIDTH)

    way = white.way(start_of(Rect(30, 142, 60, 152), is_text=True))

    assert not is_crossed(lines, way)
    assert way[-1].x == white.edge


def test_way_leads_on_where_there_is_no_white() -> None:
    wall = [Rect(200, 0, 220, 800)]
    white = WhiteSpace(wall, WIDTH)

    way = white.way(Point(100, 300))

    assert way[-1] == Point(white.edge, 300)


def test_way_through_a_large_table_has_few_turns() -> None:
    cells = [
        Rect(20 + 4 * column, 20 + 7 * row + column % 3, 23 + 4 * column, 26 + 7 * row + column % 3)
        for row in range(100)
        for column in range(110)
    ]

    way = WhiteSpace(cells, WIDTH).way(Point(30, 300))

    assert len(way) < 20
    assert way[-1].x >= 460


def test_page_without_text_has_an_edge() -> None:
    white = WhiteSpace([], WIDTH)

    assert white.way(Point(100, 50))[-1].y == 50


def test_edge_is_on_the_page_where_text_goes_beyond_it() -> None:
    assert WhiteSpace([Rect(100, 10, 900, 20)], WIDTH).edge == WIDTH


layouts = st.builds(
    lambda left, lead, shift, count: (
        column(40, 230, 80, lead + left, count) + column(255, 450, 80 + shift, lead, count)
    ),
    st.floats(0, 3),
    st.floats(13, 20),
    st.floats(-20, 40),
    st.integers(1, 30),
)


@given(layouts, st.data())
def test_no_way_crosses_text_where_lines_have_white_between_them(
    lines: list[Rect], data: st.DataObject
) -> None:
    line = data.draw(st.sampled_from(lines))
    start = data.draw(st.floats(line.x0 + 1, line.x1))
    white = WhiteSpace(lines, WIDTH)

    way = white.way(start_of(Rect(line.x0, line.y0, start, line.y1), is_text=True))

    assert not is_crossed(lines, way)
    assert all(one.x == other.x or one.y == other.y for one, other in pairwise(way))
    assert all(one.x <= other.x for one, other in pairwise(way))
    assert way[-1].x >= white.edge


@given(layouts, st.data())
def test_lines_to_notes_in_their_order_do_not_cross_beside_the_text(
    lines: list[Rect], data: st.DataObject
) -> None:
    white = WhiteSpace(lines, WIDTH)
    marked = data.draw(st.lists(st.sampled_from(lines), min_size=2, max_size=8))
    starts = [start_of(Rect(line.x0, line.y0, line.x1 - 20, line.y1), is_text=True) for line in marked]

    ways = told_apart([Way(number, white.way(start)) for number, start in enumerate(starts)])

    assert sorted(way.mark for way in ways) == list(range(len(marked)))
    assert all(one.exit < other.exit for one, other in pairwise(ways))


def test_lines_in_one_gap_run_beside_each_other_the_farther_mark_above() -> None:
    near, far = Way(0, (Point(300, 100), Point(404, 100))), Way(1, (Point(100, 100), Point(404, 100)))

    first, second = told_apart([near, far])

    assert (first.mark, second.mark) == (1, 0)
    assert first.exit == 100
    assert 0.5 < second.exit - first.exit < 1.5
