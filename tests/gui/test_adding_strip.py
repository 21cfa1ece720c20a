import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from reader_app.gui.adding import AddingProgress
from reader_app.gui.adding_report import AddingReport, Entry
from reader_app.gui.adding_strip import AddingStrip
from reader_app.gui.icons import Icons


@pytest.fixture
def strip(qtbot: QtBot, icons: Icons) -> AddingStrip:
    widget = AddingStrip(icons)
    qtbot.addWidget(widget)
    return widget


def line(strip: AddingStrip) -> str:
    label = strip.findChild(QLabel)
    assert isinstance(label, QLabel)
    return label.text()


def report(failed: int) -> AddingReport:
    return AddingReport(
        tuple(Entry(addition=1, name=f"{n}.pdf", problem="It is empty.") for n in range(failed))
    )


def test_what_takes_no_time_shows_nothing(strip: AddingStrip) -> None:
    strip.show_progress(AddingProgress(0, 1, is_looking=False, name="a.txt"))
    strip.clear()

    assert not strip.isVisible()
    assert not strip._patience.isActive()


def test_progress_of_one_names_it_and_of_several_counts_them(strip: AddingStrip, qtbot: QtBot) -> None:
    strip.show_progress(AddingProgress(0, 1, is_looking=False, name="https://example.org/a"))
    qtbot.waitUntil(strip.isVisible)
    assert line(strip) == "Saving https://example.org/a …"

    strip.show_progress(AddingProgress(37, 1000, is_looking=False))
    assert line(strip) == "Adding 37 of 1,000 …"
    bar = strip.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert (bar.value(), bar.maximum()) == (37, 1000)


def test_line_keeps_its_place_while_it_counts(strip: AddingStrip) -> None:
    label = strip.findChild(QLabel)
    assert isinstance(label, QLabel)
    strip.show_progress(AddingProgress(1, 1000, is_looking=False))
    first = label.sizeHint()

    strip.show_progress(AddingProgress(888, 1000, is_looking=False))

    assert label.sizeHint() == first


def test_cancel_and_escape_are_told(strip: AddingStrip, qtbot: QtBot) -> None:
    strip.show_progress(AddingProgress(1, 10, is_looking=False))
    qtbot.waitUntil(strip.isVisible)

    with qtbot.waitSignal(strip.cancelled):
        strip._cancel.click()
    with qtbot.waitSignal(strip.cancelled):
        qtbot.keyClick(strip, Qt.Key.Key_Escape)


def test_report_with_failures_stays_until_it_is_closed(strip: AddingStrip, qtbot: QtBot) -> None:
    strip.show_report(report(3))

    assert line(strip) == "0 added, 3 failed"
    assert strip.accessibleName() == "0 added, 3 failed"
    assert not strip._leaving.isActive()
    with qtbot.waitSignal(strip.details_wanted):
        strip._details.click()
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert not strip.isVisible()


def test_report_in_which_nothing_failed_leaves_by_itself(strip: AddingStrip) -> None:
    strip.show_report(AddingReport())

    assert strip.isVisible()
    assert strip._leaving.isActive()
