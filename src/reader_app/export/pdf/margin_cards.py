"""Writes the notes of a margin as HTML, one card each, and the CSS that they are set by.

Knows nothing of pages.
"""

import html
from collections.abc import Iterable

from reader_app.core.annotation import Annotation, Label, Reply
from reader_app.core.color import READABLE, darkened
from reader_app.export.days import day
from reader_app.export.item import label_of
from reader_app.export.note_html import direction, plain_html
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.printed_note import NOTE_RULES, printed_note

_LEAST_CONTRAST = 1.3  # of a bar; that of the lightest highlighter
_LONGEST_QUOTE = 120  # characters; a note is never cut, its quote stands in the text

CARD_RULES = (
    NOTE_RULES
    + """
body { font-family: sans-serif; line-height: 1.32; color: #1c1c1e; }
.head { font-size: 0.86em; line-height: 1.4; margin: 0 0 0.1em 0; }
.number { color: #66666b; text-align: right; }
.quiet { color: #66666b; }
.quote { color: #66666b; font-size: 0.92em; }
.foot { color: #66666b; font-size: 0.86em; }
.reply { border-left: 0.75pt solid #c4c4c8; padding-left: 0.6em; margin: 0 0 0.4em 0; }
"""
)

HEAD_BASELINE = 1.16
"""How far below the top of a card its first line of type ends, as a part of the size of the type."""


class CardWriter:
    """Writes cards for one export."""

    def __init__(self, labels: Iterable[Label], options: ExportOptions) -> None:
        self._labels, self._options = tuple(labels), options

    def card(self, annotation: Annotation, *, with_quote: bool) -> str:
        """Return an annotation as HTML: label, quote, note, answers, tags and date.

        Args:
            annotation: One that ``has_card``.
            with_quote: Whether the beginning of the marked words is in it.
        """
        parts = [self._head(annotation)]
        if with_quote and (quote := annotation.quote):
            parts.append(_paragraph(f"“{shortened(quote)}”", "quote"))
        parts.append(printed_note(annotation.note))
        parts += [_reply(reply) for reply in annotation.replies]
        parts.append(self._foot(annotation))
        return "".join(parts)

    def stub(self, annotation: Annotation, said: str, *, with_label: bool = True) -> str:
        """Return the line that stands for an annotation beside its page, as HTML.

        Args:
            annotation: One whose card is elsewhere.
            said: Where that is.
            with_label: Whether the label is named.
        """
        ink = darkened(self.color(annotation), READABLE)
        name = html.escape(label_of(annotation, self._labels).name)
        label = f'<b style="color: {ink}">{name}</b> · ' if with_label else ""
        return f'<p class="head quiet">{label}{html.escape(said)}</p>'

    def color(self, annotation: Annotation) -> str:
        """Return the color of a card: that of the mark, unless it is almost white."""
        return darkened(annotation.color or label_of(annotation, self._labels).color, _LEAST_CONTRAST)

    def _head(self, annotation: Annotation) -> str:
        name = label_of(annotation, self._labels).name
        ink = darkened(self.color(annotation), READABLE)
        said = f'<b style="color: {ink}">{html.escape(name)}</b>'
        if annotation.author:
            said += f'<span class="quiet"> · {html.escape(annotation.author)}</span>'
        return f'<p class="head" dir="{direction(name)}">{said}</p>'

    def _foot(self, annotation: Annotation) -> str:
        said = [f"#{tag}" for tag in annotation.tags] if self._options.tags else []
        if self._options.dates:
            said.append(day(annotation.created_at))
        return _paragraph("\u2002".join(said), "foot") if said else ""


def has_card(annotation: Annotation, options: ExportOptions) -> bool:
    """Tell whether there is something to say beside a mark."""
    return bool(annotation.note.strip() or annotation.replies or (options.tags and annotation.tags))


def shortened(quote: str) -> str:
    """Return the beginning and the end of a long quote."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    words = quote.split(" ")
    first, last = _LONGEST_QUOTE * 2 // 3, _LONGEST_QUOTE // 3
    head, tail = _fitting(words, first), _fitting(words[::-1], last)[::-1]
    # A language without spaces has one word.
    begin = " ".join(head) if head else quote[:first]
    end = " ".join(tail) if tail else quote[-last:]
    return f"{begin} … {end}"


def _fitting(words: list[str], room: int) -> list[str]:
    taken: list[str] = []
    for word in words:
        room -= len(word) + 1
        if room < 0:
            break
        taken.append(word)
    return taken


def _reply(reply: Reply) -> str:
    author = f'<p class="head"><b class="quiet">{html.escape(reply.author)}</b></p>' if reply.author else ""
    return f'<div class="reply">{author}{printed_note(reply.note)}</div>'


def _paragraph(text: str, kind: str) -> str:
    return f'<p class="{kind}" dir="{direction(text)}">{plain_html(text)}</p>'
