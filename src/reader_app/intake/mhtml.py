"""A page saved as MHTML, or a mail, to an article: its text goes the way of all pages and texts.

A saved page names its address and brings its pictures along; a mail has a subject, a sender and a
date. How HTML and plain text become articles is not known here.
"""

from dataclasses import replace
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError
from reader_app.intake import html, plain_text
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.mail_parts import (
    PartPictures,
    content_id,
    content_of,
    header,
    leaves_of,
    location,
    message_of,
)
from reader_app.intake.outcome import Intake, is_address, one_line, suffix_of, title_from_name
from reader_app.intake.surroundings import ALONE, Surroundings

SUFFIXES = (".mhtml", ".mht", ".eml")

_PAGES = ("text/html", "application/xhtml+xml", "application/vnd.wap.xhtml+xml")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a saved page or a mail is.

    Raises:
        IntakeError: It has no text, or is damaged beyond reading.
    """
    message = message_of(source)
    leaves = leaves_of(message)
    root = _root(message, leaves)
    if root is None:
        raise IntakeError("The web archive has no page in it, or the mail no text.")
    content, subject = content_of(root), header(message, "Subject")
    if not content.strip():
        raise IntakeError("The web archive or mail is damaged: its text is missing.")
    base = header(message, "Snapshot-Content-Location") or location(root) or header(root, "Content-Base")
    inside = replace(
        around,
        # Its own address comes first: the pictures in it go by that, whatever the page calls itself.
        address=next((address for address in (base, around.address) if is_address(address)), ""),
        charset=root.get_content_charset() or around.charset,
        pictures=PartPictures(leaves, base),
    )
    if root.get_content_type() in _PAGES:
        # Decoded here: a page may name another character set than the part that holds it.
        text = decode(content, inside.charset or declared_in(content))
        intake = html.read(text.encode(), name, replace(inside, charset="utf-8"))
    else:
        intake = plain_text.read_titled(content, subject or title_from_name(name), name, inside)
    return replace(
        intake,
        metadata=_completed(intake.metadata, message, subject, inside.address or name),
        original_suffix=suffix_of(name, SUFFIXES),
    )


def _root(message: Message, leaves: list[Message]) -> Message | None:
    """Return the part that is the page: the one named as such, the first page, the first text."""
    shown = [leaf for leaf in leaves if leaf.get_content_disposition() != "attachment"]
    start = str(message.get_param("start", "") or "").strip("<>")
    named = [leaf for leaf in shown if start and content_id(leaf) == start]
    pages = [leaf for leaf in shown if leaf.get_content_type() in _PAGES]
    texts = [leaf for leaf in shown if leaf.get_content_type() == "text/plain"]
    named = [leaf for leaf in named if leaf in pages or leaf in texts]
    return next(iter((*named, *pages, *texts)), None)


def _completed(metadata: Metadata, message: Message, subject: str, name: str) -> Metadata:
    """Return the metadata with what the head of the message says and the page does not."""
    if metadata.title == title_from_name(name) and subject:
        metadata = replace(metadata, title=one_line(subject))
    senders = [person for person, address in getaddresses([header(message, "From")]) if "@" in address]
    if not _is_mail(message):
        return metadata
    return replace(
        metadata,
        title=one_line(subject) or metadata.title,
        authors=metadata.authors or tuple(filter(None, senders[:1])),
        published=metadata.published or _date(message),
    )


def _is_mail(message: Message) -> bool:
    """Whether somebody sent it; a browser that saves a page writes a head of the same kind."""
    return "@" in header(message, "From") and not header(message, "Snapshot-Content-Location")


def _date(message: Message) -> str:
    try:
        return parsedate_to_datetime(header(message, "Date")).isoformat(timespec="seconds")
    except (TypeError, ValueError, OverflowError):
        return ""
