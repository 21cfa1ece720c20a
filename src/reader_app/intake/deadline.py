"""A moment by which something has to be done, whatever the other end does meanwhile."""

import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self


class Deadline:
    """Says how much time is left; at its end it does what interrupts the work.

    Time-outs of a socket are for one silence. A server that sends a byte now and then never meets one.
    """

    def __init__(self, seconds: float, interrupt: Callable[[], None]) -> None:
        self._interrupt = interrupt
        self._begin = time.monotonic()
        self.seconds = seconds
        self._timer = self._started()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()

    @property
    def left(self) -> float:
        """Seconds that are left; 0 at the end."""
        return max(0.0, self._begin + self.seconds - time.monotonic())

    @property
    def is_over(self) -> bool:
        """Whether the end has come."""
        return self.left == 0

    def extend(self, seconds: float) -> None:
        """Set the end to so many seconds after the beginning, unless it has come already."""
        if not self.is_over:
            self._timer.cancel()
            self.seconds = seconds
            self._timer = self._started()

    def _started(self) -> threading.Timer:
        timer = threading.Timer(self.left, self._interrupt)
        timer.daemon = True
        timer.start()
        return timer
