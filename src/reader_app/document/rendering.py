"""Draws a part of a page, in the reader's colors."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pymupdf

from reader_app.core.layout import PageColors

# A picture that covers this much of its page is a scan: it is paper, and takes the reader's colors.
_SCAN = 0.7
# MuPDF's inversion makes white this gray instead of black; the paper has to be exact.
_INVERTED_WHITE = 4


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """A page ready to be drawn in parts.

    Attributes:
        commands: What MuPDF draws.
        pictures: Where pictures stand, in points; a scan that fills the page is not among them.
    """

    commands: pymupdf.DisplayList
    pictures: tuple[pymupdf.Rect, ...]


def draw(page: pymupdf.Page) -> DrawnPage:
    """Run a page once; drawing parts of it from the result costs about 1 ms each."""
    return DrawnPage(page.get_displaylist(), tuple(_pictures(page)))


def render_part(
    page: DrawnPage,
    scale: float,
    part: tuple[int, int, int, int],
    colors: PageColors,
    into: memoryview,
) -> None:
    """Write the RGB samples of a part of a page; see ``Document.render``."""
    left, top, width, height = part
    frame = pymupdf.mupdf.FzIrect(left, top, left + width, top + height)
    # Without separations: with them MuPDF mixes inks of print, and black is not black.
    no_inks = pymupdf.mupdf.FzSeparations()
    plain = pymupdf.mupdf.fz_new_pixmap_with_bbox(pymupdf.csRGB, frame, no_inks, 0)
    pixmap = pymupdf.Pixmap("raw", plain)
    pixmap.clear_with(255)
    device = pymupdf.mupdf.fz_new_draw_device(pymupdf.mupdf.fz_scale(scale, scale), pixmap.this)
    pymupdf.mupdf.fz_run_display_list(
        page.commands.this,
        device,
        pymupdf.mupdf.FzMatrix(),
        pymupdf.mupdf.FzRect(left / scale, top / scale, (left + width) / scale, (top + height) / scale),
        pymupdf.mupdf.FzCookie(),
    )
    pymupdf.mupdf.fz_close_device(device)
    if not colors.is_plain:
        _recolor(pixmap, page.pictures, scale, colors)
    into[: width * height * 3] = pixmap.samples_mv


def _recolor(
    pixmap: pymupdf.Pixmap, pictures: Iterable[pymupdf.Rect], scale: float, colors: PageColors
) -> None:
    """Map white to the paper and black to the ink; pictures keep their own colors."""
    areas = [(picture * pymupdf.Matrix(scale, scale)).irect & pixmap.irect for picture in pictures]
    areas = [area for area in areas if not area.is_empty]
    original = pymupdf.Pixmap(pixmap, 0) if areas else None
    darkest, black, white = 0, colors.ink, colors.paper
    if colors.is_dark:
        # Lightness is turned over first, so that a blue link stays blue; then black is the paper.
        pymupdf.mupdf.fz_invert_pixmap_luminance(pixmap.this)
        darkest, black, white = _INVERTED_WHITE, colors.paper, colors.ink
    samples = bytearray(pixmap.samples_mv)  # its steps are copied five times as fast as a memory view's
    for channel in range(3):
        table = _shades(darkest, *(int(color[1 + 2 * channel :][:2], 16) for color in (black, white)))
        samples[channel::3] = samples[channel::3].translate(table)
    pixmap.samples_mv[:] = samples
    for area in areas:
        pixmap.copy(original, area)


def _shades(darkest: int, black: int, white: int) -> bytes:
    """Return what each value of a channel becomes: ``darkest`` becomes black, 255 white."""
    parts = (max(value - darkest, 0) / (255 - darkest) for value in range(256))
    return bytes(round(black + part * (white - black)) for part in parts)


def _pictures(page: pymupdf.Page) -> Iterator[pymupdf.Rect]:
    turned = page.rotation_matrix if page.parent.is_pdf else pymupdf.Identity
    for image in page.get_image_info():
        area = (pymupdf.Rect(image["bbox"]) * turned).normalize() & page.rect
        if not area.is_empty and abs(area) < _SCAN * abs(page.rect):
            yield area
