import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from reader_app.gui.icons import Icons
from reader_app.gui.notice_bar import NoticeBar, NoticeKind
from reader_app.gui.theme import LIGHT, apply


@pytest.fixture
def bar(qtbot: QtBot, icons: Icons, qapp: QApplication) -> NoticeBar:
    apply(qapp, LIGHT)
    widget = NoticeBar(icons)
    qtbot.addWidget(widget)
    widget.resize(500, 40)
    return widget


def sentence(bar: NoticeBar) -> str:
    label = bar.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label.text()


def action(bar: NoticeBar) -> QPushButton:
    button = bar.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    return button


def test_bar_is_hidden_until_there_is_something_to_say(bar: NoticeBar) -> None:
    assert bar.isHidden()

    bar.show_notice("The page could not be shown.")

    assert bar.isVisible()
    assert sentence(bar) == "The page could not be shown."
    assert bar.accessibleName() == "The page could not be shown."
    assert not action(bar).isVisible()


def test_button_closes_the_bar_and_does_what_it_says(bar: NoticeBar) -> None:
    done: list[str] = []
    bar.show_notice("Gone.", action="Undo", run=lambda: done.append("undone"))
    bar.show_notice("Not shown.", NoticeKind.WARNING, "Try again", lambda: done.append("tried"))

    action(bar).click()

    assert done == ["tried"]
    assert bar.isHidden()


def test_action_may_show_the_next_notice(bar: NoticeBar) -> None:
    bar.show_notice(
        "The page could not be shown.", action="Try again", run=lambda: bar.show_notice("Still not.")
    )

    action(bar).click()

    assert bar.isVisible()
    assert sentence(bar) == "Still not."


def test_button_and_escape_close(bar: NoticeBar, qtbot: QtBot) -> None:
    close = bar.findChild(QToolButton)
    assert isinstance(close, QToolButton)

    bar.show_notice("One")
    with qtbot.waitSignal(bar.closed):
        close.click()
    bar.show_notice("Two")
    with qtbot.waitSignal(bar.closed):
        qtbot.keyClick(bar, Qt.Key.Key_Escape)

    assert bar.isHidden()


def test_warning_looks_different_and_the_look_goes_back(bar: NoticeBar) -> None:
    def ground() -> str:
        return bar.grab().toImage().pixelColor(4, 4).name()

    bar.show_notice("Careful", NoticeKind.WARNING)
    warned = ground()
    bar.show_notice("All is well")

    assert (warned, ground()) == (LIGHT.warning, LIGHT.card)


def test_sentence_is_never_read_as_markup(bar: NoticeBar) -> None:
    bar.show_notice("<b>x</b>")

    label = bar.findChild(QLabel)
    assert isinstance(label, QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
