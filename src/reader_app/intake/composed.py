"""HTML that was composed here out of another format, to an article: it goes the way of all pages.

What a document states of itself is believed where it can be; else its headings name it, or its first
line. It does not know the formats.
"""

from dataclasses import replace

from lxml import etree

from reader_app.core.article import Metadata
from reader_app.document.clean import clean
from reader_app.intake.language import guess_language
from reader_app.intake.outcome import Intake, is_address, one_line, suffix_of, title_from_name
from reader_app.intake.page import body_of
from reader_app.intake.surroundings import Surroundings
from reader_app.intake.template import build
from reader_app.intake.tree import NOT_TEXT, parse, prose_of, text_of

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LONGEST_TITLE_LINE = 120
_NOT_IN_TITLES = NOT_TEXT | {"sup"}
_SENTENCE_ENDS = (".", ":", ",", ";", "…")


def composed(
    markup: str,
    stated: Metadata,
    name: str,
    around: Surroundings,
    suffixes: tuple[str, ...],
    direction: str = "",
) -> Intake:
    """Return the article that the markup is.

    Args:
        markup: The inside of a body; nothing in it is trusted.
        stated: What the document says of itself and is believed; its title may be "".
        name: The file name or address.
        around: What is known of the source.
        suffixes: Those of the format.
        direction: "ltr" or "rtl" as the document says; "" lets the language decide.
    """
    page = parse(f"<html><body>{markup}</body></html>")
    heading = _title_block(page, stated.title)
    line = _line_of(heading) if heading is not None else ""
    # The only heading of the first level is what the writer sees; the stated title is easily forgotten.
    is_sure = heading is not None and heading.tag == "h1" and len(list(page.iter("h1"))) == 1
    title = (line if is_sure else "") or stated.title or line
    metadata = replace(
        stated,
        title=title or title_from_name(name),
        url=stated.url or around.address or (name if is_address(name) else ""),
        language=stated.language or guess_language(prose_of(page)),
    )
    for empty in [
        e for e in page.iter(*_HEADINGS) if not len(e.findall(".//img")) and not text_of(e).strip()
    ]:
        empty.tag = "div"
    if heading is not None and heading.tag == "p" and next(page.iter("h1"), None) is None:
        heading.tag = "h1"
    return Intake(
        metadata=metadata,
        media_type="text/html",
        reading=build(metadata, clean(body_of(page, metadata.url, around.pictures)), direction),
        suffix=".html",
        original_suffix=suffix_of(name, suffixes),
    )


def _title_block(page: etree._Element, stated: str) -> etree._Element | None:
    """Return the element that is the title: what says so, the first heading, or a short first line."""
    blocks = [e for e in page.iter("p", *_HEADINGS) if text_of(e).strip()]
    first = blocks[0] if blocks else None
    if first is not None and stated and _line_of(first).casefold() == stated.casefold():
        return first
    headings = (block for block in blocks if block.tag in _HEADINGS)
    # The first of the highest level: a preface may stand before the title.
    heading = min(headings, key=lambda block: str(block.tag), default=None)
    if heading is not None or stated:
        return heading
    if first is None or len(blocks) < 2 or any(e.tag in ("li", "td", "th") for e in first.iterancestors()):
        return None
    line = _line_of(first)
    return first if len(line) <= _LONGEST_TITLE_LINE and not line.endswith(_SENTENCE_ENDS) else None


def _line_of(block: etree._Element) -> str:
    """Return the text of the block without the marks of notes."""
    return one_line(text_of(block, _NOT_IN_TITLES))
