"""Writes days as people do, "4 May 2026", whatever the language of the system."""

from contextlib import suppress
from datetime import date, datetime

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def local_day(moment: datetime) -> date:
    """Return the day that it was where the reader is."""
    # The first and the last day that there are have no neighbors to become.
    with suppress(OverflowError, ValueError, OSError):
        moment = moment.astimezone()
    return moment.date()


def day(moment: datetime) -> str:
    """Return the day that it was where the reader is, as people write it."""
    return _written(local_day(moment))


def published_day(stated: str) -> str:
    """Return a date of ISO 8601 as people write it, as exactly as it is known."""
    with suppress(ValueError):
        return _written(date.fromisoformat(stated[:10]))
    with suppress(ValueError):
        known = date.fromisoformat(f"{stated[:7]}-01")
        return f"{_MONTHS[known.month - 1]} {known.year}"
    return stated[:10]


def _written(known: date) -> str:
    return f"{known.day} {_MONTHS[known.month - 1]} {known.year}"
