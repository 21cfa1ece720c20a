"""Sets annotations as cards of HTML: label, quote, note, tags, dates, what was answered.

Everything that a reader or another program wrote is escaped or cleaned. Knows no pages.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from reader_app.core.annotation import DEFAULT_LABELS, Annotation, Kind, Label, Reply
from reader_app.document.clean import fit
from reader_app.export.days import day, local_day
from reader_app.export.item import label_of
from reader_app.export.note_html import direction, note_html, plain_html
from reader_app.export.options import ExportOptions

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# Of a highlight: percents of its color, least contrast (WCAG 2, AA), luminance of the ink "#1c1b1a".
_STRONGEST, _LEGIBLE, _INK_LIGHT = 62, 4.5, 0.0111
_KINDS = {
    Kind.UNDERLINE: "underlined",
    Kind.STRIKEOUT: "struck out",
    Kind.SQUIGGLY: "wavy line",
    Kind.NOTE: "note",
    Kind.FREE_TEXT: "text on the page",
    Kind.STAMP: "stamp",
    Kind.CARET: "insertion",
}
_DRAWN = "drawing"


@dataclass(frozen=True, slots=True)
class Looks:
    """What the labels are called, and the classes that stand for colors.

    Attributes:
        labels: All there are.
        classes: The CSS class of each color.
    """

    labels: tuple[Label, ...]
    classes: Mapping[str, str]

    @classmethod
    def of(cls, labels: Iterable[Label], annotations: Iterable[Annotation]) -> "Looks":
        """Return the looks that some annotations need."""
        known = tuple(labels)
        looks = cls(known, {})
        colors = {looks.color(annotation) for annotation in annotations}
        colors |= {_sound(label.color) for label in known}
        return cls(known, {color: f"c{number}" for number, color in enumerate(sorted(colors))})

    def label(self, annotation: Annotation) -> Label:
        """Return an annotation's label."""
        return label_of(annotation, self.labels)

    def color(self, annotation: Annotation) -> str:
        """Return the color of an annotation, "#rrggbb"."""
        return _sound(annotation.color or self.label(annotation).color)

    def color_class(self, annotation: Annotation) -> str:
        """Return the CSS class of an annotation's color."""
        return self.classes[self.color(annotation)]

    def class_of(self, label: Label) -> str:
        """Return the CSS class of a label's color."""
        return self.classes.get(_sound(label.color), "")

    @property
    def rules(self) -> str:
        """The CSS of the classes."""
        return "\n".join(
            f".{name} {{ --color: {color}; --strength: {strength(color)}%; }}"
            for color, name in self.classes.items()
        )


@dataclass(frozen=True, slots=True)
class Note:
    """An annotation with the number and the names that it has in a file.

    Attributes:
        annotation: The annotation.
        number: From 1, in reading order.
        article: The id of its article in the file.
    """

    annotation: Annotation
    number: int
    article: str

    @property
    def card_id(self) -> str:
        """The id of its card."""
        return f"{self.article}-n{self.number}"

    @property
    def mark_id(self) -> str:
        """The id of its mark, or of the first part of it."""
        return f"{self.article}-m{self.number}"


def strength(color: str) -> int:
    """Return how many percent of a color a highlight has, on white: as many as leave the words legible."""
    return next((part for part in range(_STRONGEST, 0, -1) if _contrast(color, part) >= _LEGIBLE), 1)


def numbered(annotations: Sequence[Annotation], article: str) -> list[Note]:
    """Return annotations in reading order with their numbers."""
    ordered = sorted(annotations, key=lambda each: each.order)
    return [Note(each, number, article) for number, each in enumerate(ordered, start=1)]


def card_html(note: Note, looks: Looks, options: ExportOptions, *, is_placed: bool = True) -> str:
    """Return the card of an annotation.

    Args:
        note: The annotation.
        looks: Of the labels.
        options: Which parts it has.
        is_placed: Whether its mark is in the text; where it is not, its quote is all that says where it was.
    """
    annotation = note.annotation
    label = looks.label(annotation)
    kind = _KINDS.get(annotation.kind, "" if annotation.kind is Kind.HIGHLIGHT else _DRAWN)
    number = f'<span class="number">{note.number}</span>'
    if is_placed:
        number = (
            f'<a class="number" href="#{note.mark_id}" aria-label="Passage {note.number}">{note.number}</a>'
        )
    parts = [f'<p class="label">{number} <b>{escape(label.name)}</b>{_aside(kind)}</p>']
    if (options.quotes or not is_placed) and annotation.quote:
        parts.append(_block("blockquote", "quote", plain_html(annotation.quote), annotation.quote))
    if annotation.note.strip():
        parts.append(_block("div", "note", note_html(annotation.note), annotation.note))
    if options.tags and annotation.tags:
        tags = "".join(f"<li>{escape(tag)}</li>" for tag in annotation.tags)
        parts.append(f'<ul class="tags" aria-label="Tags">{tags}</ul>')
    parts += [_reply(reply, options) for reply in annotation.replies]
    said = [escape(annotation.author)] if annotation.author else []
    if options.dates:
        said.append(time_html(annotation.created_at))
    if said:
        parts.append(f'<p class="made">{" · ".join(said)}</p>')
    return fit(
        f'<div class="card {looks.color_class(annotation)}" id="{note.card_id}" role="note"'
        f' aria-label="Annotation {note.number}" data-mark="{note.mark_id}" data-label="{escape(label.id)}"'
        f' lang="" dir="{direction(label.name)}">' + "".join(parts) + "</div>"
    )


def time_html(moment: datetime) -> str:
    """Return a day as people write it."""
    return f'<time datetime="{local_day(moment).isoformat()}">{day(moment)}</time>'


def _contrast(color: str, part: int) -> float:
    """Return the contrast of ink to white with some percent of a color, as WCAG 2 defines it."""
    mixed = (1 - (1 - int(color[at : at + 2], 16) / 255) * part / 100 for at in (1, 3, 5))
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in mixed]
    light = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return (light + 0.05) / (_INK_LIGHT + 0.05)


def _reply(reply: Reply, options: ExportOptions) -> str:
    said = [f"<b>{escape(reply.author)}</b>"] if reply.author else []
    if options.dates:
        said.append(time_html(reply.created_at))
    head = f'<p class="made">{" · ".join(said)}</p>' if said else ""
    return _block("div", "reply", head + note_html(reply.note), reply.note)


def _block(tag: str, name: str, content: str, text: str) -> str:
    return f'<{tag} class="{name}" dir="{direction(text)}">{content}</{tag}>'


def _aside(words: str) -> str:
    return f' <span class="kind">{words}</span>' if words else ""


def _sound(color: str) -> str:
    return color.lower() if _COLOR.fullmatch(color) else DEFAULT_LABELS[0].color
