"""What goes wrong between here and a web server, each in one sentence for a reader. It asks no network."""

import http.client
import ssl
from collections.abc import Iterator

import requests
import urllib3.exceptions as lower

from reader_app.errors import FetchError

_BY_STATUS = {
    401: "The page is shown only after signing in; save it in your browser and add the file.",
    402: "The page is shown only to those who pay; save it in your browser and add the file.",
    403: "The site refuses to give this page to a program; save it in your browser and add the file.",
    404: "The site has no such page.",
    407: "The proxy that this computer uses wants a password.",
    410: "The site has removed this page.",
    429: "The site was asked too often for now; try again later.",
    451: "The site may not show this page here, for legal reasons.",
}
_BROKEN_OFF = "The connection broke off before all had arrived."
# The first that fits counts: the libraries wrap each error in more general ones.
_BY_ERROR: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    (
        (ssl.SSLCertVerificationError,),
        "The site's certificate is not valid, so another could be answering in its place.",
    ),
    (
        (requests.exceptions.SSLError, lower.SSLError, ssl.SSLError),
        "The site's encryption is broken, or of a kind that this program does not know.",
    ),
    (
        (requests.exceptions.InvalidSchema, lower.ProxySchemeUnknown, lower.ProxySchemeUnsupported),
        "This program does not know the kind of proxy that this computer is set to use.",
    ),
    (
        (requests.exceptions.ProxyError, lower.ProxyError),
        "The proxy that this computer is set to use does not let the page through.",
    ),
    (
        (requests.exceptions.InvalidURL, lower.LocationValueError, http.client.InvalidURL, UnicodeError),
        "The address is not one that the web has.",
    ),
    ((requests.exceptions.Timeout, lower.TimeoutError, TimeoutError), "The site does not answer."),
    ((http.client.RemoteDisconnected, http.client.IncompleteRead, lower.IncompleteRead), _BROKEN_OFF),
    (
        (http.client.BadStatusLine, http.client.LineTooLong, lower.HeaderParsingError, lower.InvalidHeader),
        "What answers there is no web server.",
    ),
)


def status_sentence(status: int) -> str:
    """Return the sentence for an HTTP status that brings no page."""
    known = _BY_STATUS.get(status)
    if known:
        return known
    if 500 <= status < 600:
        return f"The site has a failure of its own ({status}); try again later."
    return f"The site does not give this page ({status})."


def late_sentence(seconds: float) -> str:
    """Return the sentence for what did not arrive in time."""
    return f"The site did not send the page within {seconds:g} seconds."


def connection_error(error: Exception) -> FetchError:
    """Return what to raise for what an HTTP library raised."""
    causes = list(_chain(error))
    for kinds, sentence in _BY_ERROR:
        if any(isinstance(cause, kinds) for cause in causes):
            return FetchError(sentence)
    return FetchError(_BROKEN_OFF)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield the error, what caused it, and the errors that it carries."""
    waiting, seen = [error], set[int]()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
        waiting += [cause for cause in inner if isinstance(cause, BaseException)]
