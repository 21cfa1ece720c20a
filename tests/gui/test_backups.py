from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QPlainTextEdit, QPushButton

from gui.test_undoing import mark
from gui.windows import Desktop
from reader_app.gui.backups_dialog import BackupsDialog
from reader_app.library.backups import backups_in


@pytest.fixture
def reading(desktop: Desktop, tmp_path: Path) -> Desktop:
    (tmp_path / "ebb.txt").write_text("Ebb of the tide\n\nThe sea comes twice a day here.\n")
    desktop.open(tmp_path / "ebb.txt")
    desktop.wait_until_read()
    mark(desktop, "twice a day")
    desktop.run("backups")
    return desktop


def dialog(desktop: Desktop) -> BackupsDialog:
    [found] = desktop.window.findChildren(BackupsDialog)
    return found


def rows(desktop: Desktop) -> list[tuple[str, str, str]]:
    """Return articles, annotations and occasion of each row."""
    table = dialog(desktop)._list
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [(item.text(2), item.text(3), item.text(4)) for item in items if item is not None]


def press(desktop: Desktop, text: str) -> None:
    [button] = [each for each in dialog(desktop).findChildren(QPushButton) if each.text() == text]
    assert button.isEnabled()
    button.click()


def said(desktop: Desktop) -> str:
    text = dialog(desktop).findChild(QPlainTextEdit)
    return str(text.toPlainText()) if text.isVisible() else ""


def back_up(desktop: Desktop) -> None:
    press(desktop, "Back up now")
    desktop.wait_until(lambda: "The backup is made" in said(desktop))


def test_backup_is_made_listed_and_described(reading: Desktop) -> None:
    back_up(reading)

    reading.wait_until(lambda: ("1", "1", "by you") in rows(reading))


def test_restored_backup_shows_in_the_window_and_what_was_there_is_kept(reading: Desktop) -> None:
    back_up(reading)
    mark(reading, "The sea")
    assert reading.session.annotations.count == 2
    reading.wait_until(lambda: bool(rows(reading)))
    table = dialog(reading)._list
    table.setCurrentItem(table.topLevelItem(0))

    def confirm() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(each for each in box.buttons() if each.text().replace("&", "") == "Restore").click()

    QTimer.singleShot(0, confirm)
    press(reading, "Restore…")

    reading.wait_until(lambda: "The backup is restored" in said(reading))
    assert dialog(reading)._said.verticalScrollBar().maximum() == 0  # both its lines are in sight
    reading.wait_until(
        lambda: [each.quote for each in reading.session.annotations.in_order()] == ["twice a day"]
    )
    assert any(each.path.name.startswith("before-restore") for each in backups_in(reading.library.folder))


def test_check_says_that_all_is_well_or_what_is_not(reading: Desktop) -> None:
    press(reading, "Check the library")
    reading.wait_until(lambda: said(reading).startswith("The library is sound"))

    article = reading.session.article
    assert article is not None
    file = reading.library.files.path(reading.library.articles.version(article.version_id).original_file)
    file.unlink()
    press(reading, "Check the library")

    reading.wait_until(lambda: "Ebb of the tide" in said(reading))
    assert "is missing" in said(reading)


def test_damaged_backup_is_listed_as_damaged_and_cannot_be_restored(reading: Desktop) -> None:
    back_up(reading)
    [backup] = [each for each in backups_in(reading.library.folder) if each.path.name.startswith("backup")]
    backup.path.write_bytes(backup.path.read_bytes()[:5000])
    dialog(reading).reject()
    reading.wait_until(lambda: not reading.window.findChildren(BackupsDialog))

    reading.run("backups")

    reading.wait_until(lambda: ("—", "—", "damaged") in rows(reading))


def test_daily_backup_is_made_beside_the_window(desktop: Desktop) -> None:
    desktop.shelf._on_pause()

    desktop.wait_until(lambda: desktop.shelf._care is None)
    assert desktop.shelf._cared_on is not None
