"""Bytes to text: BOM, then UTF-8 that holds, then what was declared, then a good guess.

A declared character set can lie, and strict UTF-8 cannot succeed by chance on bytes beyond ASCII:
where it succeeds, it is right. It knows no format, except where HTML and XML write the name.
"""

import codecs
import re

from reader_app.errors import IntakeError

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD = 4096
# The part of the characters beyond ASCII that may be spoilt in what still counts as UTF-8.
_TOLERATED = 0.1
_DECLARATION = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']"""
    rb"""|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
# Browsers read these names as their Windows supersets, and so were the pages tested.
_SUPERSETS = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
    "shift_jis": "cp932",
}
_STATEFUL = (b"\x1b$", b"\x1b(", b"~{")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text of the bytes.

    Args:
        data: A whole file.
        declared: The character set that a header or the file itself names, if any.

    Raises:
        IntakeError: No character set fits the bytes.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            # A mark settles it; what a cut or a broken byte spoils becomes U+FFFD.
            return data.decode(codec, errors="replace")
    for candidate in _candidates(data, declared):
        text = _strictly(data, candidate)
        if text is not None:
            return text
    return _guess(data)


def declared_in(data: bytes) -> str | None:
    """Return the character set that an XML declaration or a ``<meta>`` names, if any."""
    found = _DECLARATION.search(data[:_HEAD])
    return (found[1] or found[2]).decode("ascii") if found else None


def _candidates(data: bytes, declared: str | None) -> list[str]:
    codec = _known(declared)
    wide = b"\x00" in data[:_HEAD]
    if any(mark in data for mark in _STATEFUL) or wide:
        # UTF-7-like escapes and wide characters are valid UTF-8 too: UTF-8 proves nothing here.
        return [codec] if codec and (wide or not codec.startswith("utf")) else []
    return ["utf-8", codec] if codec else ["utf-8"]


def _known(declared: str | None) -> str | None:
    try:
        name = codecs.lookup(declared.strip()).name if declared else None
    except (LookupError, ValueError):
        return None
    return _SUPERSETS.get(name, name) if name else None


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):  # LookupError: a codec such as "hex" is not for text
        return None


def _guess(data: bytes) -> str:
    damaged = data.decode("utf-8", errors="replace")
    lost = damaged.count("\N{REPLACEMENT CHARACTER}")
    if 0 < lost <= _TOLERATED * sum(not character.isascii() for character in damaged):
        return damaged  # cut off in a character, or a few bytes spoilt

    import chardet  # heavy, and not needed for the UTF-8 that most files are

    codec = chardet.detect(data)["encoding"]
    if codec is None:
        raise IntakeError("The file is not text in any known character set.")
    text = _strictly(data, codec)
    return data.decode(codec, errors="replace") if text is None else text
