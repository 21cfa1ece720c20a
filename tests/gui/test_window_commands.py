"""What entries of the menu do in the whole window."""

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from gui.export_hands import Hands
from gui.windows import Desktop
from reader_app.gui.export_dialog import ExportDialog


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader_app.gui.furniture.preview_folder", lambda: tmp_path / "previews")


def write(path: Path, title: str) -> Path:
    path.write_text(f"{title}\n\nWords of {title}, and some more of them.\n", encoding="utf-8")
    return path


def hands_of(desktop: Desktop) -> Hands:
    desktop.wait_until(lambda: desktop.window.findChild(ExportDialog) is not None)
    dialog = desktop.window.findChild(ExportDialog)
    assert isinstance(dialog, ExportDialog)
    return Hands(dialog)


@pytest.mark.parametrize(("action", "button"), [("export", "Export"), ("print", "Print…")])
def test_menu_opens_the_dialog_and_it_closes_without_a_trace(
    desktop: Desktop, tmp_path: Path, action: str, button: str
) -> None:
    desktop.open(write(tmp_path / "flood.txt", "Flood"))

    desktop.run(action)
    hands = hands_of(desktop)
    assert hands.button(button).isVisible()
    hands.button("Cancel").click()

    desktop.wait_until(lambda: desktop.window.findChild(ExportDialog) is None)
    assert list((tmp_path / "previews").glob("*")) == []


def test_articles_that_are_selected_in_the_library_are_exported(desktop: Desktop, tmp_path: Path) -> None:
    desktop.open(write(tmp_path / "flood.txt", "Flood"))
    desktop.open(write(tmp_path / "ebb.txt", "Ebb"))
    ids = tuple(article.id for article in desktop.library.articles.list())

    desktop.articles.export_requested.emit(ids)
    hands = hands_of(desktop)
    hands.file.setText(str(tmp_path / "out"))
    hands.button("Export").click()

    desktop.wait_until(lambda: "2 articles were saved" in hands.said)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["Ebb.pdf", "Flood.pdf"]


def test_passage_is_copied_with_its_citation_from_the_menu(
    desktop: Desktop, tmp_path: Path, qtbot: QtBot
) -> None:
    desktop.open(write(tmp_path / "flood.txt", "Flood"))
    desktop.wait_until_read()
    desktop.session.select((0, 5), (0, 12))

    desktop.run("copy-cited")

    assert "— “Flood”" in QGuiApplication.clipboard().text()
    assert desktop.status == "The passage was copied with its citation."
