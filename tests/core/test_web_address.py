import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader_app.core.web_address import address_key, without_trackers


@pytest.mark.parametrize(
    "other",
    [
        "http://example.org/News/Caf%C3%A9?b=2&a=1",
        "https://www.example.org/News/Café/?a=1&b=2",
        "HTTPS://Example.ORG:443/News/Caf%c3%a9?a=1&b=2#part",
        " https://example.org/News/Caf%C3%A9?a=1&b=2&utm_source=mail&fbclid=x ",
    ],
)
def test_addresses_of_one_page_have_one_key(other: str) -> None:
    assert address_key(other) == address_key("https://example.org/News/Caf%C3%A9?a=1&b=2") != ""


@pytest.mark.parametrize(
    "other",
    [
        "https://example.org/b",
        "https://example.com/a",
        "https://example.org/a?page=2",
        "https://example.org/A",
        "https://example.org:8080/a",
        "https://blog.example.org/a",
        "https://example.org/a%2Fb",
    ],
)
def test_addresses_of_different_pages_have_different_keys(other: str) -> None:
    assert address_key(other) != address_key("https://example.org/a")


@pytest.mark.parametrize(
    "text", ["", "file:///a", "ftp://example.org", "a b", "http://", "http://[", "//x/y"]
)
def test_what_is_no_web_address_has_no_key(text: str) -> None:
    assert address_key(text) == ""


@given(st.one_of(st.text(), st.text(st.characters()).map("https://example.org/".__add__)))
def test_any_text_has_a_key_or_none(text: str) -> None:
    assert isinstance(address_key(text), str)


def test_an_address_without_trackers_stays_to_the_letter() -> None:
    address = "https://example.org/?q=%7Ea+b&empty="

    assert without_trackers(address) == address
    assert without_trackers("https://example.org/?utm_source=x&q=1") == "https://example.org/?q=1"
