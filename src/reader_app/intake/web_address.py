"""Web addresses as people type, copy and share them, made plain.

It knows no network: whether anything is there is found out elsewhere. The window uses it as well, so
it loads nothing.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit, urlunsplit

from reader_app.core.web_address import without_trackers

_LONGEST = 4_000
_BEGINNINGS = ("http://", "https://", "www.")
_LONGEST_LIST = 10_000  # lines: a longer text is not looked through for addresses
_WRAPPING = (("<", ">"), ('"', '"'), ("“", "”"), ("(", ")"))
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")
# A name with a suffix that is no number: "example.org", not "3.14" or "readme".
_HOST_NAME = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})", re.IGNORECASE
)
_FILE_SUFFIXES = frozenset(
    """
    bib csv doc docx epub fb2 gif htm html jpeg jpg json markdown mht mhtml mobi odt pdf png rtf tex text
    tsv txt xhtml xml yaml yml
    """.split()  # noqa: SIM905  shorter than a list
)
# What requests would quote anyway, and "%": an address that is quoted already stays as it is.
_KEPT = "!#$%&'()*+,/:;=?@[]~"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What an address leads to: a host, its name in small letters, and a port of it."""

    host: str
    port: int


def normal_address(text: str) -> str | None:
    """Return the one http(s) address that the text is, made plain; None if it is something else.

    The scheme may be missing. White space around and line breaks within are taken out; the fragment,
    trackers, a user name and a password are left out; the host is written as it goes over the wire.

    Args:
        text: What a reader typed, or what is in the clipboard.
    """
    address = _unwrapped(text)
    if not address or len(address) > _LONGEST or any(not c.isprintable() for c in address):
        return None
    if _SCHEME.match(address) is None:
        if not _may_be_host(address):
            return None
        address = f"{_usual_scheme(address)}://{address}"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    wire = _wire_form(host) if host else None
    if scheme not in _PORTS or wire is None or port == 0:
        return None
    place = wire if port in (None, _PORTS[scheme]) else f"{wire}:{port}"
    path = quote(parts.path or "/", safe=_KEPT)
    return without_trackers(urlunsplit((scheme, place, path, quote(parts.query, safe=_KEPT), "")))


def address_in(text: str) -> str:
    """Return the web address that a text is beyond doubt; "" if it may be something else."""
    begins = text.strip(' \t\r\n<"“(')[:8].lower().startswith(_BEGINNINGS)
    return (normal_address(text) or "") if begins and len(text.split()) == 1 else ""


def addresses_in(text: str) -> tuple[str, ...]:
    """Return the addresses that a text consists of, one a line; none if anything else is in it."""
    if text.count("\n") > _LONGEST_LIST:
        return ()
    found: list[str] = []
    for line in filter(str.strip, text.splitlines()):
        found.append(address_in(line))
        if not found[-1]:
            return ()
    return tuple(found)


def endpoint_of(address: str) -> Endpoint:
    """Return what an http(s) address leads to.

    Raises:
        ValueError: It is no such address.
    """
    parts = urlsplit(address)
    scheme = parts.scheme.lower()
    if scheme not in _PORTS or not parts.hostname:
        raise ValueError("not an http(s) address")
    port = _PORTS[scheme] if parts.port is None else parts.port
    return Endpoint(parts.hostname.lower().rstrip("."), port)


def _unwrapped(text: str) -> str:
    """Return the text without what mails and prose put around an address; "" if it is many words."""
    text = text.strip()
    for opening, closing in _WRAPPING:
        if text.startswith(opening) and text.endswith(closing):
            text = text[1:-1].strip()
    # A mail may break a long address over lines; a space in one is a "%20" somebody typed.
    text = "".join(line.strip() for line in text.splitlines())
    if " " in text and _SCHEME.match(text) is None:
        return ""
    return text.replace(" ", "%20")


def _may_be_host(text: str) -> bool:
    """Whether a text without a scheme begins with a host: a name with a dot, a number, or "localhost"."""
    place = re.split(r"[/?#]", text, maxsplit=1)[0]
    host, _, port = place.partition(":")
    if "@" in place or (port and not port.isdecimal()):
        return False
    if host.lower() == "localhost" or _is_number(host):
        return True
    wire = _wire_form(host)
    if wire is None or not _HOST_NAME.fullmatch(wire):
        return False
    # "notes.txt" is a file, "example.md/x" and "www.example.md" are addresses.
    is_bare = place == text and wire.count(".") == 1
    return not (is_bare and wire.rpartition(".")[2].lower() in _FILE_SUFFIXES)


def _usual_scheme(text: str) -> str:
    """Return the scheme that a typed address without one means, as browsers take it."""
    host = re.split(r"[/?#:]", text, maxsplit=1)[0].lower()
    return "http" if host == "localhost" or _is_number(host) else "https"


def _is_number(host: str) -> bool:
    try:
        ipaddress.IPv4Address(host)
    except ValueError:
        return False
    return True


def _wire_form(host: str) -> str | None:
    """Return the host in ASCII and small letters, an IPv6 number in brackets; None if it is no host."""
    if ":" in host:
        try:
            return f"[{ipaddress.IPv6Address(host).compressed}]"
        except ValueError:
            return None
    try:
        wire = host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    bare = wire.rstrip(".")
    if (
        not bare
        or len(bare) > 253
        or not re.fullmatch(r"[a-z0-9_][a-z0-9_-]{0,62}(?:\.[a-z0-9_][a-z0-9_-]{0,62})*", bare)
    ):
        return None
    return bare
