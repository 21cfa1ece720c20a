"""Spells numbers, texts, addresses and dates as a PDF file does; knows nothing of annotations."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

_READABLE = re.compile(r"[\t\n\r -~]*")
_ESCAPES = str.maketrans({"\\": "\\\\", "(": "\\(", ")": "\\)", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def pdf_number(value: float) -> str:
    """Spell a number: never an exponent, four decimals (a large UserUnit makes the numbers small)."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def pdf_numbers(values: Iterable[float]) -> str:
    """Spell numbers, separated by spaces."""
    return " ".join(map(pdf_number, values))


def pdf_text(text: str) -> str:
    """Spell a text string: readable where it is ASCII, UTF-16 everywhere else."""
    if _READABLE.fullmatch(text):
        return f"({text.translate(_ESCAPES)})"
    # A lone surrogate has no meaning for any reader of the file.
    return f"<FEFF{text.encode('utf-16-be', errors='replace').hex().upper()}>"


def pdf_address(address: str) -> str:
    """Return a web address in the 7-bit characters that PDF asks for."""
    return "".join(
        char
        if char.isascii() and char.isprintable()
        else "".join(f"%{byte:02X}" for byte in char.encode("utf-8", "replace"))
        for char in address
    )


def pdf_date(moment: datetime) -> str:
    """Spell a moment, in UTC."""
    return f"({moment.astimezone(UTC):D:%Y%m%d%H%M%SZ})"


def pdf_color(color: str) -> str:
    """Spell "#rrggbb" as three numbers from 0 to 1."""
    return pdf_numbers(int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
