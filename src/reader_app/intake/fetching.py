"""From an address to an article: fetches the page, the pages that continue it, and their pictures.

What each step does is known where it is done; here is their order, and what all of them may take
together.
"""

import time
from dataclasses import replace

from reader_app.core.article import Form
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.detect import Format, detect
from reader_app.intake.http_client import FILE, Client, Download
from reader_app.intake.intake import take_in
from reader_app.intake.network import Network
from reader_app.intake.next_page import next_page
from reader_app.intake.outcome import Fetched, Intake
from reader_app.intake.pages import MOST_PAGES, Page, bundle, says_nothing_new
from reader_app.intake.surroundings import PictureSource, Surroundings
from reader_app.intake.tree import parse
from reader_app.intake.web_address import Endpoint, endpoint_of
from reader_app.intake.web_archive import SUFFIX, web_archive
from reader_app.intake.web_pictures import WebPictures

_SECONDS_FOR_PAGES = 60.0
_MOST_CHARACTERS = 25 << 20


def fetch_article(address: str, *, is_typed: bool, form: Form, network: Network) -> Fetched:
    """Return the article that a plain address becomes; see ``take_in_address``."""
    with Client(network, endpoint_of(address) if is_typed else None) as client:
        download = client.fetch(address, of_file=FILE)
    # Whatever else is fetched may be private only where the page itself was.
    trusted = endpoint_of(download.address) if download.is_private else None
    pictures = WebPictures(network, trusted)
    if detect(download.content, download.address) is not Format.HTML:
        intake = _take_in_file(download, form, pictures)
        return Fetched(intake=intake, original=download.content, address=download.address)
    page, charset = download.content, download.charset
    pages = _pages(download, network, trusted) if form is not Form.WHOLE_PAGE else []
    if len(pages) > 1:
        page, charset = bundle(pages).encode(errors="replace"), "utf-8"
    around = Surroundings(address=download.address, charset=charset, pictures=pictures, form=form)
    intake = replace(take_in(page, download.address, around), original_suffix=SUFFIX)
    original = web_archive(page, download.address, charset, pictures.found)
    return Fetched(intake=intake, original=original, address=download.address)


def _take_in_file(download: Download, form: Form, pictures: PictureSource) -> Intake:
    """Take in what is no web page, under the name that the server gives it."""
    around = Surroundings(address=download.address, charset=download.charset, pictures=pictures, form=form)
    intake = take_in(download.content, download.file_name or download.address, around)
    metadata = intake.metadata
    return intake if metadata.url else replace(intake, metadata=replace(metadata, url=download.address))


def _pages(download: Download, network: Network, trusted: Endpoint | None) -> list[Page]:
    """Return the page, and those that continue it; one that cannot be had is the last, and empty."""
    pages, address = [Page("", _text(download))], download.address
    seen, end = set[str](), time.monotonic() + _SECONDS_FOR_PAGES
    with Client(network, trusted) as client:
        while len(pages) < MOST_PAGES and sum(len(page.text) for page in pages) < _MOST_CHARACTERS:
            root = parse(pages[-1].text)
            if says_nothing_new(root, seen) and len(pages) > 1:
                return pages[:-1]
            following = next_page(root, address, download.address)
            if following is None:
                return pages
            text = _page_text(client, following) if time.monotonic() < end else ""
            pages.append(Page(following, text))
            if not text:
                return pages
            address = following
    return pages


def _page_text(client: Client, address: str) -> str:
    try:
        download = client.fetch(address)
        if detect(download.content, address) is not Format.HTML:
            return ""
        text = _text(download)
        parse(text)  # what is no page is no page of the article
        return text
    except (IntakeError, UnsupportedFormatError):
        return ""


def _text(download: Download) -> str:
    return decode(download.content, download.charset or declared_in(download.content))
