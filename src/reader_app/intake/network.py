"""The way to another machine, and who may be reached: the public, or what the reader typed.

A page that anybody wrote must not make this program ask the reader's router, or a service on the
reader's own computer. So names are looked up here, the numbers are checked, and exactly a number that
was checked is connected to. It knows no HTTP.
"""

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader_app.errors import FetchError

_CONNECT_SECONDS = 10.0
_GLOBAL_IPV6 = ipaddress.IPv6Network("2000::/3")
_TRANSLATED_IPV4 = ipaddress.IPv6Network("64:ff9b::/96")
_TEMPORARY = {socket.EAI_AGAIN}

_PRIVATE = "The address lies in a private network; only an address that you type yourself is fetched there."


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the numbers of a host, as the system gives them.

    Raises:
        OSError: It has none, or nobody can be asked.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def dial(number: str, port: int, seconds: float) -> socket.socket:
    """Return a connection to a number.

    Raises:
        OSError: Nobody answers.
    """
    return socket.create_connection((number, port), seconds)


@dataclass(frozen=True, slots=True)
class Network:
    """How names are looked up and numbers connected to: the system's way, unless another is given."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    dial: Callable[[str, int, float], socket.socket] = dial

    def numbers(self, host: str, port: int, seconds: float) -> Sequence[str]:
        """Return the numbers of a host.

        Args:
            host: A name, or a number itself.
            port: Of the service wanted.
            seconds: How long to wait for the answer.

        Raises:
            FetchError: There is no such host, or no network, or no answer in time.
        """
        # The system's look-up has no time-out of its own. One that hangs is left behind.
        answers: queue.SimpleQueue[Sequence[str] | OSError | UnicodeError] = queue.SimpleQueue()

        def look_up() -> None:
            try:
                answers.put(self.resolve(host, port))
            except (OSError, UnicodeError) as error:
                answers.put(error)

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty as error:
            raise FetchError(f"The address of {host} could not be found out in time.") from error
        if isinstance(answer, socket.gaierror) and answer.errno in _TEMPORARY:
            raise FetchError(f"{host} cannot be looked up; this computer may be offline.") from answer
        if isinstance(answer, (OSError, UnicodeError)):
            raise FetchError(f"There is no site {host}, or this computer is offline.") from answer
        return answer

    def connect(
        self, host: str, port: int, seconds: float, *, may_be_private: bool
    ) -> tuple[socket.socket, str]:
        """Return a connection to a host, and the number that it leads to.

        Args:
            host: A name, or a number itself.
            port: The port.
            seconds: The time there is for all of it.
            may_be_private: Whether it may be in a private network, or this computer.

        Raises:
            FetchError: The host is not there, is private, or does not answer.
        """
        end = time.monotonic() + seconds
        numbers = self.numbers(host, port, seconds)
        allowed = [number for number in numbers if may_be_private or is_public(number)]
        if numbers and not allowed:
            raise FetchError(_PRIVATE)
        failure: OSError | None = None
        for number in allowed:
            left = end - time.monotonic()
            if left <= 0:
                break
            try:
                return self.dial(number, port, min(left, _CONNECT_SECONDS)), number
            except OSError as error:
                failure = failure or error
        raise FetchError(_why_not(host, failure)) from failure

    def refuse_private(self, host: str, port: int, seconds: float) -> None:
        """Check a host that a proxy will connect to, as far as it can be seen from here.

        A name that only the proxy knows is left to it: it decides whom it reaches, and may be the only
        one that can look names up.

        Raises:
            FetchError: The host is private.
        """
        try:
            numbers = self.numbers(host, port, seconds)
        except FetchError:
            return
        # The proxy may take any of them.
        if not all(map(is_public, numbers)):
            raise FetchError(_PRIVATE)


def is_public(number: str) -> bool:
    """Whether an IP address is one of the public internet, in whatever form it is written."""
    try:
        address = ipaddress.ip_address(number.partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED_IPV4:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
        if address not in _GLOBAL_IPV6 or address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast


def _why_not(host: str, failure: OSError | None) -> str:
    match failure:
        case None | TimeoutError():
            return f"{host} does not answer."
        case ConnectionRefusedError():
            return f"No web server answers at {host}: it refuses the connection."
        case _:
            return f"{host} cannot be reached; this computer may be offline."
