import pytest
from lxml import html

from reader_app.intake.extraction.tables import holds_data


@pytest.mark.parametrize(
    ("table", "is_data"),
    [
        ("<table><tr><th>Year</th></tr><tr><td>1990</td></tr></table>", True),
        ("<table><caption>Herons</caption><tr><td>1</td></tr></table>", True),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", True),
        ("<table>" + "<tr><td>a</td><td>b</td></tr>" * 20 + "</table>", True),
        ("<table role='presentation'><tr><th>Year</th></tr></table>", False),
        ("<table><tr><td>menu</td><td>text</td></tr></table>", False),
        ("<table>" + "<tr><td>one column</td></tr>" * 20 + "</table>", False),
        ("<table><tr><td><div>a</div></td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", False),
        ("<table><tr><td><table><tr><th>inner</th></tr></table></td></tr></table>", False),
    ],
)
def test_tables_for_readers_are_told_from_those_that_arrange_a_page(table: str, is_data: bool) -> None:
    assert holds_data(html.fragment_fromstring(table)) is is_data
