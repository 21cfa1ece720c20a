import gzip
import socket
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.certificates import server_context
from intake.web_server import PUBLIC, Answer, Reply, Site, dripping, network, raw, redirect, serving
from reader_app.errors import FetchError
from reader_app.intake.http_client import Client, Download, Limits
from reader_app.intake.network import Network
from reader_app.intake.web_address import endpoint_of

PAGE = b"<!DOCTYPE html><p>The tide is out."
LONG = Limits(seconds=20, size=1 << 20)
SHORT = Limits(seconds=0.3, size=1 << 20)


@pytest.fixture
def site() -> Iterator[Site]:
    with serving({"/": Reply(PAGE)}) as running:
        yield running


@pytest.fixture
def ended() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def typed(address: str, limits: Limits = LONG, of_file: Limits | None = None) -> Download:
    with Client(Network(), endpoint_of(address)) as client:
        return client.fetch(address, limits=limits, of_file=of_file)


def sentence(site: Site, answer: Answer, limits: Limits = LONG) -> str:
    site.answers["/x"] = answer
    with pytest.raises(FetchError) as caught:
        typed(f"{site.address}/x", limits)
    text = str(caught.value)
    assert text.endswith(".")
    assert "\n" not in text
    return text


def test_a_page_comes_with_what_the_server_says_of_it(site: Site) -> None:
    headers = {"Content-Disposition": "attachment; filename*=UTF-8''..%2FT%C3%A4.html"}
    site.answers["/x?a=1&utm_source=b"] = Reply(PAGE, "Text/HTML; charset=KOI8-R", headers=headers)

    download = typed(f"{site.address}/x?a=1&utm_source=b")

    assert download == Download(
        content=PAGE,
        address=f"{site.address}/x?a=1",
        charset="koi8-r",
        media_type="text/html",
        file_name="Tä.html",
        is_private=True,
    )


def test_the_request_is_honest_and_tells_nothing_of_the_reader(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login reader password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))

    typed(f"{site.address}/")

    _, headers = site.asked[0]
    assert "reader-app" in headers["User-Agent"]
    assert headers["Accept"].startswith("text/html")
    assert headers["Accept-Language"]
    assert headers["Accept-Encoding"] == "gzip, deflate"
    assert not {"Authorization", "Cookie", "Referer"} & headers.keys()


def test_cookies_live_as_long_as_one_fetch(site: Site) -> None:
    site.answers["/in"] = redirect("/gate", **{"Set-Cookie": "seen=1"})
    site.answers["/gate"] = redirect("/")

    with Client(Network(), endpoint_of(site.address)) as client:
        client.fetch(f"{site.address}/in")
        client.fetch(f"{site.address}/")

    assert [headers.get("Cookie") for _, headers in site.asked] == [None, "seen=1", "seen=1", None]


def test_connections_are_used_again(site: Site) -> None:
    dialed = []

    def dial(number: str, port: int, seconds: float) -> socket.socket:
        dialed.append(number)
        return socket.create_connection((number, port), seconds)

    with Client(Network(dial=dial), endpoint_of(site.address)) as client:
        client.fetch(site.address)
        client.fetch(site.address)

    assert dialed == ["127.0.0.1"]


