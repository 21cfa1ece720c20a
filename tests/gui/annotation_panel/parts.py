"""Finds the parts of a panel that tests look at."""

from reader_app.gui.annotation_panel import AnnotationPanel
from reader_app.gui.annotation_panel.card import Card
from reader_app.gui.annotation_panel.note_editor import NoteEditor
from reader_app.gui.controls import IconButton


def cards(panel: AnnotationPanel) -> dict[str, Card]:
    """The card widgets that exist, by id, from the top."""
    found = [card for card in panel.findChildren(Card) if not card.isHidden()]
    return {card.content.id: card for card in sorted(found, key=Card.y)}


def editor(panel: AnnotationPanel) -> NoteEditor:
    """The editor of the open card."""
    card = panel.active_card
    assert card is not None
    return card.findChild(NoteEditor)


def button(panel: AnnotationPanel, name: str) -> IconButton:
    """The button of the open card with an accessible name."""
    card = panel.active_card
    assert card is not None
    return next(each for each in card.findChildren(IconButton) if each.accessibleName() == name)
