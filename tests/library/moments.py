"""Lets something else happen at a moment of what is tested, as another program may do it just then."""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def at_moment(number: int, act: Callable[[], None]) -> Iterator[list[str]]:
    """Act just before this thread asks the system or SQLite for something, after so many times.

    Within a transaction it does not act: others would wait for its end. Gives the names of what was asked
    for up to then.
    """
    asked: list[str] = []
    connections: set[sqlite3.Connection] = set()

    def on_event(_frame: FrameType, event: str, function: object) -> None:
        if event != "c_call" or len(asked) > number:
            return
        owner, name = getattr(function, "__self__", None), getattr(function, "__name__", "")
        asks = isinstance(owner, sqlite3.Connection) or getattr(function, "__module__", "") in (
            "posix",
            "nt",
            "_sqlite3",
        )
        if asks and not any(each.in_transaction for each in connections):
            asked.append(name)
            if len(asked) > number:
                act()
        if isinstance(owner, sqlite3.Connection):
            (connections.discard if name == "close" else connections.add)(owner)

    sys.setprofile(on_event)
    try:
        yield asked
    finally:
        sys.setprofile(None)
