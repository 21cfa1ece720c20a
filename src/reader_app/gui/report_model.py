"""The rows of a report as a Qt list model: groups with their headings, and a filter over what is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from reader_app.gui.adding_report import AddingReport, Entry, Fate
from reader_app.gui.tooltips import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ORDER = (Fate.FAILED, Fate.CHANGED, Fate.ADDED, Fate.KNOWN)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row: a heading, or an entry.

    Attributes:
        text: The heading; the entry's title or name.
        detail: What is said of the entry; "" for a heading.
        entry: None for a heading.
    """

    text: str
    detail: str = ""
    entry: Entry | None = None

    @property
    def plain(self) -> str:
        """The row as text to copy."""
        return f"{self.text} — {self.detail}" if self.detail else self.text


class ReportModel(QAbstractListModel):
    """Lists the entries of a report that fit a filter, failures first."""

    def __init__(self, report: AddingReport, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._report, self._filter = report, ""
        self._rows = _rows(report, "")

    def set_report(self, report: AddingReport) -> None:
        """List another report."""
        self._report = report
        self._list()

    def set_filter(self, text: str) -> None:
        """List only what has this text in it, whatever the case of its letters."""
        self._filter = text.strip().casefold()
        self._list()

    def row_at(self, index: Index) -> ReportRow:
        """Return the row behind a valid index."""
        return self._rows[index.row()]

    def text_of(self, indexes: Iterable[Index]) -> str:
        """Return rows as lines to copy; all of them if none is given."""
        numbers = sorted(index.row() for index in indexes) or range(len(self._rows))
        return "\n".join(self._rows[number].plain for number in numbers)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """Return the row's text, or all of it for tooltips and screen readers."""
        if not index.isValid():
            return None
        row = self.row_at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.plain
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip("\n".join(_lines(row))) if row.entry is not None else None
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let entries be chosen, not headings."""
        if index.isValid() and self.row_at(index).entry is None:
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def _list(self) -> None:
        self.beginResetModel()
        self._rows = _rows(self._report, self._filter)
        self.endResetModel()


def _rows(report: AddingReport, needle: str) -> list[ReportRow]:
    headings = {
        Fate.FAILED: _tr("Failed"),
        Fate.CHANGED: _tr("Saved before, changed since"),
        Fate.ADDED: _tr("Added"),
        Fate.KNOWN: _tr("Already saved"),
    }
    rows: list[ReportRow] = []
    for fate in _ORDER:
        of_fate = [_row(entry) for entry in report.having(fate)]
        fitting = [row for row in of_fate if not needle or needle in row.plain.casefold()]
        if fitting:
            rows.append(ReportRow(f"{headings[fate]} ({len(fitting):,})"))
            rows += fitting
    return rows


def _lines(row: ReportRow) -> list[str]:
    source = row.entry.source if row.entry is not None else None
    place = [str(source.path)] if source is not None and source.path is not None else []
    return [row.text, row.detail, *place]


def _row(entry: Entry) -> ReportRow:
    if entry.article is None:
        return ReportRow(entry.name, entry.problem, entry)
    return ReportRow(entry.article.title, entry.name, entry)


def _tr(text: str) -> str:
    return QCoreApplication.translate("ReportModel", text)
