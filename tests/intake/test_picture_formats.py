import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from intake.picture_files import (
    BLUE,
    RED,
    area_of,
    data_address,
    file_of,
    flag,
    opened,
    photo,
    png_header,
    shows_picture,
    svg,
)
from reader_app.intake.picture_formats import Conversion, Picture, content_of


def converted(content: bytes) -> Picture:
    picture = Conversion().picture(content)
    assert picture is not None
    return picture


def with_transparency() -> Image.Image:
    image = flag().convert("RGBA")
    image.putalpha(128)
    return image


@pytest.mark.parametrize(
    ("kind", "image"),
    [
        *[("PNG", flag().convert(mode)) for mode in ("RGB", "P", "L", "1")],
        *[("PNG", with_transparency()), ("PNG", with_transparency().convert("LA"))],
        ("PNG", Image.new("I;16", (200, 100), 30_000)),
        *[("JPEG", flag().convert(mode)) for mode in ("RGB", "L", "CMYK")],
        ("GIF", flag()),
    ],
)
def test_what_the_page_view_shows_stays_as_it_is(kind: str, image: Image.Image) -> None:
    content = file_of(image, kind)

    picture = converted(content)

    assert picture == Picture(content, f"image/{kind.lower()}", 200, 100, 200)
    assert shows_picture(content, picture.media_type)


def test_a_progressive_jpeg_an_interlaced_png_and_an_animation_stay_as_they_are() -> None:
    rows = b"".join(b"\x00" + bytes(width) for width in [1] + [1] + [2] + [2, 2] + [4, 4] + [4] * 4 + [8] * 4)
    files = [
        file_of(flag(), "JPEG", progressive=True),
        png_header(8, 8, rows, interlaced=True),
        file_of(flag(), "GIF", save_all=True, append_images=[flag().transpose(Image.Transpose.ROTATE_180)]),
    ]

    for content in files:
        picture = converted(content)

        assert picture.content == content
        assert shows_picture(content, picture.media_type)


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "BMP", "TIFF", "ICO"])
def test_every_other_kind_becomes_one_that_is_shown(kind: str) -> None:
    image = flag(128, 128)

    picture = converted(file_of(image, kind))

    assert picture.media_type in ("image/png", "image/jpeg")
    assert (picture.width, picture.height) == (128, 128)
    assert shows_picture(picture.content, picture.media_type)
    assert area_of(opened(picture.content), BLUE) > 7_000
    assert area_of(opened(picture.content), RED) > 7_000


@pytest.mark.parametrize(("kind", "options"), [("WEBP", {"lossless": True}), ("AVIF", {}), ("TIFF", {})])
def test_transparency_is_kept(kind: str, options: dict[str, object]) -> None:
    picture = converted(file_of(with_transparency(), kind, **options))

    assert picture.media_type == "image/png"
    assert opened(picture.content).getpixel((150, 50))[3] == pytest.approx(128, abs=3)


