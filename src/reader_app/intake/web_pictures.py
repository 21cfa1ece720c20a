"""Fetches the pictures of a web page, several at a time, within limits; what fails is left out.

No site learns from which page its picture is wanted.
"""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from reader_app.errors import FetchError
from reader_app.intake.http_client import PICTURE, PICTURES, Client, Limits
from reader_app.intake.network import Network
from reader_app.intake.web_address import Endpoint

_AT_A_TIME = 6
_MOST_BYTES = 60 << 20
_SECONDS_IN_ALL = 25.0


class WebPictures:
    """Gives the pictures of a page on the web, and of the pages that continue it.

    Args:
        network: How hosts are found and connected to.
        trusted: Where the page came from, if that is in a private network and the reader typed it: only
            from there may its pictures come as well.
        limits: For each picture.
        seconds: For all of them, of all pages.
    """

    def __init__(
        self,
        network: Network,
        trusted: Endpoint | None = None,
        limits: Limits = PICTURE,
        seconds: float = _SECONDS_IN_ALL,
    ) -> None:
        self._network = network
        self._trusted = trusted
        self._limits = limits
        self._seconds_left = seconds
        self._bytes_left = _MOST_BYTES
        self._found: dict[str, bytes] = {}

    @property
    def found(self) -> Mapping[str, bytes]:
        """All pictures that were fetched so far, by their addresses."""
        return self._found

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that could be had in time."""
        addresses = {name: address for name in names if (address := _address(name, base))}
        wanted = [address for address in dict.fromkeys(addresses.values()) if address not in self._found]
        begin = time.monotonic()
        round_ = _Round(wanted, begin + self._seconds_left, self._bytes_left)
        with ThreadPoolExecutor(_AT_A_TIME) as threads:
            work = [threads.submit(self._fetch_some, round_) for _ in range(min(_AT_A_TIME, len(wanted)))]
        for part in work:
            part.result()  # a bug in a thread is a bug here
        self._seconds_left -= time.monotonic() - begin
        self._bytes_left = round_.bytes_left
        self._found |= round_.found
        return {name: self._found[address] for name, address in addresses.items() if address in self._found}

    def _fetch_some(self, round_: "_Round") -> None:
        with Client(self._network, self._trusted) as client:
            for address, left in round_:
                limits = replace(self._limits, seconds=min(left, self._limits.seconds))
                try:
                    round_.add(address, client.fetch(address, PICTURES, limits).content)
                except FetchError:
                    continue  # its description will stand for it


class _Round:
    """The pictures that are still to fetch, shared by all who fetch them, and those that were."""

    def __init__(self, addresses: Iterable[str], end: float, most_bytes: int) -> None:
        self.found: dict[str, bytes] = {}
        self.bytes_left = most_bytes
        self._waiting = iter(tuple(addresses))
        self._end = end
        self._lock = threading.Lock()

    def __iter__(self) -> Iterator[tuple[str, float]]:
        """Yield the next address, and the seconds that are left, as long as there are any."""
        while True:
            left = self._end - time.monotonic()
            with self._lock:
                address = next(self._waiting, None) if self.bytes_left > 0 and left > 0 else None
            if address is None:
                return
            yield address, left

    def add(self, address: str, content: bytes) -> None:
        """Keep a picture if there is room for it."""
        with self._lock:
            if len(content) <= self.bytes_left:
                self.found[address] = content
            self.bytes_left -= len(content)


def _address(name: str, base: str) -> str | None:
    try:
        address = urldefrag(urljoin(base, name.strip())).url
    except ValueError:
        return None
    return address if address.lower().startswith(("http://", "https://")) else None
