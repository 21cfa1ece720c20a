import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from reader_app.gui.password_dialog import PasswordDialog


@pytest.fixture
def dialog(qtbot: QtBot) -> PasswordDialog:
    widget = PasswordDialog("Annual <b>report</b>")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def line(dialog: PasswordDialog) -> QLineEdit:
    found = dialog.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


def button(dialog: PasswordDialog, text: str) -> QPushButton:
    return next(each for each in dialog.findChildren(QPushButton) if each.text() == text)


def test_title_is_shown_as_it_is(dialog: PasswordDialog) -> None:
    question = dialog.findChildren(QLabel)[0]

    assert "“Annual <b>report</b>”" in question.text()
    assert question.textFormat() == Qt.TextFormat.PlainText


def test_password_is_hidden_and_passed_on_as_typed(dialog: PasswordDialog, qtbot: QtBot) -> None:
    assert not button(dialog, "Open").isEnabled()
    assert line(dialog).echoMode() == QLineEdit.EchoMode.Password

    qtbot.keyClicks(line(dialog), " open sesame ")
    with qtbot.waitSignal(dialog.submitted) as submitted:
        qtbot.keyClick(line(dialog), Qt.Key.Key_Return)

    assert submitted.args == [" open sesame "]
    assert dialog.isVisible()


def test_password_is_not_submitted_twice_while_it_is_tried(dialog: PasswordDialog) -> None:
    line(dialog).setText("x")
    submitted: list[str] = []
    dialog.submitted.connect(submitted.append)

    button(dialog, "Open").click()
    button(dialog, "Open").click()

    assert submitted == ["x"]


def test_wrong_password_can_be_typed_over(dialog: PasswordDialog, qtbot: QtBot) -> None:
    line(dialog).setText("wrong")
    button(dialog, "Open").click()

    dialog.set_wrong()

    assert any(
        "does not open the file" in label.text() and label.isVisible()
        for label in dialog.findChildren(QLabel)
    )
    qtbot.keyClicks(line(dialog), "right")
    with qtbot.waitSignal(dialog.submitted) as submitted:
        button(dialog, "Open").click()
    assert submitted.args == ["right"]


def test_cancel_closes(dialog: PasswordDialog, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dialog.rejected):
        button(dialog, "Cancel").click()

    assert not dialog.isVisible()
