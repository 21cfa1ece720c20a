import re
import zlib
from collections.abc import Mapping, Sequence

import pytest
from lxml import etree
from PIL import Image

from intake.picture_files import (
    BLUE,
    RED,
    area_of,
    data_address,
    file_of,
    flag,
    photo,
    png_header,
    shown,
    svg,
)
from reader_app.document.clean import clean
from reader_app.intake.pictures import embed_pictures
from reader_app.intake.surroundings import NoPictures, PictureSource
from reader_app.intake.tree import parse

BASE = "https://example.org/a/"


class GivenPictures:
    """Gives what it has, and remembers what it was asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self.asked: list[tuple[list[str], str]] = []

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        self.asked.append((list(names), base))
        return {name: self._files[name] for name in names if name in self._files}


def embedded(body: str, pictures: PictureSource | None = None, base: str = BASE) -> str:
    root = parse(f"<body>{body}</body>")
    embed_pictures(root, pictures or NoPictures(), base)
    markup = etree.tostring(root.find("body"), encoding="unicode", method="html")
    return re.sub(r"</?body>", "", markup)


def tags(markup: str) -> str:
    return re.sub(r'src="data:[^"]*"', "src", markup)


def test_all_pictures_are_asked_for_at_once_as_the_page_names_them() -> None:
    source = GivenPictures({})

    embedded(
        '<img src=" b.png"><img src="/c.png?x=1&amp;y=2"><img src="b.png"><img><img src="data:,">', source
    )

    assert source.asked == [(["b.png", "/c.png?x=1&y=2"], BASE)]


def test_a_page_without_pictures_asks_for_none() -> None:
    source = GivenPictures({})

    assert embedded("<p>Terns</p>", source) == "<p>Terns</p>"
    assert not source.asked


def test_a_picture_is_stored_inside_and_shown() -> None:
    source = GivenPictures({"b.webp": file_of(flag(), "WEBP", lossless=True)})

    markup = embedded('<p>x<img src="b.webp" srcset="c.png 2x" alt="A flag">y</p>', source)

    cleaned = clean(markup)
    assert tags(cleaned) == '<p>x<img src alt="A flag">y</p>'
    assert area_of(shown(cleaned), RED) > 8_000
    assert area_of(shown(cleaned), BLUE) > 8_000


@pytest.mark.parametrize(
    ("stated", "kept"),
    [
        ("", ""),
        ('width="100"', ' width="75"'),
        ('width="100" height="300"', ' width="75"'),
        ('width="100.5px"', ' width="75"'),
        ('height="50"', ' width="75"'),
        ('width="200" height="200"', ""),
        ('width="50%" height="auto"', ""),
        ('width="9999999"', ""),
    ],
)
def test_a_width_is_kept_and_the_height_follows_from_the_picture(stated: str, kept: str) -> None:
    source = GivenPictures({"b.png": file_of(flag())})

    markup = embedded(f'<img src="b.png" {stated}>', source)

    assert tags(markup) == f"<img src{kept}>"
    half = area_of(shown(clean(markup)), RED)
    assert half == pytest.approx(2_500 if kept else 10_000, rel=0.1)


def test_a_picture_in_a_data_address_of_any_kind_is_shown() -> None:
    address = data_address(file_of(flag(), "BMP"), "image/x-ms-bmp")

    cleaned = clean(embedded(f'<img src="{address}">'))

    assert area_of(shown(cleaned), RED) > 8_000


def test_a_drawing_is_shown_in_its_own_size_and_sharp() -> None:
    source = GivenPictures({"b.svg": svg('<rect width="100" height="100" fill="#c81e1e"/>')})

    markup = embedded('<img src="b.svg">', source)

    assert tags(markup) == '<img src width="75">'
    assert area_of(shown(clean(markup)), RED) == pytest.approx(10_000, rel=0.05)


@pytest.mark.parametrize(
    ("picture", "left"),
    [
        ('<img src="b.png" alt="Two \n terns">', '<a href="https://example.org/a/b.png">Two terns</a>'),
        ('<img src="//x.example/b.png" alt="T">', '<a href="https://x.example/b.png">T</a>'),
        ('<a href="c"><img src="b.png" alt="T"></a>', '<a href="c">T</a>'),
        ('<img src="b.png">', ""),
        ('<img src="b.png" alt=" ">', ""),
        ('<img alt="T">', "T"),
        ('<img src="javascript:alert(1)" alt="T">', "T"),
        ('<img src="file:///x.png" alt="T">', "T"),
        ('<img src="http://[1/" alt="T">', "T"),
        ('<img src="data:image/png;base64,AAAA" alt="T">', "T"),
        ('<img src="b.png" alt="&lt;b&gt;">', '<a href="https://example.org/a/b.png">&lt;b&gt;</a>'),
    ],
)
def test_a_description_stands_for_a_picture_that_cannot_be_had(picture: str, left: str) -> None:
    assert embedded(f"<p>x{picture}y</p>") == f"<p>x{left}y</p>"


def test_a_description_without_an_address_is_no_link() -> None:
    assert embedded('<p><img src="b.png" alt="T"></p>', base="") == "<p>T</p>"


@pytest.mark.parametrize("stated", ['width="1" height="1"', 'width="0"', 'height="1"', 'width="1px"'])
def test_a_tracker_is_not_even_asked_for(stated: str) -> None:
    source = GivenPictures({"b.gif": file_of(flag(), "GIF")})

    assert embedded(f'<p>x<img src="b.gif" alt="T" {stated}>y</p>', source) == "<p>xy</p>"
    assert not source.asked


def test_a_spacer_vanishes_without_a_trace() -> None:
    source = GivenPictures({"b.gif": file_of(Image.new("RGB", (1, 1)), "GIF")})

    assert embedded('<p>x<img src="b.gif" alt="T" width="300">y</p>', source) == "<p>xy</p>"


def test_a_picture_of_too_many_pixels_becomes_its_description() -> None:
    source = GivenPictures({"b.png": png_header(30_000, 30_000)})

    assert (
        tags(embedded('<img src="b.png" alt="T">', source)) == '<a href="https://example.org/a/b.png">T</a>'
    )


def test_no_more_than_three_hundred_pictures_are_stored() -> None:
    names = [f"{number}.png" for number in range(320)]
    source = GivenPictures(dict.fromkeys(names, file_of(flag(8, 8))))

    markup = embedded("".join(f'<img src="{name}" alt="T">' for name in names), source)

    assert len(source.asked[0][0]) == 300
    assert markup.count("<img") == 300
    assert markup.count("<a ") == 20


def test_no_more_than_sixty_megabytes_are_stored() -> None:
    picture = file_of(flag(64, 64)) + bytes(14 << 20)
    picture += picture[-16:] if b"IEND" in picture[-64:] else file_of(flag(64, 64))[-12:]
    source = GivenPictures({f"{number}.png": picture for number in range(6)})

    markup = embedded("".join(f'<img src="{number}.png" alt="T">' for number in range(6)), source)

    assert markup.count("<img") == 4
    assert markup.count("<a ") == 2


def test_whatever_the_pictures_are_nothing_is_loaded_from_elsewhere_afterwards() -> None:
    outside = "https://tracker.example/x.png"
    source = GivenPictures(
        {
            "a.jpg": file_of(photo(300, 300), "JPEG"),
            "b.svg": svg(f'<image href="{outside}" width="9" height="9"/><rect width="9" height="9"/>'),
            "c.png": zlib.compress(b"no picture"),
        }
    )
    body = '<img src="a.jpg"><img src="b.svg" srcset="https://tracker.example/2 2x"><img src="c.png">'

    cleaned = clean(embedded(body, source))

    assert cleaned.count("<img") == 2
    assert not re.search(r"(?:src|srcset|href|poster)=\"(?!data:)", cleaned)
