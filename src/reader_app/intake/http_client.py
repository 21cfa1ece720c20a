"""Fetches what an address stands for, within limits, and trusts nothing that a server says.

Each redirect is followed here, so that each is checked. Cookies live as long as one fetch, because some
sites redirect for ever without them; no password is sent, and no page that led here is named. What the
bytes are is found out elsewhere.

The environment's proxies are used, and its certificates; its passwords (netrc) are not. Through a proxy
the numbers that names stand for cannot be pinned: what is private as seen from here is refused, the rest
is the proxy's to decide.
"""

import os
from dataclasses import dataclass
from email.message import Message
from pathlib import PureWindowsPath
from types import TracebackType
from typing import Self
from urllib.parse import urldefrag, urljoin

import requests
from requests.utils import get_environ_proxies, select_proxy
from urllib3.exceptions import HTTPError, ProtocolError

from reader_app.core.web_address import without_trackers
from reader_app.errors import FetchError
from reader_app.intake.content_encoding import ACCEPTED, Unpacking
from reader_app.intake.deadline import Deadline
from reader_app.intake.http_connections import CheckedConnections
from reader_app.intake.http_sentences import connection_error, late_sentence, status_sentence
from reader_app.intake.network import Network
from reader_app.intake.web_address import Endpoint, endpoint_of

PAGES = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8"
PICTURES = "image/png,image/jpeg,image/webp,image/avif,image/gif,image/svg+xml,image/*;q=0.8"

_MEGABYTE = 1 << 20
_MOST_REDIRECTS = 10
_SILENCE = 10.0  # seconds until a silent server counts as gone
_CHUNK = 1 << 16
_HEAD = 1024  # bytes that tell a file from a page
# Many sites turn away what does not begin like a browser; "compatible" and the name say what it is.
_AGENT = "Mozilla/5.0 (compatible; reader-app; saves articles for one reader)"
_NOT_WEB = "Only http and https addresses can be saved."


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long a fetch may take and how much it may bring.

    Attributes:
        seconds: From the look-up of the name to the last byte, all redirects included.
        size: Bytes, unpacked.
    """

    seconds: float
    size: int


PAGE = Limits(seconds=15, size=25 * _MEGABYTE)
FILE = Limits(seconds=120, size=200 * _MEGABYTE)
PICTURE = Limits(seconds=8, size=15 * _MEGABYTE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """What an address stood for.

    Attributes:
        content: The bytes, unpacked.
        address: Where they were in the end, without trackers.
        charset: The character set that the server named; None if none.
        media_type: What the server called them, in small letters; "" if it did not.
        file_name: The name that the server gives the file; "" if none.
        is_private: Whether they came from a private network.
    """

    content: bytes
    address: str
    charset: str | None
    media_type: str
    file_name: str
    is_private: bool


class Client:
    """Fetches one address after the other, over connections that it keeps until it is closed.

    Args:
        network: How hosts are found and connected to.
        trusted: The one endpoint that may be private, because the reader named it.
    """

    def __init__(self, network: Network, trusted: Endpoint | None = None) -> None:
        self._trusted = trusted
        self._connections = CheckedConnections(network)
        self._network = network
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, self._connections)
        self._session.headers.clear()
        self._session.headers.update({"User-Agent": _AGENT, "Accept-Encoding": ACCEPTED})
        self._session.headers["Accept-Language"] = "en,*;q=0.5"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._session.close()

    def fetch(
        self, address: str, accept: str = PAGES, limits: Limits = PAGE, of_file: Limits | None = None
    ) -> Download:
        """Return what an address stands for.

        Args:
            address: Of scheme http or https.
            accept: The media types wanted.
            limits: For all that comes.
            of_file: For what turns out to be a PDF or an archive; None if it has no limits of its own.

        Raises:
            FetchError: It cannot be had.
        """
        with Deadline(limits.seconds, self._connections.cut) as deadline:
            self._connections.deadline = deadline
            try:
                return self._followed(address, accept, (limits, of_file or limits), deadline)
            except FetchError as error:
                self._session.close()  # what was cut must not be used again
                if deadline.is_over:
                    raise FetchError(late_sentence(deadline.seconds)) from error
                raise
            finally:
                self._connections.deadline = None
                self._session.cookies.clear()

    def _followed(
        self, address: str, accept: str, limits: tuple[Limits, Limits], deadline: Deadline
    ) -> Download:
        self._connections.trusted = self._trusted
        seen = set[str]()
        for _ in range(_MOST_REDIRECTS + 1):
            endpoint = _endpoint(address)
            with self._response(address, endpoint, accept, deadline) as response:
                # A public host whose name changes its number meanwhile must not lead to a private one.
                is_private = self._connections.is_private(endpoint)
                self._connections.trusted = self._connections.trusted if is_private else None
                target = self._session.get_redirect_target(response)
                if target is None:
                    return _download(response, address, limits, deadline, is_private)
                if not response.cookies and address in seen:
                    break
                seen.add(address)
                address = _joined(address, target)
                self._connections.trusted = _with_upgrade(self._connections.trusted, address)
        raise FetchError("The site sends from one address to another without end.")

    def _response(
        self, address: str, endpoint: Endpoint, accept: str, deadline: Deadline
    ) -> requests.Response:
        proxies = get_environ_proxies(address, no_proxy=None)
        if select_proxy(address, proxies) and endpoint != self._connections.trusted:
            self._network.refuse_private(endpoint.host, endpoint.port, deadline.left)
        try:
            try:
                return self._asked(address, accept, proxies, deadline)
            except requests.ConnectionError as error:
                # A connection that was kept may have been closed at the other end meanwhile.
                if deadline.is_over or not any(isinstance(each, ProtocolError) for each in error.args):
                    raise
                return self._asked(address, accept, proxies, deadline)
        except (requests.RequestException, HTTPError, OSError, ValueError) as error:
            raise connection_error(error) from error

    def _asked(
        self, address: str, accept: str, proxies: dict[str, str], deadline: Deadline
    ) -> requests.Response:
        return self._session.get(
            address,
            headers={"Accept": accept},
            allow_redirects=False,
            stream=True,
            timeout=max(0.001, min(_SILENCE, deadline.left)),
            proxies=proxies,
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True,
        )


def _endpoint(address: str) -> Endpoint:
    try:
        return endpoint_of(address)
    except ValueError as error:
        raise FetchError(_NOT_WEB) from error


def _joined(base: str, target: str) -> str:
    try:
        return urldefrag(urljoin(base, target)).url
    except ValueError as error:
        raise FetchError("The site sends to an address that the web does not have.") from error


def _with_upgrade(trusted: Endpoint | None, address: str) -> Endpoint | None:
    """Return what is trusted from here on: a host that moves to its own https stays the reader's own."""
    secure = Endpoint(trusted.host, 443) if trusted and trusted.port == 80 else None
    return secure if secure and _endpoint(address) == secure else trusted


