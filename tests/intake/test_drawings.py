import re

import pytest

from intake.picture_files import RED, area_of, data_address, file_of, flag, shown
from reader_app.intake.html import read

CHART = (
    '<svg viewBox="0 0 200 100" aria-label="A chart"><style>.a{fill:#c81e1e}</style>'
    '<path class="a" d="M0 0H200V100H0Z"/></svg>'
)
ICON = '<svg width="16" height="16" viewBox="0 0 9 9"><path d="M0 0H9V9Z"/></svg>'
TEXT = "".join(
    f"<p>Tern number {number} flies over the cold water of the bay and comes back with a fish.</p>"
    for number in range(6)
)


def reading(inside: str) -> str:
    article = f"<article><h1>Terns</h1>{TEXT}{inside}{TEXT.replace('Tern', 'Gull')}</article>"
    page = f"<!DOCTYPE html><title>Terns</title><nav>Home</nav>{article}"
    return (read(page.encode(), "terns.html").reading or b"").decode()


def red(markup: str) -> int:
    """The red area of the first picture, in CSS pixels."""
    picture = re.search("<img[^>]*>", markup)
    return area_of(shown(picture[0]), RED) if picture else 0


@pytest.mark.parametrize(
    "around", ["{}", "<figure>{}<figcaption>Fig. 1</figcaption></figure>", "<div><div>{}</div></div>"]
)
def test_a_chart_in_the_article_becomes_a_picture_in_its_place(around: str) -> None:
    markup = reading(around.format(CHART))

    pictures = re.findall(r'<img src="data:image/png;[^"]*" alt="A chart" width="150">', markup)
    assert len(pictures) == markup.count("<img") == 1
    assert markup.index("number 5") < markup.index("<img") < markup.index("Gull")
    assert red(markup) == pytest.approx(20_000, rel=0.05)


def test_names_that_the_parser_wrote_in_small_letters_are_understood() -> None:
    chart = (
        '<svg viewBox="0 0 100 100"><defs><linearGradient id="g"><stop offset="0" stop-color="#c81e1e"/>'
        '</linearGradient><clipPath id="c"><rect width="50" height="100"/></clipPath></defs>'
        '<rect clip-path="url(#c)" width="100" height="100" fill="url(#g)"/></svg>'
    )

    assert red(reading(chart)) == pytest.approx(5_000, rel=0.05)


def test_a_picture_inside_a_drawing_is_drawn() -> None:
    image = f'<image width="100" height="100" xlink:href="{data_address(file_of(flag()), "image/png")}"/>'

    assert red(reading(f'<svg viewBox="0 0 100 100">{image}</svg>')) == pytest.approx(2_500, rel=0.05)


@pytest.mark.parametrize(
    "drawing",
    [
        ICON,
        '<svg width="99" height="99"><use href="#x"/></svg>',
        "<svg><script></script></svg>",
        CHART.replace("<svg", '<svg style="display:none"'),
        CHART.replace("<svg", "<svg hidden"),
        f"<div hidden>{CHART}</div>",
        f'<svg viewBox="0 0 100 100">{"<g>" * 100}{"</g>" * 100}</svg>',
    ],
)
def test_an_icon_and_what_shows_nothing_leave_no_trace(drawing: str) -> None:
    assert reading(drawing) == reading("")
