"""The rows as a Qt list model: values by index, nothing computed before a row is seen."""

from collections.abc import Collection, Sequence
from itertools import groupby

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelection,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from reader_app.gui.library_view.article_row import ArticleRow, details, spoken
from reader_app.gui.tooltips import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class ArticleModel(QAbstractListModel):
    """Lists ``ArticleRow`` values in the order given."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[ArticleRow] = ()
        self._locale = QLocale()

    def set_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show these rows instead; of the same articles, only what is said of them changes."""
        if [row.article.id for row in rows] == [row.article.id for row in self._rows]:
            # A reset between the two presses of a double click would make it two single ones.
            self._rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 0))
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def add_rows(self, rows: Sequence[ArticleRow]) -> None:
        """Show more rows, above those that there are."""
        self.beginInsertRows(_ROOT, 0, len(rows) - 1)
        self._rows = [*rows, *self._rows]
        self.endInsertRows()

    def row_at(self, index: Index) -> ArticleRow:
        """Return the value behind a valid index."""
        return self._rows[index.row()]

    def index_of(self, article_id: str) -> QModelIndex:
        """Return where an article stands; an invalid index if it is not listed."""
        rows = enumerate(self._rows)  # a search costs less than a table of all ids on each change
        found = (
            next((number for number, row in rows if row.article.id == article_id), -1) if article_id else -1
        )
        return self.index(found, 0)

    def ranges_of(self, article_ids: Collection[str]) -> QItemSelection:
        """Return where some articles stand; those that stand one below the other as one range."""
        selection = QItemSelection()
        stands = [row.article.id in article_ids for row in self._rows] if article_ids else []
        number = 0
        for is_wanted, run in groupby(stands):
            length = len(list(run))
            if is_wanted:
                selection.select(self.index(number, 0), self.index(number + length - 1, 0))
            number += length
        return selection

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of articles."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return the title, or the whole row for tooltips and screen readers."""
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.row_at(index).article.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return spoken(self.row_at(index), self._locale)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(details(self.row_at(index).article, self._locale))
            case _:
                return None
