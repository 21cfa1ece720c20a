"""Makes letters comparable as a reader types them: without case, accents and typography.

Or, for what another program quotes, without typography only.

Marks that make another letter of another script (Kana, Indic, Thai) are not accents and stay.
"""

import re
import unicodedata
from array import array

# A reader types straight quotes and hyphens where the text has typographic ones.
_TYPED = {
    **dict.fromkeys("’‘‚‛ʼ′‹›", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("–‐‑‒−", "-"),
}

# Dashes come as one sign or as several hyphens; what has no width is lost on the way through programs.
_RETYPED = re.compile("[-–‐‑‒−—―]+|[’‘‚‛ʼ′‹›]|[“”„‟«»″]|[\u200b-\u200f\u2060\ufeff]")

# Combining classes: overlays; Hebrew and Arabic points; everything attached to or placed around a letter.
_ACCENT_CLASSES = frozenset((1, *range(10, 36), *range(200, 241)))


def fold(chars: str) -> "tuple[str, array[int] | None]":
    """Return the characters without case and accents, and the index that each came from.

    The indexes are None where each character gave exactly one.
    """
    if chars.isascii():
        return chars.lower(), None
    table = _FoldingTable()
    folded = chars.translate(table)
    if not table.uneven:
        return folded, None
    origins = array("l")
    done = 0
    for found in re.finditer(f"[{re.escape(''.join(table.uneven))}]", chars):
        origins.extend(range(done, found.start()))
        origins.extend([found.start()] * len(table.uneven[found.group()]))
        done = found.end()
    origins.extend(range(done, len(chars)))
    return folded, origins


def retype(chars: str) -> "tuple[str, array[int], array[int]]":
    """Return the characters with the signs of a plain keyboard, and from where to where each came.

    Quotation marks become straight ones, each run of dashes becomes one hyphen, what has no width is
    left out. Case and accents stay: they make other words.
    """
    pieces: list[str] = []
    firsts, lasts = array("l"), array("l")
    done = 0
    for found in _RETYPED.finditer(chars):
        pieces.append(chars[done : found.start()])
        firsts.extend(range(done, found.start()))
        lasts.extend(range(done, found.start()))
        done = found.end()
        sign = found.group()[0]
        if typed := "-" if sign in "-—―" else _TYPED.get(sign, ""):
            pieces.append(typed)
            firsts.append(found.start())
            lasts.append(done - 1)
    pieces.append(chars[done:])
    firsts.extend(range(done, len(chars)))
    lasts.extend(range(done, len(chars)))
    return "".join(pieces), firsts, lasts


class _FoldingTable(dict[int, str]):
    """A table for ``str.translate`` that folds each different character once.

    Attributes:
        uneven: What was folded to nothing or to several characters.
    """

    def __init__(self) -> None:
        super().__init__()
        self.uneven: dict[str, str] = {}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _fold(char)
        if len(folded) != 1:
            self.uneven[char] = folded
        self[code] = folded
        return folded


def _fold(char: str) -> str:
    parts = unicodedata.normalize("NFD", char.casefold())
    plain = "".join(part for part in parts if unicodedata.combining(part) not in _ACCENT_CLASSES)
    return "".join(_TYPED.get(letter, letter) for letter in unicodedata.normalize("NFC", plain))
