"""An EPUB to an article: the book itself is the reading file; here it is checked and named."""

import posixpath
import zipfile
from urllib.parse import unquote

from lxml import etree

from reader_app.core.article import Metadata
from reader_app.document.clean import safe_link
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.archive import member, open_archive
from reader_app.intake.outcome import Intake, is_address, one_line, title_from_name
from reader_app.intake.safe_xml import children, line_of, local_name, parse_xml
from reader_app.intake.stated_metadata import is_somebody
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.values import date_or_nothing, language_or_nothing

# Fonts may be scrambled without the book being locked.
_FONT_SCRAMBLING = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that a book is.

    Raises:
        IntakeError: The book is damaged, or made to do harm.
        UnsupportedFormatError: The book is locked by digital rights management.
    """
    with open_archive(source) as archive:
        _refuse_locked(archive)
        package = _package(archive)
    return Intake(
        metadata=_metadata(package, name),
        media_type="application/epub+zip",
        reading=None,
        suffix=".epub",
        original_suffix=".epub",
    )


def _refuse_locked(archive: zipfile.ZipFile) -> None:
    encryption = member(archive, "META-INF/encryption.xml")
    methods = (
        [element.get("Algorithm", "") for element in parse_xml(encryption).iter("{*}EncryptionMethod")]
        if encryption
        else []
    )
    licensed = {"META-INF/license.lcpl", "META-INF/sinf.xml"} & set(archive.namelist())
    if licensed or any(method not in _FONT_SCRAMBLING for method in methods):
        raise UnsupportedFormatError("The book is locked by its seller (DRM) and cannot be read here.")


def _package(archive: zipfile.ZipFile) -> etree._Element:
    """Return the root of the package document, which names and orders the book's parts."""
    container = member(archive, "META-INF/container.xml")
    if container is None:
        raise IntakeError("The book is damaged: it does not say where it begins.")
    for rootfile in parse_xml(container).iter("{*}rootfile"):
        path = posixpath.normpath(unquote(rootfile.get("full-path", "")))
        package = member(archive, path)
        if package is not None:
            return parse_xml(package)
    raise IntakeError("The book is damaged: its table of parts is missing.")


def _metadata(package: etree._Element, name: str) -> Metadata:
    stated = [element for group in children(package, "metadata") for element in _flat(group)]

    def values(kind: str) -> list[str]:
        return [line for e in stated if local_name(e) == kind and (line := line_of(e))]

    return Metadata(
        title=one_line(next(iter(values("title")), "")) or title_from_name(name),
        authors=_authors(stated),
        site=next(iter(values("publisher")), ""),
        url=next(
            (link for text in values("source") if is_address(text) and (link := safe_link(text))),
            "",
        ),
        published=next((date for text in values("date") if (date := date_or_nothing(text))), ""),
        language=next((tag for text in values("language") if (tag := language_or_nothing(text))), ""),
    )


def _flat(group: etree._Element) -> list[etree._Element]:
    """Return the elements of the metadata; EPUB 2 may wrap them once more."""
    return [
        element
        for child in group
        for element in (child if local_name(child) in ("dc-metadata", "x-metadata") else [child])
    ]


def _authors(stated: list[etree._Element]) -> tuple[str, ...]:
    """Return the creators who are authors, or all of them where no role is given."""
    refined = {
        element.get("refines", "").removeprefix("#"): line_of(element)
        for element in stated
        if element.get("property") == "role"
    }
    names = []
    for element in stated:
        if local_name(element) != "creator":
            continue
        own = next((value for key, value in element.attrib.items() if str(key).endswith("role")), "")
        role = own or refined.get(element.get("id", ""), "aut")
        if role == "aut" and is_somebody(name := line_of(element)):
            names.append(name)
    return tuple(dict.fromkeys(names))
