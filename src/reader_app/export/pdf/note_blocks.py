"""The HTML of annotations in a list that is printed: the notes at the end, what has no place.

Knows neither pages nor how a list is set.
"""

import html
from collections.abc import Iterator

from reader_app.core.annotation import Annotation, Label, Reply
from reader_app.core.color import READABLE, darkened
from reader_app.export.days import day
from reader_app.export.note_html import direction, plain_html
from reader_app.export.options import ExportOptions
from reader_app.export.pdf.printed_note import NOTE_RULES, printed_note

PLACE = "place:"
"""The scheme of addresses that lead to an annotation's place: followed by its id."""

_LIST_RULES = """
.mark { padding-left: 0.7em; border-left: 2.4pt solid #888888; }
.head { font-family: sans-serif; font-size: 0.82em; line-height: 1.5; color: #555555; }
.head a[href] { color: #555555; }
.words { color: #555555; }
.answer { margin: 0.3em 0 0 0.9em; }
.title { font-family: sans-serif; font-size: 1.7em; font-weight: bold; line-height: 1.2;
  margin: 0 0 0.25em 0; }
.part { font-family: sans-serif; font-size: 1.3em; font-weight: bold; margin: 1.2em 0 0.2em 0; }
.group { font-family: sans-serif; font-size: 1.1em; font-weight: bold; margin: 0.7em 0 0.5em 0; }
.aside { font-family: sans-serif; font-size: 0.82em; color: #555555; margin: 0 0 0.6em 0; }
.opening { padding: 0 0 0.5em 0; }
"""
_LONGEST_QUOTE = 400  # characters of what stands in the text anyway


def list_rules(family: str) -> str:
    """Return the CSS of such lists, their notes set in a family of fonts."""
    return f"{NOTE_RULES}body {{ font-family: {family}; line-height: 1.4; text-align: left; }}{_LIST_RULES}"


def note_block(
    annotation: Annotation,
    label: Label,
    options: ExportOptions,
    number: int = 0,
    page: str = "",
    *,
    with_label: bool = True,
) -> str:
    """Return an annotation as it stands in a list.

    Args:
        annotation: The annotation.
        label: Its label.
        options: Say what of it is shown.
        number: That it has in the text; 0 for none, which has no place: all that is known of it is shown.
        page: What its page is called; "" where it is on none, so that nothing can lead there.
        with_label: Whether to name the label, which a heading may have named.
    """
    ink = darkened(label.color, READABLE)
    address = html.escape(PLACE + annotation.id)
    name = f'<b style="color:{ink}">{html.escape(label.name)}</b>' if with_label else ""
    shown_number = f'<b style="color:{ink}">{number}</b>'
    linked = f'<a href="{address}">p.&nbsp;{html.escape(page)}</a>' if page else ""
    if number:
        shown_number = f'<a href="{address}">{shown_number}</a>' if page else shown_number
        name = f"{shown_number}&nbsp; {name}".rstrip()
    facts = " · ".join(filter(None, (name, linked, *_facts(annotation, options, is_whole=not number))))
    quote = annotation.quote if options.quotes or not number else ""
    words = ""
    if quote:
        shown = _shortened(quote) if number else quote
        words = f'<p class="words" dir="{direction(quote)}">“{plain_html(shown)}”</p>'
    answers = "".join(_answer(reply) for reply in annotation.replies)
    color = annotation.color or label.color
    return (
        f'<div class="mark" style="border-left-color:{color}"><p class="head">{facts}</p>'
        f"{words}{printed_note(annotation.note)}{answers}</div>"
    )


def legend(labels: tuple[Label, ...]) -> str:
    """Return which color stands for which label, as a line."""
    return "&ensp; ".join(
        f'<span style="background-color:{label.color}">&nbsp;&nbsp;&nbsp;</span>&nbsp;'
        f"{html.escape(label.name).replace(' ', '&nbsp;')}"
        for label in labels
    )


def _facts(annotation: Annotation, options: ExportOptions, *, is_whole: bool) -> Iterator[str]:
    """Yield what else is said of an annotation."""
    if not annotation.kind.marks_text:
        yield annotation.kind.value.replace("-", " ")
    if annotation.author:
        yield html.escape(annotation.author)
    if options.tags or is_whole:
        yield from (html.escape(f"#{tag}") for tag in annotation.tags)
    if options.dates:
        yield day(annotation.created_at).replace(" ", "&nbsp;")


def _answer(reply: Reply) -> str:
    who = " · ".join((html.escape(reply.author) or "Reply", day(reply.created_at).replace(" ", "&nbsp;")))
    return f'<div class="answer"><p class="head">{who}</p>{printed_note(reply.note)}</div>'


def _shortened(quote: str) -> str:
    """Return a quote with its middle left out where it is long."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    half = _LONGEST_QUOTE // 2
    return f"{quote[:half].rsplit(' ', 1)[0]} … {quote[-half:].split(' ', 1)[-1]}"
