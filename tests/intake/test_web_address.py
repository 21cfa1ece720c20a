import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.sources import CHECKOUT
from reader_app.core.web_address import without_trackers
from reader_app.intake.web_address import Endpoint, address_in, endpoint_of, normal_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://example.org/x", "https://example.org/x"),
        ("  https://example.org/x \n", "https://example.org/x"),
        ("<https://example.org/x>", "https://example.org/x"),
        ('"https://example.org/x"', "https://example.org/x"),
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("example.org/x", "https://example.org/x"),
        ("www.example.org", "https://www.example.org/"),
        ("example.org:8080/x", "https://example.org:8080/x"),
        ("example.org?q=1", "https://example.org/?q=1"),
        ("localhost:8000/x", "http://localhost:8000/x"),
        ("192.168.1.7/x", "http://192.168.1.7/x"),
        ("http://[::1]:80/x", "http://[::1]/x"),
        ("http://intranet/x", "http://intranet/x"),
        ("https://example.org:443/x", "https://example.org/x"),
        ("https://example.org./x", "https://example.org/x"),
        ("https://example.org/x#part", "https://example.org/x"),
        ("https://example.org/x?utm_source=a&id=3", "https://example.org/x?id=3"),
        ("https://example.org/x?fbclid=a", "https://example.org/x"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("https://example.org/long\n  line", "https://example.org/longline"),
        ("https://example.org/Küste?ä", "https://example.org/K%C3%BCste?%C3%A4"),
        ("https://bücher.example/x", "https://xn--bcher-kva.example/x"),
        ("bücher.example", "https://xn--bcher-kva.example/"),
        ("https://reader:secret@example.org/x", "https://example.org/x"),
        ("example.md/x", "https://example.md/x"),
        ("www.example.md", "https://www.example.md/"),
    ],
)
def test_an_address_is_made_plain(text: str, address: str) -> None:
    assert normal_address(text) == address
    assert normal_address(address) == address


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "word",
            "two words",
            "See example.org for more",
            "notes.txt",
            "paper.pdf",
            "3.14",
            "v1.2.3",
        ),
        *(
            "a@example.org",
            "mailto:a@example.org",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
        ),
        *("ftp://example.org/x", "about:blank", "C:\\page.html", "/home/me/page.html", "./page.html"),
        *("https://", "https:///x", "https://exa mple.org", "https://[::1", "https://example.org:99999/"),
        *(
            "https://example.org:0/",
            "https://example.org/\x00",
            "https://exa<mple.org/",
            "https://-",
            "http://a..b/",
        ),
        *(
            "https://example.org/" + "x" * 4_000,
            "https://" + "a" * 64 + ".org/",
            "https://ex\u200bample.org/",
        ),
    ],
)
def test_what_is_no_web_address_is_not_taken_for_one(text: str) -> None:
    assert normal_address(text) is None


@given(st.text(max_size=60))
def test_any_text_has_an_answer_that_is_plain_already(text: str) -> None:
    address = normal_address(text)

    assert address is None or normal_address(address) == address


def test_an_address_without_trackers_stays_as_it_is_to_the_letter() -> None:
    assert without_trackers("https://example.org/?a=b+c&d=%7e") == "https://example.org/?a=b+c&d=%7e"


@pytest.mark.parametrize(
    ("address", "endpoint"),
    [
        ("http://Example.org/x", Endpoint("example.org", 80)),
        ("https://example.org./x", Endpoint("example.org", 443)),
        ("http://[::1]:8000/", Endpoint("::1", 8000)),
    ],
)
def test_an_address_leads_to_an_endpoint(address: str, endpoint: Endpoint) -> None:
    assert endpoint_of(address) == endpoint


@pytest.mark.parametrize("address", ["ftp://example.org/", "https:///x", "x", "http://a:b/", "http://[1/"])
def test_what_leads_nowhere_has_no_endpoint(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        endpoint_of(address)


@pytest.mark.parametrize("module", ["reader_app.intake.web_address", "reader_app.intake.address"])
def test_recognizing_an_address_loads_nothing_heavy(module: str) -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); __import__(sys.argv[2]); "
        "print([m for m in ('requests', 'urllib3', 'lxml', 'PIL', 'nh3', 'pymupdf') if m in sys.modules])"
    )

    loaded = subprocess.run(
        [sys.executable, "-I", "-c", program, str(Path(CHECKOUT, "src")), module],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )

    assert loaded.stdout.strip() == "[]"


@pytest.mark.parametrize("text", ["", "x", "https://", "ftp://example.org", "https://a b", "Node.js"])
def test_what_is_no_address_is_not_taken_for_one(text: str) -> None:
    assert address_in(text) == ""


def test_address_is_found_between_spaces() -> None:
    assert address_in("  https://example.org/x \n") == "https://example.org/x"
