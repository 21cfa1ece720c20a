from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gui.reading import Mouse, Reading
from gui.windows import Desktop
from reader_app.gui.icons import Icons
from reader_app.gui.theme import LIGHT
from reader_app.library.library import open_library

NAMES = ("back", "close", "delete", "export", "open", "plus", "search")
LINE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" stroke="#000"><path d="M4 12h16"/></svg>'


@pytest.fixture
def icons(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Icons:
    """Icons that all look the same, so that tests of widgets need no drawings."""
    folder: Path = tmp_path_factory.mktemp("icons")
    for name in NAMES:
        (folder / f"{name}.svg").write_text(LINE)
    return Icons(LIGHT, folder)


@pytest.fixture
def reading(tmp_path: Path, qtbot: QtBot) -> Iterator[Reading]:
    """A session with its page view; no article is open."""
    reading = Reading(tmp_path / "library", qtbot)
    yield reading
    reading.close()


@pytest.fixture
def mouse(reading: Reading) -> Mouse:
    """A mouse over that page view."""
    return Mouse(reading)


@pytest.fixture
def desktop(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Desktop]:
    """The whole window on an empty library."""
    with open_library(tmp_path / "library") as library:
        desktop = Desktop(library, tmp_path / "settings.ini", qapp, qtbot)
        yield desktop
        desktop.close()
