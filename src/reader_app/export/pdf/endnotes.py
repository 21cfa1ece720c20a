"""Numbers the marks of an edition and lists the notes on pages at its end, linked both ways."""

import html
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import groupby
from typing import Final

from reader_app.core.annotation import Annotation, Label
from reader_app.core.color import READABLE, darkened
from reader_app.core.geometry import Point, Quad, Rect, quad_of
from reader_app.export.item import in_order
from reader_app.export.note_html import direction
from reader_app.export.options import Layout, Order
from reader_app.export.pdf.added_pages import AddedPages, Spot
from reader_app.export.pdf.edition import Edition
from reader_app.export.pdf.end_sheet import end_sheet
from reader_app.export.pdf.markup import Mark
from reader_app.export.pdf.note_blocks import PLACE, legend, list_rules, note_block
from reader_app.export.pdf.outline import place_of
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.page_labels import PageLabels
from reader_app.export.pdf.raised_numbers import NumberPlace, NumberPlaces
from reader_app.export.pdf.typesetting import typeset

_NUMBER_SIZE: Final = 10.0  # points in which numbers are set before they are made smaller
_NUMBER_RULES: Final = (
    "body { font-family: sans-serif; font-weight: bold; line-height: 1; } p { margin: 0; }\n"
)
_CONTRAST: Final = 7.0  # of numbers: small letters, on marks too
_GAP: Final = 1.1  # between two notes, as a part of the size of the font
_EDGE: Final = 12.0  # points
_EASY: Final = 1.5  # points around a number that can be clicked too


def add_end_pages(edition: Edition, canvas: PageCanvas) -> None:
    """Add what an edition ends with: in the layout with endnotes those, then what has no place."""
    options, unplaced = edition.options, edition.unplaced
    if options.layout is Layout.ANNOTATIONS and not (options.summary and unplaced):
        return
    targets, sheet = _targets(edition), end_sheet(edition)
    rules, gap = list_rules(options.style.font_family), _GAP * sheet.font_size
    pages = AddedPages(edition.pdf, canvas, sheet, rules, targets)
    if options.layout is Layout.ENDNOTES:
        _add_endnotes(edition, canvas, pages, targets, gap)
    if unplaced:
        blocks = [note_block(each, edition.label(each), options) for each in unplaced]
        blocks[0] = (
            '<div class="opening"><p class="part">Without a place in the text</p>'
            '<p class="aside">The words that these belong to are not in the text as it is now.</p></div>'
        ) + blocks[0]
        pages.add(blocks, gap)


def _targets(edition: Edition) -> dict[str, tuple[int, Point]]:
    """Return the address of each annotation's place, with its page."""
    return {
        PLACE + mark.annotation.id: (mark.page, place_of(mark)) for mark in edition.marks if mark.part == 1
    }


def _add_endnotes(
    edition: Edition,
    canvas: PageCanvas,
    pages: AddedPages,
    targets: dict[str, tuple[int, Point]],
    gap: float,
) -> None:
    placed = edition.placed
    listed = in_order(
        [each for each in edition.item.annotations if each.id in placed],
        edition.options.order,
        edition.labels,
    )
    if not listed:
        return
    labels = PageLabels(edition.pdf)
    names = {address: labels.label(page) for address, (page, _) in targets.items()}
    blocks = list(_blocks(edition, listed, names))
    blocks[0] = _heading(edition) + blocks[0]
    spots = pages.add(blocks, gap)
    _add_numbers(edition, canvas, listed, spots)


def _heading(edition: Edition) -> str:
    title = edition.item.article.title
    lines = [f'<p class="title">Notes</p><p class="aside" dir="{direction(title)}">{html.escape(title)}</p>']
    if edition.options.legend and not edition.options.summary and edition.labels_used:
        lines.append(f'<p class="aside">{legend(edition.labels_used)}</p>')
    return f'<div class="opening">{"".join(lines)}</div>'


def _blocks(edition: Edition, listed: Sequence[Annotation], names: dict[str, str]) -> Iterator[str]:
    """Yield the block of each annotation; sorted by label, the first one of each has a heading."""
    number = 0
    for label, annotations in groupby(listed, edition.label):
        is_grouped = edition.options.order is Order.LABEL
        heading = _group_heading(label) if is_grouped else ""
        for annotation in annotations:
            number += 1
            page = names.get(PLACE + annotation.id, "")
            yield heading + note_block(
                annotation, label, edition.options, number, page, with_label=not is_grouped
            )
            heading = ""


def _group_heading(label: Label) -> str:
    ink = darkened(label.color, READABLE)
    return f'<p class="group" style="color:{ink}">{html.escape(label.name)}</p>'


def _add_numbers(
    edition: Edition, canvas: PageCanvas, listed: Sequence[Annotation], spots: Sequence[Spot]
) -> None:
    """Draw the number of each annotation at the end of its mark, and let it lead to the note."""
    ends = {mark.annotation.id: mark for mark in edition.marks}
    numbers = {annotation.id: number for number, annotation in enumerate(listed, start=1)}
    places = NumberPlaces(edition.page_picture)
    placed = [
        (numbers[mark.annotation.id], mark, _place(mark, places, numbers[mark.annotation.id]))
        for mark in sorted(ends.values(), key=lambda each: each.page)
        if mark.annotation.id in numbers
    ]
    blocks = [_number_block(edition, number, mark, place) for number, mark, place in placed]
    set_numbers = typeset(blocks, 8 * _NUMBER_SIZE, 3 * _NUMBER_SIZE, _NUMBER_SIZE, _NUMBER_RULES)
    with closing(set_numbers):
        forms = set_numbers.forms(edition.pdf)
        for (number, mark, place), (piece, *_) in zip(placed, set_numbers.blocks, strict=True):
            scale = place.size / _NUMBER_SIZE
            canvas.draw_form(mark.page, forms.add(piece), place.corner, scale, place.direction)
            area, spot = place.area, spots[number - 1]
            around = Rect(area.x0 - _EASY, area.y0 - _EASY, area.x1 + _EASY, area.y1 + _EASY)
            canvas.link_to(mark.page, around, spot.page, Point(0.0, max(spot.corner.y - _EASY * 4, 0.0)))


def _place(mark: Mark, places: NumberPlaces, number: int) -> NumberPlace:
    quad = mark.quads[-1] if mark.drawing is None else _upper_edge(mark.drawing.area)
    is_leftward = direction(mark.annotation.quote) == "rtl"
    return places.place(mark.page, quad, len(str(number)), is_leftward=is_leftward)


def _upper_edge(area: Rect) -> Quad:
    """Return the upper edge of a drawing as if it were a line of text."""
    return quad_of(Rect(area.x0, area.y0, area.x1, min(area.y1, area.y0 + _EDGE)))


def _number_block(edition: Edition, number: int, mark: Mark, place: NumberPlace) -> str:
    color = edition.label(mark.annotation).color
    return f'<p style="color:{color if place.is_on_dark else darkened(color, _CONTRAST)}">{number}</p>'