def test_a_connection_that_the_server_closed_meanwhile_is_made_anew() -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi"

    def serve(listener: socket.socket) -> None:
        for answers in (1, 1):  # then the connection is closed, though a second request has come
            link, _ = listener.accept()
            with link:
                for _ in range(answers):
                    link.recv(10_000)
                    link.sendall(reply)
                if link.recv(10_000):
                    asked_again.set()

    asked_again = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, args=(listener,), daemon=True)
        server.start()
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with Client(Network(), endpoint_of(address)) as client:
            contents = [client.fetch(address, limits=LONG).content for _ in range(2)]
        server.join(10)

    assert not server.is_alive()  # the client closed its connection
    assert contents == [b"hi", b"hi"]
    assert asked_again.is_set()


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (400, "does not give this page (400)"),
        (401, "signing in"),
        (402, "pay"),
        (403, "refuses"),
        (404, "no such page"),
        (410, "removed"),
        (429, "too often"),
        (451, "legal"),
        (500, "failure of its own (500)"),
        (503, "failure of its own (503)"),
        (304, "does not give this page (304)"),
    ],
)
def test_each_refusal_has_its_sentence(site: Site, status: int, words: str) -> None:
    assert words in sentence(site, Reply(PAGE, status=status))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Reply(PAGE, headers={"Content-Length": "999", "Connection": "close"}), "broke off"),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\nabc"), "broke off"),
        (raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc"), "broke off"),
        (raw(b""), "broke off"),
        (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "no web server"),
        (raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000), "no web server"),
        (Reply(b"\x1b\x00damaged", headers={"Content-Encoding": "br"}), "did not ask for"),
        (Reply(gzip.compress(PAGE, mtime=0)[:-12], headers={"Content-Encoding": "gzip"}), "broke off"),
        (Reply(b"\x1f\x8bdamaged, all of it", headers={"Content-Encoding": "gzip"}), "damaged"),
    ],
)
def test_what_arrives_broken_has_a_sentence(site: Site, answer: Answer, words: str) -> None:
    assert words in sentence(site, answer)


@pytest.mark.parametrize(
    ("encoding", "content"),
    [
        ("gzip", gzip.compress(PAGE, mtime=0)),
        ("x-gzip", gzip.compress(PAGE, mtime=0)),
        ("gzip", gzip.compress(PAGE[:9], mtime=0) + gzip.compress(PAGE[9:], mtime=0) + b"\0\0"),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)[2:-4]),
        ("gzip", PAGE),
        ("deflate", PAGE),
        ("identity", PAGE),
    ],
)
def test_every_packing_of_a_page_is_undone(site: Site, encoding: str, content: bytes) -> None:
    site.answers["/x"] = Reply(content, headers={"Content-Encoding": encoding})

    assert typed(f"{site.address}/x").content == PAGE


def test_a_large_page_is_unpacked_whole(site: Site) -> None:
    page = PAGE + b"".join(b"%d " % number for number in range(140_000))
    site.answers["/x"] = Reply(gzip.compress(page, mtime=0), headers={"Content-Encoding": "gzip"})

    assert typed(f"{site.address}/x").content == page


def test_a_bomb_is_stopped_at_the_limit(site: Site) -> None:
    bomb = gzip.compress(bytes(300 << 20), compresslevel=1, mtime=0)

    text = sentence(site, Reply(bomb, headers={"Content-Encoding": "gzip"}))

    assert text == "It is larger than 1 MB, the most that is fetched."


def test_a_large_body_is_stopped_at_the_limit_whatever_length_it_claims(
    site: Site, ended: threading.Event
) -> None:
    endless = dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 300_000, ended)

    assert "larger than 1 MB" in sentence(site, endless)


def test_a_pdf_may_be_larger_than_a_page(site: Site) -> None:
    book = b"%PDF-1.7\n" + bytes(3 << 20)
    site.answers["/x"] = Reply(book, "text/html")

    download = typed(f"{site.address}/x", of_file=Limits(seconds=20, size=4 << 20))

    assert download.content == book


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n<p>"])
def test_a_server_that_drips_does_not_exceed_the_time(
    site: Site, ended: threading.Event, head: bytes
) -> None:
    text = sentence(site, dripping(head, b"x", ended), SHORT)

    assert text == "The site did not send the page within 0.3 seconds."


def test_a_silent_server_does_not_exceed_the_time(site: Site, ended: threading.Event) -> None:
    assert "0.3 seconds" in sentence(site, lambda _: ended.wait() and None, SHORT)


