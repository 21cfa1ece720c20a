"""Pictures for tests, and what the page view shows of them."""

import base64
import io
import random
import struct
import zlib

import pymupdf
from PIL import Image, ImageDraw

RED, BLUE = (200, 30, 30), (30, 30, 200)


def flag(width: int = 200, height: int = 100) -> Image.Image:
    """A picture whose left half is blue and whose right half is red."""
    image = Image.new("RGB", (width, height), RED)
    ImageDraw.Draw(image).rectangle((0, 0, width // 2 - 1, height), fill=BLUE)
    return image


def photo(width: int, height: int) -> Image.Image:
    """A picture with something everywhere, which no compression makes small without loss."""
    chance = random.Random(f"{width} x {height}")
    wide, high = max(1, width // 8), max(1, height // 8)
    rough = Image.frombytes("RGB", (wide, high), chance.randbytes(wide * high * 3))
    grain = Image.frombytes("L", (width, height), chance.randbytes(width * height)).convert("RGB")
    return Image.blend(rough.resize((width, height), Image.Resampling.BICUBIC), grain, 0.3)


def file_of(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def png_header(width: int, height: int, rows: bytes = b"", depth: int = 8, interlaced: bool = False) -> bytes:
    """A PNG in gray of any size, with as little inside as wanted."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, interlaced)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def svg(inside: str, width: str = "100", height: str = "100", box: str = "0 0 100 100") -> bytes:
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' width="{width}" height="{height}" viewBox="{box}">{inside}</svg>'
    ).encode()


def data_address(content: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def shown(markup: str) -> Image.Image:
    """What the page view shows of a page, a pixel for each CSS pixel."""
    with pymupdf.open(stream=markup.encode(), filetype="html") as document:
        document.layout(width=900, height=900, fontsize=12)
        sheet = document[0].get_pixmap(matrix=pymupdf.Matrix(4 / 3, 4 / 3), alpha=False)
    return Image.frombytes("RGB", (sheet.width, sheet.height), sheet.samples)


def shows_picture(content: bytes, media_type: str) -> bool:
    """Whether the page view shows anything of a picture."""
    page = shown(f'<p><img src="{data_address(content, media_type)}"></p>')
    return page.convert("L").getextrema() != (255, 255)


def area_of(page: Image.Image, color: tuple[int, int, int], tolerance: int = 40) -> int:
    """How many pixels have about the color."""
    return sum(
        count
        for count, pixel in page.convert("RGB").getcolors(1 << 24) or []
        if all(abs(one - other) <= tolerance for one, other in zip(pixel, color, strict=True))
    )
