"""Writes a web page and its pictures into one file, as browsers do (MHTML, RFC 2557).

What was fetched is the article's original: kept whole, it can be taken in again without the network.
The same page gives the same file, to the byte.
"""

import base64
import hashlib
import re
from collections.abc import Mapping
from urllib.parse import quote

SUFFIX = ".mhtml"

_CHARSET = re.compile(r"[\w.:-]{1,40}", re.ASCII)
_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~"


def web_archive(page: bytes, address: str, charset: str | None, pictures: Mapping[str, bytes]) -> bytes:
    """Return the archive.

    Args:
        page: As it was served.
        address: Where it came from.
        charset: The character set that the server named.
        pictures: By their addresses.
    """
    boundary = "----=_page_" + hashlib.sha256(page).hexdigest()[:32]
    named = f"; charset={charset}" if charset and _CHARSET.fullmatch(charset) else ""
    head = (
        f"MIME-Version: 1.0\r\nSnapshot-Content-Location: {_plain(address)}\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n'
    )
    parts = [_part(f"text/html{named}", address, page)]
    parts += [
        _part("application/octet-stream", place, content) for place, content in sorted(pictures.items())
    ]
    edge = f"--{boundary}\r\n".encode()
    return head.encode() + b"".join(edge + part for part in parts) + f"--{boundary}--\r\n".encode()


def _part(media_type: str, address: str, content: bytes) -> bytes:
    head = (
        f"Content-Type: {media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Location: {_plain(address)}\r\n\r\n"
    )
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n") + b"\r\n"


def _plain(address: str) -> str:
    return quote(address, safe=_AS_WRITTEN)
