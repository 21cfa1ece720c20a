"""File names made of titles, fit for every system that a folder may be carried to."""

import re
import unicodedata
from collections.abc import Sequence

_LONGEST = 180  # bytes; most systems take 255, and a suffix and a number are to come
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def file_names(titles: Sequence[str], suffix: str) -> list[str]:
    """Return one file name for each title, all different, even where case does not count."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        stem = name = _stem(title)
        number = 1
        while name.casefold() in taken:
            number += 1
            name = f"{stem} {number}"
        taken.add(name.casefold())
        names.append(name + suffix)
    return names


def _stem(title: str) -> str:
    text = unicodedata.normalize("NFC", _FORBIDDEN.sub(" ", title))
    text = " ".join(text.split()).encode("utf-8", "ignore")[:_LONGEST].decode("utf-8", "ignore")
    text = text.strip(". ")
    return f"_{text}" if not text or _RESERVED.fullmatch(text) else text
