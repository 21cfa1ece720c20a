from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gui.reading import write_pages
from reader_app.gui import shelf as shelf_room
from reader_app.gui.library_view.article_row import ArticleRow
from reader_app.gui.shelf import Shelf
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.jobs import ReadText, SaveSource
from reader_app.worker.runner import JobRunner

SOON = 60_000  # milliseconds


@pytest.fixture
def shelf(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    monkeypatch.setattr(shelf_room, "_LOOK_INTERVAL", 50)
    monkeypatch.setattr(shelf_room, "_INDEX_PAUSE", 100)
    with open_library(tmp_path / "library") as library:
        owner = QObject()  # destroys the shelf in this thread
        shelf = Shelf(library, owner)
        yield shelf
        shelf.close()


def write(folder: Path, name: str, text: str = "Some words.") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.txt"
    path.write_text(f"{name}\n\n{text}\n")
    return path


def rows(shelf: Shelf, query: str = "") -> list[ArticleRow]:
    return shelf.rows(query, shelf.annotation_counts())


def save(shelf: Shelf, *paths: Path, text: ReadText = ReadText.NOW) -> None:
    """Save files in a child: a second library in this process would take SQLite's locks away."""
    with JobRunner() as runner:
        for path in paths:
            runner.run(SaveSource(shelf.library.folder, given(path, path.name), text=text))


def test_texts_are_read_in_the_background_and_found(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    save(
        shelf,
        write(tmp_path, "Ebb", "The moon pulls the water."),
        write(tmp_path, "Flood"),
        text=ReadText.LATER,
    )

    qtbot.waitUntil(lambda: [row.article.title for row in rows(shelf, "moon")] == ["Ebb"], timeout=SOON)

    [row] = rows(shelf, "moon")
    assert row.article.word_count > 4


def test_file_that_asks_for_a_password_is_saved_and_complains_of_nothing(
    shelf: Shelf, tmp_path: Path, qtbot: QtBot
) -> None:
    failures: list[str] = []
    shelf.failed.connect(failures.append)
    save(shelf, write_pages(tmp_path / "locked.pdf", password="secret"), text=ReadText.LATER)
    save(shelf, write(tmp_path, "Ebb", "The moon pulls the water."), text=ReadText.LATER)

    qtbot.waitUntil(lambda: len(rows(shelf, "moon")) == 1, timeout=SOON)

    assert len(rows(shelf)) == 2
    assert failures == []


def test_article_of_another_program_is_noticed(shelf: Shelf, tmp_path: Path, qtbot: QtBot) -> None:
    with qtbot.waitSignal(shelf.changed_elsewhere, timeout=SOON):
        save(shelf, write(tmp_path, "Ebb"))

    assert [row.article.title for row in rows(shelf)] == ["Ebb"]


def test_latest_article_is_the_one_opened_last_else_saved_last(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.latest() is None
    save(shelf, write(tmp_path, "Ebb"), write(tmp_path, "Flood"))
    latest = shelf.latest()
    assert latest is not None
    assert latest.title == "Flood"

    ebb = next(row.article for row in rows(shelf) if row.article.title == "Ebb")
    shelf.library.articles.update(ebb.id, lambda _: ebb.opened(ebb.saved_at))

    latest = shelf.latest()
    assert latest is not None
    assert latest.title == "Ebb"


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not list its locks")
def test_a_look_at_the_library_itself_leaves_its_locks(shelf: Shelf) -> None:
    own = shelf.library.folder / "library.sqlite3"
    inode = f":{own.stat().st_ino} "
    assert inode in Path("/proc/locks").read_text()

    assert shelf.find(own) is None
    assert inode in Path("/proc/locks").read_text()
