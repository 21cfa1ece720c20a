"""Says which color stands for which label, where nothing else does: on the first page, or on a further one.

On pages that are not ours a line may only stand where nothing is.
"""

from collections.abc import Iterator
from contextlib import closing
from typing import Final

import pymupdf

from reader_app.core.geometry import Point, Rect
from reader_app.export.pdf.added_pages import AddedPages
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.end_sheet import end_sheet, page_size
from reader_app.export.pdf.note_blocks import legend, list_rules
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.typesetting import typeset
from reader_app.export.pdf.white_space import View

_SIZE: Final = 7.5  # points
_RULES: Final = "body { font-family: sans-serif; line-height: 1.5; color: #444444; } p { margin: 0; }\n"
_SIDE: Final = 0.095  # of the width: free left and right
_EDGE: Final = 12.0  # points that printers leave white
_REACH: Final = 0.12  # of the height: how far from the edge a line still stands in the margin
_STEP: Final = 3.0  # points
_AROUND: Final = 3.0  # points that stay white around the line
_LIGHT: Final = 200  # of 255: what dark letters are legible on


def add_legend(edition: Edition, canvas: PageCanvas) -> bool:
    """Draw the legend at the foot of the first page, or at its head; tell whether it is said there."""
    labels = edition.labels_used
    if not labels:
        return True
    width, height = page_size(edition.pdf, 0)
    block, room = f"<p>{legend(labels)}</p>", width * (1 - 2 * _SIDE)
    with closing(typeset([block], room, height, _SIZE, _RULES)) as done:
        pieces = done.blocks[0]
        shown = edition.page_picture(0)
        for top in _tops(edition, height, pieces[0].height) if len(pieces) == 1 else ():
            area = Rect(width * _SIDE, top, width * _SIDE + room, top + pieces[0].height)
            if _is_white(shown, area):
                canvas.draw_form(0, done.forms(edition.pdf).add(pieces[0]), Point(area.x0, area.y0))
                return True
    return False


def add_legend_page(edition: Edition, canvas: PageCanvas) -> None:
    """Add a page with the legend at the end, as large as the other pages are by then."""
    rules = list_rules(edition.options.style.font_family)
    pages = AddedPages(edition.pdf, canvas, end_sheet(edition), rules, {})
    names = "".join(f"<p>{legend((label,))}</p>" for label in edition.labels_used)
    pages.add([f'<p class="title">Labels</p>{names}'], 0.0)


def _tops(edition: Edition, height: float, line: float) -> Iterator[float]:
    """Yield where the line may begin, the quietest places first."""
    if edition.frame is not None:
        yield height - edition.frame.margin + _AROUND  # between the text and the number of the page
        return
    steps = range(int(max(height * _REACH - _EDGE - line, 0.0) / _STEP) + 1)
    yield from (height - _EDGE - line - step * _STEP for step in steps)
    yield from (_EDGE + step * _STEP for step in steps)


def _is_white(shown: pymupdf.DisplayList | None, area: Rect) -> bool:
    around = Rect(area.x0 - _AROUND, area.y0 - _AROUND, area.x1 + _AROUND, area.y1 + _AROUND)
    return (View(shown, around).shade(around) or 0) >= _LIGHT
