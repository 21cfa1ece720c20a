import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from reader_app.gui.links import open_address


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is handed over to the system; no program starts."""
    addresses: list[str] = []

    def take(url: QUrl) -> bool:
        addresses.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return addresses


@pytest.mark.parametrize("address", ["http://example.org/a", "HTTPS://example.org", "mailto:a@example.org"])
def test_addresses_of_the_web_and_of_mail_are_opened(opened: list[str], address: str) -> None:
    assert open_address(address)
    assert [each.lower() for each in opened] == [address.lower()]


@pytest.mark.parametrize("address", ["file:///usr/bin/true", "/usr/bin/true", "smb://host/x", "a.exe", ""])
def test_links_of_an_article_start_no_programs(opened: list[str], address: str) -> None:
    assert not open_address(address)
    assert opened == []
