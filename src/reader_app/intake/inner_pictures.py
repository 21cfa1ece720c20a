"""Pictures that a document has inside, as addresses that hold them: as many as an article may have."""

import base64

_LARGEST = 15 << 20
_MOST = 60 << 20
_TYPES = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"BM", "bmp"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"RIFF", "webp"),
    (b"<svg", "svg+xml"),
    (b"<?xml", "svg+xml"),
)


class InnerPictures:
    """Turns the pictures of one document into addresses, until they are too large together."""

    def __init__(self) -> None:
        self._room = _MOST

    def address(self, content: bytes) -> str:
        """Return a data: address, or "" for what no page can show, or is too large."""
        kind = next((kind for signature, kind in _TYPES if content.startswith(signature)), "")
        if not kind or len(content) > min(_LARGEST, self._room):
            return ""
        self._room -= len(content)
        return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
