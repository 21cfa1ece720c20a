"""Numbers at the ends of marks: over nothing that the page shows, and not over each other."""

from itertools import combinations
from pathlib import Path

import pymupdf
import pytest

from export.sample_pdfs import write_columns, write_page, write_right_to_left, write_turned
from reader_app.core.geometry import Quad, Rect, quad_of
from reader_app.document.opening import open_document
from reader_app.export.pdf.raised_numbers import NumberPlace, NumberPlaces

DARK = 150


def ink_in(page: pymupdf.Page, area: Rect) -> int:
    """Return how many dark pixels an area of a page has."""
    clip = pymupdf.Rect(area.x0, area.y0, area.x1, area.y1)
    pixels = page.get_pixmap(matrix=pymupdf.Matrix(4, 4), colorspace=pymupdf.csGRAY, clip=clip)
    return sum(1 for sample in pixels.samples if sample < DARK)


def places_after_every_word(source: Path, digits: int, *, is_leftward: bool = False) -> list[NumberPlace]:
    with open_document(source, "application/pdf") as document:
        text = document.page_text(0)
        places = NumberPlaces(lambda page: document.mupdf[page].get_displaylist())
        ends = [end for end in range(1, len(text.text.chars)) if text.text.gaps[end]]
        return [
            places.place(0, text.quads(max(end - 4, 0), end)[-1], digits, is_leftward=is_leftward)
            for end in ends
        ]


@pytest.mark.parametrize("digits", [1, 2, 3])
@pytest.mark.parametrize("leading", [13.0, 15.0, 18.0])
def test_number_covers_no_letter_even_in_tight_lines(tmp_path: Path, digits: int, leading: float) -> None:
    source = write_page(tmp_path / "source.pdf", leading=leading)

    places = places_after_every_word(source, digits)

    assert len(places) > 15
    with pymupdf.open(source) as pdf:
        assert [ink_in(pdf[0], place.area) for place in places] == [0] * len(places)
        assert all(Rect(*pdf[0].rect).contains(corner) for p in places for corner in quad_of(p.area).corners)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_number_covers_no_letter_on_turned_pages(tmp_path: Path, rotation: int) -> None:
    source = write_page(tmp_path / "source.pdf", rotation=rotation, crop_box=(10, 20, 410, 290))

    places = places_after_every_word(source, 2)

    with pymupdf.open(source) as pdf:
        assert [ink_in(pdf[0], place.area) for place in places] == [0] * len(places)


@pytest.mark.parametrize("write", [write_columns, write_turned, write_right_to_left])
def test_number_covers_no_letter_in_columns_and_other_directions(tmp_path: Path, write: object) -> None:
    source = write(tmp_path / "source.pdf")  # type: ignore[operator]

    places = places_after_every_word(source, 1, is_leftward=write is write_right_to_left)

    with pymupdf.open(source) as pdf:
        assert [ink_in(pdf[0], place.area) for place in places] == [0] * len(places)


def test_number_stands_close_to_the_end_of_its_mark(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")
    with open_document(source, "application/pdf") as document:
        text = document.page_text(0)
        end = text.text.chars.index("Then") + len("Thenquick")
        quad = text.quads(end - 5, end)[-1]
        places = NumberPlaces(lambda page: document.mupdf[page].get_displaylist())

        place = places.place(0, quad, 1, is_leftward=False)

    assert 0 < place.area.x0 - quad.ur.x < 2
    assert abs(place.area.y0 - quad.ur.y) < 6


def test_numbers_of_marks_that_end_at_the_same_place_stand_beside_each_other(tmp_path: Path) -> None:
    source = write_page(tmp_path / "source.pdf")
    with open_document(source, "application/pdf") as document:
        quad = document.page_text(0).quads(5, 12)[-1]
        places = NumberPlaces(lambda page: document.mupdf[page].get_displaylist())

        areas = [places.place(0, quad, 2, is_leftward=False).area for _ in range(8)]

    for one, other in combinations(areas, 2):
        assert one.x1 <= other.x0 or other.x1 <= one.x0 or one.y1 <= other.y0 or other.y1 <= one.y0


def test_number_on_a_dark_page_knows_it(tmp_path: Path) -> None:
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=200, height=100)
        page.draw_rect(page.rect, fill=(0.1, 0.1, 0.2))
        places = NumberPlaces(lambda number: pdf[number].get_displaylist())

        place = places.place(0, quad_of(Rect(20, 20, 90, 34)), 1, is_leftward=False)

    assert place.is_on_dark


def test_page_that_cannot_be_shown_still_gives_a_place() -> None:
    quad: Quad = quad_of(Rect(20, 20, 90, 34))

    place = NumberPlaces(lambda number: None).place(0, quad, 1, is_leftward=False)

    assert 0 < place.area.x0 - quad.ur.x < 2
