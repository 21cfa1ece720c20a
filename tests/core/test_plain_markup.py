import pytest

from reader_app.core.plain_markup import plain_of_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("<p>One <b>bold</b> &amp;\n two</p><p>Three<br/>four</p>", "One bold & two\nThree\nfour"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<ul><li>a</li><li>b</li></ul>", "a\nb"),
        ("", ""),
    ],
)
def test_piece_of_html_becomes_plain_text(markup: str, text: str) -> None:
    assert plain_of_markup(markup) == text


def test_text_of_nothing_but_signs_of_markup_is_no_trap() -> None:
    assert plain_of_markup("<" * 300_000) == "<" * 300_000
    assert plain_of_markup("<br " * 100_000).startswith("<br <br")
