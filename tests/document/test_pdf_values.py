from datetime import UTC, datetime

import pytest

from reader_app.document.pdf_values import appearance_color, color_of, date_of, plain_of_rich


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("D:20190804191713+02'00'", datetime(2019, 8, 4, 17, 17, 13, tzinfo=UTC)),
        ("D:20190804191713+02'00", datetime(2019, 8, 4, 17, 17, 13, tzinfo=UTC)),
        ("D:20190804191713-0430", datetime(2019, 8, 4, 23, 47, 13, tzinfo=UTC)),
        ("D:20190804191713Z", datetime(2019, 8, 4, 19, 17, 13, tzinfo=UTC)),
        ("D:20190804191713Z00'00'", datetime(2019, 8, 4, 19, 17, 13, tzinfo=UTC)),
        ("D:20190804191713", datetime(2019, 8, 4, 19, 17, 13, tzinfo=UTC)),
        ("20190804191713", datetime(2019, 8, 4, 19, 17, 13, tzinfo=UTC)),
        ("D:201908041917", datetime(2019, 8, 4, 19, 17, tzinfo=UTC)),
        ("D:2019", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2019-08-04T19:17:13+02:00", datetime(2019, 8, 4, 17, 17, 13, tzinfo=UTC)),
        ("2019-08-04 19:17:13.25Z", datetime(2019, 8, 4, 19, 17, 13, tzinfo=UTC)),
        ("D:20190804191760", datetime(2019, 8, 4, 19, 17, 59, tzinfo=UTC)),
    ],
)
def test_date_is_read_in_all_of_its_spellings(text: str, moment: datetime) -> None:
    assert date_of(text) == moment


@pytest.mark.parametrize(
    "text", ["", "D:", "yesterday", "D:20191304", "D:00000000", "D:20190804256199", "Sun Aug 4"]
)
def test_what_is_no_date_is_nothing(text: str) -> None:
    assert date_of(text) is None


@pytest.mark.parametrize(
    ("numbers", "color"),
    [
        ([], ""),
        ([0.5], "#808080"),
        ([1, 0, 0.2], "#ff0033"),
        ([0, 1, 1, 0], "#ff0000"),
        ([0, 0, 0, 1], "#000000"),
        ([2, -1, 0.5], "#ff0080"),
        ([1, 0], ""),
    ],
)
def test_color_is_gray_rgb_cmyk_or_none(numbers: list[float], color: str) -> None:
    assert color_of(numbers) == color


@pytest.mark.parametrize(
    ("appearance", "color"),
    [
        ("/Helv 10 Tf 0 g", "#000000"),
        ("1 0 0 rg /F 12 Tf", "#ff0000"),
        ("0.5 w 0 1 1 0 k", "#ff0000"),
        ("//Helvetica 12 Tf", ""),
        ("rg", ""),
        ("", ""),
    ],
)
def test_text_has_the_color_that_its_appearance_sets(appearance: str, color: str) -> None:
    assert appearance_color(appearance) == color


def test_rich_text_becomes_plain_with_a_paragraph_a_line() -> None:
    rich = (
        '<?xml version="1.0"?><body xmlns="x"><p>One <b>bold</b> &amp;\n two</p><p>Three<br/>four</p></body>'
    )

    assert plain_of_rich(rich) == "One bold & two\nThree\nfour"
