"""The annotations of the drawer as rows: a thousand of them are painted, none is a widget."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from reader_app.gui.annotation_panel.content import CardContent, Look
from reader_app.gui.annotation_panel.drawer_card import ROW_GAP
from reader_app.gui.annotation_panel.face import edge_pen, folded_heights, paint_ground, paint_texts, row_face

CardRow = Callable[[int, int], int | None]
"""Returns the height, at a width, of the card that stands in a row; None if there is none in it."""

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class DrawerModel(QAbstractListModel):
    """The annotations without a sure place."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.contents: tuple[CardContent, ...] = ()

    def set_contents(self, contents: Sequence[CardContent]) -> None:
        """Show these; rows stay where the annotations are the same."""
        are_same = [each.id for each in contents] == [each.id for each in self.contents]
        if not are_same:
            self.beginResetModel()
        self.contents = tuple(contents)
        if not are_same:
            self.endResetModel()
        elif contents:
            self.dataChanged.emit(self.index(0), self.index(len(contents) - 1))

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """Return how many there are."""
        return 0 if parent.isValid() else len(self.contents)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return what a screen reader says of a row; the delegate paints from ``contents``."""
        if not index.isValid() or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        content = self.contents[index.row()]
        return f"{content.label_name}: {content.quote}"

    def row_of(self, card_id: str) -> int:
        """Return the row of an annotation, -1 if it has none."""
        return next((row for row, each in enumerate(self.contents) if each.id == card_id), -1)


class Rows(QStyledItemDelegate):
    """Paints the rows as folded cards, but for the chosen one, which is a widget."""

    def __init__(self, model: DrawerModel, card: CardRow, look: Look, parent: QWidget) -> None:
        """Paint the rows of a model.

        Args:
            model: Has the contents.
            card: Tells which row the card stands in, and how high it is.
            look: Of all cards.
            parent: The list.
        """
        super().__init__(parent)
        self._model, self._card = model, card
        self.set_look(look)

    def set_look(self, look: Look) -> None:
        """Paint in another look."""
        self._look = look
        self._heights = folded_heights(look)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the room that a row takes."""
        width = option.rect.width()
        if (height := self._card(index.row(), width)) is None:
            content = self._model.contents[index.row()]
            height = self._heights[bool(content.quote)][bool(content.note)] + ROW_GAP
        return QSize(width, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint a folded card."""
        if self._card(index.row(), option.rect.width()) is not None:
            return
        content = self._model.contents[index.row()]
        ground = QRect(0, 0, option.rect.width(), option.rect.height() - ROW_GAP)
        painter.save()
        painter.translate(option.rect.topLeft())
        paint_ground(painter, ground, content, self._look, edge_pen(self._look, is_active=False))
        paint_texts(
            painter, row_face(content, ground.width(), self._look), content, self._look, has_name=True
        )
        painter.restore()
