import re
import socket
from collections.abc import Iterator

import pytest

from intake.picture_files import RED, area_of, file_of, flag, photo, shown, svg
from intake.web_server import PUBLIC, Answer, Reply, Site, network, redirect, serving
from reader_app.core.article import Form
from reader_app.errors import FetchError, IntakeError, UnsupportedFormatError
from reader_app.intake.address import Fetched, take_in_address
from reader_app.intake.intake import take_in
from reader_app.intake.surroundings import Surroundings

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n" + b"%" * 60
REMOTE = re.compile(
    r"<(?:img|link rel=.stylesheet|script|iframe|source|video)[^>]*(?:src|href|srcset)=.(?!data:)"
)


def sentence(number: int) -> str:
    return f"Tern number {number} flies over the cold water of the bay and comes back with a silver fish."


def page(number: int = 1, extra: str = "", head: str = "") -> bytes:
    paragraphs = "".join(f"<p>{sentence(10 * number + part)}</p>" for part in range(5))
    return (
        f"<!DOCTYPE html><html lang=en><head><title>Terns</title>{head}</head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>Terns</h1>{paragraphs}{extra}</article></body></html>"
    ).encode()


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


def fetched(site: Site, path: str = "/terns", form: Form = Form.ARTICLE) -> Fetched:
    """Take in a page of the site, which stands for a public one."""
    address = f"http://coast.test:{site.port}{path}"
    return take_in_address(address, is_typed=False, form=form, network=network(coast_test=PUBLIC))


def reading(result: Fetched) -> str:
    return (result.intake.reading or b"").decode()


def test_a_page_becomes_an_article_under_its_last_address(site: Site) -> None:
    site.answers |= {"/t": redirect("/terns?utm_source=x"), "/terns?utm_source=x": Reply(page())}

    result = fetched(site, "/t")

    assert result.address == f"http://coast.test:{site.port}/terns"
    assert result.intake.metadata.title == "Terns"
    assert result.intake.metadata.url == result.address
    assert sentence(11) in reading(result)
    assert "Home" not in reading(result)


def test_the_pictures_of_the_article_are_in_it_and_nothing_is_loaded_later(site: Site) -> None:
    pictures = (
        '<img src="a.webp" alt="A"><img src="/b c.svg" alt="B"><img src="//coast.test:{0}/none.png" alt="C">'
        '<img src="http://10.0.0.1:{0}/a.webp" alt="D"><img src="/pixel.gif" width=1 height=1>'
    )
    site.answers |= {
        "/terns": Reply(page(extra=pictures.format(site.port))),
        "/a.webp": Reply(file_of(flag(300, 200), "WEBP", lossless=True), "text/plain"),
        "/b%20c.svg": Reply(svg('<rect width="100" height="100" fill="#c81e1e"/>'), "image/svg+xml"),
        "/pixel.gif": Reply(b"GIF89a"),
    }

    result = fetched(site)

    assert reading(result).count('src="data:image/') == 2
    assert not REMOTE.search(reading(result))
    assert area_of(shown(reading(result)), RED) > 20_000
    assert "/pixel.gif" not in site.paths


def test_the_original_gives_the_same_article_without_the_network(site: Site) -> None:
    picture, pager = '<img src="ä b.png" alt="A">', '<div class=pagination><a href="?page=2">2</a></div>'
    text = page(extra=picture + pager).decode()
    site.answers |= {
        "/terns": Reply(f"{text}<p>Küste – „so“".encode("cp1252"), "text/html; charset=windows-1252"),
        "/terns?page=2": Reply(page(2, picture)),
        "/%C3%A4%20b.png": Reply(file_of(photo(300, 200), "JPEG")),
    }

    result = fetched(site)
    again = take_in(result.original, f"0123{result.intake.original_suffix}")

    assert reading(result).count("<img") == 2
    assert again == result.intake


def test_the_same_page_gives_the_same_original(site: Site) -> None:
    site.answers["/terns"] = Reply(page())

    assert fetched(site).original == fetched(site).original


def test_the_character_set_that_the_server_names_is_believed(site: Site) -> None:
    text = page(extra="<p>Вода холодна, и крачка летит низко над берегом.</p>").decode()
    site.answers["/terns"] = Reply(text.encode("koi8-r"), "text/html; charset=koi8-r")

    result = fetched(site)

    assert "крачка" in reading(result)
    assert "крачка" in (take_in(result.original, "a.mhtml").reading or b"").decode()


@pytest.mark.parametrize("form", [Form.WHOLE_PAGE, Form.OTHER])
def test_another_form_of_the_page_can_be_asked_for(site: Site, form: Form) -> None:
    site.answers["/terns"] = Reply(page())

    result = fetched(site, form=form)

    assert sentence(11) in reading(result)
    assert ("Home" in reading(result)) == (form is Form.WHOLE_PAGE)


