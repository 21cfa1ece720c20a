"""The panel of a narrow window: the rail, and the card that opens from it over the article."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from reader_app.gui.annotation_panel.card import Card, MakeCard
from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.popup import CardPopup
from reader_app.gui.annotation_panel.rail import Rail


class NarrowView(QWidget):
    """A rail of dots, each of which opens its card.

    Signals:
        chosen: The id of the annotation whose dot was clicked.
        hovered: The id under the pointer, or "".
    """

    chosen = Signal(str)
    hovered = Signal(str)

    def __init__(self, make_card: MakeCard, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._make_card = make_card
        self._look = look
        self._contents: dict[str, CardContent] = {}
        self._popup: CardPopup | None = None
        self._rail = Rail(look, self)
        self._rail.chosen.connect(self._on_chosen)
        self._rail.hovered.connect(self.hovered)
        self.setFocusProxy(self._rail)

    @property
    def rail(self) -> Rail:
        """The dots."""
        return self._rail

    @property
    def active_card(self) -> Card | None:
        """The card in the popup."""
        return None if self._popup is None else self._popup.card

    def set_look(self, look: Look) -> None:
        """Show everything in another look."""
        self._look = look
        self._rail.set_look(look)
        if self._popup is not None:
            self._popup.set_look(look)

    def set_contents(self, contents: Sequence[CardContent], passages: Mapping[str, float]) -> None:
        """Show a dot for each annotation that has a passage, and an open card as it is now."""
        self._contents = {content.id: content for content in contents if content.id in passages}
        self._rail.set_contents(contents, passages)
        card = self.active_card
        if card is not None and card.content.id in self._contents:
            card.show_content(self._contents[card.content.id], self._look)
            self._place_popup()
        else:
            self._close_popup()

    def set_scroll(self, y: int) -> None:
        """Move with the article."""
        self._rail.set_scroll(y)
        self._place_popup()

    def set_active(self, card_id: str | None) -> None:
        """Ring a dot; an open card of another annotation closes."""
        self._rail.set_active(card_id)
        card = self.active_card
        if card is not None and card.content.id != card_id:
            self._close_popup()

    def set_hovered(self, card_id: str) -> None:
        """Enlarge the dot of an annotation."""
        self._rail.set_hovered(card_id)

    def step(self, step: int) -> str | None:
        """Return the annotation so many places from the active one."""
        return self._rail.step(step)

    def open_card(self, card_id: str) -> None:
        """Open the card of a dot beside the rail."""
        if card_id not in self._contents or self._popup is not None:
            return
        window = self.window()
        card = self._make_card(self._contents[card_id], window)
        self._popup = CardPopup(card, self._look, window)
        self._popup.closed.connect(self._on_popup_closed)
        card.height_changed.connect(self._place_popup)
        self._place_popup()
        self._popup.show()
        self._popup.raise_()
        card.setFocus(Qt.FocusReason.OtherFocusReason)

    def edit(self, card_id: str) -> None:
        """Open the card of a dot, and its editor."""
        self.open_card(card_id)
        if (card := self.active_card) is not None:
            card.edit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the view with the rail."""
        super().resizeEvent(event)
        self._rail.setGeometry(self.rect())
        self._place_popup()

    def hideEvent(self, event: QHideEvent) -> None:
        """Close the popup, which is no child of the view, with the view."""
        super().hideEvent(event)
        self._close_popup()

    def _on_chosen(self, card_id: str) -> None:
        """Open the card of a dot, or close it if it is open."""
        card = self.active_card
        if card is not None and card.content.id == card_id:
            self._close_popup()
        else:
            self.chosen.emit(card_id)
            self.open_card(card_id)

    def _place_popup(self) -> None:
        if self._popup is not None and (center := self._rail.center(self._popup.card.content.id)) is not None:
            self._popup.stand_beside(self, center.y())

    def _on_popup_closed(self) -> None:
        self._close_popup()
        self._rail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_popup(self) -> None:
        popup, self._popup = self._popup, None
        if popup is not None:
            popup.hide()
            popup.deleteLater()
            popup.card.set_active(False)  # hands over what is typed, so the owner may call back from here
