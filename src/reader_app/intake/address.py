"""The door for addresses: an address goes in, an article comes out, complete without the network.

Fetching, parsing and drawing are loaded when an address is fetched: the window recognizes addresses, and
must not wait for that.
"""

from reader_app.core.article import Form
from reader_app.errors import FetchError
from reader_app.intake.network import Network
from reader_app.intake.outcome import Fetched
from reader_app.intake.web_address import normal_address

__all__ = ["Fetched", "normal_address", "take_in_address"]

_THE_INTERNET = Network()


def take_in_address(
    address: str, *, is_typed: bool, form: Form = Form.ARTICLE, network: Network = _THE_INTERNET
) -> Fetched:
    """Return the article that an address becomes.

    Args:
        address: As the reader or a list of theirs gives it.
        is_typed: Whether the reader typed it: only then may it lie in a private network.
        form: Which part of a web page to take.
        network: How hosts are found and connected to.

    Raises:
        FetchError: What it stands for cannot be had.
        IntakeError: It can, but is damaged, empty or too large.
        UnsupportedFormatError: It is of a kind that this program does not read.
    """
    plain = normal_address(address)
    if plain is None:
        raise FetchError("Only http and https addresses can be saved.")
    from reader_app.intake.fetching import fetch_article  # HTTP, parsers, pictures

    return fetch_article(plain, is_typed=is_typed, form=form, network=network)
