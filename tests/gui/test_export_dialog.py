from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import DEFAULT_LABELS
from reader_app.gui.export_choice import ExportChoice
from reader_app.gui.export_dialog import ExportDialog

ALL = frozenset(label.id for label in DEFAULT_LABELS)


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path) -> ExportDialog:
    return shown(qtbot, tmp_path, reflows=True)


def shown(qtbot: QtBot, folder: Path, *, reflows: bool) -> ExportDialog:
    widget = ExportDialog("On: reading", DEFAULT_LABELS, folder, reflows=reflows)
    qtbot.addWidget(widget)
    widget.show()
    return widget


def button(dialog: ExportDialog, text: str) -> QPushButton:
    return next(
        each
        for each in dialog.findChildren(QPushButton)
        if each.text().replace("&", "") == text and each.isVisible()
    )


def box(dialog: ExportDialog, text: str) -> QCheckBox:
    return next(each for each in dialog.findChildren(QCheckBox) if each.text().replace("&", "") == text)


def file_line(dialog: ExportDialog) -> QLineEdit:
    line = dialog.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    return line


def texts(dialog: ExportDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def export(dialog: ExportDialog, qtbot: QtBot, text: str = "Export") -> ExportChoice:
    with qtbot.waitSignal(dialog.export_requested) as requested:
        button(dialog, text).click()
    choice: ExportChoice = requested.args[0]
    return choice


def test_defaults_are_everything_on_a4_under_the_title(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    assert export(dialog, qtbot) == ExportChoice(tmp_path / "On reading.pdf", "a4", ALL, False)


def test_choices_reach_the_caller(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    file_line(dialog).setText(str(tmp_path / "sub" / "copy"))
    box(dialog, "Claim to check").click()
    box(dialog, "Only marks with a note").click()
    paper = dialog.findChild(QComboBox)
    assert isinstance(paper, QComboBox)
    paper.setCurrentText("A5")

    choice = export(dialog, qtbot)

    assert choice == ExportChoice(tmp_path / "sub" / "copy.pdf", "a5", ALL - {"claim"}, True)


def test_paper_cannot_be_chosen_for_fixed_pages(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = shown(qtbot, tmp_path, reflows=False)

    assert not any(paper.isVisible() for paper in dialog.findChildren(QComboBox))


def test_export_of_nothing_is_not_offered(dialog: ExportDialog) -> None:
    for label in DEFAULT_LABELS:
        box(dialog, label.name).click()
    assert not button(dialog, "Export").isEnabled()

    box(dialog, "Evidence").click()
    assert button(dialog, "Export").isEnabled()

    file_line(dialog).setText("  ")
    assert not button(dialog, "Export").isEnabled()


@pytest.mark.parametrize("typed", ["/", "~nobody-of-this-name/a.pdf", ".", "   "])
def test_odd_file_names_are_no_bug(dialog: ExportDialog, qtbot: QtBot, typed: str) -> None:
    line = dialog.findChildren(QLineEdit)[0]

    line.setText(typed)

    exports = [button for button in dialog.findChildren(QPushButton) if button.text() == "Export"]
    assert exports[0].isEnabled() is typed.startswith("~") or typed == "."


def test_reader_is_warned_before_a_file_is_replaced(
    dialog: ExportDialog, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "There.pdf").touch()

    file_line(dialog).setText(str(tmp_path / "There.pdf"))

    assert "“There.pdf” exists and will be replaced." in texts(dialog)
    assert export(dialog, qtbot, "Replace").output == tmp_path / "There.pdf"


def test_file_that_appears_late_is_warned_of_too(dialog: ExportDialog, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "On reading.pdf").touch()

    with qtbot.assertNotEmitted(dialog.export_requested):
        button(dialog, "Export").click()

    assert "exists and will be replaced" in texts(dialog)
    export(dialog, qtbot, "Replace")


def test_suggested_file_never_exists(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "On reading.pdf").touch()

    dialog = shown(qtbot, tmp_path, reflows=True)

    assert file_line(dialog).text() == str(tmp_path / "On reading 2.pdf")


def test_progress_is_shown(dialog: ExportDialog, qtbot: QtBot) -> None:
    bar = dialog.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    export(dialog, qtbot)
    assert (bar.isVisible(), bar.maximum()) == (True, 0)

    dialog.set_progress(3, 12)

    assert (bar.value(), bar.maximum()) == (3, 12)
    assert "3 of 12" in texts(dialog)


def test_cancel_and_escape_stop_the_export_but_keep_the_dialog(dialog: ExportDialog, qtbot: QtBot) -> None:
    export(dialog, qtbot)
    with qtbot.waitSignal(dialog.cancelled):
        button(dialog, "Cancel").click()
    export(dialog, qtbot)
    with qtbot.waitSignal(dialog.cancelled):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)

    assert dialog.isVisible()
    assert button(dialog, "Export").isVisible()


def test_progress_after_cancel_is_ignored(dialog: ExportDialog, qtbot: QtBot) -> None:
    export(dialog, qtbot)
    button(dialog, "Cancel").click()

    dialog.set_progress(5, 10)

    assert button(dialog, "Export").isVisible()


def test_closing_the_dialog_cancels(dialog: ExportDialog, qtbot: QtBot) -> None:
    export(dialog, qtbot)

    with qtbot.waitSignal(dialog.cancelled):
        dialog.close()


def test_failure_keeps_the_choices_and_allows_another_try(dialog: ExportDialog, qtbot: QtBot) -> None:
    box(dialog, "Evidence").click()
    first = export(dialog, qtbot)

    dialog.set_failed("The folder cannot be written.")
    assert "The folder cannot be written." in texts(dialog)

    assert export(dialog, qtbot) == first


class Desktop(QObject):
    """Takes what would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def desktop(qapp: object) -> Iterator[Desktop]:
    handler = Desktop()
    QDesktopServices.setUrlHandler("file", handler, "open")
    yield handler
    QDesktopServices.unsetUrlHandler("file")


def test_saved_file_can_be_opened_and_shown(
    dialog: ExportDialog, qtbot: QtBot, desktop: Desktop, tmp_path: Path
) -> None:
    output = export(dialog, qtbot).output

    dialog.set_finished(output)
    button(dialog, "Open").click()
    button(dialog, "Show in folder").click()
    said = texts(dialog)
    button(dialog, "Close").click()

    assert "Saved “On reading.pdf”" in said
    assert str(tmp_path) in said
    assert desktop.opened == [str(output), str(tmp_path)]
    assert dialog.result() == ExportDialog.DialogCode.Accepted
