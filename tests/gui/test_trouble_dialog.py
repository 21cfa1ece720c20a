"""The window in place of the window, where the library cannot be opened."""

import sqlite3
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE
from reader_app.errors import DamagedLibraryError, StorageError
from reader_app.gui.trouble_dialog import TroubleDialog
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library with one article, and a backup of it."""
    folder = tmp_path / "library"
    save_source(SaveSource(folder, given(b"Tides\n\nThe sea comes twice a day.\n", "t.txt")))
    with open_library(folder) as library:
        library.backup(folder / "backups" / "library-2026-11-20.sqlite3")
    return folder


def trouble(folder: Path, qtbot: QtBot) -> TroubleDialog:
    with pytest.raises(StorageError) as caught:
        open_library(folder)
    dialog = TroubleDialog(folder, caught.value)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def button(dialog: TroubleDialog, text: str) -> QPushButton:
    [found] = [each for each in dialog.findChildren(QPushButton) if each.text() == text]
    return found


def titles(folder: Path) -> list[str]:
    with open_library(folder) as library:
        return [article.title for article in library.articles.list()]


def test_damaged_library_is_set_aside_for_the_newest_good_backup(folder: Path, qtbot: QtBot) -> None:
    damaged = b"no database " * 999
    (folder / "library.sqlite3").write_bytes(damaged)
    (folder / "backups" / "library-2026-11-21.sqlite3").write_bytes(b"a broken backup")
    dialog = trouble(folder, qtbot)
    restore = button(dialog, "Restore it")
    qtbot.waitUntil(restore.isVisible, timeout=PATIENCE)
    assert "Articles in it: 1" in dialog._offer.text()
    assert (folder / "library.sqlite3").read_bytes() == damaged

    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        restore.click()

    assert titles(folder) == ["Tides"]
    [aside] = folder.glob("library.damaged-*.sqlite3")
    assert aside.read_bytes() == damaged


def test_another_programs_database_is_set_aside_too(folder: Path, qtbot: QtBot) -> None:
    (folder / "library.sqlite3").unlink()
    for log in folder.glob("library.sqlite3-*"):
        log.unlink()
    other = sqlite3.connect(folder / "library.sqlite3")
    other.execute("CREATE TABLE of_another_program (text)")
    other.commit()
    other.close()
    before = (folder / "library.sqlite3").read_bytes()
    dialog = trouble(folder, qtbot)
    restore = button(dialog, "Restore it")
    qtbot.waitUntil(restore.isVisible, timeout=PATIENCE)

    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        restore.click()

    assert titles(folder) == ["Tides"]
    [aside] = folder.glob("library.damaged-*.sqlite3")
    assert aside.read_bytes() == before


def test_library_that_is_only_in_use_offers_no_backup(folder: Path, qtbot: QtBot) -> None:
    dialog = TroubleDialog(folder, StorageError("Cannot open the library: another program is using it."))
    qtbot.addWidget(dialog)
    dialog.show()

    assert not button(dialog, "Restore it").isVisible()
    assert button(dialog, "Try again").isEnabled()
    dialog.reject()


def test_library_of_a_newer_program_offers_no_backup(folder: Path, qtbot: QtBot) -> None:
    newer = sqlite3.connect(folder / "library.sqlite3")
    newer.execute("PRAGMA user_version = 999")
    newer.close()

    dialog = trouble(folder, qtbot)

    assert "newer version" in dialog._sentence.text()
    assert not button(dialog, "Restore it").isVisible()
    button(dialog, "Quit").click()
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_library_without_a_good_backup_says_so(folder: Path, qtbot: QtBot) -> None:
    (folder / "library.sqlite3").write_bytes(b"no database " * 999)
    (folder / "backups" / "library-2026-11-20.sqlite3").write_bytes(b"a broken backup")

    dialog = trouble(folder, qtbot)

    qtbot.waitUntil(lambda: "None of the backups" in dialog._offer.text(), timeout=PATIENCE)
    assert button(dialog, "Choose another folder…").isEnabled()


def test_backup_that_is_none_is_refused_and_all_stays(folder: Path, qtbot: QtBot, tmp_path: Path) -> None:
    (folder / "library.sqlite3").write_bytes(b"no database " * 999)
    dialog = TroubleDialog(folder, DamagedLibraryError("Cannot open the library: it is damaged."))
    qtbot.addWidget(dialog)
    (tmp_path / "letter.txt").write_text("Not a backup")

    dialog.restore(tmp_path / "letter.txt")
    qtbot.waitUntil(lambda: button(dialog, "Quit").isEnabled(), timeout=PATIENCE)

    assert "Cannot" in dialog._problem.text()
    assert (folder / "library.sqlite3").read_bytes().startswith(b"no database")
    dialog.reject()


def test_escape_does_not_end_a_restoration_half_way(folder: Path, qtbot: QtBot) -> None:
    (folder / "library.sqlite3").write_bytes(b"no database " * 999)
    dialog = TroubleDialog(folder, DamagedLibraryError("Cannot open the library: it is damaged."))
    qtbot.addWidget(dialog)
    dialog.show()
    [backup] = (folder / "backups").iterdir()

    with qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        dialog.restore(backup)
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert titles(folder) == ["Tides"]
