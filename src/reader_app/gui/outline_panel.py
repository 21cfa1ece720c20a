"""The table of contents as a tree: shows where the reader is, and jumps."""

from bisect import bisect_right
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QHeaderView, QStackedLayout, QTreeView, QWidget

from reader_app.core.layout import OutlineEntry
from reader_app.gui.placeholder import Placeholder
from reader_app.gui.tooltips import plain_tooltip

_ENTRY = Qt.ItemDataRole.UserRole
_OPEN_LEVELS = 60  # outlines with more lines than this start with their first level only


class OutlinePanel(QWidget):
    """A tree of ``OutlineEntry`` values.

    Signals:
        jumped: The reader chose an entry; carries its page and its top in points.
    """

    jumped = Signal(int, float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = QStandardItemModel(self)
        self._tree = _OutlineTree()
        self._tree.setAccessibleName(self.tr("Outline"))
        self._tree.setModel(self._model)
        self._tree.entered_at.connect(self._on_entered)
        self._tree.clicked.connect(self._on_entered)
        self._tree.expanded.connect(self._highlight)
        self._tree.collapsed.connect(self._highlight)
        self._empty = Placeholder(self.tr("No outline"), self.tr("This article has no headings to jump to."))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self._tree)
        self._places: list[tuple[int, float]] = []
        self._items: list[QStandardItem] = []
        self._current: QStandardItem | None = None

    def set_outline(self, entries: Sequence[OutlineEntry]) -> None:
        """Show another article's outline."""
        self._current = None
        self._model.clear()
        items = _fill(self._model.invisibleRootItem(), entries)
        placed = [(entry, item) for entry, item in zip(entries, items, strict=True) if entry.page >= 0]
        placed.sort(key=lambda pair: (pair[0].page, pair[0].top))
        self._places = [(entry.page, entry.top) for entry, _ in placed]
        self._items = [item for _, item in placed]
        self._stack.setCurrentWidget(self._tree if entries else self._empty)
        if len(entries) <= _OPEN_LEVELS:
            self._tree.expandAll()

    def set_current(self, page: int, top: float) -> None:
        """Highlight the entry that the place lies in, or the entry above it that is in sight.

        Args:
            page: Zero-based.
            top: In points.
        """
        number = bisect_right(self._places, (page, top)) - 1
        self._current = self._items[number] if number >= 0 else None
        self._highlight()

    def _highlight(self) -> None:
        if self._current is None:
            self._tree.setCurrentIndex(QModelIndex())
            return
        shown = index = self._current.index()
        while (index := index.parent()).isValid():
            if not self._tree.isExpanded(index):
                shown = index
        if shown != self._tree.currentIndex():
            self._tree.setCurrentIndex(shown)

    def _on_entered(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY)
        if isinstance(entry, OutlineEntry) and entry.page >= 0:
            self.jumped.emit(entry.page, entry.top)


class _OutlineTree(QTreeView):
    """A tree view that tells about the Enter key on every desktop.

    Signals:
        entered_at: Enter was pressed on an entry; carries its ``QModelIndex``.
    """

    entered_at = Signal(QModelIndex)

    def __init__(self) -> None:
        super().__init__()
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setIndentation(16)
        self.setMouseTracking(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, leave everything else to Qt."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.entered_at.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


def _fill(root: QStandardItem, entries: Sequence[OutlineEntry]) -> list[QStandardItem]:
    """Hang the entries under each other; levels that are left out or start deep do no harm."""
    items = []
    path: list[tuple[int, QStandardItem]] = [(0, root)]
    for entry in entries:
        item = QStandardItem(" ".join(entry.title.split()))
        item.setToolTip(plain_tooltip(item.text()))
        item.setData(entry, _ENTRY)
        item.setEnabled(entry.page >= 0)
        while len(path) > 1 and path[-1][0] >= entry.level:
            path.pop()
        path[-1][1].appendRow(item)
        path.append((entry.level, item))
        items.append(item)
    return items
