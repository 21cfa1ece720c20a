"""What is in the trash as a Qt list model, with a filter over what is said of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from PySide6.QtCore import QAbstractListModel, QDate, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from reader_app.gui.tooltips import plain_tooltip
from reader_app.library.trash import KEPT_IN_TRASH
from reader_app.library.trash_contents import Trashed

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class TrashRow:
    """What a row says.

    Attributes:
        text: The title, or quote and note.
        detail: What it is, or where it was.
        deleted: When it was deleted.
        goes: When it goes for good.
        is_strong: Whether it is an article.
    """

    text: str
    detail: str
    deleted: str
    goes: str
    is_strong: bool


class TrashModel(QAbstractListModel):
    """Lists things in the trash that fit a filter."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.contents: Sequence[Trashed] = ()
        self._shown: Sequence[Trashed] = ()
        self._filter = ""

    def set_contents(self, contents: Sequence[Trashed]) -> None:
        """List these things."""
        self.contents = tuple(contents)
        self._list()

    def set_filter(self, text: str) -> None:
        """List only what has these words in it, whatever the case of their letters."""
        self._filter = text.strip().casefold()
        self._list()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what screen readers and tooltips say of a row."""
        thing = self.at(index)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return " — ".join(filter(None, (self._text(thing), self._detail(thing))))
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip("\n".join(filter(None, (thing.title, thing.quote, thing.note))))
        return None

    def at(self, index: Index) -> Trashed:
        """Return the thing of a row."""
        return self._shown[index.row()]

    def indexes_of(self, ids: Collection[str]) -> list[QModelIndex]:
        """Return the rows of the things with these ids."""
        return [self.index(row) for row, thing in enumerate(self._shown) if thing.id in ids]

    def row_at(self, index: Index, now: datetime) -> TrashRow:
        """Return what a row says.

        Args:
            index: The row.
            now: UTC.
        """
        thing = self.at(index)
        left = ceil((thing.deleted_at + KEPT_IN_TRASH - now) / timedelta(days=1))
        if left <= 0:
            goes = self.tr("goes today")
        else:
            goes = (self.tr("1 day left") if left == 1 else self.tr("{count} days left")).format(count=left)
        local = thing.deleted_at.astimezone()
        day = QLocale().toString(QDate(local.year, local.month, local.day), QLocale.FormatType.ShortFormat)
        return TrashRow(self._text(thing), self._detail(thing), day, goes, thing.is_article)

    def _list(self) -> None:
        self.beginResetModel()
        words = self._filter.split()
        self._shown = [
            each
            for each in self.contents
            if all(word in f"{each.title}\n{each.quote}\n{each.note}".casefold() for word in words)
        ]
        self.endResetModel()

    def _text(self, thing: Trashed) -> str:
        if thing.is_article:
            return thing.title
        quote = f"“{thing.quote}”" if thing.quote else ""
        return " ".join(" — ".join(filter(None, (thing.note, quote))).split())

    def _detail(self, thing: Trashed) -> str:
        if not thing.is_article:
            return self.tr("Annotation in “{title}”").format(title=thing.title)
        count = thing.annotation_count
        if not count:
            return self.tr("Article")
        form = (
            self.tr("Article with 1 annotation")
            if count == 1
            else self.tr("Article with {count} annotations")
        )
        return form.format(count=count)
