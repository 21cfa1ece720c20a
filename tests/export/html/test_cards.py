from datetime import UTC, datetime

import pytest

from reader_app.core.annotation import DEFAULT_LABELS, Label, Target, new_annotation
from reader_app.export.html.cards import Looks, day, numbered, strength

TARGET = Target(0, 4, 8, "word")


def test_usual_colors_are_as_strong_as_can_be() -> None:
    assert {strength(label.color) for label in DEFAULT_LABELS} == {62}


@pytest.mark.parametrize("color", ["#000000", "#0000ff", "#800000", "#2a0a5e"])
def test_dark_color_is_thinned_until_words_are_legible_on_it(color: str) -> None:
    part = strength(color)

    assert 0 < part < 62
    assert strength("#ffffff") == 62


def test_color_that_is_none_becomes_that_of_the_first_label() -> None:
    annotation = new_annotation("0" * 32, (TARGET,), label_id="mine")
    looks = Looks.of([Label("mine", "Mine", "url(x)", 0)], [annotation])

    assert looks.color(annotation) == DEFAULT_LABELS[0].color
    assert "url" not in looks.rules


def test_label_that_is_gone_is_called_by_its_id() -> None:
    annotation = new_annotation("0" * 32, (TARGET,), label_id="gone")

    assert Looks.of(DEFAULT_LABELS, [annotation]).label(annotation).name == "gone"


def test_numbers_follow_the_order_of_reading() -> None:
    late = new_annotation("0" * 32, (Target(1, 0, 2, "b"),))
    early = new_annotation("0" * 32, (TARGET,))

    assert [(note.annotation, note.card_id) for note in numbered([late, early], "a1")] == [
        (early, "a1-n1"),
        (late, "a1-n2"),
    ]


def test_day_is_written_as_people_write_it() -> None:
    assert day(datetime(2026, 5, 4, tzinfo=UTC)) == "4 May 2026"
