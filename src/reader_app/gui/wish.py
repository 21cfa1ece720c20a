"""What the reader wants saved, as it comes: named, dropped on the window, or pasted.

Says what it is, and looks into no file. What a name stands for is found out in a child process.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMimeData, QUrl

from reader_app.intake.outcome import one_line
from reader_app.intake.sources import Source
from reader_app.intake.web_address import address_in, addresses_in

_WINDOWS_HTML = 'application/x-qt-windows-mime;value="HTML Format"'
_MOZILLA_ADDRESS = "text/x-moz-url-priv"
_CHROMIUM_ADDRESS = "chromium/x-source-url"
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be saved.

    Attributes:
        names: Paths of files and folders, and web addresses.
        sources: What is at hand already.
    """

    names: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names or self.sources)


def wish_named(names: Iterable[str]) -> Wish:
    """Return the wish for what other programs and command lines name: paths, file and web addresses."""
    return Wish(tuple(_path_or_address(name) for name in names))


def wish_carried(carried: QMimeData) -> Wish:
    """Return the wish for what was dropped or lies in the clipboard; an empty one if that is nothing."""
    names = tuple(_path_or_address(url.toString()) for url in carried.urls() if _is_usable(url))
    if names:
        return Wish(names)
    if carried.hasUrls() and not carried.hasHtml():
        return Wish()  # Qt makes a text of addresses that are of no use here
    text = carried.text().strip() if carried.hasText() else ""
    if addresses := addresses_in(text):
        return Wish(addresses)
    if carried.hasHtml() and carried.html().strip():
        return Wish(sources=(_page(carried.html(), text, _address_of(carried)),))
    return Wish(sources=(_plain(text),)) if text else Wish()


def _path_or_address(name: str) -> str:
    url = QUrl(name)
    return url.toLocalFile() if url.isLocalFile() else name


def _is_usable(url: QUrl) -> bool:
    return url.isLocalFile() or bool(address_in(url.toString()))


def _page(html: str, text: str, address: str) -> Source:
    """Return a selection of a page as a page of its own; its text's first line is its title."""
    name = one_line(text.partition("\n")[0], _LONGEST_NAME)
    page = (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(name)}</title></head>'
        f"<body><article>{html}</article></body></html>"
    )
    return Source(name=f"{name}.html", content=_bytes(page), address=address)


def _plain(text: str) -> Source:
    name = one_line(text.partition("\n")[0], _LONGEST_NAME)
    return Source(name=f"{name}.txt", content=_bytes(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")  # a clipboard may hold halves of surrogate pairs


def _address_of(carried: QMimeData) -> str:
    """Return where a selection was copied, as far as the browser says so."""
    mozilla = bytes(carried.data(_MOZILLA_ADDRESS).data()).decode("utf-16-le", "replace")
    chromium = bytes(carried.data(_CHROMIUM_ADDRESS).data()).decode("utf-8", "replace")
    windows = bytes(carried.data(_WINDOWS_HTML).data()[:2_000]).decode("utf-8", "replace")
    stated = (
        line.removeprefix("SourceURL:") for line in windows.splitlines() if line.startswith("SourceURL:")
    )
    found = (address_in(each.strip("\0\ufeff ")) for each in (mozilla, chromium, *stated))
    return next(filter(None, found), "")