def test_after_a_time_out_the_client_fetches_on(site: Site, ended: threading.Event) -> None:
    site.answers["/slow"] = dripping(b"", b"x", ended)

    with Client(Network(), endpoint_of(site.address)) as client:
        with pytest.raises(FetchError):
            client.fetch(f"{site.address}/slow", limits=SHORT)
        assert client.fetch(site.address).content == PAGE


def test_redirects_are_followed_to_the_last_address(site: Site) -> None:
    site.answers |= {"/a": redirect("b/?utm_medium=x#part", 301), "/b/?utm_medium=x": Reply(PAGE)}

    assert typed(f"{site.address}/a").address == f"{site.address}/b/"


@pytest.mark.parametrize("target", ["/x", "/y"])
def test_a_loop_of_redirects_ends(site: Site, target: str) -> None:
    site.answers["/y"] = redirect("/x")

    assert "without end" in sentence(site, redirect(target))
    assert len(site.asked) <= 3


def test_endless_redirects_end(site: Site) -> None:
    site.answers |= {f"/{step}": redirect(f"/{step + 1}") for step in range(30)}

    assert "without end" in sentence(site, redirect("/0"))
    assert len(site.asked) == 11


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:,x"]
)
def test_only_web_addresses_are_followed(site: Site, target: str) -> None:
    assert sentence(site, redirect(target)) == "Only http and https addresses can be saved."


@pytest.mark.parametrize("target", ["http://[1/", "http://a b/", "http://x:99999/", "//"])
def test_a_redirect_to_nonsense_has_a_sentence(site: Site, target: str) -> None:
    assert sentence(site, redirect(target))


def public(site: Site, path: str = "", **hosts: str) -> Download:
    """Fetch from the site under the public name "public.test", without having typed it."""
    with Client(network(public_test=PUBLIC, **hosts)) as client:
        return client.fetch(f"http://public.test:{site.port}/{path}")


def test_a_public_page_is_fetched_unless_typed_as_well(site: Site) -> None:
    download = public(site)

    assert download.content == PAGE
    assert not download.is_private


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fe80::1%eth0",
        "::ffff:10.0.0.1",
    ],
)
def test_a_redirect_into_a_private_network_is_not_followed(site: Site, number: str) -> None:
    site.answers["/x"] = redirect(f"http://inner.test:{site.port}/secret")

    with pytest.raises(FetchError, match="private network"):
        public(site, "x", inner_test=number)

    assert site.paths == ["/x"]


def test_a_private_address_is_fetched_only_if_it_was_typed(site: Site) -> None:
    with Client(Network()) as client, pytest.raises(FetchError, match="private network"):
        client.fetch(site.address)

    assert not site.asked
    assert typed(site.address).is_private


def test_a_typed_private_page_may_not_send_to_another_port(site: Site) -> None:
    with serving({"/": Reply(b"secret")}) as other:
        assert "private network" in sentence(site, redirect(other.address))
        assert not other.asked


def test_a_typed_public_host_may_not_turn_private(site: Site) -> None:
    numbers = iter([PUBLIC, "127.0.0.1"])
    rebinding = Network(lambda _host, _port: [next(numbers)], network().dial)
    address = f"http://public.test:{site.port}/x"
    site.answers["/x"] = redirect("/y", Connection="close")

    with Client(rebinding, endpoint_of(address)) as client, pytest.raises(FetchError, match="private"):
        client.fetch(address)

    assert site.paths == ["/x"]


def test_a_host_with_a_public_and_a_private_number_is_reached_by_the_public_one(site: Site) -> None:
    dialed = []

    def dial(number: str, port: int, seconds: float) -> socket.socket:
        dialed.append(number)
        return socket.create_connection(("127.0.0.1", port), seconds)

    with Client(Network(lambda _host, _port: ["127.0.0.1", PUBLIC], dial)) as client:
        client.fetch(f"http://both.test:{site.port}/")

    assert dialed == [PUBLIC]


