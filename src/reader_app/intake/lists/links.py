"""Files that hold nothing but addresses: one a line, or the one of a link on the desktop."""

import plistlib
import re
from xml.parsers.expat import ExpatError

from reader_app.intake.lists.entries import Entries, is_fetchable, words
from reader_app.intake.sources import Listing

_FEWEST = 2
# Windows may write other sections before that of the address.
_SECTION = re.compile(r"\s*\[(?:[^\[]*\[){0,4}(?:InternetShortcut|Desktop Entry)\]", re.IGNORECASE)
_FIELD = re.compile(r"^(URL|Name)\s*=\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_BINARY_LIST = b"bplist00"
_XML_LIST = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!doctype\s+plist[^>]*>\s*)?<plist\b[^>]*>\s*<dict>.*<key>\s*URL\s*</key>",
    re.DOTALL | re.IGNORECASE,
)
_LARGEST = 32_768


def is_address_list(head: str, *, is_cut: bool) -> bool:
    """Whether a text is addresses, one a line.

    Args:
        head: How it begins.
        is_cut: Whether it goes on; its last line is not whole then.
    """
    lines = [line.strip() for line in head.lstrip("\ufeff").splitlines() if line.strip()]
    lines = lines[:-1] if is_cut else lines
    return len(lines) >= _FEWEST and all(map(is_fetchable, lines))


def read_address_list(text: str, entries: Entries) -> None:
    """Read a list of addresses; what else stands in it is a problem."""
    for line in text.lstrip("\ufeff").splitlines():
        if line.strip():
            entries.add(line, Listing())


def is_link(head: bytes) -> bool:
    """Whether a file is a link: of Windows, of a Linux desktop, of macOS.

    Args:
        head: How it begins; of a link, that is all.
    """
    if len(head) > _LARGEST:
        return False
    if head.startswith(_BINARY_LIST):
        return b"URL" in head
    if _XML_LIST.match(head):
        return True
    text = head.decode("utf-8-sig", errors="replace")
    return _SECTION.match(text) is not None and any(
        found[1].lower() == "url" for found in _FIELD.finditer(text)
    )


def read_link(content: bytes, entries: Entries) -> None:
    """Read the address of a link."""
    if content.startswith(_BINARY_LIST) or _XML_LIST.match(content):
        entries.add(_property(content, "URL"), Listing())
        return
    text = content.decode("utf-8-sig", errors="replace")
    fields = {found[1].lower(): found[2] for found in reversed(list(_FIELD.finditer(text)))}
    entries.add(fields.get("url", ""), Listing(title=words(fields.get("name", ""))))


def _property(content: bytes, name: str) -> str:
    try:
        properties = plistlib.loads(content)
    except (
        plistlib.InvalidFileException,
        ExpatError,
        ValueError,
        TypeError,
        OverflowError,
        IndexError,
        RecursionError,
    ):
        return ""
    return words(properties.get(name)) if isinstance(properties, dict) else ""
