import gzip
import io
import re
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from intake.picture_files import RED, area_of, data_address, file_of, flag, opened, svg
from reader_app.errors import IntakeError
from reader_app.intake.picture_formats import Conversion
from reader_app.intake.svg import draw_file, is_svg
from reader_app.intake.svg_cleaning import clean_drawing, parse_drawing

CLIP = '<clipPath id="c"><rect width="50" height="50"/></clipPath>'
LAYER = '<g clip-path="url(#c)"><rect width="9" height="9"/></g>'
MASK = '<mask id="m"><rect width="50" height="100" fill="#fff"/></mask>'
GRADIENT = '<linearGradient id="g"><stop stop-color="#c81e1e"/></linearGradient>'
LABEL = '<div xmlns="http://www.w3.org/1999/xhtml">Terns<br/>nest</div>'
FRAME = '<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://tracker.example/"/>'
SQUARE = '<rect width="100" height="100" fill="#c81e1e"/>'


def drawn(inside: str, **size: str) -> Image.Image:
    """The drawing on white paper, two pixels for each unit."""
    picture = opened(draw_file(svg(inside, **size), Conversion().settled).png)
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture)
    return paper


def cleaned(inside: str) -> str:
    root = clean_drawing(parse_drawing(svg(inside)), lambda _: None)
    return etree.tostring(root, encoding="unicode")


@pytest.mark.parametrize(
    ("inside", "part"),
    [
        (SQUARE, 1),
        ('<rect width="100" height="100" style="fill:rgb(200,30,30)"/>', 1),
        ('<style>.a{fill:#c81e1e}</style><rect class="a" width="100" height="100"/>', 1),
        ('<g color="#c81e1e"><rect width="50" height="100" fill="currentColor"/></g>', 0.5),
        (f'{CLIP}<g clip-path="url(#c)">{SQUARE}</g>', 0.25),
        (f"{MASK}<g mask=\"url('#m')\">{SQUARE}</g>", 0.5),
        (f'<defs><g id="s">{SQUARE}</g></defs><use xlink:href="#s" transform="scale(.5)"/>', 0.25),
        (f'{GRADIENT}<style>rect{{fill:url(#g)}}</style><rect width="100" height="100"/>', 1),
        (f'<filter id="f"/><g filter="url(#f)" style="filter:url(#f)">{SQUARE}</g>', 1),
        (f"<a href='https://example.org/'>{SQUARE}</a>", 1),
        (f'<image width="100" height="100" href="{data_address(file_of(flag()), "image/png")}"/>', 0.25),
    ],
)
def test_a_drawing_is_drawn_as_browsers_draw_it(inside: str, part: float) -> None:
    assert area_of(drawn(inside), RED) == pytest.approx(part * 200 * 200, rel=0.03)


@pytest.mark.parametrize(
    "inside",
    [
        '<text x="5" y="60" font-size="40">Terns</text>',
        '<text x="5" y="60" font-size="40" font-family="No Such Font">Terns</text>',
        f'<foreignObject width="100" height="100">{LABEL}</foreignObject>',
        "<switch><foreignObject/><text y='60' font-size='40'>Terns</text></switch>",
    ],
)
def test_letters_are_drawn_whatever_fonts_there_are(inside: str) -> None:
    assert area_of(drawn(inside), (0, 0, 0)) > 100


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="100" height="50"', (100, 50)),
        ('width="1in" height="72pt"', (96, 96)),
        ('viewBox="0 0 30 60"', (30, 60)),
        ('width="100%" height="100%" viewBox="0,0,30,60"', (30, 60)),
        ('width="60" viewBox="0 0 30 60"', (60, 120)),
        ('height="60" viewBox="0 0 30 60"', (30, 60)),
        ("", (300, 150)),
    ],
)
def test_a_drawing_has_the_size_that_browsers_give_it(attributes: str, size: tuple[int, int]) -> None:
    markup = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}><path d="M0 0H9V9Z"/></svg>'

    result = draw_file(markup.encode(), lambda _: None)

    assert (result.width, result.height) == size
    assert Image.open(io.BytesIO(result.png)).size == (2 * size[0], 2 * size[1])


def test_a_drawing_is_sharp_at_the_size_that_the_page_asks_for() -> None:
    result = draw_file(svg(SQUARE), lambda _: None, shown_width=400)

    assert (result.width, result.height, result.pixels_across) == (400, 400, 800)


@pytest.mark.parametrize(
    "size", [{"width": "900000", "height": "900000"}, {"width": "90000", "height": "900"}]
)
def test_a_huge_drawing_is_drawn_small(size: dict[str, str]) -> None:
    result = Image.open(io.BytesIO(draw_file(svg(SQUARE, **size, box="0 0 1 1"), lambda _: None).png))

    assert result.width * result.height <= 4_000_000


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        '<g onload="alert(1)"/>',
        '<image href="https://tracker.example/x.png" width="9" height="9"/>',
        '<image href="file:///etc/passwd" width="9" height="9"/>',
        '<image href="/etc/passwd" width="9" height="9"/>',
        '<image xlink:href="//tracker.example/x" width="9" height="9"/>',
        '<use href="https://tracker.example/x.svg#a"/>',
        '<rect fill="url(https://tracker.example/x#a)" width="9" height="9"/>',
        '<rect style="fill:url(//tracker.example/x)" width="9" height="9"/>',
        '<rect style="background:u\\72l(//tracker.example/x)" width="9" height="9"/>',
        '<style>@import "https://tracker.example/x.css"; rect{fill:red}</style>',
        "<style>@font-face{font-family:x;src:url(https://tracker.example/x)}</style>",
        "<style>rect{background:image-set('https://tracker.example/x' 1x)}</style>",
        "<style>/*</style><style>*/@im/**/port url(https://tracker.example/x);</style>",
        f'<foreignObject width="9" height="9">{FRAME}</foreignObject>',
        '<feImage href="https://tracker.example/x"/>',
        '<animate attributeName="href" to="https://tracker.example/x"/>',
        '<set attributeName="onload" to="alert(1)"/>',
        "<metadata>https://tracker.example/</metadata>",
        '<a href="javascript:alert(1)"><text>x</text></a>',
        '<rect xml:base="https://tracker.example/" width="9" height="9"/>',
    ],
)
def test_nothing_runs_and_nothing_comes_from_outside(attack: str) -> None:
    markup = cleaned(attack)

    assert not re.search("tracker|alert|passwd|script|onload|import", markup)


