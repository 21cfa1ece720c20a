"""Draws an SVG, once, when a page is saved: the page view shows pictures made of pixels only.

What MuPDF itself draws of SVG lacks style sheets, gradients, masks and clipping, so that charts come
out black; resvg has them. What is drawn was made harmless before.
"""

import io
import re
import zlib
from dataclasses import dataclass

import resvg_py
from lxml import etree
from PIL import Image

from reader_app.errors import IntakeError
from reader_app.intake.svg_cleaning import PictureFilter, clean_drawing, layers_of, parse_drawing

_LARGEST = 8 << 20  # bytes of markup
_SHARPNESS = 2.0  # pixels drawn for each CSS pixel
_WIDEST = 2_000
_MOST_PIXELS = 4_000_000
_CHEAP_LAYERS = 12  # a layer of a megapixel takes up to a tenth of a second
# The group is atomic: many comments could otherwise be divided in more ways than can be tried.
_START = re.compile(
    rb"(?>\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>))*\s*<(?:\w+:)?svg\b", re.S | re.I
)
_LENGTH = re.compile(r"\s*(\d{1,6}(?:\.\d*)?|\.\d+)\s*(px|pt|pc|mm|cm|in|em|rem|ex)?\s*")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_EM = 16.0
_USUAL_SIZE = (300.0, 150.0)  # what browsers take for a drawing that states none
_FAMILIES = {
    "sans-serif": ("Arial", "Liberation Sans", "DejaVu Sans", "Noto Sans", "Nimbus Sans"),
    "serif": ("Times New Roman", "Times", "Liberation Serif", "DejaVu Serif", "Noto Serif", "Nimbus Roman"),
    "monospace": ("Courier New", "Liberation Mono", "DejaVu Sans Mono", "Noto Sans Mono", "Nimbus Mono PS"),
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing as a picture.

    Attributes:
        png: The picture, with transparency.
        width: How wide the drawing is shown, in CSS pixels.
        height: In CSS pixels.
        pixels_across: How many pixels a row has.
    """

    png: bytes
    width: float
    height: float
    pixels_across: int


def is_svg(content: bytes) -> bool:
    """Whether the bytes are an SVG file, compressed or not."""
    return _START.match(_unpacked(content[: 1 << 16])[:8192].lstrip(b"\xef\xbb\xbf")) is not None


def draw_file(content: bytes, settled: PictureFilter, shown_width: float = 0) -> Drawn:
    """Return the drawing that an SVG file is.

    Args:
        content: The file.
        settled: What to put for the address of a picture inside it; None leaves it out.
        shown_width: In CSS pixels, as a page asks for it; 0 for the drawing's own.

    Raises:
        IntakeError: It cannot be drawn, or there is nothing to see.
    """
    markup = _unpacked(content)
    if len(markup) > _LARGEST:
        raise IntakeError("The drawing is too large.")
    return draw(parse_drawing(markup), settled, shown_width)


def draw(drawing: etree._Element, settled: PictureFilter, shown_width: float = 0) -> Drawn:
    """Return the drawing that an ``<svg>`` element is; see ``draw_file``.

    Raises:
        IntakeError: It cannot be drawn, or there is nothing to see.
    """
    width, height = size_of(drawing)
    if not (width > 0 and height > 0):
        raise IntakeError("The drawing has no size.")
    shown = shown_width or width
    clean = clean_drawing(drawing, settled)
    clean.attrib.pop("style", "")  # sizes for the page around it, which are not the drawing's
    clean.set("width", f"{width:g}")
    clean.set("height", f"{height:g}")
    pixels = _MOST_PIXELS / (1 + layers_of(clean) / _CHEAP_LAYERS)
    across = min(_SHARPNESS * shown, _WIDEST, (pixels * width / height) ** 0.5)
    if across < 1 or across * height / width < 1:
        raise IntakeError("The drawing has no size.")
    has_text = next(clean.iter("{*}text"), None) is not None
    markup = etree.tostring(clean, encoding="unicode")
    families = _families() if has_text else {}
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=markup,
            width=int(across),
            skip_system_fonts=not has_text,
            sans_serif_family=families.get("sans-serif"),
            serif_family=families.get("serif"),
            monospace_family=families.get("monospace"),
        )
    except ValueError as error:
        raise IntakeError("The drawing is damaged.") from error
    if _is_blank(png):
        raise IntakeError("There is nothing to see in the drawing.")
    return Drawn(png, shown, shown * height / width, int(across))


def size_of(drawing: etree._Element) -> tuple[float, float]:
    """Return how wide and high a drawing is by itself, in CSS pixels; 0 for what it cannot be."""
    width, height = _length(drawing.get("width")), _length(drawing.get("height"))
    box = re.split(r"[\s,]+", (drawing.get("viewBox") or drawing.get("viewbox") or "").strip())
    across, down = 0.0, 0.0
    if len(box) == 4:
        across, down = _length(box[2]) or 0.0, _length(box[3]) or 0.0
    if width is not None and height is not None:
        return width, height
    if across and down:
        if width is not None:
            return width, width * down / across
        if height is not None:
            return height * across / down, height
        return across, down
    return width or _USUAL_SIZE[0], height or _USUAL_SIZE[1]


def _length(text: str | None) -> float | None:
    """Return a length in CSS pixels; None if there is none, or one that depends on the page."""
    found = _LENGTH.fullmatch(text or "")
    return float(found[1]) * _PIXELS.get(found[2] or "px", _EM) if found else None


def _unpacked(content: bytes) -> bytes:
    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        return zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(content, _LARGEST + 1)
    except zlib.error:
        return b""


def _families() -> dict[str, str]:
    """Return a family that this computer has for each generic one: without any, no text is drawn."""
    return {
        generic: found
        for generic, names in _FAMILIES.items()
        if (found := next((name for name in names if _is_there(name)), None))
    }


def _is_there(family: str) -> bool:
    probe = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20">'
        f'<text y="16" font-size="16" font-family="{family}">M</text></svg>'
    )
    return not _is_blank(resvg_py.svg_to_bytes(svg_string=probe, serif_family="-"))


def _is_blank(png: bytes) -> bool:
    with Image.open(io.BytesIO(png), formats=["PNG"]) as picture:
        alpha = picture.convert("RGBA").getchannel("A").getextrema()
    return alpha == (0, 0)
