"""Connections to SQLite files, and what is read over one of them at one moment; private to this room."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

PATIENCE: Final = 5.0
"""Seconds to wait for another program's transaction."""


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection in autocommit mode that waits for other programs."""
    return sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)


def connect_to_read(path: Path, *, immutable: bool = False) -> sqlite3.Connection:
    """Return a connection that cannot change a file, and makes none.

    Args:
        path: The file.
        immutable: Whether nobody writes meanwhile; then not even files beside it are touched, and what
            is still in its log only is not seen.
    """
    address = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"
    return sqlite3.connect(address, uri=True, timeout=PATIENCE, isolation_level=None)


def set_patience(connection: sqlite3.Connection, seconds: float) -> None:
    """Wait so long for another program's transaction."""
    connection.execute(f"PRAGMA busy_timeout = {round(seconds * 1000)}")


@contextmanager
def one_moment(connection: sqlite3.Connection) -> Iterator[None]:
    """Let all that is read inside be of one moment: another program may write meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
