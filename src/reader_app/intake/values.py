"""Values that sources state about themselves: kept if they are what they should be."""

import re

_DATE = re.compile(
    r"(\d{4})-(\d{2})-(\d{2})"
    r"(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?)?"
)
_PART_OF_DATE = re.compile(r"\d{4}(?:-\d{2})?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def date_or_nothing(text: str) -> str:
    """Return an ISO 8601 date, as exact as the text is, or ""."""
    text = text.strip()
    if _PART_OF_DATE.fullmatch(text):
        return text
    found = _DATE.match(text)
    if found is None or not ("01" <= found[2] <= "12" and "01" <= found[3] <= "31"):
        return ""
    date = f"{found[1]}-{found[2]}-{found[3]}"
    if found[4] is None:
        return date
    return f"{date}T{found[4]}{found[5] or ''}"


def language_or_nothing(text: str) -> str:
    """Return a BCP 47 tag, or ""."""
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else ""