class TestAnArticleInSeveralPages:
    def test_all_pages_are_joined_in_order(self, site: Site) -> None:
        def pager(number: int) -> str:
            return f'<div class="pagination"><a href="/terns?page={number}">Next</a></div>'

        site.answers |= {
            "/terns": Reply(page(1, pager(2))),
            "/terns?page=2": Reply(page(2, pager(3))),
            "/terns?page=3": Reply(page(3)),
        }

        text = reading(fetched(site))

        places = [text.index(sentence(10 * number + part)) for number in (1, 2, 3) for part in range(5)]
        assert places == sorted(places)
        assert text.count("<h1>") == 1

    def test_a_next_post_is_not_fetched(self, site: Site) -> None:
        site.answers["/terns"] = Reply(page(head='<link rel="next" href="/gulls">'))

        fetched(site)

        assert site.paths == ["/terns"]

    def test_pages_that_repeat_end_it(self, site: Site) -> None:
        head = '<link rel="next" href="/terns?page={}">'
        site.answers |= {f"/terns?page={n}": Reply(page(1, head=head.format(n + 1))) for n in range(2, 40)}
        site.answers["/terns"] = Reply(page(1, head=head.format(2)))

        assert reading(fetched(site)).count(sentence(11)) == 1
        assert len(site.asked) == 2

    def test_no_more_than_twenty_pages_are_fetched(self, site: Site) -> None:
        head = '<link rel="next" href="/terns?page={}">'
        site.answers |= {f"/terns?page={n}": Reply(page(n, head=head.format(n + 1))) for n in range(2, 40)}
        site.answers["/terns"] = Reply(page(1, head=head.format(2)))

        assert sentence(204) in reading(fetched(site))
        assert len(site.asked) == 20

    @pytest.mark.parametrize("answer", [Reply(status=500), Reply(PDF), redirect("http://10.0.0.1/")])
    def test_a_page_that_cannot_be_had_is_linked(self, site: Site, answer: Answer) -> None:
        site.answers |= {
            "/terns": Reply(page(head='<link rel="next" href="?page=2">')),
            "/terns?page=2": answer,
        }

        text = reading(fetched(site))

        assert sentence(11) in text
        assert f'<a href="http://coast.test:{site.port}/terns?page=2">' in text


def test_a_pdf_is_kept_as_it_is_under_the_name_that_the_server_gives(site: Site) -> None:
    headers = {"Content-Disposition": 'attachment; filename="Arctic terns.pdf"'}
    site.answers["/download?id=3"] = Reply(PDF, "application/octet-stream", headers=headers)

    result = fetched(site, "/download?id=3")

    assert result.original == PDF
    assert result.intake.original_suffix == ".pdf"
    assert result.intake.metadata.title == "Arctic terns"
    assert result.intake.metadata.url == f"http://coast.test:{site.port}/download?id=3"


def test_a_text_is_an_article_as_well(site: Site) -> None:
    site.answers["/terns.txt"] = Reply(b"Terns\n\nThey fly over the sea.", "text/plain; charset=utf-8")

    result = fetched(site, "/terns.txt")

    assert result.intake.metadata.title == "Terns"
    assert result.intake.metadata.url == result.address


@pytest.mark.parametrize(
    ("content", "words"),
    [(file_of(flag()), "a picture"), (b"ID3\x04sound", "sound"), (b"\x7fELF\x02", "a program")],
)
def test_what_is_no_article_is_refused_whatever_the_server_calls_it(
    site: Site, content: bytes, words: str
) -> None:
    site.answers["/terns"] = Reply(content, "text/html")

    with pytest.raises(UnsupportedFormatError, match=words):
        fetched(site)


@pytest.mark.parametrize("content", [b"", b"  \n", b"<!DOCTYPE html>"])
def test_an_empty_page_is_refused(site: Site, content: bytes) -> None:
    site.answers["/terns"] = Reply(content)

    with pytest.raises(IntakeError):
        fetched(site)


@pytest.mark.parametrize(
    "address", ["", "terns", "ftp://coast.test/", "file:///etc/passwd", "javascript:a()"]
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    with pytest.raises(FetchError, match="Only http and https"):
        take_in_address(address, is_typed=True, network=network())


def test_an_address_without_a_scheme_and_with_a_fragment_is_fetched(site: Site) -> None:
    site.answers["/terns"] = Reply(page())

    result = take_in_address(f" localhost:{site.port}/terns#water ", is_typed=True)

    assert result.address == f"http://localhost:{site.port}/terns"


def test_a_private_page_is_taken_in_only_if_it_was_typed(site: Site) -> None:
    site.answers |= {"/terns": Reply(page(extra='<img src="a.png">')), "/a.png": Reply(file_of(flag(99, 99)))}

    with pytest.raises(FetchError, match="private network"):
        take_in_address(f"{site.address}/terns", is_typed=False)

    assert not site.asked
    assert 'src="data:' in reading(take_in_address(f"{site.address}/terns", is_typed=True))


def test_a_public_page_that_was_typed_gets_nothing_from_a_private_network(site: Site) -> None:
    """Not even when its own name leads there by then."""
    site.answers |= {
        "/terns": Reply(page(extra='<img src="a.png">', head='<link rel="next" href="?page=2">')),
        "/terns?page=2": Reply(page(2)),
        "/a.png": Reply(file_of(flag(99, 99))),
    }
    numbers = iter([PUBLIC])
    internet = network()
    rebinding = type(internet)(lambda _host, _port: [next(numbers, "127.0.0.1")], internet.dial)

    result = take_in_address(f"http://coast.test:{site.port}/terns", is_typed=True, network=rebinding)

    assert site.paths == ["/terns"]
    assert sentence(11) in reading(result)
    assert "data:" not in reading(result)


def test_without_a_network_there_is_one_sentence() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "no server could be reached")

    offline = type(network())(resolve)

    with pytest.raises(FetchError, match=r"coast\.test cannot be looked up; this computer may be"):
        take_in_address("https://coast.test/", is_typed=True, network=offline)


def test_the_original_keeps_its_pictures_though_the_page_calls_itself_otherwise(site: Site) -> None:
    head = '<link rel="canonical" href="https://example.org/terns">'
    site.answers |= {
        "/terns": Reply(page(extra='<img src="a.png" alt="A">', head=head)),
        "/a.png": Reply(file_of(flag())),
    }

    result = fetched(site)
    stated = result.intake.metadata.url
    again = take_in(result.original, "0123.mhtml", Surroundings(address=stated))

    assert stated == "https://example.org/terns"
    assert (again.reading or b"").count(b'src="data:image/png') == 1