def _download(
    response: requests.Response,
    address: str,
    limits: tuple[Limits, Limits],
    deadline: Deadline,
    is_private: bool,
) -> Download:
    if not 200 <= response.status_code < 300:
        raise FetchError(status_sentence(response.status_code))
    stated = Message()
    stated["Content-Type"] = response.headers.get("Content-Type", "")
    stated["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    content = _content(response, limits, deadline)
    return Download(
        content=content,
        address=without_trackers(response.url),
        charset=stated.get_content_charset(),
        media_type=stated.get_content_type() if response.headers.get("Content-Type") else "",
        file_name=PureWindowsPath(stated.get_filename() or "").name,
        is_private=is_private,
    )


def _content(response: requests.Response, limits: tuple[Limits, Limits], deadline: Deadline) -> bytes:
    limit, of_file = limits
    unpacking = Unpacking(response.headers.get("Content-Encoding", ""))
    content = bytearray()

    def take(piece: bytes) -> None:
        nonlocal limit
        is_known = len(content) >= _HEAD
        content.extend(piece)
        if not is_known and limit is not of_file and _is_file(content):
            limit = of_file
            deadline.extend(limit.seconds)
        if len(content) > limit.size:
            raise FetchError(f"It is larger than {limit.size // _MEGABYTE} MB, the most that is fetched.")

    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            for piece in unpacking.pieces(chunk):
                take(piece)
    except (HTTPError, OSError, ValueError) as error:
        raise connection_error(error) from error
    if deadline.is_over:  # a connection that was cut looks like one that ended
        raise FetchError(late_sentence(deadline.seconds))
    take(unpacking.rest())
    return bytes(content)


def _is_file(content: bytes | bytearray) -> bool:
    """Whether the bytes begin a PDF, or an archive such as a book: pages are not that large."""
    return b"%PDF-" in content[:_HEAD] or content.startswith(b"PK\x03\x04")
