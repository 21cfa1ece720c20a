"""Turns a book's pictures into addresses that hold them; what not every browser shows becomes PNG."""

import base64
import io

import pymupdf
from PIL import Image, UnidentifiedImageError

from reader_app.document.faults import mupdf_errors
from reader_app.errors import DamagedDocumentError

_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_HEAD = 4096  # bytes in which an SVG says that it is one
_SHARPNESS = 2.0  # pixels for each CSS pixel of a drawing
_MOST_PIXELS = 4_000_000


def picture_address(content: bytes) -> str:
    """Return a ``data:`` address with the picture, "" where it is none."""
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
    if not kind:
        kind, content = "image/png", _drawn(content) if b"<svg" in content[:_HEAD] else _converted(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if content else ""


def _drawn(content: bytes) -> bytes:
    """Return a drawing as a PNG; nothing where MuPDF cannot read it."""
    try:
        with mupdf_errors("The drawing is damaged."), pymupdf.open(stream=content, filetype="svg") as drawing:
            page = drawing[0]
            pixels = max(page.rect.width * page.rect.height, 1.0)
            scale = min(_SHARPNESS, (_MOST_PIXELS / pixels) ** 0.5)
            png: bytes = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=True).tobytes("png")
            return png
    except DamagedDocumentError:
        return b""


def _converted(content: bytes) -> bytes:
    """Return a picture of another format as a PNG; nothing where it is none, or too large."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            if picture.width * picture.height > 4 * _MOST_PIXELS:
                return b""
            png = io.BytesIO()
            picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(png, "PNG")
            return png.getvalue()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError):
        return b""
