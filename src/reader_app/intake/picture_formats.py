"""A picture of any kind to one that the page view shows: PNG, JPEG or GIF, upright, not needlessly large.

What a picture is, its content says. How many pixels it has is read before any of them is made. It knows
no page.
"""

import base64
import contextlib
import io
import re
import struct
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from PIL import Image, ImageFile, ImageOps

from reader_app.errors import IntakeError
from reader_app.intake.svg import draw_file, is_svg

LARGEST = 15 << 20
_FORMATS = ["PNG", "JPEG", "GIF", "WEBP", "AVIF", "BMP", "DIB", "TIFF", "ICO"]
_SHOWN_AS_IT_IS = {"PNG": "image/png", "JPEG": "image/jpeg", "MPO": "image/jpeg", "GIF": "image/gif"}
_MOST_PIXELS = 50_000_000
_MOST_PIXELS_DECODED = 500_000_000  # in one article; some seconds
_MOST_SECONDS_OF_DRAWING = 20.0  # most drawings take milliseconds
# The column is 1,000 device pixels wide at most when text is twice its usual size.
_WIDEST = 1_600
_SAVING = 0.7
_ENOUGH_PIXELS = 8_000_000
_QUALITY = 85
_FEW_COLORS = 1 << 15
# Pillow's readers raise all of these for broken files.
_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, ArithmeticError),
    *(MemoryError, struct.error, Image.DecompressionBombError),
)
_DATA = re.compile(r"\s*data:([\w.+/-]*)((?:;[^,;]*)*),", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that the page view shows.

    Attributes:
        content: PNG, JPEG or GIF.
        media_type: Which of them.
        width: How wide it is shown if the page does not say, in CSS pixels.
        height: In CSS pixels.
        pixels_across: How many pixels a row has.
    """

    content: bytes
    media_type: str
    width: float
    height: float
    pixels_across: int

    @property
    def is_spacer(self) -> bool:
        """Whether nobody is meant to see it: it counts visits, or keeps things apart."""
        return self.width <= 1 or self.height <= 1

    @property
    def data_address(self) -> str:
        """The picture as an address that holds it."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode()}"


class Conversion:
    """Makes pictures fit to be shown, and stops when an article's pictures have taken enough time.

    Args:
        pixels: How many it decodes in all.
        seconds: How long it draws in all; what is begun by then is finished.
    """

    def __init__(self, pixels: int = _MOST_PIXELS_DECODED, seconds: float = _MOST_SECONDS_OF_DRAWING) -> None:
        self._pixels_left = pixels
        self._seconds_left = seconds

    def picture(self, content: bytes, shown_width: float = 0) -> Picture | None:
        """Return the picture that the bytes are; None if they are none, or one that is too large.

        Args:
            content: A file of any kind.
            shown_width: In CSS pixels, as a page asks for it; only a drawing depends on it.
        """
        if len(content) > LARGEST:
            return None
        if is_svg(content):
            return self._drawing(content, shown_width)
        try:
            with _tolerant(), Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                return self._of_pixels(content, image)
        except _BROKEN:
            return None

    def settled(self, address: str) -> str | None:
        """Return the data: address of what a data: address holds, as it can be shown; None if nothing."""
        content = content_of(address)
        if content is None or is_svg(content):  # a drawing in a drawing in a drawing …
            return None
        picture = self.picture(content)
        return picture.data_address if picture else None

    def _drawing(self, content: bytes, shown_width: float) -> Picture | None:
        if self._seconds_left <= 0:
            return None
        begin = time.monotonic()
        try:
            drawn = draw_file(content, self.settled, shown_width)
        except IntakeError:
            return None
        finally:
            self._seconds_left -= time.monotonic() - begin
        return Picture(drawn.png, "image/png", drawn.width, drawn.height, drawn.pixels_across)

    def _of_pixels(self, content: bytes, image: Image.Image) -> Picture | None:
        width, height = image.size
        if width * height > _MOST_PIXELS:
            return None
        media_type = _SHOWN_AS_IT_IS.get(image.format or "")
        as_it_is = Picture(content, media_type or "", width, height, width)
        if as_it_is.is_spacer:
            return as_it_is
        turned = image.getexif().get(0x0112, 1) not in (0, 1)
        is_good = media_type is not None and not turned and _is_whole(content, media_type)
        if is_good and width <= _WIDEST:
            return as_it_is
        if width * height > self._pixels_left:
            return as_it_is if is_good else None
        self._pixels_left -= width * height
        smaller = _converted(image)
        worthwhile = len(smaller.content) <= _SAVING * len(content) or width * height > _ENOUGH_PIXELS
        return as_it_is if is_good and not worthwhile else smaller


def content_of(address: str) -> bytes | None:
    """Return what a data: address holds; None if it is none."""
    head = _DATA.match(address)
    if head is None:
        return None
    rest = address[head.end() :]
    if not head[2].lower().replace(" ", "").endswith(";base64"):
        return unquote_to_bytes(rest)
    digits = re.sub(rb"[^A-Za-z0-9+/]", b"", unquote_to_bytes(rest).replace(b"-", b"+").replace(b"_", b"/"))
    digits = digits[: len(digits) - (len(digits) % 4 == 1)]
    return base64.b64decode(digits + b"=" * (-len(digits) % 4))


@contextlib.contextmanager
def _tolerant() -> Iterator[None]:
    """Let a picture that was cut off show what there is of it, and warnings be."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _is_whole(content: bytes, media_type: str) -> bool:
    """Whether the file ends as its kind does: the page view may show nothing of one that was cut off."""
    match media_type:
        case "image/png":
            return b"IEND" in content[-64:]
        case "image/jpeg":
            return b"\xff\xd9" in content[-(1 << 16) :]
        case _:
            return content.rstrip(b"\x00").endswith(b";")


def _converted(image: Image.Image) -> Picture:
    source_format = image.format
    size = image.size
    if size[0] > _WIDEST:
        # A JPEG is decoded at a fraction of its size then.
        image.draft(None, (_WIDEST, max(1, size[1] * _WIDEST // size[0])))
    upright = ImageOps.exif_transpose(image)
    if (size[0] > size[1]) != (upright.width > upright.height):
        size = size[::-1]
    shown = _plain(upright)
    if shown.width > _WIDEST:
        height = max(1, round(shown.height * _WIDEST / shown.width))
        shown = shown.resize((_WIDEST, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    profile = image.info.get("icc_profile") if image.mode == shown.mode else None
    if "A" in shown.mode:
        return Picture(_encoded(shown, "PNG", icc_profile=profile), "image/png", *size, shown.width)
    jpeg = _encoded(shown, "JPEG", quality=_QUALITY, optimize=True, icc_profile=profile)
    # Lines and letters, which JPEG would blur, have few colors. Trying PNG on photographs takes long.
    if source_format not in ("JPEG", "MPO") and shown.getcolors(_FEW_COLORS) is not None:
        png = _encoded(shown, "PNG", icc_profile=profile)
        if len(png) <= 1.5 * len(jpeg):
            return Picture(png, "image/png", *size, shown.width)
    return Picture(jpeg, "image/jpeg", *size, shown.width)


def _plain(image: Image.Image) -> Image.Image:
    """Return the image in one of the modes that JPEG and PNG share, or with transparency."""
    if image.mode.startswith(("I", "F")):  # 16 bits and more
        values = image.convert("F")
        brightest = 65_535.0 if image.mode.startswith("I;16") else max(_brightest(values), 1.0)
        return values.point(lambda value: value * (255.0 / brightest)).convert("L")
    if image.has_transparency_data:
        clear = image.convert("RGBA")
        return clear if clear.getchannel("A").getextrema() != (255, 255) else clear.convert("RGB")
    return image if image.mode in ("L", "RGB") else image.convert("RGB")


def _brightest(image: Image.Image) -> float:
    extremes = image.getextrema()
    return float(extremes[1]) if isinstance(extremes[1], int | float) else 255.0


def _encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()