def test_sixteen_bits_a_pixel_become_eight_of_the_same_brightness() -> None:
    picture = converted(file_of(Image.new("I;16", (50, 50), 65_535 // 4), "TIFF"))

    assert opened(picture.content).getpixel((9, 9))[0] == pytest.approx(64, abs=2)


def test_photographs_become_jpeg_and_drawings_png() -> None:
    assert converted(file_of(photo(300, 300), "WEBP", quality=90)).media_type == "image/jpeg"
    assert converted(file_of(flag(300, 300), "WEBP", lossless=True)).media_type == "image/png"


def test_a_photograph_taken_with_the_camera_turned_is_shown_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6
    content = file_of(flag(200, 100), "JPEG", exif=turned)

    picture = converted(content)

    assert (picture.width, picture.height) == (100, 200)
    upright = opened(picture.content)
    assert upright.size == (100, 200)
    assert upright.getpixel((50, 20))[2] > 150  # the blue half was on the left, and is above now


def test_a_picture_wider_than_any_column_is_stored_smaller() -> None:
    content = file_of(photo(3_200, 1_600), "JPEG", quality=95)

    picture = converted(content)

    assert opened(picture.content).size == (1_600, 800)
    assert (picture.width, picture.height, picture.pixels_across) == (3_200, 1_600, 1_600)
    assert len(picture.content) < 0.5 * len(content)


def test_a_wide_picture_that_would_not_be_saved_much_smaller_stays_as_it_is() -> None:
    content = file_of(flag(1_700, 600), "PNG")

    assert converted(content).content == content


@pytest.mark.parametrize(
    "content",
    [
        png_header(30_000, 30_000),
        png_header(8_000, 8_000, bytes(8_001 * 8_000)),
        file_of(Image.new("1", (9_000, 9_000)), "TIFF", compression="group4"),
        file_of(Image.new("L", (30_000, 2)), "PNG")[:16] + b"\x00\x01\x00\x00" * 2 + b"\x08\x00\x00\x00\x00",
    ],
)
def test_a_picture_of_too_many_pixels_is_not_even_decoded(content: bytes) -> None:
    assert Conversion().picture(content) is None


def test_a_bomb_within_the_limit_is_defused_by_making_it_smaller() -> None:
    bomb = png_header(7_000, 7_000, bytes(7_001 * 7_000))

    assert opened(converted(bomb).content).size == (1_600, 1_600)


def test_pictures_are_decoded_only_until_they_have_taken_enough_time() -> None:
    to_convert, to_keep = file_of(flag(100, 100), "BMP"), file_of(flag(100, 100))
    conversion = Conversion(pixels=25_000)

    results = [conversion.picture(content) for content in (to_convert, to_convert, to_convert, to_keep)]

    assert [result is not None for result in results] == [True, True, False, True]


def test_nothing_is_drawn_when_drawing_has_taken_enough_time() -> None:
    drawing = svg('<rect width="100" height="100"/>')

    assert Conversion(seconds=0).picture(drawing) is None
    assert Conversion().picture(drawing) is not None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP"])
def test_a_picture_that_was_cut_off_shows_what_there_is(kind: str) -> None:
    whole = file_of(photo(300, 300), kind)

    picture = converted(whole[: len(whole) * 6 // 10])

    assert shows_picture(picture.content, picture.media_type)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"<!DOCTYPE html><p>Not found",
        b"%PDF-1.7",
        b"RIFF\x10\x00\x00\x00WEBPVP8 ",
        b"II*\x00" + bytes(20),
        svg("<rect/>")[:40],
        bytes(100),
    ],
)
def test_what_is_no_picture_is_none(content: bytes) -> None:
    assert Conversion().picture(content) is None


def test_a_file_larger_than_a_picture_may_be_is_none() -> None:
    assert Conversion().picture(file_of(flag()) + bytes(15 << 20)) is None


@given(st.integers(0, 5), st.integers(0, 2_000), st.binary(min_size=1, max_size=8))
def test_a_damaged_picture_never_does_harm(which: int, place: int, damage: bytes) -> None:
    kind = ["PNG", "JPEG", "GIF", "WEBP", "TIFF", "ICO"][which]
    content = bytearray(file_of(flag(64, 64), kind))
    content[place % len(content) : place % len(content) + len(damage)] = damage

    picture = Conversion().picture(bytes(content))

    assert picture is None or picture.media_type in ("image/png", "image/jpeg", "image/gif")


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1)])
def test_a_picture_of_one_pixel_across_is_a_spacer(size: tuple[int, int]) -> None:
    assert converted(file_of(Image.new("RGB", size), "GIF")).is_spacer


@pytest.mark.parametrize(
    ("address", "content"),
    [
        ("data:image/png;base64,AAEC", b"\x00\x01\x02"),
        (" DATA:image/png;charset=x;BASE64, AA EC\n", b"\x00\x01\x02"),
        ("data:;base64,AAE", b"\x00\x01"),
        ("data:;base64,AAECA", b"\x00\x01\x02"),
        ("data:;base64,_-8%3D", b"\xff\xef"),
        ("data:image/svg+xml,%3Csvg/%3E", b"<svg/>"),
        ("data:image/svg+xml;utf8,<svg/>", b"<svg/>"),
        ("data:,", b""),
        ("data:image/png;base64", None),
        ("https://example.org/x", None),
    ],
)
def test_a_data_address_holds_a_file(address: str, content: bytes | None) -> None:
    assert content_of(address) == content


def test_a_picture_is_given_as_an_address_that_holds_it() -> None:
    picture = converted(file_of(flag()))

    assert picture.data_address == data_address(picture.content, "image/png")
    assert Image.open(io.BytesIO(content_of(picture.data_address) or b"")).size == (200, 100)
