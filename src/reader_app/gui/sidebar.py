"""The sidebar: the library or the contents of the open article, one at a time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.outline_panel import OutlinePanel


class Sidebar(QWidget):
    """Two panes and the buttons that choose between them."""

    def __init__(self, articles: ArticleList, outline: OutlinePanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._articles, self._outline = articles, outline
        self._stack = QStackedWidget()
        self._stack.addWidget(articles)
        self._stack.addWidget(outline)
        self._buttons = QButtonGroup(self)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(8, 6, 8, 2)
        tabs.setSpacing(4)
        for index, text in enumerate((self.tr("Library"), self.tr("Contents"))):
            button = QToolButton()
            button.setText(text)
            button.setCheckable(True)
            button.setChecked(index == 0)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            self._buttons.addButton(button, index)
            tabs.addWidget(button)
        tabs.addStretch()
        self._buttons.idClicked.connect(self._stack.setCurrentIndex)

        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(tabs)
        layout.addWidget(self._stack, 1)

    def show_pane(self, index: int) -> None:
        """Show the library (0) or the contents (1)."""
        self._buttons.button(index).setChecked(True)
        self._stack.setCurrentIndex(index)

    def focus_pane(self) -> None:
        """Put the keyboard into the search line of the library, or into the contents."""
        if self._stack.currentIndex() == 0:
            self._articles.focus_search()
        else:
            self._outline.setFocus()
