"""Opens the addresses that links in articles and notes lead to.

An article comes from anywhere, so its links are not trusted: only those that a browser or a mail
program takes are opened. A link to a file would start whatever program its name asks for.
"""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_OPENED = frozenset({"http", "https", "mailto"})


def open_address(address: str) -> bool:
    """Hand an address over to the system; False if it is not one that may be opened."""
    url = QUrl(address)
    return url.scheme().lower() in _OPENED and QDesktopServices.openUrl(url)
