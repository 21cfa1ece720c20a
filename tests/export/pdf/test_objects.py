from datetime import UTC, datetime, timedelta, timezone

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.export.pdf.objects import pdf_color, pdf_date, pdf_number, pdf_text


def read_back(source: str) -> tuple[str, str]:
    """Let MuPDF read a value."""
    with pymupdf.open() as pdf:
        xref = pdf.get_new_xref()
        pdf.update_object(xref, f"<</Value {source}>>")
        kind, value = pdf.xref_get_key(xref, "Value")
        return kind, value


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")))
def test_text_comes_back_as_it_was(text: str) -> None:
    assert read_back(pdf_text(text)) == ("string", text)


@given(st.floats(-1e6, 1e6))
def test_number_comes_back_to_four_decimals(number: float) -> None:
    _, value = read_back(pdf_number(number))

    assert float(value) == pytest.approx(number, abs=1e-4, rel=1e-6)


def test_number_has_no_exponent() -> None:
    assert [pdf_number(number) for number in (0.00001, -0.00001, 1e10, 2.5, -3.0)] == [
        "0",
        "0",
        "10000000000",
        "2.5",
        "-3",
    ]


def test_lone_surrogate_does_not_stop_the_export() -> None:
    assert read_back(pdf_text("a\ud800b"))[0] == "string"


def test_date_is_in_utc() -> None:
    moment = datetime(2026, 3, 1, 0, 30, 5, tzinfo=timezone(timedelta(hours=2)))

    assert pdf_date(moment) == "(D:20260228223005Z)"
    assert pdf_date(datetime(2026, 3, 1, tzinfo=UTC)) == "(D:20260301000000Z)"


def test_color_is_three_parts_of_one() -> None:
    assert pdf_color("#ff0080") == "1 0 0.502"