def test_an_unknown_host_has_a_sentence() -> None:
    with Client(network()) as client, pytest.raises(FetchError, match=r"There is no site nowhere\.test"):
        client.fetch("http://nowhere.test/")


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (socket.gaierror(socket.EAI_AGAIN, "later"), "offline"),
        (UnicodeError("label too long"), "There is no site"),
    ],
)
def test_a_failed_look_up_has_a_sentence(failure: Exception, words: str) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise failure

    with Client(Network(resolve)) as client, pytest.raises(FetchError, match=words):
        client.fetch("http://public.test/")


def test_a_look_up_that_hangs_does_not_exceed_the_time(ended: threading.Event) -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        ended.wait()
        return []

    with Client(Network(resolve)) as client, pytest.raises(FetchError, match=r"within 0\.3 seconds"):
        client.fetch("http://public.test/", limits=SHORT)


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (ConnectionRefusedError(111, "refused"), "refuses the connection"),
        (TimeoutError("timed out"), "does not answer"),
        (OSError(101, "Network is unreachable"), "offline"),
    ],
)
def test_a_failed_connection_has_a_sentence(failure: OSError, words: str) -> None:
    def dial(_number: str, _port: int, _seconds: float) -> socket.socket:
        raise failure

    failing = Network(lambda _host, _port: [PUBLIC], dial)

    with Client(failing) as client, pytest.raises(FetchError, match=words):
        client.fetch("http://public.test/")


def test_nobody_listening_has_a_sentence() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"

        with pytest.raises(FetchError, match="refuses the connection"):
            typed(address)


class TestWithTls:
    def test_a_page_is_fetched_if_its_certificate_is_trusted(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        context, certificate = server_context(tmp_path, "public.test")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))

        with serving({"/": Reply(PAGE)}, context) as site, Client(network(public_test=PUBLIC)) as client:
            assert client.fetch(f"https://public.test:{site.port}/").content == PAGE

    @pytest.mark.parametrize(
        ("host", "days", "trusted"), [("a.test", 1, False), ("b.test", 1, True), ("a.test", -1, True)]
    )
    def test_an_untrusted_a_foreign_and_an_expired_certificate_are_refused(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str, days: int, trusted: bool
    ) -> None:
        context, certificate = server_context(tmp_path, host, days=days)
        if trusted:
            monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))

        with serving({"/": Reply(PAGE)}, context) as site, Client(network(a_test=PUBLIC)) as client:
            with pytest.raises(FetchError, match="certificate is not valid"):
                client.fetch(f"https://a.test:{site.port}/")
            assert not site.asked

    def test_a_server_without_tls_has_a_sentence(self, site: Site) -> None:
        address = f"https://127.0.0.1:{site.port}/"

        with pytest.raises(FetchError, match="encryption"):
            typed(address)

    def test_a_server_that_drips_its_page_does_not_exceed_the_time(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ended: threading.Event
    ) -> None:
        context, certificate = server_context(tmp_path, "a.test")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
        answer = dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x", ended)

        with (
            serving({"/": answer}, context) as site,
            Client(network(a_test=PUBLIC)) as client,
            pytest.raises(FetchError, match=r"within 0\.5 seconds"),
        ):
            client.fetch(f"https://a.test:{site.port}/", limits=Limits(seconds=0.5, size=1 << 20))


class TestWithAProxy:
    def test_the_environments_proxy_is_used_though_it_is_private(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", site.address)
        site.answers["http://far.test/page"] = Reply(PAGE)

        with Client(network()) as client:
            assert client.fetch("http://far.test/page").content == PAGE

    def test_a_host_that_is_seen_to_be_private_is_not_asked_of_it(
        self, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("http_proxy", site.address)
        monkeypatch.delenv("no_proxy", raising=False)

        inner = network(inner_test="10.0.0.1")

        with Client(inner) as client, pytest.raises(FetchError, match="private network"):
            client.fetch("http://inner.test/page")

        assert not site.asked

    def test_a_proxy_that_is_not_there_has_a_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")

        with Client(network()) as client, pytest.raises(FetchError, match="proxy"):
            client.fetch("http://far.test/page")
