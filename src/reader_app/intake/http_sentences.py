"""What goes wrong between here and a web server, each in one sentence for a reader. Knows no network."""

import ssl
from collections.abc import Iterator

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
_LOOK_LIKE_CERTIFICATE = ("CERTIFICATE_VERIFY_FAILED", "doesn't match", "certificate verify failed")


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
    names = {type(cause).__name__ for cause in _chain(error)}
    text = str(error)
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _chain(error)) or any(
        mark in text for mark in _LOOK_LIKE_CERTIFICATE
    ):
        return FetchError("The site's certificate is not valid, so another could be answering in its place.")
    if names & {"SSLError"}:
        return FetchError("The site's encryption is broken, or of a kind that this program does not know.")
    if names & {"ProxyError"}:
        return FetchError("The proxy that this computer is set to use does not let the page through.")
    if names & {"InvalidSchema", "MissingDependencies", "ProxySchemeUnknown"}:
        return FetchError("This program does not know the kind of proxy that this computer is set to use.")
    if names & {"InvalidURL", "MissingSchema", "LocationParseError", "LocationValueError", "UnicodeError"}:
        return FetchError("The address is not one that the web has.")
    if names & {"ReadTimeout", "ConnectTimeout", "ReadTimeoutError", "TimeoutError"}:
        return FetchError("The site does not answer.")
    if names & {"IncompleteRead", "InvalidChunkLength"}:
        return FetchError("The connection broke off before all had arrived.")
    if names & {"BadStatusLine", "LineTooLong", "UnknownProtocol", "InvalidHeader", "HeaderParsingError"}:
        return FetchError("What answers there is no web server.")
    return FetchError("The connection broke off before all had arrived.")


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
