"""The line that says where an export goes: a file, or a folder for several."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from reader_app.gui.export_choice import free_file


class ExportFileLine(QWidget):
    """A path that is being typed or chosen, with a warning where a file would be replaced.

    Attributes:
        line: Where the path is typed.

    Signals:
        changed: There is another path, or the warning came or went.
    """

    changed = Signal()

    def __init__(self, folder: Path, titles: Sequence[str], parent: QWidget | None = None) -> None:
        """Make the line.

        Args:
            folder: Where the last export went.
            titles: Of the articles; one alone gives the file its name.
            parent: Owner.
        """
        super().__init__(parent)
        self._folder, self._titles = folder, titles
        self._suffix, self._is_folder, self._is_typed = "", False, False
        self.line = QLineEdit()
        self.line.setAccessibleName(self.tr("File"))
        self._choose = QPushButton(self.tr("&Choose…"), autoDefault=False)
        self._choose.clicked.connect(self._on_choose)
        self._warning = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._warning.setProperty("role", "warning")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self._warning)
        self.line.textEdited.connect(self._on_edited)
        self.line.textChanged.connect(self.look_again)

    def use(self, suffix: str, *, is_folder: bool) -> None:
        """Ask for a file of a kind, or for the folder of such files; a name that was typed is kept.

        Args:
            suffix: With its dot.
            is_folder: Whether each article gets a file of its own.
        """
        before, self._suffix = self._suffix, suffix
        was_folder, self._is_folder = self._is_folder, is_folder
        self.line.setAccessibleName(self.tr("Folder") if is_folder else self.tr("File"))
        if not self._is_typed or was_folder != is_folder:
            self._suggest()
        elif before and self.line.text().lower().endswith(before):
            self.line.setText(self.line.text()[: -len(before)] + suffix)
        self.look_again()

    @property
    def output(self) -> Path:
        """The file or the folder; what has no such suffix gets it."""
        typed = Path(self.line.text().strip())
        with suppress(RuntimeError):  # "~name" of nobody is a name like any other
            typed = typed.expanduser()
        path = self._folder / typed
        if self._is_folder or not path.name or path.name.lower().endswith(self._suffix):
            return path
        return path.with_name(f"{path.name}{self._suffix}")

    @property
    def is_complete(self) -> bool:
        """Whether it names a file or a folder."""
        return bool(self.line.text().strip() and (self._is_folder or self.output.name))

    @property
    def replaces(self) -> bool:
        """Whether the warning is shown that a file will be replaced."""
        return not self._warning.isHidden()

    def look_again(self) -> None:
        """Look whether the file exists; it may have come or gone."""
        output = self.output
        try:
            is_there = not self._is_folder and output.is_file()
        except (OSError, ValueError):  # a name that no file can have, which the export will say
            is_there = False
        self._warning.setVisible(is_there)
        self._warning.setText(self.tr("“{name}” exists and will be replaced.").format(name=output.name))
        self.changed.emit()

    def _suggest(self) -> None:
        self._is_typed = False
        count = len(self._titles)
        title = self._titles[0] if count == 1 else self.tr("{count} articles").format(count=count)
        suggested = self._folder if self._is_folder else free_file(self._folder, title, self._suffix)
        self.line.setText(str(suggested))
        self.line.setCursorPosition(len(str(suggested)))

    def _on_edited(self) -> None:
        self._is_typed = True

    def _on_choose(self) -> None:
        if self._is_folder:
            name = QFileDialog.getExistingDirectory(self, self.tr("Export to a folder"), str(self.output))
        else:
            name, _ = QFileDialog.getSaveFileName(
                self,
                self.tr("Export"),
                str(self.output),
                f"*{self._suffix}",
                options=QFileDialog.Option.DontConfirmOverwrite,  # the line warns by itself
            )
        if name:
            self._is_typed = True
            self.line.setText(name)
