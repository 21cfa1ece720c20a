"""What stands above the text of an article that is set on paper: its title and where it comes from."""

import html
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Final

import pymupdf

from reader_app.core.annotation import Label
from reader_app.core.article import Metadata
from reader_app.core.geometry import Point
from reader_app.core.layout import OutlineEntry, ReadingStyle
from reader_app.core.page_text import PageText
from reader_app.core.visible import visible_characters
from reader_app.export.days import published_day
from reader_app.export.note_html import direction
from reader_app.export.pdf.note_blocks import legend
from reader_app.export.pdf.page_canvas import PageCanvas
from reader_app.export.pdf.paper import PaperFrame
from reader_app.export.pdf.typesetting import Typeset, typeset

_RULES: Final = """
body {{ font-family: sans-serif; line-height: 1.35; text-align: left; overflow-wrap: break-word; }}
p {{ margin: 0 0 0.25em 0; font-size: 0.75em; color: #555555; }}
.title {{ font-family: {family}; font-size: 1.75em; font-weight: bold; line-height: 1.2; color: #000000;
  margin: 0 0 0.45em 0; }}
a[href] {{ color: #08357f; text-decoration: none; }}
.rule {{ border-top: 0.5pt solid #aaaaaa; margin: 0.6em 0 0 0; }}
"""
_BELOW: Final = 1.2  # room between the head and the text, as a part of the size of the font
_HIGHEST: Final = 0.7  # of the column
_TITLE_PART: Final = 0.3  # of it: a title that needs more is cut, it stands in the metadata
_TITLE_LETTER, _TITLE_LINE = 1.0, 2.1  # the usual width and height of a letter, in sizes of the font
_SHORTEST: Final = 40  # characters of a title are shown whatever they need


def head_block(
    metadata: Metadata, labels: tuple[Label, ...], frame: PaperFrame, style: ReadingStyle, *, with_title: bool
) -> str:
    """Return the head as HTML; "" where there is nothing to say.

    Args:
        metadata: What is known of the article.
        labels: What is listed in the legend.
        frame: What it is to fit.
        style: What it is set in.
        with_title: Whether the text does not begin with the title itself.
    """
    lines = list(origin(metadata))
    if labels:
        lines.append(f"<p>{legend(labels)}</p>")
    if with_title:
        lines_of_title = _TITLE_PART * frame.height / (_TITLE_LINE * style.font_size)
        most = max(int(frame.column / (_TITLE_LETTER * style.font_size) * lines_of_title), _SHORTEST)
        title = metadata.title if len(metadata.title) <= most else f"{metadata.title[:most].rstrip()}…"
        lines.insert(0, f'<p class="title" dir="{direction(title)}">{html.escape(title)}</p>')
    return "".join((*lines, '<div class="rule"></div>')) if lines else ""


def origin(metadata: Metadata) -> Iterator[str]:
    """Yield paragraphs of HTML: who wrote an article, where and when it appeared, and its address."""
    about = "about " if metadata.is_date_guessed else ""
    published = about + published_day(metadata.published) if metadata.published else ""
    who = (", ".join(metadata.authors), metadata.site, published)
    if any(who):
        line = " · ".join(each for each in who if each)
        yield f'<p class="origin" dir="{direction(line)}">{html.escape(line)}</p>'
    if metadata.url.lower().startswith(("http://", "https://")):
        address = html.escape(metadata.url)
        yield f'<p class="origin"><a href="{address}">{address}</a></p>'


def head_room(block: str, frame: PaperFrame, style: ReadingStyle) -> float:
    """Return how much room a head takes above the text, in points."""
    if not block:
        return 0.0
    with closing(_set(block, frame, style)) as done:
        return done.blocks[0][0].height + _BELOW * style.font_size


def draw_head(
    pdf: pymupdf.Document, canvas: PageCanvas, block: str, frame: PaperFrame, style: ReadingStyle
) -> None:
    """Draw a head above the text of the first page."""
    if not block:
        return
    with closing(_set(block, frame, style)) as done:
        piece = done.blocks[0][0]
        corner = Point(frame.margin, frame.margin)
        canvas.draw_form(0, done.forms(pdf).add(piece), corner, is_before=True)
        for link in piece.links:
            canvas.link_out(0, link.area.shifted(corner), link.address)


def begins_with_title(first_page: PageText, outline: Sequence[OutlineEntry], title: str) -> bool:
    """Tell whether an article's text begins with its title, or a heading of its first page is the title.

    What a page is called often ends with the name of the site, which its heading has not.
    """
    wanted = visible_characters(title).casefold()
    begins = first_page.text.chars[: len(wanted)].casefold() == wanted
    headings = (visible_characters(each.title).casefold() for each in outline if each.page == 0)
    return begins or any(_is_title(heading, wanted) for heading in headings)


def _is_title(heading: str, title: str) -> bool:
    rest = title.removeprefix(heading)
    return not rest or (bool(heading) and rest != title and not rest[0].isalnum())


def _set(block: str, frame: PaperFrame, style: ReadingStyle) -> Typeset:
    height = _HIGHEST * (frame.height - 2 * frame.margin)
    return typeset([block], frame.column, height, style.font_size, _RULES.format(family=style.font_family))
