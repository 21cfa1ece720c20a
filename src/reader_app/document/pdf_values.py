"""Reads the values of PDF objects as they are found in the wild: what is missing or broken is nothing."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import TypeAlias

from pymupdf import mupdf

from reader_app.core.geometry import Point
from reader_app.core.plain_markup import plain_of_markup

Object: TypeAlias = mupdf.PdfObj
"""An object of a PDF; nothing (null) where there is none."""

_DATE = re.compile(
    r"(?:D:)?\s*(?P<year>\d{4})-?(?P<month>\d\d)?-?(?P<day>\d\d)?[T ]?(?P<hour>\d\d)?:?(?P<minute>\d\d)?"
    r":?(?P<second>\d\d)?(?:\.\d+)?\s*(?P<sign>[-+Zz])?(?P<hours>\d\d)?[:']?(?P<minutes>\d\d)?"
)
# No list of an annotation is longer in earnest; a hostile one would fill the memory.
_LONGEST_LIST = 200_000


def text_of(holder: Object, key: str) -> str:
    """Return a text string; "" where there is none."""
    value = mupdf.pdf_dict_gets(holder, key)
    if mupdf.pdf_is_stream(value):
        return _stream_text(value)
    text: str = mupdf.pdf_to_text_string(value) if mupdf.pdf_is_string(value) else ""
    return _clean(text)


def name_of(holder: Object, key: str) -> str:
    """Return a name without its slash; "" where there is none."""
    return _clean(mupdf.pdf_to_name(mupdf.pdf_dict_gets(holder, key)))


def integer_of(holder: Object, key: str) -> int:
    """Return an integer; 0 where there is none."""
    return int(mupdf.pdf_to_int(mupdf.pdf_dict_gets(holder, key)))


def number_of(holder: Object, key: str, otherwise: float) -> float:
    """Return a number that is finite."""
    value = mupdf.pdf_dict_gets(holder, key)
    number = float(mupdf.pdf_to_real(value)) if mupdf.pdf_is_number(value) else otherwise
    return number if math.isfinite(number) else otherwise


def items_of(array: Object) -> Iterator[Object]:
    """Yield what is in an array; nothing if it is none."""
    for index in range(min(mupdf.pdf_array_len(array), _LONGEST_LIST)):
        yield mupdf.pdf_array_get(array, index)


def numbers_of(array: Object) -> list[float]:
    """Return the numbers of an array; nothing where one of them is none."""
    items = list(items_of(array))
    if not all(mupdf.pdf_is_number(item) for item in items):
        return []
    numbers = [float(mupdf.pdf_to_real(item)) for item in items]
    return numbers if all(map(math.isfinite, numbers)) else []


def texts_of(holder: Object, key: str) -> tuple[str, ...]:
    """Return the texts of an array; what is none counts as an empty one."""
    found = items_of(mupdf.pdf_dict_gets(holder, key))
    return tuple(_clean(mupdf.pdf_to_text_string(each)) for each in found)


def points_of(numbers: Sequence[float]) -> tuple[Point, ...]:
    """Return numbers as points, a pair each; an odd one at the end is left out."""
    return tuple(Point(x, y) for x, y in zip(numbers[::2], numbers[1::2], strict=False))


def color_of(numbers: Sequence[float]) -> str:
    """Return the color of one, three or four components as "#rrggbb"; "" for none."""
    parts = [min(max(part, 0.0), 1.0) for part in numbers]
    if len(parts) == 1:
        parts *= 3
    elif len(parts) == 4:
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    return f"#{''.join(f'{round(part * 255):02x}' for part in parts)}" if len(parts) == 3 else ""


def appearance_color(default_appearance: str) -> str:
    """Return the color of the text that a default appearance sets (the last one); "" for none."""
    color, operands = "", list[float]()
    for token in default_appearance.split():
        if token in ("g", "rg", "k"):
            color = color_of(operands[-{"g": 1, "rg": 3, "k": 4}[token] :])
        try:
            number = float(token)
        except ValueError:
            operands.clear()
        else:
            operands.append(number if math.isfinite(number) else 0.0)
    return color


def date_of(text: str) -> datetime | None:
    """Return the moment that a date says, in UTC; None where it says none.

    A date without a zone is taken for UTC.
    """
    match = _DATE.match(text.strip())
    if match is None:
        return None
    year, month, day = (int(match[part] or 1) for part in ("year", "month", "day"))
    hour, minute, second = (int(match[part] or 0) for part in ("hour", "minute", "second"))
    shift = timedelta(hours=int(match["hours"] or 0), minutes=int(match["minutes"] or 0))
    try:
        zone = timezone(-shift if match["sign"] == "-" else shift) if match["sign"] else UTC
        return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plain_of_rich(rich: str) -> str:
    """Return rich text (a page of XHTML) as plain text, a paragraph a line."""
    _, _, body = rich.partition("<body")
    return plain_of_markup(body.partition(">")[2] if body else rich)


def _stream_text(stream: Object) -> str:
    content = mupdf.pdf_load_stream(stream)
    raw: bytes = mupdf.fz_buffer_extract(content)
    return _clean(raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "utf-8", "replace"))


def _clean(text: str) -> str:
    # MuPDF gives bytes that are no UTF-8, such as halves of surrogate pairs, as they are.
    text = text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff")
