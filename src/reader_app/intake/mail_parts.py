"""A message as mail programs and browsers write it, and the parts that are in it.

It forgives what truncated and carelessly written files lack. What the parts mean is not known here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from urllib.parse import quote, unquote, urljoin

from reader_app.errors import IntakeError

# The first line of a part's head, where no boundary is named: the line before it is one.
_BOUNDARY = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\n(?=content-[\w-]+:)", re.MULTILINE | re.IGNORECASE)
_PART_HEAD = re.compile(
    rb"^(?=(?:[\w-]+:[^\n]*\n){0,20}?content-type:[ \t]*text/)", re.MULTILINE | re.IGNORECASE
)
_MOST_PARTS = 5_000
# What an address keeps when it is written into a head: all but spaces and letters beyond ASCII.
_AS_WRITTEN = "%/:?#[]@!$&'()*+,;=~"


def message_of(source: bytes) -> Message:
    """Return the message that a file is.

    Raises:
        IntakeError: It is nested beyond all reason.
    """
    source = source.lstrip(b"\r\n \t\xef\xbb\xbf")
    try:
        message = message_from_bytes(source)
        if message.get_content_maintype() == "multipart" and not message.is_multipart():
            message = _mended(message, source)
    except RecursionError as error:
        raise IntakeError("The file is nested too deeply to be read.") from error
    return message


def leaves_of(message: Message) -> list[Message]:
    """Return the parts that have content of their own, in order; messages in messages left out.

    Raises:
        IntakeError: It is nested beyond all reason.
    """
    leaves: list[Message] = []
    try:
        for part in _leaves(message):
            leaves.append(part)
            if len(leaves) == _MOST_PARTS:
                break
    except RecursionError as error:
        raise IntakeError("The file is nested too deeply to be read.") from error
    return leaves


def content_of(part: Message) -> bytes:
    """Return the part's bytes, its transfer encoding undone; what is broken of it is left out."""
    try:
        content = part.get_payload(decode=True)
    except (
        ValueError,
        LookupError,
        AssertionError,
        MessageError,
    ):  # what the standard library raises for nonsense
        content = None
    return content if isinstance(content, bytes) else b""


def header(part: Message, name: str) -> str:
    """Return a header on one line, its encoded words decoded; "" if there is none."""
    stated = part.get(name)
    if stated is None:
        return ""
    text = str(stated)
    # A word in an unknown character set stays as it was written.
    with suppress(ValueError, LookupError, AssertionError, MessageError):
        text = str(make_header(decode_header(text)))
    return " ".join(text.replace("\x00", "").split())


def location(part: Message) -> str:
    """Return the address of the part, folded white space and all taken out."""
    return "".join(header(part, "Content-Location").split())


def content_id(part: Message) -> str:
    """Return the name by which other parts refer to this one."""
    return header(part, "Content-ID").strip().strip("<>")


class PartPictures:
    """The pictures among a message's parts, found by address, file name or content id."""

    def __init__(self, parts: Sequence[Message], base: str) -> None:
        self._parts: dict[str, Message] = {}
        for part in parts:
            if part.get_content_maintype() == "text":
                continue
            name = content_id(part)
            for key in (f"cid:{name}" if name else "", urljoin_or_same(base, location(part))):
                if key:
                    self._parts.setdefault(key, part)

    def collect(self, names: Sequence[str], base: str) -> Mapping[str, bytes]:
        """Return the pictures that the message holds, by the names they were asked for."""
        found: dict[str, bytes] = {}
        for name in names:
            part = self._part(name.strip(), base)
            if part is not None and (content := content_of(part)):
                found[name] = content
        return found

    def _part(self, name: str, base: str) -> Message | None:
        if name[:4].lower() == "cid:":
            return self._parts.get("cid:" + name[4:]) or self._parts.get("cid:" + unquote(name[4:]))
        whole = urljoin_or_same(base, name)
        bare = whole.partition("#")[0]
        candidates = (whole, name, bare, unquote(whole), quote(bare, safe=_AS_WRITTEN))
        return next((part for key in candidates if (part := self._parts.get(key)) is not None), None)


def urljoin_or_same(base: str, address: str) -> str:
    """Return the address made complete, or as it is where it is no address."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _leaves(message: Message) -> Iterator[Message]:
    if message.is_multipart():
        if message.get_content_maintype() != "message":
            for part in message.get_payload():
                if isinstance(part, Message):
                    yield from _leaves(part)
    else:
        yield message


def _mended(message: Message, source: bytes) -> Message:
    """Return the message with the boundary that its parts show, or its first text alone."""
    boundary = _BOUNDARY.search(source)
    if boundary is not None:
        head = b'Content-Type: multipart/related; boundary="' + boundary[1].replace(b'"', b"") + b'"\r\n\r\n'
        mended = message_from_bytes(head + source[boundary.start() :])
    else:
        head_end = re.search(rb"\r?\n\r?\n", source)
        rest = source[head_end.end() :] if head_end else b""
        part = _PART_HEAD.search(rest)
        mended = message_from_bytes(rest[part.start() :] if part else rest)
    for name, value in message.items():
        if name.lower() != "content-type" and name not in mended:
            mended[name] = value
    return mended
