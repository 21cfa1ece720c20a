"""What the reader asks of an export, and the file it is suggested to go to."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
_LONGEST = 120  # bytes; the file systems allow 255, and a name should still be readable


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """One export.

    Attributes:
        output: The PDF to write.
        paper: "a4", "letter" or "a5"; for text that reflows.
        label_ids: The labels whose annotations go in.
        notes_only: Whether marks without a note are left out.
    """

    output: Path
    paper: str
    label_ids: frozenset[str]
    notes_only: bool


def file_name(title: str) -> str:
    """Return a title as a file name that every system takes, with ".pdf"."""
    name = _UNSAFE.sub(" ", unicodedata.normalize("NFC", title))
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cs", "Co", "Cn"))
    name = " ".join(name.split()).strip(". ")
    name = name.encode("utf-8")[:_LONGEST].decode("utf-8", "ignore").strip(". ")
    if not name or _RESERVED.fullmatch(name):
        name = f"Article {name}".strip()
    return f"{name}.pdf"


def free_file(folder: Path, title: str) -> Path:
    """Return a file in the folder that is named after the title and does not exist."""
    first = folder / file_name(title)
    path, number = first, 2
    while path.exists():
        path = first.with_name(f"{first.stem} {number}.pdf")
        number += 1
    return path
