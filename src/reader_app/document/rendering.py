"""Draws a part of a page, in the reader's colors."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import pymupdf
from pymupdf import mupdf

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


def draw(page: pymupdf.Page, without: Collection[int] = ()) -> DrawnPage:
    """Run a page once; drawing parts of it from the result costs about 1 ms each.

    Args:
        page: A page of MuPDF.
        without: Annotations that are left out, by their place in the page's list.
    """
    commands = _commands_without(page, without) if without else page.get_displaylist()
    return DrawnPage(commands, tuple(_pictures(page)))


def _commands_without(page: pymupdf.Page, without: Collection[int]) -> pymupdf.DisplayList:
    """Run a page's content, its other annotations, and its form fields, in the order MuPDF has."""
    of_pdf = mupdf.pdf_page_from_fz_page(page.this)
    listed = mupdf.pdf_dict_gets(of_pdf.obj(), "Annots")
    hidden = [mupdf.pdf_array_get(listed, place) for place in without]
    numbers = {mupdf.pdf_to_num(each) for each in hidden} - {0}
    inner = [each for each in hidden if not mupdf.pdf_is_indirect(each)]
    commands = mupdf.FzDisplayList(mupdf.fz_bound_page(page.this))
    device = mupdf.fz_new_list_device(commands)
    everywhere, cookie = mupdf.FzMatrix(), mupdf.FzCookie()
    mupdf.fz_run_page_contents(page.this, device, everywhere, cookie)
    annotation = mupdf.pdf_first_annot(of_pdf)
    while annotation.m_internal:
        entry = mupdf.pdf_annot_obj(annotation)
        number = mupdf.pdf_to_num(entry)
        is_hidden = number in numbers if number else any(mupdf.pdf_objcmp(entry, each) == 0 for each in inner)
        if not is_hidden:
            mupdf.pdf_run_annot(annotation, device, everywhere, cookie)
        annotation = mupdf.pdf_next_annot(annotation)
    mupdf.fz_run_page_widgets(page.this, device, everywhere, cookie)
    mupdf.fz_close_device(device)
    return pymupdf.DisplayList(commands)


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
