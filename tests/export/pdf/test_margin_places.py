"""Cards of a margin do not overlap, stay on their page, and none is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.export.options import PAPERS
from reader_app.export.pdf.margin_places import (
    Columns,
    MarginShape,
    Slot,
    beside,
    margin_beside,
    margin_within,
)

A4 = PAPERS["a4"]
CLOSE = 1e-6


def shape_of(width: float, height: float) -> MarginShape:
    return MarginShape(width, height, margin_beside(width, height))


sizes = st.tuples(st.floats(20, 6000), st.floats(20, 6000))
shapes = sizes.map(lambda size: shape_of(*size))
ordinary = st.sampled_from([shape_of(*A4), shape_of(612, 792), shape_of(420, 300), shape_of(960, 540)])


@st.composite
def crowds(draw: st.DrawFn, shape: MarginShape) -> tuple[list[list[float]], list[float]]:
    """Return the heights of the pieces of some cards, and where they want to stand."""
    whole = st.floats(8, shape.column_height).map(lambda height: [height])
    tall = st.tuples(st.integers(1, 3), st.floats(8, shape.column_height)).map(
        lambda parts: [shape.column_height] * parts[0] + [parts[1]]
    )
    heights = draw(st.lists(st.one_of(whole, whole, tall), min_size=1, max_size=12))
    wanted = draw(st.lists(st.floats(-20, shape.page_height), min_size=len(heights), max_size=len(heights)))
    return heights, sorted(wanted)


@given(shapes)
def test_margin_is_legible_on_any_page_that_is_printed_on_a4(shape: MarginShape) -> None:
    width, height = shape.page_width + shape.width, shape.page_height
    scale = max(min(A4[0] / width, A4[1] / height), min(A4[1] / width, A4[0] / height))

    is_long = max(height / shape.page_width, shape.page_width / height) > 1.8
    assert is_long or shape.font_size * min(scale, 1) >= 6.5
    assert shape.column_width >= 10 * shape.font_size
    assert shape.column_height > 10 * shape.font_size
    assert shape.left + shape.indent + shape.column_width + shape.edge == pytest.approx(width)


@pytest.mark.parametrize("paper", PAPERS)
def test_margin_leaves_text_that_reflows_most_of_the_paper(paper: str) -> None:
    width, _ = PAPERS[paper]

    assert 0.65 < (width - margin_within(width)) / width < 0.75


@pytest.mark.parametrize("paper", PAPERS)
def test_notes_beside_text_that_is_set_large_are_larger(paper: str) -> None:
    width, height = PAPERS[paper]
    margin = margin_within(width)
    usual, large, huge = (MarginShape(width - margin, height, margin, size) for size in (11, 18, 32))

    assert usual.font_size == MarginShape(width - margin, height, margin).font_size
    assert usual.font_size < large.font_size <= huge.font_size
    assert huge.column_width >= 10 * huge.font_size


@given(shapes)
def test_columns_of_a_page_behind_stand_on_it(shape: MarginShape) -> None:
    right = shape.columns[-1] + shape.indent + shape.column_width

    assert right <= shape.page_width + shape.width - shape.edge + CLOSE
    assert all(b - a >= shape.indent + shape.column_width for a, b in pairwise(shape.columns))


@given(st.one_of(ordinary, shapes), st.data())
def test_cards_beside_a_page_stay_on_it_in_order_and_apart(shape: MarginShape, data: st.DataObject) -> None:
    heights, wanted = data.draw(crowds(shape))

    placed = beside(heights, wanted, shape)

    tall = {number: heights[number][0] for number in placed.tops} | dict.fromkeys(placed.stubs, shape.stub)
    tops = dict(sorted((placed.tops | placed.stubs).items()))
    cards = [(top, top + tall[number]) for number, top in tops.items()]
    assert list(placed.tops) == sorted(placed.tops)
    for (_, bottom), (top, _) in pairwise(cards):
        assert top - bottom >= shape.gap - CLOSE
    for top, bottom in cards:
        assert top >= shape.edge - CLOSE
        assert bottom <= shape.page_height - shape.edge + CLOSE
    if placed.continued and cards and not placed.stubs:
        assert cards[-1][1] <= shape.page_height - shape.edge - shape.foot + CLOSE


@given(st.one_of(ordinary, shapes), st.data())
def test_every_piece_stands_beside_the_page_or_behind_it(shape: MarginShape, data: st.DataObject) -> None:
    heights, wanted = data.draw(crowds(shape))

    placed = beside(heights, wanted, shape)

    behind = dict(placed.continued)
    for number, pieces in enumerate(heights):
        shown = 1 if number in placed.tops else 0
        assert behind.get(number, len(pieces)) == shown
    moved = {number for number, first in placed.continued if not first}
    assert set(placed.stubs) in (moved, set())
    assert sum(shape.stub + shape.gap for _ in placed.stubs) <= shape.page_height / 4


def test_cards_with_room_stand_level() -> None:
    assert beside([[40], [60]], [100, 400], shape_of(*A4)).tops == {0: 100, 1: 400}


def test_the_tallest_card_goes_behind_the_page_where_there_is_no_room() -> None:
    placed = beside([[300], [500], [200]], [100, 200, 300], shape_of(*A4))

    assert set(placed.tops) == {0, 2}
    assert placed.continued == ((1, 0),)


def test_the_only_card_of_a_page_begins_beside_it_however_tall_it_is() -> None:
    shape = shape_of(*A4)

    placed = beside([[shape.column_height - 20, 300]], [700], shape)

    assert placed.tops == {0: shape.edge}
    assert placed.continued == ((0, 1),)


@given(st.one_of(ordinary, shapes), st.data())
def test_pieces_behind_a_page_stay_in_their_columns_and_apart(
    shape: MarginShape, data: st.DataObject
) -> None:
    heights, _ = data.draw(crowds(shape))
    columns = Columns(shape)
    bottoms: dict[tuple[int, float], float] = {}
    last = (0, 0.0)

    for pieces in heights:
        start = columns.start_of_broken(sum(pieces))
        if start:
            room = shape.column_height - start
            assert room > 0
            parts = [start + room, *(pieces[1:] or [min(sum(pieces) - room, shape.column_height)])]
            slots = columns.place_broken(parts)
        else:
            parts = pieces
            slots = columns.place(parts)

        for number, (slot, height) in enumerate(zip(slots, parts, strict=True)):
            column = (slot.page, slot.corner.x)
            top = slot.corner.y
            bottom = top + height - (start if not number else 0.0)
            assert column >= last
            assert column == last or top == pytest.approx(shape.edge + shape.head)
            assert top >= bottoms.get(column, 0.0)
            assert bottom <= shape.added_height - shape.edge + CLOSE
            bottoms[column], last = bottom + shape.gap - CLOSE, column


def test_first_card_behind_a_page_stands_below_the_heading() -> None:
    shape = shape_of(*A4)

    (slot,) = Columns(shape).place([100])

    assert slot == Slot(0, slot.corner)
    assert (slot.corner.x, slot.corner.y) == (shape.columns[0], shape.edge + shape.head)


def test_short_card_is_never_broken() -> None:
    shape = shape_of(*A4)
    columns = Columns(shape)
    columns.place([shape.column_height - 150])

    assert columns.start_of_broken(140) == 0
    assert columns.start_of_broken(400) > shape.column_height - 150
