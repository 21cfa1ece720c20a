"""Lists the versions of an article, and lets the reader go to another one."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.core.article import Form
from reader_app.gui.table import Table
from reader_app.library.version_rows import Version


class VersionsDialog(QDialog):
    """The versions in a window of their own.

    Signals:
        chosen: The reader wants to see a version; carries its id.
    """

    chosen = Signal(int)

    def __init__(
        self, title: str, versions: Sequence[Version], shown_id: int, parent: QWidget | None = None
    ) -> None:
        """Make the dialog.

        Args:
            title: The article's.
            versions: Newest first.
            shown_id: The one that is shown.
            parent: The window.
        """
        super().__init__(parent)
        self._shown_id = shown_id
        self.setWindowTitle(self.tr("Versions"))
        self.resize(600, 380)
        heading = QLabel(title, textFormat=Qt.TextFormat.PlainText, wordWrap=True)
        heading.setProperty("role", "heading")
        hint = QLabel(self.tr("Each version keeps the places of your annotations."), wordWrap=True)
        hint.setProperty("role", "secondary")
        self._list = self._make_list(versions)
        self._show = QPushButton(self.tr("Show this version"), autoDefault=False)
        self._show.setProperty("primary", True)
        close = QPushButton(self.tr("Close"), autoDefault=False)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._show)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 14)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addWidget(self._list, 1)
        layout.addWidget(hint)
        layout.addLayout(buttons)
        self._list.itemSelectionChanged.connect(self._update)
        self._list.itemActivated.connect(self._on_chosen)
        self._show.clicked.connect(self._on_chosen)
        close.clicked.connect(self.reject)
        self._update()

    def _make_list(self, versions: Sequence[Version]) -> Table:
        headings = (self.tr("No."), self.tr("Added"), self.tr("Form"), self.tr("Words"), self.tr("State"))
        table = Table(self.tr("Versions"), headings, (3,))
        locale = QLocale()
        for version in versions:
            added = QDateTime.fromSecsSinceEpoch(round(version.added_at.timestamp()))
            texts = [
                locale.toString(version.number),
                locale.toString(added, "d MMMM yyyy, HH:mm"),
                self._forms()[version.form],
                locale.toString(version.word_count) if version.has_text else "—",
                self.tr("shown now") if version.id == self._shown_id else "",
            ]
            item = table.add(texts, version.id)
            if version.id == self._shown_id:
                table.setCurrentItem(item)
        return table

    def _forms(self) -> dict[Form, str]:
        return {
            Form.ARTICLE: self.tr("article"),
            Form.WHOLE_PAGE: self.tr("whole page"),
            Form.OTHER: self.tr("another extraction"),
            Form.REPAIRED: self.tr("without what you left out"),
        }

    def _chosen_id(self) -> int:
        chosen = self._list.chosen()
        return chosen if isinstance(chosen, int) else self._shown_id

    def _update(self) -> None:
        self._show.setEnabled(self._chosen_id() != self._shown_id)

    def _on_chosen(self) -> None:
        version_id = self._chosen_id()
        if version_id != self._shown_id:
            self.accept()
            self.chosen.emit(version_id)
