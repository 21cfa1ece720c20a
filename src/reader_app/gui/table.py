"""A plain list with columns, as the dialogs of backups and versions have it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem

_NUMBER = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
ID_ROLE = Qt.ItemDataRole.UserRole
"""Where a row keeps what it stands for."""


class Table(QTreeWidget):
    """Rows of texts, of which one at a time is chosen."""

    def __init__(self, name: str, headings: Sequence[str], numbers: Sequence[int]) -> None:
        """Make an empty table.

        Args:
            name: For screen readers.
            headings: One for each column.
            numbers: The columns that stand at the right.
        """
        super().__init__()
        self._numbers = numbers
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAccessibleName(name)
        self.setHeaderLabels(list(headings))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.header().setStretchLastSection(True)
        for column in numbers:
            self.headerItem().setTextAlignment(column, _NUMBER)

    def add(self, texts: Sequence[str], stands_for: object) -> QTreeWidgetItem:
        """Add a row."""
        item = QTreeWidgetItem(list(texts))
        item.setData(0, ID_ROLE, stands_for)
        for column in self._numbers:
            item.setTextAlignment(column, _NUMBER)
        self.addTopLevelItem(item)
        return item

    def chosen(self) -> object:
        """Return what the chosen row stands for, None if there is none."""
        items = self.selectedItems()
        return items[0].data(0, ID_ROLE) if items else None
