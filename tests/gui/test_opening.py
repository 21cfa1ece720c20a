from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE, write_pages
from gui.windows import Desktop
from reader_app.gui.main_window import MainWindow
from reader_app.gui.password_dialog import PasswordDialog


@pytest.fixture
def window(desktop: Desktop) -> MainWindow:
    return desktop.window


def add(window: MainWindow, *paths: Path) -> None:
    window.arrivals.add_named(map(str, paths))


def title(window: MainWindow) -> str:
    article = window._session.article
    return article.title if article is not None else ""


def dialog_of(window: MainWindow, qtbot: QtBot) -> PasswordDialog:
    qtbot.waitUntil(lambda: window.findChild(PasswordDialog) is not None, timeout=PATIENCE)
    dialog = window.findChild(PasswordDialog)
    assert isinstance(dialog, PasswordDialog)
    return dialog


def enter(dialog: PasswordDialog, password: str) -> None:
    line = dialog.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.setText(password)
    dialog._open.click()


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    return write_pages(tmp_path / "locked.pdf", password="sesame")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text("A bridge is closed\n\nIt is closed until spring, the town says.\n")
    return path


def test_added_file_is_saved_and_opened(window: MainWindow, news: Path, qtbot: QtBot) -> None:
    add(window, news)

    qtbot.waitUntil(lambda: title(window) == "A bridge is closed", timeout=PATIENCE)
    assert window.windowTitle() == "A bridge is closed — Reader"


def test_right_password_opens_the_file_after_a_wrong_one(
    window: MainWindow, locked: Path, qtbot: QtBot
) -> None:
    add(window, locked)
    dialog = dialog_of(window, qtbot)

    enter(dialog, "wrong")
    qtbot.waitUntil(lambda: "does not open" in dialog._problem.text(), timeout=PATIENCE)
    assert title(window) == ""
    enter(dialog, "sesame")

    qtbot.waitUntil(lambda: title(window) == "locked", timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.findChild(PasswordDialog) is None, timeout=PATIENCE)


def test_refused_password_leaves_the_article_that_was_open(
    window: MainWindow, locked: Path, news: Path, qtbot: QtBot
) -> None:
    add(window, news)
    qtbot.waitUntil(lambda: title(window) == "A bridge is closed", timeout=PATIENCE)
    add(window, locked)

    dialog_of(window, qtbot).reject()

    assert title(window) == "A bridge is closed"
    assert window._session.wanted == window._session.article
    read: list[object] = []
    window._session.page_read.connect(read.append)
    window._session.text._pages.clear()  # type: ignore[union-attr]
    window._session.read_page(0)
    qtbot.waitUntil(lambda: read == [0], timeout=PATIENCE)


def test_article_that_is_slow_to_open_is_named_until_it_is_open(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    slow = tmp_path / "slow.txt"
    slow.write_text("A slow one\n\n" + "It goes on and on, the town says.\n\n" * 3_000)
    window.opening._patience.setInterval(1)

    with qtbot.waitSignal(
        window.opening.status_changed,
        check_params_cb=lambda said, _time: said == "Opening “A slow one”…",
        timeout=PATIENCE,
    ):
        add(window, slow)

    qtbot.waitUntil(lambda: title(window) == "A slow one", timeout=PATIENCE)
    assert window.statusBar().currentMessage() == ""


def test_file_that_cannot_be_added_says_so(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"\0\1\2")

    add(window, broken)

    qtbot.waitUntil(window.article.notices.isVisible, timeout=PATIENCE)
    assert title(window) == ""


def test_page_that_cannot_be_read_counts_as_read_and_empty(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    add(window, write_pages(tmp_path / "pages.pdf"))
    qtbot.waitUntil(lambda: window._session.text is not None, timeout=PATIENCE)
    text = window._session.text
    assert text is not None

    window._session.read_page(10_000)

    qtbot.waitUntil(lambda: text.page(10_000) is not None, timeout=PATIENCE)
    assert len(text.page(10_000).text) == 0  # type: ignore[union-attr]  # it is not None by now
