"""A FictionBook, zipped or not, to an article: the book is its own reading file, checked and named here."""

from lxml import etree

from reader_app.core.article import Metadata
from reader_app.document.clean import safe_link
from reader_app.errors import IntakeError
from reader_app.intake.archive import member, open_archive
from reader_app.intake.outcome import Intake, is_address, one_line, title_from_name
from reader_app.intake.safe_xml import children, line_of, parse_xml
from reader_app.intake.stated_metadata import is_somebody
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.values import date_or_nothing, language_or_nothing

_LARGEST = 128 << 20  # pictures are inside


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a FictionBook is.

    Raises:
        IntakeError: The book is damaged, empty, or made to do harm.
    """
    is_zipped = source.startswith(b"PK")
    text = _unpacked(source) if is_zipped else source
    book = parse_xml(text)
    if not children(book, "body"):
        raise IntakeError("The book is damaged: it has no text.")
    return Intake(
        metadata=_metadata(book, name),
        media_type="application/x-fictionbook+xml",
        reading=text if is_zipped else None,
        suffix=".fb2",
        original_suffix=".zip" if is_zipped else ".fb2",
    )


def _unpacked(source: bytes) -> bytes:
    """Return the only book in a zip file."""
    with open_archive(source) as archive:
        names = [name for name in archive.namelist() if name.lower().endswith(".fb2")]
        text = member(archive, names[0], _LARGEST) if len(names) == 1 else None
    if text is None:
        raise IntakeError("The archive does not hold exactly one book.")
    return text


def _metadata(book: etree._Element, name: str) -> Metadata:
    def line(*path: str) -> str:
        return next((text for e in children(book, "description", *path) if (text := line_of(e))), "")

    address = line("document-info", "src-url")
    authors = (_author(element) for element in children(book, "description", "title-info", "author"))
    return Metadata(
        title=one_line(line("title-info", "book-title") or _heading(book)) or title_from_name(name),
        authors=tuple(dict.fromkeys(filter(is_somebody, authors))),
        site=line("publish-info", "publisher"),
        url=(safe_link(address) or "") if is_address(address) else "",
        published=_date(book),
        language=language_or_nothing(line("title-info", "lang")),
    )


def _heading(book: etree._Element) -> str:
    """Return the first title in the text, for a book whose description has none."""
    for path in (("body", "title"), ("body", "section", "title")):
        for title in children(book, *path):
            if any(letter.isalpha() for letter in line_of(title)):
                return line_of(title)
    return ""


def _author(element: etree._Element) -> str:
    parts = [
        line_of(part)
        for kind in ("first-name", "middle-name", "last-name")
        for part in children(element, kind)
    ]
    name = " ".join(part for part in parts if part)
    return name or next((line_of(nickname) for nickname in children(element, "nickname")), "")


def _date(book: etree._Element) -> str:
    for element in children(book, "description", "title-info", "date"):
        date = date_or_nothing(element.get("value", "")) or date_or_nothing(line_of(element))
        if date:
            return date
    return ""
