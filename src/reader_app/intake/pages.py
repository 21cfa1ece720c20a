"""An article in several pages: kept in one file, and made one article of.

The pages stand in the file one after the other, as they were served, with a comment between them. How
a page becomes an article, and how the next one is found, is not known here.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from lxml import etree

from reader_app.intake.outcome import Intake
from reader_app.intake.template import with_more
from reader_app.intake.tree import tag_of, text_of

MOST_PAGES = 20

_MARK = "<!-- reader-app: page {} of the article, {} -->"
_MARKED = re.compile(r"\n<!-- reader-app: page \d{1,2} of the article, (https?://[^\s>\"]{1,4000}) -->\n")
_TEXT_BLOCKS = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "dd", "figcaption")
_TELLING = 60  # characters; shorter blocks are the same on many pages
_MOSTLY = 0.2


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an article.

    Attributes:
        address: Where it is; "" for the first.
        text: Its HTML; "" if it could not be had.
    """

    address: str
    text: str


def bundle(pages: Sequence[Page]) -> str:
    """Return one text that holds all pages."""
    first, *others = pages
    marks = (_MARK.format(number, page.address) for number, page in enumerate(others, start=2))
    parts = [f"\n{mark}\n{page.text}" for mark, page in zip(marks, others, strict=True)]
    return first.text + "".join(parts)


def pages_of(text: str) -> list[Page]:
    """Return the pages that a text holds: one, unless it was bundled."""
    first, *others = _MARKED.split(text)
    pairs = zip(others[::2], others[1::2], strict=True)
    return [Page("", first), *(Page(address, page) for address, page in pairs)][:MOST_PAGES]


def says_nothing_new(root: etree._Element, seen: set[str], tolerated: float = 0) -> bool:
    """Whether a page's text was on the pages before; its texts are added to what was seen.

    Args:
        root: The page, or its article.
        seen: Texts of the pages before.
        tolerated: The part of the text that may be new all the same, such as a comment.
    """
    texts = _texts(root)
    telling = {text for text in texts if len(text) >= _TELLING} or texts
    new = telling - seen
    seen |= texts
    return sum(map(len, new)) <= tolerated * sum(map(len, telling))


def joined(first: Intake, others: Sequence[tuple[str, Intake | None]]) -> Intake:
    """Return one article of several pages.

    Args:
        first: The first page, which says what the article is.
        others: The address and the article of each other page; None where it could not be had, and a link
            to it stands for it.
    """
    readings = [(address, intake.reading if intake else None) for address, intake in others]
    wholes = [(address, intake.whole or intake.reading if intake else None) for address, intake in others]
    return replace(
        first,
        reading=_continued(first.reading, readings) if first.reading else None,
        whole=_continued(first.whole, wholes) if first.whole else None,
    )


def _continued(reading: bytes, others: Sequence[tuple[str, bytes | None]]) -> bytes:
    repeated = _texts(_article(reading))
    seen = set(repeated)
    parts = []
    for number, (address, other) in enumerate(others, start=2):
        if other is None:
            parts.append(f'<p><a href="{escape(address)}">{escape(address)}</a></p>')
            continue
        article = _article(other)
        if not says_nothing_new(article, seen, _MOSTLY):
            _drop_what_opens_each_page(article, repeated)
            _rename(article, number)
            parts.append(_inside(article))
    return with_more(reading, "\n".join(parts)) if parts else reading


def _article(reading: bytes) -> etree._Element:
    root = etree.fromstring(reading, etree.HTMLParser(encoding="utf-8", huge_tree=True))
    article = root.find("body/article")
    return root if article is None else article


def _inside(article: etree._Element) -> str:
    html = etree.tostring(article, encoding="unicode", method="html", with_tail=False)
    return re.sub(r"\A<[^>]*>|</[^>]*>\s*\Z", "", html).strip()


def _texts(root: etree._Element) -> set[str]:
    return {text for block in root.iter(*_TEXT_BLOCKS) if (text := _text(block))}


def _text(block: etree._Element) -> str:
    return " ".join(text_of(block).split())


def _drop_what_opens_each_page(article: etree._Element, repeated: set[str]) -> None:
    """Take out the title, and what the first page says as well, from the beginning of a page."""
    for block in list(article.iter(*_TEXT_BLOCKS)):
        text = _text(block)
        if text and text not in repeated and tag_of(block) != "h1":
            return
        parent = block.getparent()
        if parent is not None and block is not article and not (block.tail or "").strip():
            parent.remove(block)


def _rename(article: etree._Element, number: int) -> None:
    """Keep the names of a page's parts, such as its notes, apart from those of the other pages."""
    names = {element.get("id", "") for element in article.iter() if element.get("id")}
    for element in article.iter():
        if element.get("id"):
            element.set("id", f"page{number}-{element.get('id', '')}")
        target = element.get("href", "")
        if target.startswith("#") and target[1:] in names:
            element.set("href", f"#page{number}-{target[1:]}")
