"""Undoes the compression that a web server sends a page in, a piece at a time.

A few kilobytes can unpack to gigabytes: nothing here is ever larger than a piece, and who takes the
pieces counts them.
"""

import zlib
from collections.abc import Iterator

from reader_app.errors import FetchError

ACCEPTED = "gzip, deflate"

_PIECE = 1 << 18
_GZIP_MARK = b"\x1f\x8b"
_GZIP, _ZLIB, _BARE = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS


class Unpacking:
    """What comes in packed goes out unpacked.

    Args:
        encoding: What the server calls the packing. A server can be wrong: what does not look packed is
            taken as it is.
    """

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding.strip().lower().removeprefix("x-")
        if self._encoding not in ("", "identity", "gzip", "deflate"):
            raise FetchError("The site sends its page packed in a way that this program did not ask for.")
        self._head = b""
        self._is_begun = False
        self._unpacker: zlib._Decompress | None = None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """Yield what the next bytes unpack to, in pieces of bounded size.

        Raises:
            FetchError: They are damaged.
        """
        if not self._is_begun:
            self._head += data
            if len(self._head) < len(_GZIP_MARK):
                return
            data = self._begin()
        if self._unpacker is None:
            yield data
            return
        is_full = False
        while data or is_full:
            try:
                piece = self._unpacker.decompress(data, _PIECE)
            except zlib.error as error:
                raise FetchError("The page arrived damaged.") from error
            if piece:
                yield piece
            if not self._unpacker.eof:
                data, is_full = self._unpacker.unconsumed_tail, len(piece) == _PIECE
                continue
            data, is_full = self._unpacker.unused_data, False
            if not (self._encoding == "gzip" and data.startswith(_GZIP_MARK)):
                return  # what servers add after the end means nothing
            self._unpacker = zlib.decompressobj(_GZIP)

    def rest(self) -> bytes:
        """Return what was still held back at the end.

        Raises:
            FetchError: The packed bytes end too early.
        """
        if not self._is_begun:
            return self._head
        if self._unpacker is not None and not self._unpacker.eof:
            raise FetchError("The connection broke off before all had arrived.")
        return b""

    def _begin(self) -> bytes:
        """Find out how the bytes are packed; return the first of them."""
        self._is_begun = True
        head = self._head
        if self._encoding == "gzip" and head.startswith(_GZIP_MARK):
            self._unpacker = zlib.decompressobj(_GZIP)
        elif self._encoding == "deflate" and head.lstrip()[:1] != b"<":
            # Half of the servers leave the envelope out that the standard asks for.
            is_enveloped = head[0] & 0x0F == 8 and (head[0] << 8 | head[1]) % 31 == 0
            self._unpacker = zlib.decompressobj(_ZLIB if is_enveloped else _BARE)
        return head
