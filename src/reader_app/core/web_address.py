"""Web addresses: what only follows readers about in them, and when two of them mean the same page."""

import re
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKERS = re.compile(
    r"utm_\w+|fbclid|gclid|gclsrc|dclid|msclkid|mc_[ce]id|igshid|yclid|wbraid|gbraid|_hsenc|_hsmi|mkt_tok|vero_id",
    re.IGNORECASE,
)
_USUAL_PORTS = {"http": 80, "https": 443}
_IN_PATHS = "/:@!$&'()*+,;=~-._"


def without_trackers(address: str) -> str:
    """Return the web address without the parameters that only follow readers about."""
    parts = urlsplit(address)
    if not _TRACKERS.search(parts.query):
        return address  # unchanged to the letter: encoding a query anew may break a link
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not _TRACKERS.fullmatch(name)
    ]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def address_key(address: str) -> str:
    """Return what all addresses of a page have in common, "" for what is no web address.

    Neither the scheme counts nor a leading "www.", a usual port, the fragment, trackers, a slash at the
    end, the order of parameters, or the way in which letters are escaped. It serves to look an article
    up: pages that share a key need not be the same, as on sites that give all of them one address.
    """
    try:
        parts = urlsplit(without_trackers(address.strip()))
        host, port = (parts.hostname or "").removeprefix("www.").rstrip("."), parts.port
        parameters = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
        path = quote(unquote(parts.path, errors="surrogateescape"), safe=_IN_PATHS, errors="surrogateescape")
    except ValueError:  # not written as addresses are, or with half a character in it
        return ""
    if parts.scheme not in _USUAL_PORTS or not host:
        return ""
    if port not in (None, *_USUAL_PORTS.values()):
        host = f"{host}:{port}"
    return f"{host}{path.rstrip('/')}{'?' if parameters else ''}{parameters}"
