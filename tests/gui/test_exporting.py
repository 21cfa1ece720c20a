from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from gui.reading import Reading, long_text
from reader_app.core.annotation import Kind
from reader_app.gui.export_dialog import ExportDialog
from reader_app.gui.exporting import Exporting
from reader_app.gui.marking import mark_selection
from reader_app.gui.settings import LAST_EXPORT_FOLDER, Settings


class Export:
    """An export dialog as the reader sees it."""

    def __init__(self, reading: Reading, exporting: Exporting, window: QWidget, output: Path) -> None:
        self._reading, self._exporting = reading, exporting
        exporting.start()
        dialog = window.findChild(ExportDialog)
        assert isinstance(dialog, ExportDialog)
        self.dialog = dialog
        line = dialog.findChild(QLineEdit)
        assert isinstance(line, QLineEdit)
        line.setText(str(output))

    def press(self, *texts: str) -> None:
        buttons = self.dialog.findChildren(QPushButton)
        next(each for each in buttons if each.text() in texts and each.isVisible()).click()

    def at_first_progress(self, action: Callable[[], None]) -> None:
        assert self._exporting._work is not None
        self._exporting._work.progressed.connect(lambda _done, _total: action())

    def wait(self) -> None:
        self._reading.wait_until(lambda: self._exporting._work is None)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def exporting(reading: Reading, settings: Settings, window: QWidget) -> Iterator[Exporting]:
    exporting = Exporting(reading.session, reading.library, settings, window)
    yield exporting
    exporting.close()


def test_nothing_is_exported_without_an_article(exporting: Exporting, window: QWidget) -> None:
    exporting.start()

    assert window.findChild(ExportDialog) is None


def test_marks_and_notes_come_out_as_annotations_of_the_pdf(
    reading: Reading, exporting: Exporting, window: QWidget, settings: Settings, tmp_path: Path
) -> None:
    reading.open_text()
    made = reading.mark("nobody listened")
    reading.session.annotations.set_note(made.id, "To whom?")
    reading.mark("every hour", kind=Kind.UNDERLINE)
    (tmp_path / "out").mkdir()
    export = Export(reading, exporting, window, tmp_path / "out" / "news.pdf")

    export.press("Export")
    export.wait()

    with pymupdf.open(tmp_path / "out" / "news.pdf") as pdf:
        found = [(each.type[1], each.info["content"]) for page in pdf for each in page.annots()]
    assert ("Highlight", "To whom?") in found
    assert "Underline" in [kind for kind, _ in found]
    assert settings.get(LAST_EXPORT_FOLDER) == str(tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["news.pdf"]


def test_export_that_fails_says_why_and_can_be_tried_again(
    reading: Reading, exporting: Exporting, window: QWidget, tmp_path: Path
) -> None:
    reading.open_text()
    export = Export(reading, exporting, window, reading.folder / "articles" / "inside the library.pdf")

    export.press("Export")
    export.wait()

    assert "library" in export.dialog._problem.text()
    export.dialog.findChild(QLineEdit).setText(str(tmp_path / "better.pdf"))
    export.press("Export")
    export.wait()
    assert (tmp_path / "better.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("way", ["the button", "the end of the program"])
def test_cancelled_export_leaves_nothing_and_the_old_file_as_it_was(
    reading: Reading, exporting: Exporting, window: QWidget, tmp_path: Path, way: str
) -> None:
    reading.open_text(long_text(300))
    text = reading.session.text
    assert text is not None
    page = text.page(0)
    assert page is not None
    for start in range(0, len(page.text) - 50, len(page.text) // 150):
        reading.session.select((0, start), (0, start + 20))
        mark_selection(reading.session, Kind.HIGHLIGHT, "claim")
    folder = tmp_path / "out"
    folder.mkdir()
    output = folder / "long.pdf"
    output.write_bytes(b"the old file")
    export = Export(reading, exporting, window, output)

    export.press("Replace")
    if way == "the button":
        export.at_first_progress(exporting._cancel)
        export.wait()
    else:
        export.at_first_progress(exporting.close)
        export.wait()

    assert output.read_bytes() == b"the old file"
    assert [path.name for path in folder.iterdir()] == ["long.pdf"]
