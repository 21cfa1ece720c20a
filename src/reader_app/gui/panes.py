"""Which panes are shown beside the article: the sidebar, the cards, or a rail of dots for cards."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QToolButton, QWidget

from reader_app.gui.desk import Desk
from reader_app.gui.settings import PANEL_WIDTH, SIDEBAR_VISIBLE, Settings
from reader_app.gui.sidebar import Sidebar

_RAIL_BELOW = 880  # pixels: in a narrower window the cards become a rail of dots
_SIDEBAR_ABOVE = 1000  # pixels: in a narrower window the sidebar opens only when asked for
_SIDEBAR_WIDTH = 250


class Panes(QSplitter):
    """The sidebar, the article and the panel, side by side."""

    def __init__(
        self,
        sidebar: Sidebar,
        desk: Desk,
        settings: Settings,
        actions: dict[str, QAction],
        text_button: QToolButton,
        parent: QWidget | None = None,
    ) -> None:
        """Put the panes side by side.

        Args:
            sidebar: Left.
            desk: Gives the article and the panel.
            settings: Remember widths and what is shown.
            actions: Those of sidebar and panel show whether they are open.
            text_button: Where the popover for text and colors opens.
            parent: The window.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._sidebar, self._desk, self._settings, self._actions = sidebar, desk, settings, actions
        self.text_button = text_button
        for widget in (sidebar, desk.article_pane, desk.panel):
            self.addWidget(widget)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(1, 1)
        for name in ("sidebar", "panel"):
            actions[name].setCheckable(True)

    def restore(self, window_width: int) -> None:
        """Arrange the panes as the last time, as far as the window has room."""
        panel = int(self._settings.get(PANEL_WIDTH))
        self._set_sidebar(self._settings.get(SIDEBAR_VISIBLE) and window_width >= _SIDEBAR_ABOVE)
        self.show_panel(True)
        self.setSizes([_SIDEBAR_WIDTH, max(window_width - _SIDEBAR_WIDTH - panel, 200), panel])

    def keep(self) -> None:
        """Remember the width of the panel."""
        if self._desk.panel.isVisible() and not self._desk.panel.is_rail:
            self._settings.set(PANEL_WIDTH, float(max(self._desk.panel.width(), int(PANEL_WIDTH.low))))

    def fit(self, width: int, old_width: int) -> None:
        """Give the article room when the window was made narrower."""
        if width < _SIDEBAR_ABOVE <= old_width:
            self._set_sidebar(False)
        elif old_width < _SIDEBAR_ABOVE <= width and self._settings.get(SIDEBAR_VISIBLE):
            self._set_sidebar(True)
        self._desk.set_rail(width < _RAIL_BELOW)

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar, and remember which."""
        is_shown = not self._sidebar.isVisible()
        self._settings.set(SIDEBAR_VISIBLE, is_shown)
        self._set_sidebar(is_shown)

    def show_sidebar(self, pane: int) -> None:
        """Show the library (0) or the contents (1)."""
        self._sidebar.show_pane(pane)
        self._set_sidebar(True)

    def show_panel(self, is_shown: bool) -> None:
        """Show or hide the annotations."""
        self._desk.panel.setVisible(is_shown)
        self._actions["panel"].setChecked(is_shown)

    def _set_sidebar(self, is_shown: bool) -> None:
        self._sidebar.setVisible(is_shown)
        self._actions["sidebar"].setChecked(is_shown)
