"""PDFs in which one phrase is red and everything else is black, and what of it quads cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf

from reader_app.core.geometry import Point, Quad
from reader_app.core.layout import PageColors
from reader_app.document.opening import Document

SCALE = 3.0


@dataclass(frozen=True)
class Cover:
    """What quads cover of a page.

    Attributes:
        red: Pixels of the phrase.
        red_outside: Those that no quad covers.
        black_inside: Pixels of other words that a quad covers.
    """

    red: int
    red_outside: int
    black_inside: int


def cover(document: Document, page: int, quads: Sequence[Quad], tolerance: float = 1.5) -> Cover:
    """Draw a page and compare it with quads; what is as close to an edge as the tolerance counts for none."""
    box = document.layout.pages[page]
    width, height = round(box.width * SCALE), round(box.height * SCALE)
    samples = bytearray(width * height * 3)
    document.render(page, SCALE, (0, 0, width, height), PageColors(), memoryview(samples))
    red = red_outside = black_inside = 0
    for at in range(0, len(samples), 3):
        if samples[at + 1] > 100:
            continue
        point = Point((at // 3 % width + 0.5) / SCALE, (at // 3 // width + 0.5) / SCALE)
        if samples[at] > 160:
            red += 1
            red_outside += not any(holds(quad, point, tolerance / SCALE) for quad in quads)
        elif samples[at] < 100:
            black_inside += any(holds(quad, point, -tolerance / SCALE) for quad in quads)
    return Cover(red, red_outside, black_inside)


def holds(quad: Quad, point: Point, slack: float) -> bool:
    """Tell whether a quad, made larger by some points, holds a point."""
    for one, two in ((quad.ur, quad.ll), (quad.ll, quad.ur)):
        length = ((one.x - quad.ul.x) ** 2 + (one.y - quad.ul.y) ** 2) ** 0.5
        along = (one.x - quad.ul.x) / length, (one.y - quad.ul.y) / length
        place = (point.x - quad.ul.x) * along[0] + (point.y - quad.ul.y) * along[1]
        if not -slack <= place <= length + slack:
            return False
        del two
    return True


def write_html(
    path: Path,
    html: str,
    *,
    rotation: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    turn: int = 0,
    size: tuple[float, float] = (300, 200),
    css: str = "",
) -> Path:
    """Write a page with HTML on it.

    Args:
        path: Where to.
        html: Its phrase in <b>, which is red.
        rotation: Of the page, in degrees.
        crop: Its crop box.
        turn: Of the text on the page, in degrees.
        size: Of the page.
        css: More rules.
    """
    rules = "* {font-family: sans-serif; font-size: 12px; font-weight: normal} b {color: #ff0000}" + css
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=size[0], height=size[1])
        area = pymupdf.Rect(30, 25, size[0] - 30, size[1] - 25)
        assert page.insert_htmlbox(area, html, css=rules, rotate=turn, scale_low=1)[0] >= 0
        if crop:
            page.set_cropbox(pymupdf.Rect(crop))
        page.set_rotation(rotation)
        pdf.subset_fonts()
        pdf.save(path)
    return path


def write_pieces(path: Path, pieces: Sequence[tuple[str, float]], *, angle: float = 0.0) -> Path:
    """Write one line in pieces of text and font size, at an angle; every second piece is red."""
    with pymupdf.open() as pdf:
        page = pdf.new_page(width=300, height=300)
        origin = pymupdf.Point(60, 180)
        x = 60.0
        for index, (text, size) in enumerate(pieces):
            color = (1, 0, 0) if index % 2 else (0, 0, 0)
            matrix = pymupdf.Matrix(angle)
            page.insert_text((x, 180), text, fontsize=size, color=color, morph=(origin, matrix))
            x += pymupdf.get_text_length(text, fontsize=size)
        pdf.save(path)
    return path
