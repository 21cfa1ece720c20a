"""Which panes are shown beside the article: the sidebar, the cards, or a rail of dots for cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.settings import PANEL_WIDTH, SIDEBAR_VISIBLE, Settings

if TYPE_CHECKING:
    from reader_app.gui.annotation_panel.panel import AnnotationPanel
    from reader_app.gui.sidebar import Sidebar

_RAIL_BELOW = 880  # pixels: in a narrower window the cards become a rail of dots
_RAIL_WIDTH = 34
_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX
_SIDEBAR_ABOVE = 1000  # pixels: in a narrower window the sidebar opens only when asked for
_SIDEBAR_WIDTH = 250
_SIDEBAR, _ARTICLE, _PANEL = range(3)


class Panes(QSplitter):
    """The sidebar, the article and the panel, side by side.

    The article is there from the start; the two others come when the first page is shown, into the
    room that is kept for them.
    """

    def __init__(
        self,
        article: ArticlePane,
        settings: Settings,
        actions: dict[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        """Put the article between the room for the others.

        Args:
            article: In the middle.
            settings: Remember widths and what is shown.
            actions: Those of sidebar and panel show whether they are open.
            parent: The window.
        """
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._settings, self._actions = settings, actions
        self._sidebar: Sidebar | None = None
        self._panel: AnnotationPanel | None = None
        for widget in (QWidget(), article, QWidget()):
            self.addWidget(widget)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setStretchFactor(_ARTICLE, 1)
        for name in ("sidebar", "panel"):
            actions[name].setCheckable(True)

    def restore(self, window_width: int) -> None:
        """Arrange the panes as the last time, as far as the window has room."""
        panel = int(self._settings.get(PANEL_WIDTH)) if window_width >= _RAIL_BELOW else _RAIL_WIDTH
        self._set_sidebar(self._settings.get(SIDEBAR_VISIBLE) and window_width >= _SIDEBAR_ABOVE)
        self.show_panel(True)
        self.setSizes([_SIDEBAR_WIDTH, max(window_width - _SIDEBAR_WIDTH - panel, 200), panel])

    def fill(self, sidebar: Sidebar, panel: AnnotationPanel) -> None:
        """Put the sidebar and the panel into their room."""
        sizes = self.sizes()
        shown = [not self._pane(index).isHidden() for index in range(self.count())]
        self._sidebar, self._panel = sidebar, panel
        self._set_rail(panel, self.window().width() < _RAIL_BELOW)
        for index, widget in ((_SIDEBAR, sidebar), (_PANEL, panel)):
            room = self.replaceWidget(index, widget)
            if room is not None:
                room.deleteLater()
            widget.setVisible(shown[index])
        self.setSizes(sizes)

    def keep(self) -> None:
        """Remember the width of the panel."""
        if self._panel is not None and self._panel.isVisible() and not self._panel.is_rail:
            self._settings.set(PANEL_WIDTH, float(max(self._panel.width(), int(PANEL_WIDTH.low))))

    def fit(self, width: int, old_width: int) -> None:
        """Give the article room when the window was made narrower, and take it back when wider."""
        if width < _SIDEBAR_ABOVE <= old_width:
            self._set_sidebar(False)
        elif old_width < _SIDEBAR_ABOVE <= width and self._settings.get(SIDEBAR_VISIBLE):
            self._set_sidebar(True)
        is_rail = width < _RAIL_BELOW
        if self._panel is None or self._panel.is_rail == is_rail:
            return
        self.keep()
        self._set_rail(self._panel, is_rail)
        panel = _RAIL_WIDTH if is_rail else int(self._settings.get(PANEL_WIDTH))
        left = self.sizes()[_SIDEBAR]
        self.setSizes([left, max(width - left - panel, 200), panel])

    def toggle_sidebar(self) -> None:
        """Show or hide the sidebar, and remember which."""
        is_shown = self._pane(_SIDEBAR).isHidden()
        self._settings.set(SIDEBAR_VISIBLE, is_shown)
        self._set_sidebar(is_shown)

    def show_sidebar(self, pane: int) -> None:
        """Show the library (0) or the contents (1)."""
        if self._sidebar is not None:
            self._sidebar.show_pane(pane)
        self._set_sidebar(True)

    def focus_sidebar(self) -> None:
        """Put the keyboard into the sidebar."""
        if self._sidebar is not None:
            self._sidebar.focus_pane()

    def toggle_panel(self) -> None:
        """Show or hide the annotations."""
        self.show_panel(self._pane(_PANEL).isHidden())

    def show_panel(self, is_shown: bool) -> None:
        """Show or hide the annotations."""
        self._pane(_PANEL).setVisible(is_shown)
        self._actions["panel"].setChecked(is_shown)

    def _set_sidebar(self, is_shown: bool) -> None:
        self._pane(_SIDEBAR).setVisible(is_shown)
        self._actions["sidebar"].setChecked(is_shown)

    def _set_rail(self, panel: AnnotationPanel, is_rail: bool) -> None:
        panel.set_rail(is_rail)
        panel.setMaximumWidth(_RAIL_WIDTH if is_rail else _NO_LIMIT)

    def _pane(self, index: int) -> QWidget:
        pane = self.widget(index)
        assert pane is not None
        return pane
