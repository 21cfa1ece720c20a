"""What a card shows, and how the cards of a panel look."""

from dataclasses import dataclass

from PySide6.QtGui import QFont

from reader_app.core.annotation import Kind, Label, Status
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


@dataclass(frozen=True, slots=True)
class Look:
    """What all cards of a panel share.

    Attributes:
        font: The application's font, in which notes are set.
        colors: The theme's colors.
        icon: Gives icons in the theme's colors.
        labels: What the label chooser offers.
    """

    font: QFont
    colors: PanelColors
    icon: IconLookup
    labels: tuple[Label, ...] = ()
