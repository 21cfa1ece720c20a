"""The way between a PDF page's own coordinates and page space: points, as displayed, from the top left."""

import math

import pymupdf
from pymupdf import mupdf

from reader_app.core.geometry import Point


def to_page_space(page: mupdf.PdfObj) -> pymupdf.Matrix:
    """Return the way from a page's own coordinates: not rotated, y up, in user units.

    Args:
        page: The page's dictionary; the page itself is not loaded.
    """
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_obj_transform(page, box, matrix)
    return pymupdf.Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def from_page_space(page: mupdf.PdfObj) -> pymupdf.Matrix:
    """Return the way back; see ``to_page_space``."""
    matrix = to_page_space(page)
    back = mupdf.fz_invert_matrix(mupdf.FzMatrix(*matrix))
    return pymupdf.Matrix(back.a, back.b, back.c, back.d, back.e, back.f)


def moved(point: Point, way: pymupdf.Matrix) -> Point:
    """Return where a point comes to be."""
    return Point(point.x * way.a + point.y * way.c + way.e, point.x * way.b + point.y * way.d + way.f)


def scale_of(way: pymupdf.Matrix) -> float:
    """Return how much longer everything gets."""
    return math.sqrt(abs(way.a * way.d - way.b * way.c))


def displayed_size(page: mupdf.PdfObj) -> tuple[float, float]:
    """Return the width and height of a page as displayed, in points; see ``to_page_space``."""
    box, matrix = mupdf.FzRect(), mupdf.FzMatrix()
    mupdf.pdf_page_obj_transform(page, box, matrix)
    shown = mupdf.fz_transform_rect(box, matrix)
    return shown.x1 - shown.x0, shown.y1 - shown.y0
