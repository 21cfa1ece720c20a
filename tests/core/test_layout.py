import pytest

from reader_app.core.layout import PageColors


@pytest.mark.parametrize(
    ("ink", "paper", "plain", "dark"),
    [
        ("#000000", "#ffffff", True, False),
        ("#000000", "#FFFFFF", True, False),
        ("#5b4636", "#f4ecd8", False, False),
        ("#dddddd", "#1e1e1e", False, True),
    ],
)
def test_page_colors_know_whether_they_change_a_page_and_whether_they_are_dark(
    ink: str, paper: str, plain: bool, dark: bool
) -> None:
    colors = PageColors(ink, paper)

    assert colors.is_plain == plain
    assert colors.is_dark == dark
