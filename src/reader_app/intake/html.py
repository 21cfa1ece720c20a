"""An HTML page to an article: the article's part of the page, cleaned, with what the page says of itself."""

from dataclasses import replace
from html import escape

from lxml import etree

from reader_app.core.article import Form, Metadata
from reader_app.document.clean import clean
from reader_app.errors import IntakeError
from reader_app.intake.charset import declared_in, decode
from reader_app.intake.extraction.extract import Extraction, extract
from reader_app.intake.extraction.runs import words_of
from reader_app.intake.html_metadata import metadata_of
from reader_app.intake.listed_page import is_dressed
from reader_app.intake.outcome import Intake, suffix_of, title_from_name
from reader_app.intake.page import base_of, finish, prepare
from reader_app.intake.pages import Page, joined, pages_of
from reader_app.intake.surroundings import ALONE, Surroundings
from reader_app.intake.template import build
from reader_app.intake.tree import parse, tag_of, text_of

SUFFIXES = (".html", ".htm", ".xhtml", ".xht")

_HEADINGS = ("h1", "h2", "h3")
_MOST_BEFORE_TITLE = 400  # characters: a kicker, a date


def read(source: bytes, name: str, around: Surroundings = ALONE) -> Intake:
    """Return the article that an HTML page has.

    Raises:
        IntakeError: The page is empty, or nested beyond all reason.
    """
    first, *others = pages_of(decode(source, around.charset or declared_in(source)))
    intake = _read_page(first.text, name, around)
    if not others:
        return intake
    return joined(intake, [(page.address, _read_other(page, around)) for page in others])


def _read_other(page: Page, around: Surroundings) -> Intake | None:
    """Return the article of a page that is not the first; None if it is missing, or has nothing."""
    try:
        return _read_page(page.text, page.address, replace(around, address=page.address))
    except IntakeError:
        return None


def _read_page(text: str, name: str, around: Surroundings) -> Intake:
    page = _Page(text, name, around)
    extraction = page.extraction()
    return Intake(
        metadata=page.metadata,
        media_type="text/html",
        reading=page.reading(extraction.element),
        suffix=".html",
        original_suffix=suffix_of(name, SUFFIXES),
        whole=page.whole() if extraction.is_doubtful and around.form is Form.ARTICLE else None,
    )


class _Page:
    """A page while it becomes an article."""

    def __init__(self, text: str, name: str, around: Surroundings) -> None:
        self._text, self._around = text, around
        self._root = parse(text)
        self.metadata = metadata_of(self._root, text, around.address or name)
        # A file's name serves as a title in lists; it is no part of the text.
        self._is_titled = self.metadata.title != title_from_name(around.address or name)
        self._base = base_of(self._root, around.address or self.metadata.url)
        declared = (e.get("dir", "").lower() for e in self._root.iter("html", "body"))
        self._direction = next((each for each in declared if each in ("ltr", "rtl")), "")

    def extraction(self) -> Extraction:
        """Choose the part of the page that was asked for."""
        body = prepare(self._root, self._base)
        if self._around.form is Form.WHOLE_PAGE or is_dressed(self._root):
            return Extraction(body, is_doubtful=False)
        return extract(self._root, body, self._around.form)

    def whole(self) -> bytes:
        """Return the whole page as a reading file, whatever was taken out of the tree before."""
        return self.reading(prepare(parse(self._text), self._base), is_whole=True)

    def reading(self, element: etree._Element, *, is_whole: bool = False) -> bytes:
        """Return the reading file that an element becomes."""
        has_title = is_whole or not self._is_titled or _begins_with(element, self.metadata)
        inside = clean(finish(element, self._base, self._around.pictures))
        title = "" if has_title else f"<h1>{escape(self.metadata.title, quote=False)}</h1>\n"
        return build(self.metadata, title + inside, self._direction)


def _begins_with(element: etree._Element, metadata: Metadata) -> bool:
    """Whether the title stands at the top already."""
    title = words_of(metadata.title)
    seen = 0
    for each in element.iter():
        if tag_of(each) in _HEADINGS:
            words = words_of(text_of(each))
            if tag_of(each) == "h1" or (words and (words == title or set(words) >= set(title))):
                return True
        seen += len((each.text or "").strip()) + len((each.tail or "").strip())
        if seen > _MOST_BEFORE_TITLE:
            return False
    return False
