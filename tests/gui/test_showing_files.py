from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from reader_app.gui.showing_files import file_address, open_file, show_in_folder


class Opened(QObject):
    """Takes what would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.paths: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.paths.append(url.toLocalFile())


@pytest.fixture
def opened(qapp: object) -> Iterator[Opened]:
    handler = Opened()
    QDesktopServices.setUrlHandler("file", handler, "open")
    yield handler
    QDesktopServices.unsetUrlHandler("file")


def test_file_is_opened_by_the_program_that_the_system_has(opened: Opened, tmp_path: Path) -> None:
    open_file(tmp_path / "a.pdf")

    assert opened.paths == [str(tmp_path / "a.pdf")]


@pytest.mark.parametrize("programs", ["", "/usr/bin"])
def test_folder_is_opened_where_no_file_manager_answers(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, programs: str
) -> None:
    monkeypatch.setenv("PATH", programs)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere")
    parent = QObject()

    show_in_folder([tmp_path / "a.pdf"], parent)

    qtbot.waitUntil(lambda: opened.paths == [str(tmp_path)])


def test_address_of_a_file_can_stand_between_quotes() -> None:
    assert file_address(Path("/a b/it's “ä”.pdf")) == "file:///a%20b/it%27s%20%E2%80%9C%C3%A4%E2%80%9D.pdf"
