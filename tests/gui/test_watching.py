from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from gui.windows import Desktop
from reader_app.gui import watched_folder as room
from reader_app.gui import watching
from reader_app.gui.settings import WATCHED_FOLDER
from reader_app.gui.watch_dialog import WatchDialog
from reader_app.library.library import open_library


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "LOOK_INTERVAL", 200)
    monkeypatch.setattr(room, "STEADY_FOR", 100)
    monkeypatch.setattr(watching, "_START_AFTER", 0)


@pytest.fixture
def watching_desktop(
    quick: None, folder: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> Iterator[Desktop]:
    """A window that reads an article, and watches a folder."""
    with open_library(tmp_path / "library") as library:
        desktop = Desktop(library, tmp_path / "settings.ini", qapp, qtbot)
        (tmp_path / "ebb.txt").write_text("Ebb\n\nThe water goes.\n")
        desktop.open(tmp_path / "ebb.txt")
        choose(desktop, str(folder))
        yield desktop
        desktop.close()


def choose(desktop: Desktop, folder: str) -> None:
    """Choose a folder in the dialog, or stop watching for ""."""
    desktop.run("watch")
    dialog = desktop.window.findChild(WatchDialog)
    assert isinstance(dialog, WatchDialog)
    if folder:
        with pytest.MonkeyPatch.context() as patch:  # the system's own dialog cannot be driven
            patch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folder)
            dialog._choose.click()
    else:
        dialog._stop.click()
    dialog.accept()


def save_page(folder: Path, title: str, words: str = "The town says so.") -> Path:
    path = folder / f"{title}.html"
    path.write_text(f"<html><head><title>{title}</title></head><body><p>{words}</p></body></html>")
    return path


def test_page_that_is_saved_there_is_added_and_nothing_is_opened(
    watching_desktop: Desktop, folder: Path
) -> None:
    save_page(folder, "Flood")
    watching_desktop.wait_until(lambda: "Flood" in watching_desktop.titles)
    watching_desktop.wait_until(lambda: "Flood" in watching_desktop.status)

    assert watching_desktop.status == "Added from the watched folder: Flood"
    assert watching_desktop.title == "Ebb"
    assert watching_desktop.strip == ""
    articles = watching_desktop.articles
    watching_desktop.wait_until(lambda: articles._model.rowCount() == 2)


def test_what_cannot_be_added_is_told_once(watching_desktop: Desktop, folder: Path) -> None:
    (folder / "broken.pdf").write_bytes(b"\0\1\2")
    watching_desktop.wait_until(lambda: watching_desktop.notice.startswith("broken.pdf: "))
    watching_desktop.window.article.notices.clear()

    save_page(folder, "Flood")
    watching_desktop.wait_until(lambda: "Flood" in watching_desktop.titles)
    watching_desktop.wait_until(lambda: not watching_desktop.is_taking)

    assert watching_desktop.notice == ""


def test_several_that_cannot_be_added_are_in_the_details(watching_desktop: Desktop, folder: Path) -> None:
    for number in range(3):
        (folder / f"broken{number}.pdf").write_bytes(b"\0\1\2")

    watching_desktop.wait_until(lambda: "3 failed" in watching_desktop.notice)

    watching_desktop.press_notice()
    assert watching_desktop.window.arrivals._dialog is not None


def test_folder_is_remembered_and_its_files_are_taken_once(
    watching_desktop: Desktop, folder: Path, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    page = save_page(folder, "Flood")
    watching_desktop.wait_until(lambda: "Flood" in watching_desktop.titles)
    watching_desktop.wait_until(lambda: not watching_desktop.is_taking)
    watching_desktop.close()
    taken = tmp_path / "library" / "watched-files.jsonl"
    assert taken.read_text().count("\n") == 1

    with open_library(tmp_path / "other") as library:
        (tmp_path / "other" / "watched-files.jsonl").write_text(taken.read_text())
        again = Desktop(library, tmp_path / "settings.ini", qapp, qtbot)
        assert again.settings.get(WATCHED_FOLDER) == str(folder)
        save_page(folder, "Spring")
        again.wait_until(lambda: again.titles == ["Spring"])
        assert page.exists()
        again.close()


def test_folder_that_vanishes_is_told(watching_desktop: Desktop, folder: Path) -> None:
    folder.rmdir()

    watching_desktop.wait_until(lambda: "cannot be read" in watching_desktop.notice)

    assert str(folder) in watching_desktop.notice


def test_watching_stops_when_the_reader_says_so(watching_desktop: Desktop, folder: Path) -> None:
    choose(watching_desktop, "")

    assert watching_desktop.settings.get(WATCHED_FOLDER) == ""
    furniture = watching_desktop.window._furniture
    assert furniture is not None
    watched = furniture._watching._folder
    watching_desktop.wait_until(lambda: not watched._is_looking)
    save_page(folder, "Flood")
    watched.look()
    assert not watched._is_looking
