"""What a card shows, and how the cards of a panel look."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont

from reader_app.core.annotation import Kind, Label, Reply, Status
from reader_app.gui.controls import IconLookup, PanelColors


@dataclass(frozen=True, slots=True, kw_only=True)
class CardContent:
    """One annotation as its card shows it.

    Attributes:
        id: The annotation's id.
        quote: The marked text.
        note: Markdown; "" for a bare mark.
        label_id: ``Label.id``.
        label_name: What the reader calls the label.
        label_color: "#rrggbb".
        kind: How the mark is drawn.
        tags: Without "#".
        status: How sure its place is.
        page_label: Such as "p. 3"; "" where pages mean nothing.
        suggestions: The words at each place that comes into question while it is in review, best first.
        author: Who made it; "" for the reader.
        date: When, where somebody else made it; else "".
        replies: What others answered.
        is_foreign: Whether it stands in the file only, so that nothing can be done but import it.
    """

    id: str
    quote: str
    note: str
    label_id: str
    label_name: str
    label_color: str
    kind: Kind
    tags: tuple[str, ...]
    status: Status
    page_label: str
    suggestions: tuple[str, ...] = ()
    author: str = ""
    date: str = ""
    replies: tuple[Reply, ...] = ()
    is_foreign: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """What all cards of a panel share.

    Attributes:
        font: The application's font, in which notes are set.
        colors: The theme's colors.
        icon: Gives icons in the theme's colors.
        labels: What the label chooser offers.
        tags: What the field for tags offers.
    """

    font: QFont
    colors: PanelColors
    icon: IconLookup
    labels: tuple[Label, ...] = ()
    tags: tuple[str, ...] = ()


TEXT_KINDS = tuple(kind for kind in Kind if kind.marks_text)

_KIND_NAMES = {
    Kind.HIGHLIGHT: "Highlight",
    Kind.UNDERLINE: "Underline",
    Kind.STRIKEOUT: "Strike out",
    Kind.SQUIGGLY: "Squiggly",
    Kind.NOTE: "Note",
    Kind.FREE_TEXT: "Text",
    Kind.RECTANGLE: "Rectangle",
    Kind.ELLIPSE: "Ellipse",
    Kind.INK: "Ink",
    Kind.LINE: "Line",
    Kind.POLYGON: "Polygon",
    Kind.POLYLINE: "Lines",
    Kind.STAMP: "Stamp",
    Kind.CARET: "Insertion",
}


def kind_name(kind: Kind) -> str:
    """Return what the reader calls a kind of mark."""
    return QCoreApplication.translate("kinds", _KIND_NAMES[kind])
