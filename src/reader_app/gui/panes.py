"""Which panes are shown beside the article: the sidebar, the cards, or a rail of dots for cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSplitter, QWidget

from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.settings import PANEL_WIDTH, SIDEBAR_VISIBLE, SIDEBAR_WIDTH, Settings

if TYPE_CHECKING:
    from reader_app.gui.annotation_panel.panel import AnnotationPanel
    from reader_app.gui.sidebar import Sidebar

_RAIL_BELOW = 880  # pixels: in a narrower window the cards become a rail of dots
_RAIL_WIDTH = 34
_NO_LIMIT = (1 << 24) - 1  # Qt's QWIDGETSIZE_MAX
_SIDEBAR_ABOVE = 1000  # pixels: in a narrower window the sidebar opens only when asked for
_LEAST = 200  # pixels for the article
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
        self.splitterMoved.connect(self._on_moved)

    def restore(self, window_width: int) -> None:
        """Arrange the panes as the last time, as far as the window has room."""
        self._set_sidebar(self._settings.get(SIDEBAR_VISIBLE) and window_width >= _SIDEBAR_ABOVE)
        self.show_panel(True)
        self._share(window_width, is_rail=window_width < _RAIL_BELOW)

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

    def fit(self, width: int, old_width: int) -> None:
        """Give the article room when the window was made narrower, and take it back when wider."""
        had_sidebar = not self._pane(_SIDEBAR).isHidden()
        if width < _SIDEBAR_ABOVE <= old_width:
            self._set_sidebar(False)
        elif old_width < _SIDEBAR_ABOVE <= width and self._settings.get(SIDEBAR_VISIBLE):
            self._set_sidebar(True)
        is_rail = width < _RAIL_BELOW
        is_other_panel = self._panel is not None and self._panel.is_rail != is_rail
        if self._panel is not None and is_other_panel:
            self._set_rail(self._panel, is_rail)
        if is_other_panel or had_sidebar == self._pane(_SIDEBAR).isHidden():
            self._share(width, is_rail=is_rail)

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

    def _share(self, width: int, *, is_rail: bool) -> None:
        """Give the panes the widths that the reader gave them, and the article what is left."""
        left = int(self._settings.get(SIDEBAR_WIDTH))
        right = _RAIL_WIDTH if is_rail else int(self._settings.get(PANEL_WIDTH))
        taken = left if not self._pane(_SIDEBAR).isHidden() else 0
        self.setSizes([left, max(width - taken - right, _LEAST), right])

    def _on_moved(self) -> None:
        """Remember the widths that the reader gives; those that a narrow window forces do not count."""
        left, _, right = self.sizes()
        if not self._pane(_SIDEBAR).isHidden():
            self._settings.set(SIDEBAR_WIDTH, max(float(left), SIDEBAR_WIDTH.low))
        if self._panel is not None and self._panel.isVisible() and not self._panel.is_rail:
            self._settings.set(PANEL_WIDTH, max(float(right), PANEL_WIDTH.low))

    def _set_rail(self, panel: AnnotationPanel, is_rail: bool) -> None:
        panel.set_rail(is_rail)
        panel.setMaximumWidth(_RAIL_WIDTH if is_rail else _NO_LIMIT)

    def _pane(self, index: int) -> QWidget:
        pane = self.widget(index)
        assert pane is not None
        return pane
