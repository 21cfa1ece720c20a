"""Three small pictures to choose the layout of a PDF by."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from reader_app.export.options import Layout
from reader_app.gui.controls import IconLookup

_PICTURE = 34  # pixels


class ExportLayouts(QWidget):
    """A segment for each layout.

    Signals:
        changed: Another layout is chosen.
    """

    changed = Signal()

    def __init__(self, icon: IconLookup, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Layout"))
        self._group = QButtonGroup(self)
        self._buttons: dict[Layout, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for layout, text, hint in (
            (
                Layout.ANNOTATIONS,
                self.tr("Annotations"),
                self.tr("Marks and notes that any PDF program shows and edits"),
            ),
            (Layout.MARGIN, self.tr("Margin"), self.tr("The notes printed beside the text")),
            (Layout.ENDNOTES, self.tr("Endnotes"), self.tr("The notes printed after the text")),
        ):
            button = QToolButton()
            button.setText(text)
            button.setIcon(icon(f"layout-{layout}"))
            button.setCheckable(True)
            button.setToolTip(hint)
            button.setAccessibleDescription(hint)
            button.setIconSize(QSize(_PICTURE, _PICTURE))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.setProperty("segment", True)
            self._group.addButton(button)
            self._buttons[layout] = button
            row.addWidget(button, 1)  # as wide as the others, whatever it says
        self._group.buttonToggled.connect(self._on_toggled)

    @property
    def layout_chosen(self) -> Layout:
        """The layout that is chosen."""
        return next(layout for layout, button in self._buttons.items() if button.isChecked())

    def choose(self, layout: Layout) -> None:
        """Choose a layout."""
        self._buttons[layout].setChecked(True)

    def _on_toggled(self, button: QToolButton, is_checked: bool) -> None:
        # Tab leads to the one that is chosen, the arrow keys to the others.
        policy = Qt.FocusPolicy
        button.setFocusPolicy(policy.StrongFocus if is_checked else policy.ClickFocus)
        if is_checked:
            self.changed.emit()
