import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reader_app.gui import watched_folder as room
from reader_app.gui.folder_look import TakenFiles
from reader_app.gui.watched_folder import WatchedFolder

SOON = 60_000  # milliseconds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "saved"
    folder.mkdir()
    return folder


@pytest.fixture
def watched(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedFolder]:
    monkeypatch.setattr(room, "LOOK_INTERVAL", 100)
    monkeypatch.setattr(room, "STEADY_FOR", 200)
    owner = QObject()  # destroys it in this thread
    watched = WatchedFolder(TakenFiles(tmp_path / "taken.jsonl"), lambda: frozenset({".html"}), owner)
    yield watched
    watched.watch(None)


class Heard:
    """What is said of a folder; what arrives is taken at once."""

    def __init__(self, watched: WatchedFolder) -> None:
        self.names: list[str] = []
        self.vanished = 0
        self._watched = watched
        watched.arrived.connect(self._on_arrived)
        watched.vanished.connect(self._on_vanished)

    def _on_arrived(self, paths: tuple[str, ...]) -> None:
        self.names += [Path(path).name for path in paths]
        self._watched.release(are_taken=True)

    def _on_vanished(self) -> None:
        self.vanished += 1


def test_what_is_there_and_what_comes_arrives_once(
    watched: WatchedFolder, folder: Path, qtbot: QtBot
) -> None:
    heard = Heard(watched)
    (folder / "first.html").write_text("First.")

    watched.watch(folder)
    qtbot.waitUntil(lambda: heard.names == ["first.html"], timeout=SOON)
    (folder / "second.html").write_text("Second.")
    qtbot.waitUntil(lambda: len(heard.names) == 2, timeout=SOON)
    (folder / "third.html").write_text("Third.")
    qtbot.waitUntil(lambda: len(heard.names) == 3, timeout=SOON)

    assert heard.names == ["first.html", "second.html", "third.html"]


def test_file_that_is_being_written_is_waited_for(
    watched: WatchedFolder, folder: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    watched.arrived.connect(lambda paths: sizes.extend(Path(path).stat().st_size for path in paths))
    looked: list[int] = []
    look = watched._on_looked

    def grow(*arguments: object) -> None:
        """Write on at each of the first looks."""
        looked.append(1)
        if len(looked) <= 5:
            with (folder / "page.html").open("a") as file:
                file.write("More. ")
        look(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(watched, "_on_looked", grow)
    (folder / "page.html").write_text("First. ")

    watched.watch(folder)
    qtbot.waitUntil(lambda: bool(sizes), timeout=SOON)

    assert sizes == [len("First. ") + 5 * len("More. ")]


def test_nothing_more_arrives_until_it_is_released(
    watched: WatchedFolder, folder: Path, qtbot: QtBot
) -> None:
    arrived: list[tuple[str, ...]] = []
    watched.arrived.connect(arrived.append)
    (folder / "first.html").write_text("First.")
    watched.watch(folder)
    qtbot.waitUntil(lambda: len(arrived) == 1, timeout=SOON)

    (folder / "second.html").write_text("Second.")
    watched.look()
    watched.release(are_taken=False)
    qtbot.waitUntil(lambda: len(arrived) > 1, timeout=SOON)

    assert "first.html" in {Path(path).name for path in arrived[1]}  # it was not taken


def test_folder_that_vanishes_says_so_once_and_is_taken_up_again(
    watched: WatchedFolder, folder: Path, qtbot: QtBot
) -> None:
    heard = Heard(watched)
    watched.watch(folder)
    (folder / "first.html").write_text("First.")
    qtbot.waitUntil(lambda: len(heard.names) == 1, timeout=SOON)

    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: heard.vanished == 1, timeout=SOON)
    watched.look()
    watched.look()
    folder.mkdir()
    (folder / "second.html").write_text("Second.")
    qtbot.waitUntil(lambda: len(heard.names) == 2, timeout=SOON)

    assert heard.vanished == 1
    shutil.rmtree(folder)
    qtbot.waitUntil(lambda: heard.vanished == 2, timeout=SOON)


def test_folder_that_is_no_longer_watched_says_nothing(
    watched: WatchedFolder, folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = Heard(watched)
    other = tmp_path / "other"
    other.mkdir()
    (folder / "first.html").write_text("First.")
    (other / "second.html").write_text("Second.")

    watched.watch(folder)
    watched.watch(other)
    qtbot.waitUntil(lambda: bool(heard.names), timeout=SOON)

    assert heard.names == ["second.html"]
