import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.color import READABLE, VISIBLE, contrast, darkened

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_black_on_white_has_the_highest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#777777") == 1


@given(colors, st.sampled_from([VISIBLE, READABLE]))
def test_darkened_color_stands_out_against_white(color: str, least: float) -> None:
    assert contrast(darkened(color, least), "#ffffff") >= least


def test_color_that_stands_out_stays() -> None:
    assert darkened("#204080", READABLE) == "#204080"


def test_darkened_color_keeps_its_hue() -> None:
    red, green, blue = (int(darkened("#ffd54a", READABLE)[at : at + 2], 16) for at in (1, 3, 5))

    assert red > green > blue
