"""File names made of titles, fit for every system that a folder may be carried to."""

import re
import unicodedata
from collections.abc import Callable, Iterable

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 120  # bytes; the file systems allow 255, and a name should still be readable


def file_names(
    titles: Iterable[str], suffix: str, is_there: Callable[[str], bool] = lambda name: False
) -> list[str]:
    """Return one file name for each title, all different, even where case does not count.

    Args:
        titles: Of the articles.
        suffix: Of the names, with its dot.
        is_there: Tells which names must not be given; none, where it is left out.
    """
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        stem = _stem(title)
        name, number = f"{stem}{suffix}", 1
        while name.casefold() in taken or is_there(name):
            number += 1
            name = f"{stem} {number}{suffix}"
        taken.add(name.casefold())
        names.append(name)
    return names


def _stem(title: str) -> str:
    name = _UNSAFE.sub(" ", unicodedata.normalize("NFC", title))
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn"))
    name = " ".join(name.split()).strip(". ")
    name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    return f"Article {name}".strip() if not name or _RESERVED.fullmatch(name) else name
