"""Cards stand as near to their passages as they can without overlap."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.placement import Card, place

GAP = 8.0

crowds = st.lists(
    st.builds(
        Card,
        wanted=st.floats(0, 2000, allow_nan=False).map(lambda y: round(y, 2)),
        height=st.integers(10, 300).map(float),
    ),
    max_size=30,
).map(lambda cards: sorted(cards, key=lambda card: card.wanted))


def distance(cards: list[Card], tops: list[float]) -> float:
    return sum((card.wanted - top) ** 2 for card, top in zip(cards, tops, strict=True))


def test_no_cards_give_no_places() -> None:
    assert place([], gap=GAP) == []


def test_cards_with_room_stand_level() -> None:
    cards = [Card(10, 50), Card(100, 50), Card(400, 50)]

    assert place(cards, gap=GAP) == [10, 100, 400]


def test_a_crowd_spreads_around_the_place_its_cards_want() -> None:
    cards = [Card(500, 100), Card(500, 100), Card(500, 100)]

    assert place(cards, gap=GAP) == [392, 500, 608]


def test_a_crowd_at_the_top_runs_downward_from_it() -> None:
    cards = [Card(10, 100), Card(10, 100), Card(10, 100)]

    assert place(cards, gap=GAP) == [0, 108, 216]


def test_a_crowd_does_not_push_a_distant_card() -> None:
    cards = [Card(500, 100), Card(500, 100), Card(900, 100)]

    assert place(cards, gap=GAP)[2] == 900


def test_cards_above_a_pinned_one_stack_upward_and_cards_below_downward() -> None:
    cards = [Card(500, 100), Card(500, 100), Card(500, 100), Card(500, 100)]

    assert place(cards, gap=GAP, pinned=2) == [284, 392, 500, 608]


def test_cards_above_a_pinned_one_pass_the_top_only_for_want_of_room() -> None:
    cards = [Card(0, 100), Card(20, 100), Card(60, 100)]

    assert place(cards, gap=GAP, pinned=2) == [-156, -48, 60]


@given(crowds)
def test_no_two_cards_overlap(cards: list[Card]) -> None:
    tops = place(cards, gap=GAP)

    for (card, top), (_, below) in pairwise(zip(cards, tops, strict=True)):
        assert below - (top + card.height) >= GAP - 1e-6
    assert all(top >= 0 for top in tops)


@given(crowds.filter(bool), st.data())
def test_a_pinned_card_is_exactly_level_and_nothing_overlaps(cards: list[Card], data: st.DataObject) -> None:
    pinned = data.draw(st.integers(0, len(cards) - 1))

    tops = place(cards, gap=GAP, pinned=pinned)

    assert tops[pinned] == cards[pinned].wanted
    for (card, top), (_, below) in pairwise(zip(cards, tops, strict=True)):
        assert below - (top + card.height) >= GAP - 1e-6


@given(crowds.filter(bool), st.data())
def test_no_card_can_come_nearer_by_moving_alone_or_with_its_neighbors(
    cards: list[Card], data: st.DataObject
) -> None:
    pinned = data.draw(st.none() | st.integers(0, len(cards) - 1))
    tops = place(cards, gap=GAP, pinned=pinned)
    first = data.draw(st.integers(0, len(cards) - 1))
    last = data.draw(st.integers(first, len(cards) - 1))
    step = data.draw(st.sampled_from([-1.0, -0.1, 0.1, 1.0]))

    moved = [top + step if first <= index <= last else top for index, top in enumerate(tops)]

    overlaps = any(
        moved[index] + cards[index].height + GAP > moved[index + 1] + 1e-9 for index in range(len(cards) - 1)
    )
    is_pin_moved = pinned is not None and first <= pinned <= last
    if not overlaps and not is_pin_moved and min(moved) >= 0:
        assert distance(cards, moved) >= distance(cards, tops) - 1e-3


@pytest.mark.parametrize("pinned", [None, 2500])
def test_thousands_of_cards_in_one_crowd_keep_their_order(pinned: int | None) -> None:
    cards = [Card(index * 10.0, 90) for index in range(5000)]

    tops = place(cards, gap=GAP, pinned=pinned)

    assert tops == sorted(tops)


def test_a_crowd_at_the_bottom_runs_upward_from_it() -> None:
    cards = [Card(900, 100), Card(950, 100), Card(990, 100)]

    assert place(cards, gap=GAP, bottom=1000) == [684, 792, 900]


def test_a_card_with_room_is_not_moved_by_a_crowd_at_the_bottom() -> None:
    cards = [Card(100, 100), Card(950, 100), Card(990, 100)]

    assert place(cards, gap=GAP, bottom=1000) == [100, 792, 900]


def test_cards_without_room_run_downward_from_the_top() -> None:
    cards = [Card(50, 60), Card(60, 60)]

    assert place(cards, gap=GAP, top=10, bottom=100) == [10, 78]


@given(crowds.filter(bool), st.integers(0, 400), st.data())
def test_cards_that_have_room_keep_their_order_between_top_and_bottom(
    cards: list[Card], spare: int, data: st.DataObject
) -> None:
    top = data.draw(st.integers(0, 300).map(float))
    bottom = top + sum(card.height + GAP for card in cards) - GAP + spare
    tops = place(cards, gap=GAP, top=top, bottom=bottom)
    first = data.draw(st.integers(0, len(cards) - 1))
    last = data.draw(st.integers(first, len(cards) - 1))
    step = data.draw(st.sampled_from([-1.0, -0.1, 0.1, 1.0]))

    moved = [each + step if first <= index <= last else each for index, each in enumerate(tops)]

    assert tops[0] >= top - 1e-6
    assert tops[-1] + cards[-1].height <= bottom + 1e-6
    for (card, above), (_, below) in pairwise(zip(cards, tops, strict=True)):
        assert below - (above + card.height) >= GAP - 1e-6
    overlaps = any(
        moved[index] + cards[index].height + GAP > moved[index + 1] + 1e-9 for index in range(len(cards) - 1)
    )
    if not overlaps and moved[0] >= top and moved[-1] + cards[-1].height <= bottom:
        assert distance(cards, moved) >= distance(cards, tops) - 1e-3
