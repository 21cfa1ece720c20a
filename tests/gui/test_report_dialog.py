from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QListView
from pytestqt.qtbot import QtBot

from reader_app.core.article import Article, Metadata
from reader_app.gui.adding_report import AddingReport, Entry
from reader_app.gui.report_dialog import ReportDialog
from reader_app.intake.sources import Source, address_source
from reader_app.worker.jobs import Outcome


def entry(title: str, outcome: Outcome) -> Entry:
    article = Article(
        id=title.lower(),
        metadata=Metadata(title=title),
        media_type="text/html",
        saved_at=datetime(2026, 1, 1, tzinfo=UTC),
        version_id=1,
    )
    name = f"{title.lower()}.html"
    return Entry(addition=1, name=name, source=Source(name=name), article=article, outcome=outcome)


def failure(address: str, problem: str) -> Entry:
    return Entry(addition=1, name=address, source=address_source(address), problem=problem)


REPORT = AddingReport(
    (
        entry("Ebb", Outcome.ADDED),
        failure("https://example.org/1", "The host is not known."),
        entry("Flood", Outcome.ALREADY_SAVED),
        entry("Spring", Outcome.CHANGED),
        Entry(addition=1, name="missing.txt", problem="There is no such file."),
        entry("Neap", Outcome.ADDED),
    )
)


@pytest.fixture
def dialog(qtbot: QtBot) -> ReportDialog:
    widget = ReportDialog(REPORT)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def rows_of(dialog: ReportDialog) -> QListView:
    view = dialog.findChild(QListView)
    assert isinstance(view, QListView)
    return view


def texts(dialog: ReportDialog) -> list[str]:
    model = rows_of(dialog).model()
    return [model.data(model.index(number, 0)) for number in range(model.rowCount())]


def choose(dialog: ReportDialog, text: str) -> None:
    view = rows_of(dialog)
    view.setCurrentIndex(view.model().index(texts(dialog).index(text), 0))


def test_entries_stand_in_groups_and_failures_come_first(dialog: ReportDialog) -> None:
    assert texts(dialog) == [
        "Failed (2)",
        "https://example.org/1",
        "missing.txt",
        "Saved before, changed since (1)",
        "Spring",
        "Added (2)",
        "Ebb",
        "Neap",
        "Already saved (1)",
        "Flood",
    ]


def test_search_looks_at_names_titles_and_problems(dialog: ReportDialog) -> None:
    search = dialog.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)

    search.setText("HOST")

    assert texts(dialog) == ["Failed (1)", "https://example.org/1"]


def test_rows_are_copied_as_lines(dialog: ReportDialog, qtbot: QtBot) -> None:
    choose(dialog, "https://example.org/1")
    qtbot.keyClick(rows_of(dialog), Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)

    assert QGuiApplication.clipboard().text() == "https://example.org/1 — The host is not known."


def test_everything_is_copied_where_nothing_is_chosen(dialog: ReportDialog) -> None:
    rows_of(dialog).clearSelection()

    dialog._copy()

    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 10
    assert "missing.txt — There is no such file." in lines
    assert "Ebb — ebb.html" in lines


def test_article_opens_by_double_click_and_by_enter(dialog: ReportDialog, qtbot: QtBot) -> None:
    view = rows_of(dialog)
    choose(dialog, "Neap")
    with qtbot.waitSignal(dialog.open_wanted) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [entry("Neap", Outcome.ADDED)]

    place = view.visualRect(view.model().index(texts(dialog).index("Ebb"), 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(dialog.open_wanted) as opened:
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [entry("Ebb", Outcome.ADDED)]


def test_what_failed_is_tried_again_where_there_is_something_to_try(
    dialog: ReportDialog, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(dialog.retry_wanted) as retried:
        dialog._retry.click()
    assert retried.args == [(address_source("https://example.org/1"),)]

    dialog.set_report(AddingReport((entry("Ebb", Outcome.ADDED),)))
    assert not dialog._retry.isVisible()


def test_headings_cannot_be_chosen_and_open_nothing(dialog: ReportDialog, qtbot: QtBot) -> None:
    view = rows_of(dialog)
    place = view.visualRect(view.model().index(0, 0)).center()

    with qtbot.assertNotEmitted(dialog.open_wanted):
        qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert view.selectedIndexes() == []
