"""A list whose rows are two lines of text, as the dialogs of the trash and of what was added have it.

Knows how rows are chosen, lit and set, not what they say.
"""

from PySide6.QtCore import QAbstractItemModel, QObject, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)


class RowList(QListView):
    """Rows of one height, of which several may be chosen."""

    def __init__(
        self, name: str, model: QAbstractItemModel, delegate: QStyledItemDelegate, keys: QObject
    ) -> None:
        """Make the list.

        Args:
            name: For screen readers.
            model: What the rows are.
            delegate: Paints them.
            keys: Whose ``eventFilter`` gives keys their meaning.
        """
        super().__init__()
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.installEventFilter(keys)


def paint_ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    """Paint what tells a row that is chosen, or under the mouse, from the others."""
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Midlight))


def draw_line(
    painter: QPainter,
    area: QRect,
    number: int,
    text: str,
    cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    gap: int = 0,
) -> None:
    """Draw a line of a row in the painter's font and color.

    Args:
        painter: Draws.
        area: Of the row's text, in pixels.
        number: 0 for the upper line, 1 for the lower.
        text: Cut where it is wider than the area.
        cut: Where.
        side: At which it stands.
        gap: Pixels between the lines.
    """
    metrics = QFontMetrics(painter.font())
    height = metrics.lineSpacing()
    line = QRect(area.left(), area.top() + number * (height + gap), area.width(), height)
    painter.drawText(line, side | Qt.AlignmentFlag.AlignVCenter, metrics.elidedText(text, cut, area.width()))
