from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from pytestqt.qtbot import QtBot

from gui.reading import Reading, long_text, styled
from reader_app.gui.annotating import Annotating
from reader_app.gui.annotation_panel.panel import AnnotationPanel
from reader_app.gui.selection_bar import SelectionBar


class Desk:
    """A page view, the cards beside it and the bar at the selection."""

    def __init__(self, reading: Reading) -> None:
        view = reading.view
        self._owner = QObject()
        self.panel = AnnotationPanel(lambda _name: QIcon())
        self.panel.resize(320, view.height())
        self.panel.show()
        self.bar = SelectionBar(lambda _name: QIcon(), view.viewport())
        self.annotating = Annotating(reading.session, view, self.panel, self.bar, self._owner)


@pytest.fixture
def desk(reading: Reading, qtbot: QtBot) -> Iterator[Desk]:
    desk = Desk(reading)
    qtbot.addWidget(desk.panel)
    yield desk
    desk.panel.close()


def test_note_is_brought_into_sight_before_it_is_written(reading: Reading, desk: Desk) -> None:
    reading.open_text(long_text())
    annotation = reading.mark("Number003")
    reading.settle()
    reading.view.verticalScrollBar().setValue(reading.view.verticalScrollBar().maximum())
    reading.settle()

    desk.annotating.note()
    reading.settle()

    assert reading.session.active_id == annotation.id
    card = desk.panel.active_card
    assert card is not None
    assert card.is_editing
    assert 0 <= card.y() < desk.panel.height()


def test_bar_goes_when_the_selection_gets_another_place(reading: Reading, desk: Desk) -> None:
    reading.open_text(long_text())
    reading.select("Number003")
    reading.view.selection_made.emit()
    was_shown = desk.bar.isVisible()

    reading.view.set_style(styled(reading.view, font_size=20.0))
    reading.settle()

    assert (was_shown, desk.bar.isVisible()) == (True, False)
    assert reading.session.selected_text() == "Number003"


def test_link_of_a_note_is_opened(reading: Reading, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    reading.open_text(long_text())

    desk.panel.link_clicked.emit("https://example.org/source")

    assert opened == [QUrl("https://example.org/source")]
