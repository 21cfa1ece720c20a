"""Turns a book's pictures into addresses that hold them; what browsers may refuse becomes PNG."""

import base64

import pymupdf

from reader_app.document.faults import mupdf_errors
from reader_app.errors import DamagedDocumentError

_KINDS = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
_SHARPNESS = 2.0  # pixels for each CSS pixel of a drawing
_MOST_PIXELS = 4_000_000


def picture_address(content: bytes) -> str:
    """Return a ``data:`` address with the picture, "" where it is none."""
    kind = next((kind for start, kind in _KINDS.items() if content.startswith(start)), "")
    if not kind and content:
        kind, content = "image/png", _drawn(content)
    return f"data:{kind};base64,{base64.b64encode(content).decode()}" if content else ""


def _drawn(content: bytes) -> bytes:
    """Return a picture of another kind, such as SVG, as a PNG; nothing where MuPDF cannot read it."""
    try:
        with mupdf_errors("The picture is damaged."), pymupdf.open(stream=content) as picture:
            page = picture[0]
            pixels = max(page.rect.width * page.rect.height, 1.0)
            scale = min(_SHARPNESS, (_MOST_PIXELS / pixels) ** 0.5)
            png: bytes = page.get_pixmap(matrix=pymupdf.Matrix(scale, scale), alpha=True).tobytes("png")
            return png
    except DamagedDocumentError:
        return b""
