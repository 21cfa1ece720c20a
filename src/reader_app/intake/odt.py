"""An OpenDocument text to an article; a flat one, all in a single XML file, as well.

The format is read here and not by a library: those that are kept up build documents, and what a
reader needs of the format is small.
"""

import base64
import binascii
import posixpath
import zipfile
from collections.abc import Callable

from lxml import etree

from reader_app.core.article import Metadata
from reader_app.errors import IntakeError, UnsupportedFormatError
from reader_app.intake.archive import member, open_archive
from reader_app.intake.composed import composed
from reader_app.intake.inner_pictures import InnerPictures
from reader_app.intake.odt_body import OdtBody
from reader_app.intake.odt_styles import Styles, attribute
from reader_app.intake.outcome import Intake
from reader_app.intake.safe_xml import children, line_of, parse_xml
from reader_app.intake.stated_metadata import believed_authors, believed_title
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.values import date_or_nothing, language_or_nothing

SUFFIXES = (".odt", ".ott", ".fodt")


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that an OpenDocument text is.

    Raises:
        IntakeError: It is damaged, too large, or made to do harm.
        UnsupportedFormatError: It is locked by a password.
    """
    if not source.startswith(b"PK"):
        root = parse_xml(source)
        return _article([root], lambda _: None, name, around)
    with open_archive(source) as archive:
        _refuse_locked(archive)
        content = member(archive, "content.xml")
        if content is None:
            raise IntakeError("The OpenDocument file is damaged: its text is missing.")
        others = (member(archive, part) for part in ("styles.xml", "meta.xml"))
        roots = [parse_xml(content), *(parse_xml(part) for part in others if part)]
        return _article(roots, lambda path: member(archive, path), name, around)


def _refuse_locked(archive: zipfile.ZipFile) -> None:
    manifest = member(archive, "META-INF/manifest.xml")
    if manifest and next(parse_xml(manifest).iter("{*}encryption-data"), None) is not None:
        raise UnsupportedFormatError(
            "The document is locked by a password; save it without one and add that."
        )


def _article(
    roots: list[etree._Element], part: Callable[[str], bytes | None], name: str, around: Surroundings
) -> Intake:
    text = next((text for text in children(roots[0], "body", "text")), None)
    if text is None:
        raise IntakeError("The OpenDocument file has no text.")
    body = OdtBody(Styles(roots), _Inside(part).reference)
    return composed(body.markup(text), _metadata(roots), name, around, SUFFIXES)


class _Inside:
    """Finds what frames refer to, inside the document."""

    def __init__(self, part: Callable[[str], bytes | None]) -> None:
        self._part = part
        self._pictures = InnerPictures()

    def reference(self, frame: etree._Element) -> str:
        """Return the MathML of a formula, or the address of a picture; "" if there is neither."""
        for thing in children(frame, "object"):
            formula = next(thing.iter("{*}math"), None)
            content = self._content(thing, "/content.xml") if formula is None else None
            if content:
                root = parse_xml(content)
                formula = root if root.tag == "math" or str(root.tag).endswith("}math") else None
            if formula is not None:
                return etree.tostring(_without_namespaces(formula), encoding="unicode", method="html")
        for picture in children(frame, "image"):
            data = children(picture, "binary-data")
            content = _decoded(data[0].text or "") if data else self._content(picture, "")
            if content and (address := self._pictures.address(content)):
                return address
        return ""

    def _content(self, element: etree._Element, further: str) -> bytes | None:
        path = posixpath.normpath(attribute(element, "href")) + further
        try:
            return self._part(path)
        except IntakeError:
            return None  # a picture that is broken or too large must not cost the text


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""


def _without_namespaces(formula: etree._Element) -> etree._Element:
    for element in formula.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return formula


def _metadata(roots: list[etree._Element]) -> Metadata:
    stated = [element for root in roots for element in children(root, "meta")]

    def value(*names: str) -> str:
        lines = (line_of(e) for name in names for meta in stated for e in children(meta, name))
        return next((line for line in lines if line), "")

    published = date_or_nothing(value("creation-date", "date"))
    return Metadata(
        title=believed_title(value("title")),
        authors=believed_authors(value("initial-creator", "creator")),
        published=published,
        language=language_or_nothing(value("language")),
        is_date_guessed=bool(published),
    )
