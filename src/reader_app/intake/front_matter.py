"""The few lines of fields that may stand before a Markdown text.

Only what people write there is read: one field a line, quoted or not, and lists in either form. It
is not YAML, on purpose: a text file must not be able to do what YAML can. The TOML that some write
between plus signs is read the same way.
"""

import re

_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*(?::(?:[ \t]+|$)|=[ \t]*)(.*)")
_TOML = re.compile(r"\A\+\+\+[ \t]*\r?\n(.*?)^\+\+\+[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_ITEM = re.compile(r"[ \t]*-[ \t]+(.*)")

Fields = dict[str, tuple[str, ...]]


def without_toml(text: str) -> tuple[str, str]:
    """Return the TOML that a text begins with, "" if it does not, and the rest of the text."""
    found = _TOML.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def fields_of(front_matter: str) -> Fields:
    """Return the values of each field, its name in small letters, in the order written."""
    fields: dict[str, list[str]] = {}
    values: list[str] = []
    for line in front_matter.splitlines():
        field = _FIELD.fullmatch(line.rstrip())
        item = _ITEM.fullmatch(line.rstrip())
        if field:
            values = fields.setdefault(field[1].lower(), [])
            values += _values(field[2] or "")
        elif item:
            values += _values(item[1])
    return {name: tuple(found) for name, found in fields.items() if found}


def _values(text: str) -> list[str]:
    text = text.strip()
    parts = text[1:-1].split(",") if text.startswith("[") and text.endswith("]") else [text]
    return [value for part in parts if (value := _unquoted(part))]


def _unquoted(text: str) -> str:
    text = text.strip()
    if len(text) >= 2 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1].strip()
    return text
