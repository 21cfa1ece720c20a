import pytest

from reader_app.core.annotation import DEFAULT_LABELS, Label
from reader_app.core.label_choice import choose_label


@pytest.mark.parametrize(
    ("color", "label_id"),
    [
        ("#ffff00", "key-point"),
        ("#ffcd5a", "key-point"),
        ("#ff0000", "claim"),
        ("#ff809d", "claim"),
        ("#00ff00", "evidence"),
        ("#6cc055", "evidence"),
        ("#0000ff", "question"),
        ("#589fee", "question"),
        ("#a28ae5", "quotation"),
    ],
)
def test_color_of_another_program_gets_the_label_of_its_hue_and_is_kept(color: str, label_id: str) -> None:
    label, kept = choose_label(DEFAULT_LABELS, color=color)

    assert label.id == label_id
    assert kept == color


@pytest.mark.parametrize("color", ["#000000", "#808080", "#ffffff", "#00ffff", ""])
def test_gray_and_colors_between_all_labels_get_the_first_label(color: str) -> None:
    label, kept = choose_label(DEFAULT_LABELS, color=color)

    assert label.id == "key-point"
    assert kept == color


def test_color_of_the_label_itself_is_not_kept_beside_it() -> None:
    label, kept = choose_label(DEFAULT_LABELS, color="#9cc8ff")

    assert (label.id, kept) == ("question", "")


def test_id_goes_before_name_and_name_before_color() -> None:
    by_id, _ = choose_label(DEFAULT_LABELS, label_id="claim", name="Evidence", color="#0000ff")
    by_name, _ = choose_label(DEFAULT_LABELS, label_id="gone", name=" evidence ", color="#0000ff")

    assert (by_id.id, by_name.id) == ("claim", "evidence")


def test_labels_of_the_reader_are_those_that_are_chosen_from() -> None:
    label, _ = choose_label([Label("a", "A", "#00ff00", 0), Label("b", "B", "#ff00ff", 1)], color="#f000e0")

    assert label.id == "b"
