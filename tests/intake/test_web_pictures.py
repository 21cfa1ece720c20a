import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from intake.web_server import PUBLIC, Reply, Site, dripping, network, redirect, reply, serving
from reader_app.intake.http_client import Limits
from reader_app.intake.network import Network
from reader_app.intake.web_address import endpoint_of
from reader_app.intake.web_pictures import WebPictures

PICTURE = Reply(b"\x89PNG", "image/png")


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def test_pictures_come_by_the_names_that_the_page_gives_them(site: Site) -> None:
    site.answers |= {"/a/b.png": PICTURE, "/c.png?x=1": Reply(b"GIF8")}
    names = ["b.png", "b.png#part", "/c.png?x=1", f"//public.test:{site.port}/a/b.png"]

    found = WebPictures(network(public_test=PUBLIC)).collect(names, f"http://public.test:{site.port}/a/page")

    assert found == {names[0]: b"\x89PNG", names[1]: b"\x89PNG", names[2]: b"GIF8", names[3]: b"\x89PNG"}
    assert sorted(site.paths) == ["/a/b.png", "/c.png?x=1"]


def test_no_site_learns_who_asks_and_from_where(site: Site) -> None:
    site.answers["/b.png"] = Reply(b"x", headers={"Set-Cookie": "id=1"})
    pictures = WebPictures(network(public_test=PUBLIC))

    pictures.collect(["/b.png"], f"http://public.test:{site.port}/page")
    pictures.collect(["/b.png"], f"http://public.test:{site.port}/page")

    for _, headers in site.asked:
        assert not {"Referer", "Cookie", "Authorization"} & headers.keys()
        assert headers["Accept"].startswith("image/")


def test_what_fails_is_left_out(site: Site) -> None:
    site.answers |= {
        "/good.png": PICTURE,
        "/large.png": Reply(bytes(3_000)),
        "/forbidden.png": Reply(status=403),
        "/loop.png": redirect("/loop.png"),
    }
    names = [
        "good.png",
        "large.png",
        "forbidden.png",
        "loop.png",
        "missing.png",
        "data:,",
        "ftp://x/y",
        "http://[1/",
    ]
    limits = Limits(seconds=20, size=2_000)

    found = WebPictures(network(public_test=PUBLIC), limits=limits).collect(
        names, f"http://public.test:{site.port}/"
    )

    assert found == {"good.png": b"\x89PNG"}


def test_several_are_fetched_at_a_time(site: Site) -> None:
    together = threading.Barrier(6, timeout=30)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        together.wait()
        reply(handler, PICTURE)

    names = [f"/{number}.png" for number in range(12)]
    site.answers |= dict.fromkeys(names, answer)

    found = WebPictures(network(public_test=PUBLIC)).collect(names, f"http://public.test:{site.port}/")

    assert len(found) == 12


@pytest.mark.parametrize(("each", "together"), [(1, 20), (20, 1)])
def test_a_slow_server_does_not_exceed_the_time(site: Site, each: float, together: float) -> None:
    ended = threading.Event()
    slow = [f"/slow{number}.png" for number in range(6)]
    site.answers |= dict.fromkeys(slow, dripping(b"HTTP/1.1 200 OK\r\n\r\n", b"x", ended))
    pictures = WebPictures(
        network(public_test=PUBLIC), limits=Limits(seconds=each, size=1 << 20), seconds=together
    )

    assert pictures.collect(slow, f"http://public.test:{site.port}/") == {}
    assert site.asked  # all six, but for those that a busy machine did not come to in time
    ended.set()


def test_a_public_page_gets_no_picture_from_a_private_network(site: Site) -> None:
    site.answers |= {"/b.png": PICTURE, "/sent.png": redirect(f"http://10.0.0.1:{site.port}/b.png")}
    names = [f"http://inner.test:{site.port}/b.png", f"http://127.0.0.1:{site.port}/b.png", "/sent.png"]
    elsewhere = network(public_test=PUBLIC, inner_test="192.168.0.1")

    assert WebPictures(elsewhere).collect(names, f"http://public.test:{site.port}/") == {}
    assert site.paths == ["/sent.png"]


def test_a_private_page_gets_pictures_from_its_own_host_and_port_only(site: Site) -> None:
    site.answers["/b.png"] = PICTURE
    with serving({"/b.png": PICTURE}) as other:
        names = ["/b.png", f"{other.address}/b.png"]

        found = WebPictures(Network(), endpoint_of(site.address)).collect(names, site.address)

        assert found == {"/b.png": b"\x89PNG"}
        assert not other.asked


def test_without_names_nobody_is_asked() -> None:
    assert WebPictures(network()).collect([], "http://public.test/") == {}
