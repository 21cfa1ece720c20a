"""A web server on this computer for tests, and networks in which it stands for sites elsewhere."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from reader_app.intake.network import Network

HTML = "text/html; charset=utf-8"
PUBLIC = "93.184.216.34"


@dataclass(frozen=True)
class Reply:
    """What the server answers; a header named here replaces the usual one."""

    content: bytes = b""
    media_type: str = HTML
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Answer = Reply | Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """A running server.

    Attributes:
        port: Where it listens.
        answers: What it says, by path and query; 404 for all others. May be changed at any time.
        asked: The paths asked for, in their order, and the headers that came with them.
    """

    port: int
    answers: dict[str, Answer]
    asked: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextlib.contextmanager
def serving(answers: dict[str, Answer] | None = None, tls: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve the answers until the end of the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers)))
            answer = site.answers.get(self.path, Reply(b"nothing here", status=404))
            with contextlib.suppress(OSError):  # the other side may have gone
                if isinstance(answer, Reply):
                    reply(self, answer)
                else:
                    self.close_connection = True
                    answer(self)

        def log_message(self, *_: object) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site = Site(server.server_address[1], dict(answers or {}))
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def reply(handler: BaseHTTPRequestHandler, answer: Reply) -> None:
    handler.send_response(answer.status)
    headers = {"Content-Type": answer.media_type, "Content-Length": str(len(answer.content))}
    for name, value in {**headers, **answer.headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(answer.content)


def raw(content: bytes) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that is these bytes, then the end of the connection."""
    return lambda handler: handler.wfile.write(content) and None


def dripping(head: bytes, drop: bytes, ended: threading.Event) -> Callable[[BaseHTTPRequestHandler], None]:
    """Return an answer that never ends, and is never silent for long."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not ended.wait(0.01):
            handler.wfile.write(drop)

    return answer


def redirect(target: str, status: int = 302, **headers: str) -> Reply:
    return Reply(status=status, headers={"Location": target, **headers})


def network(**numbers: str) -> Network:
    """Return a network of named hosts, all of whose numbers lead to this computer.

    Args:
        numbers: The number of each host; "_" stands for the dot and PUBLIC for a public number.
    """
    hosts = {host.replace("_", "."): number for host, number in numbers.items()}

    def resolve(host: str, port: int) -> list[str]:
        del port
        if host in hosts:
            return [hosts[host]]
        if host[0].isdecimal():
            return [host]
        raise socket.gaierror(socket.EAI_NONAME, "no such host")

    def dial(number: str, port: int, seconds: float) -> socket.socket:
        del number
        return socket.create_connection(("127.0.0.1", port), seconds)

    return Network(resolve, dial)
