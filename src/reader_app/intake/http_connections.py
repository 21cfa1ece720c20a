"""HTTP connections that lead only where they may, and that can be cut at any moment.

The look-up and the check of numbers are the network's; a library speaks HTTP and TLS over what comes
of it.
"""

import contextlib
import socket
from collections.abc import Callable
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from reader_app.intake.deadline import Deadline
from reader_app.intake.network import Network, is_public
from reader_app.intake.web_address import Endpoint

_CONNECT_SECONDS = 10.0


class CheckedConnections(HTTPAdapter):
    """Gives requests its connections.

    Attributes:
        trusted: The one endpoint that may be private; None if none may.
        deadline: Of the work at hand; None between two pieces of work.
    """

    def __init__(self, network: Network) -> None:
        self.trusted: Endpoint | None = None
        self.deadline: Deadline | None = None
        self._network = network
        self._open: list[socket.socket] = []
        self._private: set[Endpoint] = set()
        self._public: set[Endpoint] = set()
        super().__init__(pool_connections=8, pool_maxsize=2, max_retries=0)

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        """Make the pools of connections that lead straight to a site."""
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = _pools(self._connect)

    def proxy_manager_for(self, proxy: str, **options: Any) -> Any:
        """Return the pools of connections that lead to a proxy, which may well be private."""
        manager = super().proxy_manager_for(proxy, **options)
        manager.pool_classes_by_scheme = _pools(self._connect_to_proxy)
        return manager

    def is_private(self, endpoint: Endpoint) -> bool:
        """Whether connections to the endpoint led into a private network, and none elsewhere."""
        return endpoint in self._private - self._public

    def cut(self) -> None:
        """Break off all connections; whoever reads from one stops at once. Any thread may call it."""
        for handle in list(self._open):
            with contextlib.suppress(OSError):
                handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close all connections."""
        super().close()
        for handle in self._open:
            with contextlib.suppress(OSError):  # the other side was faster
                handle.shutdown(socket.SHUT_RDWR)  # what still reads from it keeps it open otherwise
            handle.close()
        self._open.clear()

    def _connect(self, connection: HTTPConnection) -> socket.socket:
        endpoint = Endpoint(connection.host.strip("[]").lower(), connection.port)
        link, number = self._linked(connection, may_be_private=endpoint == self.trusted)
        (self._public if is_public(number) else self._private).add(endpoint)
        return link

    def _connect_to_proxy(self, connection: HTTPConnection) -> socket.socket:
        return self._linked(connection, may_be_private=True)[0]

    def _linked(self, connection: HTTPConnection, *, may_be_private: bool) -> tuple[socket.socket, str]:
        left = self.deadline.left if self.deadline else _CONNECT_SECONDS
        link, number = self._network.connect(
            connection.host.strip("[]"), connection.port, left, may_be_private=may_be_private
        )
        for option in connection.socket_options or ():
            link.setsockopt(*option)
        # TLS takes the socket over; only a second handle can still cut it then.
        self._open.append(link.dup())
        if self.deadline and self.deadline.is_over:
            self.cut()
        link.settimeout(connection.timeout if isinstance(connection.timeout, float | int) else None)
        return link, number


def _pools(
    connect: Callable[[HTTPConnection], socket.socket],
) -> dict[str, type[HTTPConnectionPool]]:
    """Return pools, by scheme, whose connections are made by the function."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return connect(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}