def test_a_picture_in_a_drawing_comes_from_no_file(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(file_of(flag()))
    image = f'<image width="100" height="100" href="{tmp_path / "secret.png"}"/>'

    with pytest.raises(IntakeError):
        draw_file(svg(image), Conversion().settled)


def test_a_drawing_of_many_layers_is_drawn_less_sharp() -> None:
    layers = CLIP + LAYER * 600

    result = draw_file(svg(layers, width="1000", height="1000"), lambda _: None)

    assert result.width == 1_000
    assert result.pixels_across < 300


def test_what_is_seen_through_takes_no_layer() -> None:
    seen_through = SQUARE.replace("<rect", '<rect opacity=".5"')

    assert area_of(drawn(seen_through), (228, 143, 143)) > 39_000
    assert area_of(drawn(f"<style>rect{{opacity:.5}}</style>{SQUARE}"), (228, 143, 143)) > 39_000
    assert "opacity" in cleaned(seen_through)
    assert ' opacity="' not in cleaned(seen_through)


def test_entities_are_neither_expanded_nor_loaded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Terns")
    bomb = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<!DOCTYPE svg [<!ENTITY f SYSTEM "{secret.as_uri()}"><!ENTITY e0 "ha">{bomb}]>'.encode()

    drawing = parse_drawing(head + svg("<text>&f;&e11;</text>" + SQUARE))

    assert b"Terns" not in etree.tostring(clean_drawing(drawing, lambda _: None))
    assert len(etree.tostring(clean_drawing(drawing, lambda _: None))) < 1_000


def growing(reference: str) -> str:
    """Elements, each of which refers ten times to the one before."""
    steps = ['<g id="a0"><rect width="9" height="9"/></g>']
    steps += [
        f'<g id="a{n}">{reference.format(n - 1) * 10}</g>'.replace("<m ", "<rect width='9' height='9' ")
        for n in range(1, 12)
    ]
    return "".join(steps) + '<use href="#a11"/>'


@pytest.mark.parametrize(
    "inside",
    [
        growing('<use href="#a{}"/>'),
        growing('<m fill="url(#a{})"/>'),
        growing('<m style="mask:url(#a{})"/>'),
        '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>',
        '<pattern id="p"><rect fill="url(#p)"/></pattern><rect fill="url(#p)"/>',
        "<g>" * 100 + SQUARE + "</g>" * 100,
        CLIP + LAYER * 3_001,
        "<rect/>" * 50_001,
    ],
)
def test_a_drawing_that_swells_up_is_refused(inside: str) -> None:
    with pytest.raises(IntakeError):
        draw_file(svg(inside), lambda _: None)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg",
        b"",
        svg(""),
        svg('<rect width="0" height="0"/>'),
        svg(SQUARE, width="0"),
        svg('<use href="sprites.svg#logo"/>'),
        b"<html><svg/></html>",
        b"\x1f\x8b broken",
    ],
)
def test_what_shows_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(IntakeError):
        draw_file(content, lambda _: None)


@pytest.mark.parametrize(
    "content",
    [
        svg(SQUARE),
        b"\xef\xbb\xbf" + svg(SQUARE),
        b'<?xml version="1.0"?>\n<!-- made by hand -->\n' + svg(SQUARE),
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x" [<!ENTITY a "b">]>' + svg(SQUARE),
        gzip.compress(svg(SQUARE), mtime=0),
        b'<svg:svg xmlns:svg="http://www.w3.org/2000/svg"/>',
    ],
)
def test_a_drawing_is_known_by_its_content(content: bytes) -> None:
    assert is_svg(content)


@pytest.mark.parametrize("content", [b"", b"<html><svg>", b"<svgx>", b"<!---->" * 2_000, file_of(flag())])
def test_what_is_no_drawing_is_not_taken_for_one(content: bytes) -> None:
    assert not is_svg(content)


def test_a_bomb_of_a_compressed_drawing_is_refused() -> None:
    with pytest.raises(IntakeError, match="too large"):
        draw_file(gzip.compress(svg("<g/>" * (5 << 20)), mtime=0), lambda _: None)


def test_characters_that_no_tree_can_hold_are_left_out_of_a_drawing() -> None:
    file = b'<svg width="40" height="40" style="a:&#1;"><text x="&#2;">\xef\xbf\xbfA&#3;</text></svg>'

    clean = clean_drawing(parse_drawing(file), lambda _: None)

    assert "".join(map(str, clean.itertext())).strip() == "A"


def test_a_rule_that_begins_without_end_costs_no_more_than_its_length() -> None:
    file = f'<svg width="40" height="40"><style>rect{{fill:red}}{"@" * 200_000}{{a</style></svg>'

    [style] = clean_drawing(parse_drawing(file.encode()), lambda _: None)

    assert (style.text or "").startswith("rect{fill:red}")
