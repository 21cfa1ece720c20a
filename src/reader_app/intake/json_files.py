"""JSON as it comes in files: with marks of its encoding, in UTF-16, or one value a line."""

import json
from typing import Final

from reader_app.errors import IntakeError
from reader_app.intake.annotation_list import Json
from reader_app.intake.charset import decode

_SURROGATE: Final = "\\ud"  # how the escapes of surrogates begin


def read_json(data: bytes) -> Json:
    """Return what a JSON file holds; of one with a value on each line, a list of them.

    In such a list, None stands for a line that is no JSON.

    Raises:
        IntakeError: It is no JSON.
    """
    text = _text(data)
    if not text.strip():
        raise IntakeError("The file is empty.")
    try:
        return _value(text)
    except json.JSONDecodeError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) > 1 and isinstance(_line(lines[0]), dict):
            return [_line(line) for line in lines]
        raise IntakeError(f"The file is no JSON: {_fault(error)}.") from error
    except RecursionError as error:
        raise IntakeError("The file is nested too deeply to be read.") from error
    except ValueError as error:
        raise IntakeError("The file holds a number that is too long to be read.") from error


def _value(text: str) -> Json:
    value: Json = json.loads(text)
    if _SURROGATE in text.lower():  # half of a pair is no character, and no other room takes it for one
        value = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return value


def _line(line: str) -> Json:
    try:
        return _value(line)
    except (ValueError, RecursionError):
        return None


def _text(data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError:
        return decode(data).removeprefix("\ufeff")


def _fault(error: json.JSONDecodeError) -> str:
    message = error.msg[:1].lower() + error.msg[1:]
    return f"{message} (line {error.lineno}, column {error.colno})"
