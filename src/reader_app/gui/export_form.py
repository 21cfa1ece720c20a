"""The choices of an export: the file, what goes in, the paper."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from reader_app.core.annotation import Label
from reader_app.gui.export_choice import ExportChoice, free_file

_DOT = 12  # pixels
_COLUMNS = 2


class ExportForm(QWidget):
    """Holds an ``ExportChoice`` that is being made.

    Signals:
        changed: Something was chosen anew.
    """

    changed = Signal()

    def __init__(
        self,
        title: str,
        labels: Sequence[Label],
        folder: Path,
        *,
        reflows: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._file = QLineEdit(str(free_file(folder, title)))
        self._warning = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._warning.setProperty("role", "warning")
        self._paper = QComboBox()
        for paper, text in (("a4", "A4"), ("letter", self.tr("Letter")), ("a5", "A5")):
            self._paper.addItem(text, paper)
        self._notes_only = QCheckBox(self.tr("Only marks &with a note"))
        self._labels = {label.id: self._make_label_box(label) for label in labels}

        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(14)
        grid.setColumnStretch(1, 1)
        self._add_row(grid, 0, self.tr("F&ile"), self._file, self._make_file_row())
        self._add_row(grid, 1, self.tr("Labels"), None, self._make_label_rows())
        self._add_row(grid, 2, "", None, self._notes_only)
        if reflows:
            self._add_row(grid, 3, self.tr("&Paper"), self._paper, self._paper)

        self._file.textChanged.connect(self._on_file_changed)
        self._paper.currentIndexChanged.connect(self.changed)
        self._notes_only.toggled.connect(self.changed)
        self.look_again()

    def choice(self) -> ExportChoice:
        """Return what is chosen now."""
        chosen = frozenset(label_id for label_id, box in self._labels.items() if box.isChecked())
        return ExportChoice(self._output(), self._paper.currentData(), chosen, self._notes_only.isChecked())

    def is_complete(self) -> bool:
        """Tell whether there is a file to write and something to write into it."""
        return bool(self._file.text().strip() and self._output().name) and any(
            box.isChecked() for box in self._labels.values()
        )

    def replaces_file(self) -> bool:
        """Tell whether the warning is shown that a file will be replaced."""
        return not self._warning.isHidden()

    def look_again(self) -> None:
        """Look whether the file exists; it may have come or gone."""
        output = self._output()
        self._warning.setVisible(output.is_file())
        self._warning.setText(self.tr("“{name}” exists and will be replaced.").format(name=output.name))
        self.changed.emit()

    def _output(self) -> Path:
        typed = Path(self._file.text().strip())
        with suppress(RuntimeError):  # "~name" of nobody is a name like any other
            typed = typed.expanduser()
        path = self._folder / typed
        if not path.name or path.suffix.lower() == ".pdf":
            return path
        return path.with_name(f"{path.name}.pdf")

    def _make_file_row(self) -> QWidget:
        self._file.setCursorPosition(0)
        choose = QPushButton(self.tr("&Choose…"), autoDefault=False)
        choose.clicked.connect(self._on_choose)
        row = QWidget()
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self._file, 1)
        line.addWidget(choose)
        column.addLayout(line)
        column.addWidget(self._warning)
        return row

    def _make_label_rows(self) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(8)
        for number, box in enumerate(self._labels.values()):
            grid.addWidget(box, number // _COLUMNS, number % _COLUMNS)
        return rows

    def _make_label_box(self, label: Label) -> QCheckBox:
        box = QCheckBox(label.name.replace("&", "&&"))
        box.setChecked(True)
        box.setIcon(_dot(label.color, self.devicePixelRatio()))
        box.toggled.connect(self.changed)
        return box

    def _add_row(
        self, grid: QGridLayout, number: int, text: str, buddy: QWidget | None, field: QWidget
    ) -> None:
        label = QLabel(text)
        label.setProperty("role", "secondary")
        label.setContentsMargins(0, 6 if buddy else 0, 0, 0)
        if buddy is not None:
            label.setBuddy(buddy)
        grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(field, number, 1)

    def _on_file_changed(self) -> None:
        self.look_again()

    def _on_choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(
            self,
            self.tr("Export annotated PDF"),
            str(self._output()),
            self.tr("PDF files (*.pdf)"),
            options=QFileDialog.Option.DontConfirmOverwrite,  # the form warns by itself
        )
        if name:
            self._file.setText(name)


def _dot(color: str, ratio: float) -> QIcon:
    pixmap = QPixmap(round(_DOT * ratio), round(_DOT * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(color))
    painter.drawEllipse(0, 0, _DOT, _DOT)
    painter.end()
    return QIcon(pixmap)
