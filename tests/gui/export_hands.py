"""The export dialog as a reader sees and uses it."""

from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton

from reader_app.gui.export_dialog import ExportDialog


class Hands:
    """Finds by their words what is to be pressed, and reads what is said."""

    def __init__(self, dialog: ExportDialog) -> None:
        self.dialog = dialog

    def button(self, text: str) -> QPushButton:
        buttons = self.dialog.findChildren(QPushButton)
        return next(each for each in buttons if each.text().replace("&", "") == text and each.isVisible())

    def box(self, text: str) -> QCheckBox:
        boxes = self.dialog.findChildren(QCheckBox)
        return next(
            each for each in boxes if each.text().replace("&", "").startswith(text) and each.isVisible()
        )

    def boxes(self) -> list[str]:
        return [each.text() for each in self.dialog.findChildren(QCheckBox) if each.isVisible()]

    def choose(self, text: str) -> None:
        """Choose from the list that has the text."""
        box = next(each for each in self.dialog.findChildren(QComboBox) if each.findText(text) >= 0)
        box.setCurrentText(text)

    def has_list(self, text: str) -> bool:
        """Whether a list is seen that has the text."""
        boxes = self.dialog.findChildren(QComboBox)
        return any(each.findText(text) >= 0 and each.isVisible() for each in boxes)

    def choose_layout(self, text: str) -> None:
        next(each for each in self.dialog.findChildren(QToolButton) if each.text() == text).click()

    @property
    def file(self) -> QLineEdit:
        lines = self.dialog.findChildren(QLineEdit)
        return next(each for each in lines if each.accessibleName() in ("File", "Folder"))

    def line(self, name: str) -> QLineEdit:
        """Return the line that a name stands beside."""
        labels = self.dialog.findChildren(QLabel)
        buddies = [each.buddy() for each in labels if each.text().replace("&", "") == name]
        [line] = [each for each in buddies if isinstance(each, QLineEdit)]
        return line

    @property
    def said(self) -> str:
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible())
