from itertools import permutations
from pathlib import Path

import pytest

from export.sample_pdfs import PHRASE, write_columns, write_page, write_turned
from reader_app.core.covered import CoveredCharacters
from reader_app.core.geometry import Point, Quad
from reader_app.core.page_text import PageText
from reader_app.document.opening import open_document


def page_of(path: Path) -> PageText:
    with open_document(path, "application/pdf") as document:
        return document.page_text(0)


def range_of(text: PageText, quote: str) -> tuple[int, int]:
    visible = quote.replace(" ", "")
    start = text.text.chars.index(visible)
    return start, start + len(visible)


def corners(quad: Quad) -> tuple[Point, ...]:
    return quad.corners


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_corners_may_come_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    text = page_of(write_page(tmp_path / "page.pdf"))
    wanted = range_of(text, PHRASE)
    areas = [[corners(quad)[index] for index in order] for quad in text.quads(*wanted)]

    assert CoveredCharacters(text).ranges(areas) == [wanted]


@pytest.mark.parametrize("quote", ["runupwards", "words run downwards", "run at a slant"])
def test_turned_text_is_found_under_its_own_quads(tmp_path: Path, quote: str) -> None:
    text = page_of(write_turned(tmp_path / "turned.pdf"))
    wanted = range_of(text, quote)

    assert CoveredCharacters(text).ranges(map(corners, text.quads(*wanted))) == [wanted]


def test_mark_from_one_column_to_the_next_is_one_range(tmp_path: Path) -> None:
    text = page_of(write_columns(tmp_path / "columns.pdf"))
    wanted = range_of(text, "left side ends here and the right side begins")

    assert CoveredCharacters(text).ranges(map(corners, text.quads(*wanted))) == [wanted]


def test_letter_belongs_to_the_area_that_its_middle_lies_in(tmp_path: Path) -> None:
    text = page_of(write_page(tmp_path / "page.pdf"))
    start, end = range_of(text, "comes")
    [quad] = text.quads(start, end)
    letter = (quad.ur.x - quad.ul.x) / 5

    def shifted(by: float) -> list[tuple[Point, ...]]:
        return [tuple(Point(corner.x + by, corner.y) for corner in quad.corners)]

    covered = CoveredCharacters(text)
    assert covered.ranges(shifted(0.2 * letter)) == [(start, end)]
    assert covered.ranges(shifted(0.8 * letter)) != [(start, end)]


def test_small_hole_on_a_line_is_filled_and_a_large_one_parts_the_mark(tmp_path: Path) -> None:
    text = page_of(write_page(tmp_path / "page.pdf"))
    start, _ = range_of(text, "Then")
    parts = [(start, start + 4), (start + 6, start + 10), (start + 16, start + 20)]
    areas = [corners(quad) for part in parts for quad in text.quads(*part)]

    assert CoveredCharacters(text).ranges(areas) == [(start, start + 10), (start + 16, start + 20)]


@pytest.mark.parametrize(
    "area",
    [
        [],
        [Point(50, 95)],
        [Point(50, 95), Point(90, 95)],
        [Point(50, 95), Point(90, 95), Point(50, 95), Point(90, 95)],
        [Point(500, 500), Point(600, 500), Point(600, 600), Point(500, 600)],
    ],
)
def test_empty_area_or_one_beside_the_text_covers_nothing(tmp_path: Path, area: list[Point]) -> None:
    text = page_of(write_page(tmp_path / "page.pdf"))

    assert CoveredCharacters(text).ranges([area]) == []
