from pathlib import Path

import pytest
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QApplication, QMainWindow
from pytestqt.qtbot import QtBot

from gui.reading import Reading
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.article_pane import ArticlePane
from reader_app.gui.icons import Icons
from reader_app.gui.library_view.article_list import ArticleList
from reader_app.gui.look import Look
from reader_app.gui.outline_panel import OutlinePanel
from reader_app.gui.panes import Panes
from reader_app.gui.settings import PANEL_WIDTH, SIDEBAR_WIDTH, Settings
from reader_app.gui.sidebar import Sidebar


class Window(QMainWindow):
    """A window with panes."""

    def __init__(self, reading: Reading, icons: Icons, settings: Settings, look: Look) -> None:
        super().__init__()
        actions = {name: QAction(self) for name in ("sidebar", "panel")}
        self.panes = Panes(ArticlePane(reading.session, look), settings, actions)
        self.setCentralWidget(self.panes)
        self.resize(1250, 700)
        self.panes.restore(1250)
        self.panes.fill(Sidebar(ArticleList(icons), OutlinePanel()), AnnotationPanel(lambda _name: QIcon()))
        self.show()

    def widen(self, width: int) -> list[int]:
        """Make the window so wide; returns the widths of the panes."""
        old = self.width()
        self.resize(width, 700)
        QApplication.processEvents()
        self.panes.fit(width, old)
        QApplication.processEvents()
        return self.panes.sizes()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def window(reading: Reading, icons: Icons, settings: Settings, qapp: QApplication, qtbot: QtBot) -> Window:
    window = Window(reading, icons, settings, Look(qapp, settings))
    qtbot.addWidget(window)
    QApplication.processEvents()
    return window


def test_panes_have_their_widths_again_after_the_window_was_narrow(window: Window) -> None:
    narrow = window.widen(520)
    back = window.widen(1250)

    assert (narrow[0], narrow[2]) == (0, 34)
    assert (back[0], back[2]) == (250, 320)


def test_widths_that_the_reader_gave_are_kept(window: Window, settings: Settings) -> None:
    window.panes.moveSplitter(300, 1)
    window.panes.moveSplitter(850, 2)
    given = window.panes.sizes()

    window.widen(520)
    window.widen(940)
    back = window.widen(1250)

    assert back == given
    assert (settings.get(SIDEBAR_WIDTH), settings.get(PANEL_WIDTH)) == (given[0], given[2])
