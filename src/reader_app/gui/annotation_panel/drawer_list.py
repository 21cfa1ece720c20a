"""The list of the drawer: one annotation is chosen, and its card says what can be done about it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.drawer_card import Choice, DrawerCard
from reader_app.gui.annotation_panel.drawer_rows import DrawerModel, Rows
from reader_app.gui.controls import is_claimed

_KEYS = {
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Return,
    Qt.Key.Key_Enter,
    Qt.Key.Key_R,
    Qt.Key.Key_U,
    Qt.Key.Key_Delete,
    Qt.Key.Key_Escape,
}


class DrawerList(QListView):
    """The cards.

    Signals:
        chosen: Another card, or another of its places; carries the id ("" for none) and the rank.
        accepted: The id, and the rank of the place that is right.
        reattach_wanted: The id.
        kept_unplaced: The id.
        removed: The id.
        closed: Escape.
    """

    chosen = Signal(str, int)
    accepted = Signal(str, int)
    reattach_wanted = Signal(str)
    kept_unplaced = Signal(str)
    removed = Signal(str)
    closed = Signal()

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._model = DrawerModel(self)
        self._card: DrawerCard | None = None
        self._rows = Rows(self._model, self._card_height, look, self)
        self._chosen, self._rank, self._row = "", 0, 0
        self._can_reattach = False
        self.setModel(self._model)
        self.setItemDelegate(self._rows)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)  # the drawer's ground is seen between the cards
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Annotations without a sure place"))
        self.setAccessibleDescription(
            self.tr("Enter accepts, Left and Right look at other places, R re-attaches, Delete deletes")
        )
        self.clicked.connect(lambda index: self.choose(self._model.contents[index.row()].id))

    @property
    def chosen_id(self) -> str:
        """The id of the chosen annotation, "" for none."""
        return self._chosen

    @property
    def card(self) -> DrawerCard | None:
        """The card of the chosen annotation."""
        return self._card

    def needed_height(self) -> int:
        """Return the height of all rows."""
        self.executeDelayedItemsLayout()
        last = self.visualRect(self._model.index(len(self._model.contents) - 1))
        return last.bottom() + 1 + self.verticalOffset()

    def set_look(self, look: Look) -> None:
        """Show all cards in another look."""
        self._look = look
        self._rows.set_look(look)
        self._show_card()
        self.viewport().update()

    def set_contents(self, contents: Sequence[CardContent]) -> None:
        """Show these; where the chosen one is gone, the one that stands in its place is chosen."""
        if tuple(contents) == self._model.contents:
            return
        had_focus = self._has_focus()
        self._drop_card()
        self._model.set_contents(contents)
        row = self._model.row_of(self._chosen)
        if self._chosen and row < 0:
            row = min(self._row, len(contents) - 1)
            self._choose_row(row)
        elif row >= 0:
            self._rank = min(self._rank, max(len(contents[row].suggestions) - 1, 0))
            self._show_card()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_can_reattach(self, can_reattach: bool) -> None:
        """Say whether text is selected."""
        self._can_reattach = can_reattach
        self._show_card()

    def choose(self, card_id: str) -> None:
        """Choose a card, or none."""
        if card_id != self._chosen:
            self._choose_row(self._model.row_of(card_id))

    def choose_first(self) -> None:
        """Choose the first card, unless one is chosen."""
        if not self._chosen:
            self._choose_row(0 if self._model.contents else -1)

    def event(self, event: QEvent) -> bool:
        """Keep the list's keys from the window's shortcuts."""
        return is_claimed(event, _KEYS) or super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step, accept, look at another place, re-attach, keep, delete or close."""
        match Qt.Key(event.key()):
            case Qt.Key.Key_Up | Qt.Key.Key_Down as key:
                row = self._row + (1 if key is Qt.Key.Key_Down else -1)
                if self._chosen and 0 <= row < len(self._model.contents):
                    self._choose_row(row)
                else:
                    self.choose_first()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._accept()
            case Qt.Key.Key_Left | Qt.Key.Key_Right as key:
                self._look_at_another(1 if key is Qt.Key.Key_Right else -1)
            case Qt.Key.Key_R:
                self._reattach()
            case Qt.Key.Key_U:
                self._keep()
            case Qt.Key.Key_Delete:
                self._remove()
            case Qt.Key.Key_Escape:
                self.closed.emit()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the cards fit the width."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()

    def _card_height(self, row: int, width: int) -> int | None:
        return self._card.heightForWidth(width) if self._card is not None and row == self._row else None

    @property
    def _content(self) -> CardContent | None:
        row = self._model.row_of(self._chosen) if self._chosen else -1
        return self._model.contents[row] if row >= 0 else None

    def _choose_row(self, row: int) -> None:
        had_focus = self._has_focus()
        self._drop_card()
        self._row, self._rank = max(row, 0), 0
        self._chosen = self._model.contents[row].id if row >= 0 else ""
        self._show_card()
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.chosen.emit(self._chosen, self._rank)

    def _show_card(self) -> None:
        """Show the chosen annotation as a card in its row."""
        content = self._content
        if content is None:
            return
        self._row = self._model.row_of(content.id)
        choice = Choice(content, self._rank, self._can_reattach)
        index = self._model.index(self._row)
        if self._card is None:
            self._card = self._make_card(choice)
            self.setIndexWidget(index, self._card)
        else:
            self._card.show_choice(choice, self._look)
        self.setCurrentIndex(index)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.scrollTo(index)

    def _make_card(self, choice: Choice) -> DrawerCard:
        card = DrawerCard(choice, self._look, self.viewport())
        card.accepted.connect(self._accept)
        card.another_wanted.connect(lambda: self._look_at_another(1))
        card.reattach_wanted.connect(self._reattach)
        card.kept_unplaced.connect(self._keep)
        card.removed.connect(self._remove)
        return card

    def _drop_card(self) -> None:
        card, self._card = self._card, None
        if card is not None:
            card.hide()
            self.setIndexWidget(self._model.index(self._row), None)  # type: ignore[arg-type]  # Qt takes none

    def _has_focus(self) -> bool:
        focused = self.window().focusWidget()
        return focused is not None and (focused is self or self.isAncestorOf(focused))

    def _accept(self) -> None:
        if (content := self._content) is not None and content.suggestions:
            self.accepted.emit(content.id, self._rank)

    def _look_at_another(self, step: int) -> None:
        if (content := self._content) is not None and len(content.suggestions) > 1:
            self._rank = (self._rank + step) % len(content.suggestions)
            self._show_card()
            self.chosen.emit(content.id, self._rank)

    def _reattach(self) -> None:
        if self._chosen and self._can_reattach:
            self.reattach_wanted.emit(self._chosen)

    def _keep(self) -> None:
        if self._chosen:
            self.kept_unplaced.emit(self._chosen)

    def _remove(self) -> None:
        if self._chosen:
            self.removed.emit(self._chosen)
