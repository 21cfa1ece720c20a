"""What kind of file this is, by its content; its name only tips the balance.

It opens nothing beyond a zip's table of contents, and refuses by name what the program cannot read.
"""

import io
import re
import unicodedata
import zipfile
from enum import StrEnum

from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.outcome import suffix_of


class Format(StrEnum):
    """The kinds of source that become articles."""

    PDF = "PDF"
    EPUB = "EPUB"
    FB2 = "FB2"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


SUFFIXES = {
    Format.PDF: (".pdf",),
    Format.EPUB: (".epub",),
    Format.FB2: (".fb2",),
    Format.HTML: (".html", ".htm", ".xhtml", ".xht"),
    Format.MARKDOWN: (".md", ".markdown", ".mdown", ".mkd"),
    Format.TEXT: (".txt", ".text"),
}

_HEAD = 65_536
_FOREIGN = (
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture, sound or film"),
    (b"\x00\x00\x00\x1cftyp", "a film"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or film"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"{\\rtf", "a Rich Text document"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_ZIPPED = (
    ("word/", "a Word document"),
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("content.xml", "an OpenDocument file"),
)
_ROOT = re.compile(
    r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*<([\w:.-]+)",
    re.S | re.I,
)
_HTML_DOCTYPE = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*<!doctype\s+html\b", re.S | re.I)
_HTML_ROOTS = frozenset({"html", "head", "body", "meta", "title"})
_HTML_TAG = re.compile(
    r"</(?:p|div|h[1-6]|a|ul|ol|li|table|article|section|title|b|i|em|strong|span|pre)\s*>|<(?:br|p|hr)\s*/?>",
    re.I,
)
_ARCHIVED_PAGE = re.compile(
    r"(?:[\w-]+:.*\r?\n(?:[ \t].*\r?\n)*){0,20}?content-type:\s*multipart/", re.IGNORECASE
)
_UNKNOWN = "The file is neither text nor a kind of document that this program reads."
_MARKDOWN_MARKS = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        r"\A---\n(?:[\w-]+:.*\n)+(?:.*\n)*?---\s*$",  # front matter
        r"^#{1,6} \S",  # heading
        r"\[[^\]\n]+\]\([^)\s]+\)",  # link
        r"^(?:```|~~~)[\w-]*\s*$",  # code
        r"^[-*+] (?:\[[ xX]\] )?\S",  # list
        r"\*\*[^\s*][^*\n]*\*\*",  # strong
        r"^> \S",  # quotation
        r"^\|? *:?-{3,}:? *\|",  # table
    )
)
_TELLING_MARKS = 4  # the first ones: none of them is seen in ordinary prose


def detect(source: bytes, name: str) -> Format:
    """Return the format of the source.

    Args:
        source: The whole file.
        name: Its file name or address, only a hint.

    Raises:
        IntakeError: The source is empty or damaged.
        UnsupportedFormatError: The source is of a kind that this program does not read.
    """
    if not source.strip(b"\x00 \t\r\n\x0b\x0c"):
        raise IntakeError("The file is empty.")
    if b"%PDF-" in source[:1024]:
        return Format.PDF
    if source.startswith(b"PK\x03\x04"):
        return _zipped(source)
    for signature, what in _FOREIGN:
        if source.startswith(signature):
            raise UnsupportedFormatError(f"The file is {what}, which this program does not read.")
    if source[60:68] == b"BOOKMOBI":
        raise UnsupportedFormatError("The file is a Kindle book, which this program does not read.")
    try:
        text = decode(source, declared_in(source))[:_HEAD]
    except IntakeError as error:
        raise UnsupportedFormatError(_UNKNOWN) from error
    if not text.strip().strip("\ufeff"):
        raise IntakeError("The file is empty.")
    if _looks_binary(text):
        raise UnsupportedFormatError(_UNKNOWN)
    if _ARCHIVED_PAGE.match(text):
        raise UnsupportedFormatError(
            "The file is a web archive (MHTML) or a mail, which this program does not read."
        )
    return _textual(text, name)


def _zipped(source: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError("The file is a damaged or incomplete archive or book.") from error
    if "META-INF/container.xml" in names:
        return Format.EPUB
    for start, what in _ZIPPED:
        if any(name.startswith(start) for name in names):
            raise UnsupportedFormatError(f"The file is {what}, which this program does not read.")
    raise UnsupportedFormatError("The file is a zip archive, not a book; unpack it and add what is in it.")


def _looks_binary(text: str) -> bool:
    """Whether the text has more control characters than a stray one here and there."""
    odd = sum(unicodedata.category(c) in ("Cc", "Cn", "Co") and not c.isspace() for c in text)
    lost = text.count("\N{REPLACEMENT CHARACTER}")
    return odd * 100 > len(text) or lost * 10 > len(text)


def _textual(text: str, name: str) -> Format:
    text = text.lstrip("\ufeff")
    root = _ROOT.match(text)
    tag = root[1].rpartition(":")[2].lower() if root else ""
    if tag == "fictionbook":
        return Format.FB2
    if _HTML_DOCTYPE.match(text) or tag in _HTML_ROOTS:
        return Format.HTML
    if text.lstrip().startswith("<?xml"):
        raise UnsupportedFormatError("The file is XML of a kind that this program does not read.")
    hint = _hint(name)
    if hint is Format.MARKDOWN:
        return hint
    if hint is not Format.TEXT and _is_html_fragment(text, root is not None, hint):
        return Format.HTML
    return Format.MARKDOWN if _is_markdown(text, hint) else Format.TEXT


def _hint(name: str) -> Format | None:
    for kind, suffixes in SUFFIXES.items():
        if suffix_of(name, ("", *suffixes)):
            return kind
    return None


def _is_html_fragment(text: str, starts_with_tag: bool, hint: Format | None) -> bool:
    tags = len(_HTML_TAG.findall(text))
    return tags >= 1 if hint is Format.HTML else starts_with_tag and tags >= 2


def _is_markdown(text: str, hint: Format | None) -> bool:
    marks = [bool(mark.search(text)) for mark in _MARKDOWN_MARKS]
    # A file that calls itself text must be very like Markdown before its marks are taken as such.
    enough = 4 if hint is Format.TEXT else 2
    return any(marks[:_TELLING_MARKS]) and sum(marks) >= enough
