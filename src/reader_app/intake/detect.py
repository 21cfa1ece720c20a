"""What kind of file this is, by its content; its name only tips the balance.

It opens nothing beyond a zip's table of contents, and refuses by name what the program cannot read.
"""

import io
import re
import unicodedata
import zipfile
from enum import StrEnum

from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.archive import read_member
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.outcome import suffix_of


class Format(StrEnum):
    """The kinds of source that become articles."""

    PDF = "PDF"
    EPUB = "EPUB"
    FB2 = "FB2"
    MOBI = "Kindle books"
    DOCX = "Word"
    ODT = "OpenDocument"
    RTF = "Rich Text"
    MHTML = "MHTML"
    HTML = "HTML"
    MARKDOWN = "Markdown"
    TEXT = "plain text"


SUFFIXES = {
    Format.PDF: (".pdf",),
    Format.EPUB: (".epub",),
    Format.FB2: (".fb2",),
    Format.MOBI: (".mobi", ".azw", ".azw3", ".prc"),
    Format.DOCX: (".docx", ".docm"),
    Format.ODT: (".odt", ".ott", ".fodt"),
    Format.RTF: (".rtf",),
    Format.MHTML: (".mhtml", ".mht", ".eml"),
    Format.HTML: (".html", ".htm", ".xhtml", ".xht"),
    Format.MARKDOWN: (".md", ".markdown", ".mdown", ".mkd"),
    Format.TEXT: (".txt", ".text", ".rst", ".org", ".adoc", ".asciidoc", ".srt", ".vtt"),
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
    (b"TPZ", "a Kindle book of an old kind (Topaz)"),
    (b"\xeaDRMION", "a Kindle book locked by its seller (DRM)"),
    (b"CONT\x02\x00", "a Kindle book of a kind for Amazon's devices only (KFX)"),
    (b"ITSF", "a help file (CHM)"),
    (b"%!PS", "a PostScript file"),
    (b"AT&TFORM", "a DjVu document"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)
_OFFICE = b"\xd0\xcf\x11\xe0"
# What the table of contents of an old Office file names, in UTF-16.
_OLD_OFFICE = (
    ("EncryptedPackage", "a document locked by a password; save it without one and add that"),
    ("WordDocument", "an old Word document (.doc); save it as .docx and add that"),
    ("Workbook", "an old Excel workbook, which this program does not read"),
    ("PowerPoint Document", "an old PowerPoint presentation, which this program does not read"),
    ("__substg1.0_", "an Outlook message; save it as .eml and add that"),
)
_ZIPPED = (
    ("xl/", "an Excel workbook"),
    ("ppt/", "a PowerPoint presentation"),
    ("Index/Document.iwa", "a Pages document"),
    ("Index/", "a document of Apple's office programs"),
)
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_XML_ROOTS = {
    "package": "a Word document in one XML file; save it as .docx and add that",
    "worddocument": "a Word document in one XML file; save it as .docx and add that",
    "rss": "a news feed and not an article",
    "feed": "a news feed and not an article",
    "svg": "a picture, which this program does not read",
    "opml": "a list of feeds and not an article",
    "ncx": "a part of a book; add the whole book",
}
# Atomic groups: a comment ends where it first can, or thousands of them would be tried in all ways.
_ROOT = re.compile(
    r"\s*(?>(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>)\s*)*<([\w:.-]+)",
    re.S | re.I,
)
_HTML_DOCTYPE = re.compile(r"\s*(?>(?:<\?.*?\?>|<!--.*?-->)\s*)*<!doctype\s+html\b", re.S | re.I)
_HTML_ROOTS = frozenset({"html", "head", "body", "meta", "title"})
_HTML_TAG = re.compile(
    r"</(?:p|div|h[1-6]|a|ul|ol|li|table|article|section|title|b|i|em|strong|span|pre)\s*>|<(?:br|p|hr)\s*/?>",
    re.I,
)
_MESSAGE_HEAD = re.compile(rb"(?:>?From [^\r\n]*\r?\n)?(?:[!-9;-~]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_OF_A_MESSAGE = re.compile(
    rb"^(?:mime-version|content-type|message-id|received|snapshot-content-location):", re.MULTILINE | re.I
)
_UNKNOWN = "The file is neither text nor a kind of document that this program reads."
_MARKDOWN_MARKS = tuple(
    re.compile(pattern, re.M)
    for pattern in (
        r"\A---\n[\w-]+:.*\n(?:.*\n)*?---\s*$",  # front matter
        r"^#{1,6} \S",  # heading
        r"\[[^\]\n]{1,300}\]\([^)\s]{1,2000}\)",  # link
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
    if source.startswith(_OFFICE):
        raise UnsupportedFormatError(_old_office(source))
    for signature, what in _FOREIGN:
        if source.startswith(signature):
            raise UnsupportedFormatError(f"The file is {what}, which this program does not read.")
    if source[60:68] in (b"BOOKMOBI", b"TEXtREAd"):
        return Format.MOBI
    head = source[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{\\rtf"):
        return Format.RTF
    if _is_message(head):
        return Format.MHTML
    try:
        text = decode(source, declared_in(source))[:_HEAD]
    except IntakeError as error:
        raise UnsupportedFormatError(_UNKNOWN) from error
    if not text.strip().strip("\ufeff"):
        raise IntakeError("The file is empty.")
    if _looks_binary(text):
        raise UnsupportedFormatError(_UNKNOWN)
    return _textual(text, name)


def _zipped(source: bytes) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as archive:
            names = archive.namelist()
            media_type = _stated_type(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise IntakeError("The file is a damaged or incomplete archive or book.") from error
    if "META-INF/container.xml" in names:
        return Format.EPUB
    if any(name.startswith("word/") for name in names):
        return Format.DOCX
    kind = media_type.removeprefix(_OPEN_DOCUMENT)
    if kind != media_type and not kind.startswith("text"):
        raise UnsupportedFormatError(f"The file is an OpenDocument {kind}, which this program does not read.")
    if "content.xml" in names:
        return Format.ODT
    if sum(name.lower().endswith(".fb2") for name in names) == 1:
        return Format.FB2
    for start, what in _ZIPPED:
        if any(name.startswith(start) for name in names):
            raise UnsupportedFormatError(f"The file is {what}, which this program does not read.")
    raise UnsupportedFormatError("The file is a zip archive, not a book; unpack it and add what is in it.")


def _stated_type(archive: zipfile.ZipFile) -> str:
    """Return the media type that books and OpenDocument files carry inside."""
    try:
        return read_member(archive, archive.getinfo("mimetype"), 200).decode("ascii").strip()
    except (KeyError, IntakeError, UnicodeError):
        return ""


def _old_office(source: bytes) -> str:
    for name, what in _OLD_OFFICE:
        if name.encode("utf-16-le") in source:
            return f"The file is {what}."
    return "The file is an old Office document, which this program does not read."


def _is_message(head: bytes) -> bool:
    """Whether it begins with lines of fields, as pages in MHTML and mails do."""
    fields = _MESSAGE_HEAD.match(head)
    if fields is None or not _OF_A_MESSAGE.search(fields[0]):
        return False
    # An empty line ends the fields; a truncated file may end in them.
    return fields.end() == len(head) or head[fields.end() :].startswith((b"\n", b"\r"))


def _looks_binary(text: str) -> bool:
    """Whether the text has more control characters than a stray one here and there."""
    # Counted by kind of character: a text has thousands of characters, but few kinds.
    kinds = (c for c in set(text) if unicodedata.category(c) in ("Cc", "Cn", "Co") and not c.isspace())
    odd = sum(map(text.count, kinds))
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
    if root is not None and root[1].lower() == "office:document":
        return Format.ODT
    if text.lstrip().startswith("<?xml"):
        what = _XML_ROOTS.get(tag, "XML of a kind that this program does not read")
        raise UnsupportedFormatError(f"The file is {what}.")
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
