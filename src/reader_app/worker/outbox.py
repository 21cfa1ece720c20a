"""Holds functions until somebody is there to run them.

The document child is started before the window's toolkit is loaded, to be ready when the window is;
what it says until then waits here.
"""

import threading
from collections.abc import Callable


class Outbox:
    """A place to post functions to from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Callable[[], None]] = []
        self._post: Callable[[Callable[[], None]], None] | None = None

    def post(self, function: Callable[[], None]) -> None:
        """Hand a function over, now or as soon as there is somebody to take it."""
        with self._lock:
            if self._post is None:
                self._waiting.append(function)
                return
        self._post(function)

    def connect(self, post: Callable[[Callable[[], None]], None]) -> None:
        """Hand over what waits, and everything from now on."""
        with self._lock:
            waiting, self._waiting = self._waiting, []
            self._post = post
            for function in waiting:
                post(function)
