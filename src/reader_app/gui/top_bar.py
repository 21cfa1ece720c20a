"""The bar at the top of the window: library, title, text, export, everything else."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QIcon, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from reader_app.gui.tooltips import plain_tooltip


class TopBar(QWidget):
    """A row of buttons around the article's title, and the menu of everything at its end."""

    def __init__(
        self, actions: dict[str, QAction], menu: QMenu, menu_icon: QIcon, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("TopBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._title = ""
        self._label = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self._label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self.text_button = _button(actions["text"])
        self._menu_button = QToolButton()
        self._menu_button.setIcon(menu_icon)
        self._menu_button.setToolTip(self.tr("Menu (F10)"))
        self._menu_button.setAccessibleName(self.tr("Menu"))
        self._menu_button.setShortcut("F10")
        self._menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu_button.setMenu(menu)

        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 5, 8, 5)
        layout.setSpacing(2)
        layout.addWidget(_button(actions["sidebar"]))
        layout.addWidget(_button(actions["undo"]))
        layout.addWidget(_button(actions["redo"]))
        layout.addWidget(self._label, 1)
        layout.addWidget(self.text_button)
        layout.addWidget(_button(actions["export"]))
        layout.addWidget(_button(actions["panel"]))
        layout.addWidget(self._menu_button)

    def set_title(self, title: str, details: str) -> None:
        """Show the title of the open article, and what else is known of it where the pointer rests."""
        self._title = title
        self._label.setToolTip(plain_tooltip(details))
        self._elide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the title to the room there is."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        room = max(self._label.width() - 16, 0)
        metrics = self._label.fontMetrics()
        self._label.setText(metrics.elidedText(self._title, Qt.TextElideMode.ElideRight, room))


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text().replace("&", ""))
    keys = action.shortcut().toString()
    name = action.text().replace("&", "").removesuffix("…")
    button.setToolTip(f"{name} ({keys})" if keys else name)
    return button
