import base64
import io

import pytest
from PIL import Image

from reader_app.export.html.drawn_pictures import picture_address


def picture(kind: str) -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (5, 3), "red").save(content, kind)
    return content.getvalue()


def shown(address: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2])))


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif"])
def test_picture_that_every_browser_shows_stays_as_it_is(kind: str) -> None:
    content = picture(kind)

    assert picture_address(content) == f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


@pytest.mark.parametrize("kind", ["webp", "bmp", "tiff"])
def test_picture_of_another_format_becomes_png(kind: str) -> None:
    address = picture_address(picture(kind))

    assert address.startswith("data:image/png;base64,")
    assert shown(address).size == (5, 3)


def test_drawing_becomes_png_of_a_bearable_size() -> None:
    huge = b'<svg xmlns="http://www.w3.org/2000/svg" width="100000" height="50000"/>'

    width, height = shown(picture_address(huge)).size

    assert 1_000_000 < width * height < 5_000_000


@pytest.mark.parametrize(
    "content", [b"", b"words", b"<html><body>x", b"%PDF-1.4 x", b"<svg", picture("webp")[:30]]
)
def test_what_is_no_picture_has_no_address(content: bytes) -> None:
    assert picture_address(content) == ""
