import pytest

from reader_app.core.annotation import Target
from reader_app.core.article_text import Place
from reader_app.core.extent import Piece, ends_of, with_ends

ONE = (Target(1, 10, 20, "words"),)
OVER_PAGES = (Target(1, 90, 100, "begin"), Target(2, 0, 50, "all"), Target(3, 0, 5, "end"))
COLUMNS = (Target(0, 10, 20, "left"), Target(0, 60, 70, "right"))


def test_ends_are_those_of_the_first_and_the_last_target() -> None:
    assert ends_of(OVER_PAGES) == ((1, 90), (3, 5))


@pytest.mark.parametrize(
    ("targets", "first", "after", "pieces"),
    [
        (ONE, (1, 10), (1, 25), (((1, 10), (1, 25)),)),
        (ONE, (0, 3), (1, 20), (((0, 3), (1, 20)),)),
        (ONE, (2, 0), (2, 4), (((2, 0), (2, 4)),)),
        (OVER_PAGES, (1, 90), (2, 30), (((1, 90), (1, 100)), ((2, 0), (2, 30)))),
        (OVER_PAGES, (1, 95), (1, 97), (((1, 95), (1, 97)),)),
        (COLUMNS, (0, 10), (0, 75), (((0, 10), (0, 20)), ((0, 60), (0, 75)))),
        (COLUMNS, (0, 10), (0, 30), (((0, 10), (0, 30)),)),
        (COLUMNS, (0, 62), (0, 70), (((0, 62), (0, 70)),)),
    ],
)
def test_other_ends(
    targets: tuple[Target, ...], first: Place, after: Place, pieces: tuple[Piece, ...]
) -> None:
    assert with_ends(targets, first, after) == pieces
