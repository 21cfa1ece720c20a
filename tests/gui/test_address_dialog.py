import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from reader_app.gui.address_dialog import AddressDialog


def dialog(qtbot: QtBot, address: str = "") -> AddressDialog:
    widget = AddressDialog(address)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def line(widget: AddressDialog) -> QLineEdit:
    found = widget.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def test_address_that_it_begins_with_is_saved_by_enter(qtbot: QtBot) -> None:
    widget = dialog(qtbot, "https://example.org/news")
    assert line(widget).selectedText() == "https://example.org/news"

    with qtbot.waitSignal(widget.submitted) as submitted:
        qtbot.keyClick(line(widget), Qt.Key.Key_Return)

    assert submitted.args == ["https://example.org/news"]
    assert not widget.isVisible()


def test_scheme_may_be_left_out(qtbot: QtBot) -> None:
    widget = dialog(qtbot)
    qtbot.keyClicks(line(widget), "example.org/news")

    with qtbot.waitSignal(widget.submitted) as submitted:
        widget._save.click()

    assert submitted.args == ["https://example.org/news"]


@pytest.mark.parametrize("text", ["", "news", "ftp://example.org", "a bridge is closed"])
def test_what_is_no_address_cannot_be_saved(qtbot: QtBot, text: str) -> None:
    widget = dialog(qtbot)

    qtbot.keyClicks(line(widget), text)
    qtbot.keyClick(line(widget), Qt.Key.Key_Return)

    assert not widget._save.isEnabled()
    assert widget.isVisible()


def test_escape_saves_nothing(qtbot: QtBot) -> None:
    widget = dialog(qtbot, "https://example.org/news")

    with qtbot.assertNotEmitted(widget.submitted):
        qtbot.keyClick(widget, Qt.Key.Key_Escape)

    assert not widget.isVisible()
