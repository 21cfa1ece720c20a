import pytest

from reader_app.core.geometry import Point
from reader_app.core.lines import Line, line_beside

RIGHT = (1.0, 0.0)


def line(along0: float, along1: float, top: float) -> Line:
    return Line(0, 1, RIGHT, (along0, along1), (top, top + 12))


# A title over two columns; the left column ends with a short line.
TITLE = line(50, 350, 80)
LEFT = [line(50, 190, 100), line(50, 190, 114), line(50, 90, 128)]
RIGHT_COLUMN = [line(210, 350, 100), line(250, 350, 114), line(210, 350, 128)]
LINES = [TITLE, *LEFT, *RIGHT_COLUMN]


@pytest.mark.parametrize(
    ("x", "y", "beside"),
    [
        (180, 134, LEFT[2]),  # right of a short line, in its column
        (230, 120, RIGHT_COLUMN[1]),  # left of an indented line, in its column
        (200, 134, None),  # between the columns
        (20, 134, None),  # left of all columns
        (100, 300, None),  # level with no line
    ],
)
def test_a_point_beside_a_line_belongs_to_it_as_far_as_its_column_reaches(
    x: float, y: float, beside: Line | None
) -> None:
    assert line_beside(LINES, Point(x, y), RIGHT) is beside


def test_lines_of_another_direction_do_not_count() -> None:
    assert line_beside(LINES, Point(180, 134), (0.0, 1.0)) is None
