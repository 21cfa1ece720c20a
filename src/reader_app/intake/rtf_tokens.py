"""The marks of Rich Text: groups, control words, bytes and text, one after another.

It knows the format's grammar and its character sets, not what any control word means.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,9})?[ ]?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>.)"
    rb"|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)|.",
    re.DOTALL,
)
_CHARSETS = {
    77: "mac_roman",
    78: "shift_jis",
    79: "euc_kr",
    80: "gb2312",
    81: "big5",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gb18030",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    254: "cp437",
    255: "cp850",
}
DEFAULT_CODEC = "cp1252"


@dataclass(frozen=True, slots=True)
class Token:
    """One mark.

    Attributes:
        word: The control word, or the sign after a backslash; "{", "}" for a group; "" for text.
        number: The parameter of the word; None if it has none.
        text: The bytes, not yet decoded.
    """

    word: str = ""
    number: int | None = None
    text: bytes = b""


def tokens_of(source: bytes) -> Iterator[Token]:
    """Yield the marks of a file in order; binary data is passed over."""
    place = 0
    while (found := _TOKEN.match(source, place)) is not None:
        place = found.end()
        if found["word"]:
            word = found["word"].decode()
            number = int(found["number"]) if found["number"] else None
            if word == "bin":
                place += max(number or 0, 0)
            yield Token(word, number)
        elif found["byte"]:
            yield Token("'", None, bytes.fromhex(found["byte"].decode()))
        elif found["sign"] and found["sign"] in b"{}\\":
            yield Token(text=found["sign"])
        elif found["sign"]:
            yield Token(found["sign"].decode("latin-1"))
        elif found["brace"]:
            yield Token(found["brace"].decode())
        elif found["text"]:
            yield Token(text=found["text"])


def codec_of_page(number: int | None) -> str:
    """Return the codec of a code page; the usual one if it is unknown."""
    name = {10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return DEFAULT_CODEC


def codec_of_charset(number: int | None) -> str:
    """Return the codec of a font's character set; "" if the document's own holds."""
    return _CHARSETS.get(number or 0, "")
