"""Draws a part of a page, in the reader's colors."""

import pymupdf

from reader_app.core.layout import PageColors

# A picture that covers this much of its page is a scan: it is paper, and takes the reader's colors.
_SCAN = 0.7


def render_part(
    page: pymupdf.Page,
    display_list: pymupdf.DisplayList,
    scale: float,
    part: tuple[int, int, int, int],
    colors: PageColors,
    into: memoryview,
) -> None:
    """Write the RGB samples of a part of a page; see ``Document.render``."""
    left, top, width, height = part
    frame = pymupdf.IRect(left, top, left + width, top + height)
    pixmap = pymupdf.Pixmap(pymupdf.csRGB, frame, False)
    pixmap.clear_with(255)
    device = pymupdf.mupdf.fz_new_draw_device(pymupdf.mupdf.fz_scale(scale, scale), pixmap.this)
    pymupdf.mupdf.fz_run_display_list(
        display_list.this,
        device,
        pymupdf.mupdf.FzMatrix(),
        pymupdf.mupdf.FzRect(left / scale, top / scale, (left + width) / scale, (top + height) / scale),
        pymupdf.mupdf.FzCookie(),
    )
    pymupdf.mupdf.fz_close_device(device)
    if not colors.is_plain:
        _recolor(pixmap, page, scale, colors)
    into[: width * height * 3] = pixmap.samples_mv


def _recolor(pixmap: pymupdf.Pixmap, page: pymupdf.Page, scale: float, colors: PageColors) -> None:
    """Map white to the paper and black to the ink; pictures keep their own colors."""
    pictures = _picture_areas(page, scale)
    original = pymupdf.Pixmap(pixmap, 0) if pictures else None
    if colors.is_dark:
        # Lightness is turned over first, so that a blue link stays blue; then black is the paper.
        pymupdf.mupdf.fz_invert_pixmap_luminance(pixmap.this)
        pixmap.tint_with(_number(colors.paper), _number(colors.ink))
    else:
        pixmap.tint_with(_number(colors.ink), _number(colors.paper))
    for area in pictures:
        if original is not None:
            pixmap.copy(original, area & pixmap.irect)


def _picture_areas(page: pymupdf.Page, scale: float) -> list[pymupdf.IRect]:
    whole = abs(page.rect)
    areas = []
    for image in page.get_image_info():
        area = pymupdf.Rect(image["bbox"]) & page.rect
        if not area.is_empty and abs(area) < _SCAN * whole:
            areas.append((area * pymupdf.Matrix(scale, scale)).irect)
    return areas


def _number(color: str) -> int:
    return int(color[1:], 16)
