"""What goes to the clipboard: passages and notes with their source, as rich text and as plain text.

Pure: the window makes it without a child process. Knows nothing of a clipboard.
"""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from reader_app.core.annotation import Annotation, Label
from reader_app.core.article import Article
from reader_app.export.citation import Citation, citation_of, page_name, page_range
from reader_app.export.item import in_order
from reader_app.export.note_html import direction, note_html
from reader_app.export.options import Order
from reader_app.export.plain_note import plain_note

_BAR = "margin: 0; padding: 0 0 0 8px; border-left: 3px solid {color}"


@dataclass(frozen=True, slots=True)
class Clipping:
    """The same content twice, for programs that take rich text and for those that do not.

    Attributes:
        html: A piece of HTML, without head and body; it loads and runs nothing.
        plain: Plain text.
    """

    html: str
    plain: str


def clipping(article: Article, annotations: Sequence[Annotation], labels: Sequence[Label]) -> Clipping:
    """Return annotations of one article, in reading order, each with its page; the source comes last."""
    colors = {label.id: label.color for label in labels}
    ordered = in_order(annotations, Order.PLACE, labels)
    citation = citation_of(article)
    pages = [page_name(article, each) for each in ordered]
    shared = pages[0] if len(set(pages)) == 1 else ""  # one page is said once, with the source
    parts = [
        _annotation(each, colors.get(each.label_id, ""), "" if shared else page)
        for each, page in zip(ordered, pages, strict=True)
    ]
    return _with_source(parts, citation, shared)


def passage_clipping(article: Article, quote: str, first: int, last: int) -> Clipping:
    """Return a selected passage with its source.

    Args:
        article: The article.
        quote: The words that are selected; line breaks between paragraphs stay.
        first: The section where the passage begins.
        last: The section where it ends.
    """
    quote = quote.strip()
    return _with_source([_quotation(quote, "")], citation_of(article), page_range(article, first, last))


def _with_source(parts: Sequence[Clipping], citation: Citation, place: str) -> Clipping:
    source = Clipping(f"<p>— {citation.html(place)}</p>", f"— {citation.plain(place)}")
    return Clipping(
        "\n".join(each.html for each in (*parts, source)),
        "\n\n".join(each.plain for each in (*parts, source)),
    )


def _annotation(annotation: Annotation, color: str, page: str) -> Clipping:
    """Return one annotation: what is marked, what is said of it, its tags, and its page."""
    parts = []
    if annotation.quote:
        parts.append(_quotation(annotation.quote, annotation.color or color, page))
    elif page:
        parts.append(Clipping(f"<p>({page})</p>", f"({page})"))
    if annotation.note.strip():
        note = note_html(annotation.note)
        parts.append(Clipping(_turned("div", annotation.note, note), plain_note(annotation.note)))
    if annotation.tags:
        tags = " ".join(f"#{tag}" for tag in annotation.tags)
        parts.append(Clipping(f"<p>{html.escape(tags)}</p>", tags))
    return Clipping("\n".join(each.html for each in parts), "\n".join(each.plain for each in parts))


def _quotation(quote: str, color: str, page: str = "") -> Clipping:
    place = f" ({page})" if page else ""
    paragraphs = [line.strip() for line in quote.splitlines() if line.strip()]
    last = len(paragraphs) - 1
    inner = "".join(
        f"<p>{'“' * (at == 0)}{html.escape(line)}{f'”{place}' * (at == last)}</p>"
        for at, line in enumerate(paragraphs)
    )
    style = f' style="{html.escape(_BAR.format(color=color))}"' if color else ""
    return Clipping(_turned("blockquote", quote, inner, style), f"“{chr(10).join(paragraphs)}”{place}")


def _turned(element: str, text: str, inner: str, style: str = "") -> str:
    """Return an element that runs the way that its text does."""
    way = ' dir="rtl"' if direction(text) == "rtl" else ""
    return f"<{element}{way}{style}>{inner}</{element}>"
