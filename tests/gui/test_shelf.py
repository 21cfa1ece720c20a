from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.reading import write_pages
from reader_app.core.article import Article
from reader_app.gui import shelf as shelf_room
from reader_app.gui.shelf import Shelf
from reader_app.intake.sources import given
from reader_app.library.library import open_library

SOON = 30_000  # milliseconds


@pytest.fixture
def shelf(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(shelf_room, "_LOOK_INTERVAL", 50)
    monkeypatch.setattr(shelf_room, "_INDEX_PAUSE", 100)
    with open_library(tmp_path / "library") as library:
        owner = QObject()  # destroys the shelf in this thread
        shelf = Shelf(library, owner)
        yield shelf
        shelf.close()


class Heard:
    """What a shelf says while it adds."""

    def __init__(self, shelf: Shelf) -> None:
        self.saved: list[tuple[str, bool]] = []
        self.failures: list[str] = []
        self.progress: list[tuple[int, int]] = []
        self.finished: list[tuple[int, int, int]] = []
        shelf.saved.connect(self._on_saved)
        shelf.failed.connect(self.failures.append)
        shelf.progressed.connect(lambda done, total: self.progress.append((done, total)))
        shelf.finished.connect(lambda *counts: self.finished.append(counts))

    def _on_saved(self, _path: Path, article: Article, is_new: bool) -> None:
        self.saved.append((article.title, is_new))


def write(folder: Path, name: str, text: str = "Some words.") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(f"{name}\n\n{text}\n")
    return path


def test_files_are_added_one_after_the_other(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(shelf)
    files = [write(tmp_path, name) for name in ("Ebb", "Flood", "Spring")]

    with qtbot.waitSignal(shelf.finished, timeout=SOON):
        shelf.add(files)

    assert heard.saved == [("Ebb", True), ("Flood", True), ("Spring", True)]
    assert heard.progress == [(1, 3), (2, 3), (3, 3)]
    assert heard.finished == [(3, 0, 0)]
    assert {row.article.title for row in shelf.rows()} == {"Ebb", "Flood", "Spring"}


def test_folder_brings_the_files_in_it(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    folder = tmp_path / "papers"
    write(folder, "Ebb")
    write(folder / "more", "Flood")

    with qtbot.waitSignal(shelf.finished, timeout=SOON) as finished:
        shelf.add([folder])

    assert finished.args == [2, 0, 0]


def test_failing_file_and_known_file_stop_no_other(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(shelf)
    ebb = write(tmp_path, "Ebb")
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"\0\1\2\3")

    with qtbot.waitSignal(shelf.finished, timeout=SOON):
        shelf.add([ebb, broken, ebb, tmp_path / "missing.txt", write(tmp_path, "Flood")])

    assert heard.saved == [("Ebb", True), ("Ebb", False), ("Flood", True)]
    assert heard.finished[0][:2] == (2, 1)
    assert sorted(failure.split(":")[0] for failure in heard.failures) == ["broken.pdf", "missing.txt"]


def test_files_added_meanwhile_come_afterwards(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    heard = Heard(shelf)

    shelf.add([write(tmp_path, "Ebb")])
    shelf.add([write(tmp_path, "Flood")])
    qtbot.waitUntil(lambda: len(heard.finished) == 2, timeout=SOON)

    assert heard.saved == [("Ebb", True), ("Flood", True)]


def test_cancelling_keeps_what_is_saved_and_drops_the_rest(
    shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = Heard(shelf)
    files = [write(tmp_path, f"Article {number}") for number in range(60)]
    shelf.saved.connect(lambda _path, _article, _is_new: shelf.cancel())

    with qtbot.waitSignal(shelf.finished, timeout=SOON):
        shelf.add(files)

    assert 1 <= len(heard.saved) < 60
    assert heard.failures == []
    assert len(heard.saved) <= len(shelf.rows()) < 60
    assert shelf.library.check() == []


def test_texts_are_read_in_the_background_and_found(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    shelf.add([write(tmp_path, "Ebb", "The moon pulls the water."), write(tmp_path, "Flood")])

    qtbot.waitUntil(lambda: [row.article.title for row in shelf.rows("moon")] == ["Ebb"], timeout=SOON)

    [row] = shelf.rows("moon")
    assert row.article.word_count > 4


def test_file_that_asks_for_a_password_is_saved_and_complains_of_nothing(
    shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    heard = Heard(shelf)
    shelf.add([write_pages(tmp_path / "locked.pdf", password="secret")])
    shelf.add([write(tmp_path, "Ebb", "The moon pulls the water.")])

    qtbot.waitUntil(lambda: len(shelf.rows("moon")) == 1, timeout=SOON)

    assert len(heard.saved) == 2
    assert heard.failures == []


def test_article_of_another_program_is_noticed(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    from reader_app.worker.jobs import SaveSource
    from reader_app.worker.saving import save_source

    with qtbot.waitSignal(shelf.changed_elsewhere, timeout=SOON):
        save_source(SaveSource(tmp_path / "library", given(b"Ebb\n\nSome words.\n", "ebb.txt")))

    assert [row.article.title for row in shelf.rows()] == ["Ebb"]


def test_latest_article_is_the_one_opened_last_else_saved_last(
    shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    assert shelf.latest() is None
    with qtbot.waitSignal(shelf.finished, timeout=SOON):
        shelf.add([write(tmp_path, "Ebb"), write(tmp_path, "Flood")])
    latest = shelf.latest()
    assert latest is not None
    assert latest.title == "Flood"

    ebb = next(row.article for row in shelf.rows() if row.article.title == "Ebb")
    shelf.library.articles.update(ebb.opened(ebb.saved_at))

    latest = shelf.latest()
    assert latest is not None
    assert latest.title == "Ebb"


def test_trashed_article_is_gone_until_it_is_restored(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shelf.finished, timeout=SOON):
        shelf.add([write(tmp_path, "Ebb")])
    [row] = shelf.rows()

    shelf.trash(row.article.id)
    assert shelf.rows() == []
    shelf.restore(row.article.id)

    assert [each.article.title for each in shelf.rows()] == ["Ebb"]


def test_closing_in_the_middle_of_adding_ends_at_once(shelf: Shelf, tmp_path: Path) -> None:
    shelf.add([write(tmp_path, f"Article {number}") for number in range(60)])

    shelf.close()

    assert shelf._adding is not None
    assert not shelf._adding._thread.is_alive()
