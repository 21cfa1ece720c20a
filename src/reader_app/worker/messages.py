"""How the window and its children talk: pickled values, each with its length before it.

Both ends are this program, started by itself; nothing from outside is ever read as a message.
"""

import pickle
import struct
from dataclasses import dataclass
from typing import BinaryIO

from reader_app.errors import ReaderError
from reader_app.worker.jobs import Progress

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Request:
    """A job for a child; the number comes back with what it answers."""

    number: int
    job: object


@dataclass(frozen=True, slots=True)
class Answer:
    """What a job came to: its result, or the error that the world caused."""

    number: int
    result: object = None
    error: ReaderError | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How far a job is."""

    number: int
    progress: Progress


@dataclass(frozen=True, slots=True)
class Crash:
    """A bug met in a child: the traceback, for the log."""

    number: int
    traceback: str


def send(stream: BinaryIO, message: object) -> None:
    """Write a message.

    Raises:
        OSError: The other end is gone.
    """
    body = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(body)) + body)
    stream.flush()


def receive(stream: BinaryIO) -> object | None:
    """Read the next message; None when the other end is gone."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return pickle.loads(body) if len(body) == length else None
