import re

from reader_app.export.note_html import note_html
from reader_app.export.pdf.narrow_tables import tables_as_rows


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_row_is_a_paragraph_with_a_heading_before_each_cell() -> None:
    rows = tables_as_rows(note_html("| Year | Cases |\n|---|---|\n| 2019 | 14 |\n| 2020 | **131** |"))

    assert "<table" not in rows
    assert rows.count("<p>") == 2
    assert words(rows) == "Year: 2019 Cases: 14 Year: 2020 Cases: 131"
    assert "<strong>131</strong>" in rows


def test_what_stands_around_a_table_stays() -> None:
    rows = tables_as_rows(note_html("Before\n\n| a |\n|---|\n| &amp;lt; |\n\nAfter"))

    assert words(rows) == "Before a: &amp;lt; After"


def test_table_of_headings_alone_is_a_row() -> None:
    assert words(tables_as_rows(note_html("| a | b |\n|---|---|"))) == "a b"


def test_cell_without_a_heading_stands_alone() -> None:
    rows = tables_as_rows("<table><tr><td>one</td><td>two</td></tr></table>")

    assert words(rows) == "one two"


def test_characters_that_xml_has_no_place_for_do_no_harm() -> None:
    rows = tables_as_rows(note_html("| a\x1bb | \ud800 |\n|---|---|\n| x\x08 | 😀 |"))

    assert words(rows) == "a\ufffdb: x\ufffd \ufffd: 😀"
