"""Exports with their preview, by real children, of articles in a real library."""

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.export_hands import Hands
from gui.reading import Reading, long_text, write_pages
from reader_app.core.annotation import Kind
from reader_app.gui.export_previewing import Previewing
from reader_app.gui.export_sheet import ExportSheet
from reader_app.gui.exporting import Exporting
from reader_app.gui.look import Look
from reader_app.gui.marking import mark_selection
from reader_app.gui.settings import LAST_EXPORT_FOLDER, Settings


class Desk:
    """Exports of a reading, and the dialog that is open."""

    def __init__(self, reading: Reading, folder: Path, application: QApplication, window: QWidget) -> None:
        self._reading = reading
        self.window = window
        self.previews = folder / "previews"
        self.settings = Settings(folder / "settings.ini")
        self.failures: list[str] = []
        look = Look(application, self.settings)
        self.exporting = Exporting(
            reading.session, reading.library, self.settings, look, self.previews, window
        )
        self.exporting.failed.connect(self.failures.append)

    @property
    def sheet(self) -> ExportSheet:
        assert self.exporting._sheet is not None
        return self.exporting._sheet

    @property
    def is_open(self) -> bool:
        return self.exporting._sheet is not None

    @property
    def hands(self) -> Hands:
        return Hands(self.sheet.dialog)

    @property
    def previewing(self) -> Previewing:
        return self.sheet.previewing

    def start(self, output: Path) -> Hands:
        self.exporting.start()
        self.hands.file.setText(str(output))
        return self.hands

    def wait_for_preview(self) -> None:
        self.wait_until(lambda: not self.previewing.preview.is_busy)

    def wait_for(self, said: str) -> None:
        self.wait_until(lambda: said in self.hands.said)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        self._reading.wait_until(condition)

    def at_first_progress(self, action: Callable[[], object]) -> None:
        run = self.sheet._run
        assert run is not None
        run._work.progressed.connect(lambda _done, _total: action())

    def left_previews(self) -> list[Path]:
        return list(self.previews.iterdir()) if self.previews.exists() else []


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1200, 900)
    window.show()
    return window


@pytest.fixture
def desk(reading: Reading, tmp_path: Path, qapp: QApplication, window: QWidget) -> Iterator[Desk]:
    desk = Desk(reading, tmp_path, qapp, window)
    yield desk
    desk.exporting.close()


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def mark_often(reading: Reading) -> None:
    """Open a text whose export takes a while."""
    reading.open_text(long_text(300))
    text = reading.session.text
    assert text is not None
    page = text.page(0)
    assert page is not None
    for start in range(0, len(page.text) - 50, len(page.text) // 150):
        reading.session.select((0, start), (0, start + 20))
        mark_selection(reading.session, Kind.HIGHLIGHT, "claim")


def test_nothing_is_exported_without_an_article(desk: Desk) -> None:
    desk.exporting.start()
    desk.exporting.print_pages()

    assert not desk.is_open


def test_marks_and_notes_come_out_as_annotations_of_the_pdf(reading: Reading, desk: Desk, out: Path) -> None:
    reading.open_text()
    made = reading.mark("nobody listened")
    reading.session.annotations.set_note(made.id, "To whom?")
    reading.mark("every hour", kind=Kind.UNDERLINE)
    hands = desk.start(out / "news.pdf")

    hands.button("Export").click()
    desk.wait_for("Saved “news.pdf”")

    with pymupdf.open(out / "news.pdf") as pdf:
        found = [(each.type[1], each.info["content"]) for page in pdf for each in page.annots()]
    assert ("Highlight", "To whom?") in found
    assert "Underline" in [kind for kind, _ in found]
    assert desk.settings.get(LAST_EXPORT_FOLDER) == str(out)
    assert [path.name for path in out.iterdir()] == ["news.pdf"]


def test_preview_shows_the_pages_and_begins_with_the_first_annotation(
    reading: Reading, desk: Desk, tmp_path: Path
) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf", pages=6))
    reading.view.travel.show_page(4, 0)
    reading.settle()
    reading.mark("Page4 line05")

    desk.exporting.start()
    desk.wait_for_preview()

    assert desk.previewing.preview.pages.page_count == 6
    assert desk.previewing.preview.pages.page == 4
    assert desk.previewing.preview.problem == ""


def test_preview_follows_the_choices_and_stays_where_it_is(
    reading: Reading, desk: Desk, tmp_path: Path
) -> None:
    reading.open_text(long_text())
    desk.exporting.start()
    desk.wait_for_preview()
    pages = desk.previewing.preview.pages
    before = pages.page_count
    pages.verticalScrollBar().setValue(600)

    desk.hands.choose("20 pt")
    assert desk.previewing.preview.is_busy
    desk.wait_for_preview()

    assert pages.page_count > before
    assert pages.verticalScrollBar().value() == 600


def test_only_the_last_of_many_changes_is_made_and_its_file_alone_is_kept(
    reading: Reading, desk: Desk
) -> None:
    mark_often(reading)
    desk.exporting.start()
    for size in ("8 pt", "18 pt", "9 pt", "24 pt"):
        desk.wait_until(lambda: bool(desk.previewing._works))  # the one before is being made
        desk.hands.choose(size)

    desk.wait_for_preview()
    desk.wait_until(lambda: not desk.previewing._works)

    [scratch] = desk.left_previews()
    assert [path.name for path in scratch.rglob("*") if path.is_file() and path.suffix] == ["preview.pdf"]
    with pymupdf.open(next(scratch.rglob("*.pdf"))) as pdf:
        spans = [s for b in pdf[0].get_text("dict")["blocks"] for line in b["lines"] for s in line["spans"]]
    assert {round(span["size"]) for span in spans} >= {24}


def test_pages_that_come_late_are_shown_until_the_next_ones_are_there(reading: Reading, desk: Desk) -> None:
    reading.open_text(long_text())
    desk.exporting.start()
    desk.wait_for_preview()
    preview = desk.previewing.preview
    before = preview.pages.page_count
    opening = desk.previewing._open

    def overtaken(*arguments: object) -> None:
        opening(*arguments)  # type: ignore[arg-type]
        desk.hands.choose("10 pt")

    desk.previewing._open = overtaken  # type: ignore[method-assign, assignment]
    desk.hands.choose("24 pt")
    desk.wait_until(lambda: preview.pages.page_count > before)
    assert preview.is_busy
    assert desk.previewing.layout is None
    desk.previewing._open = opening  # type: ignore[method-assign]

    desk.wait_for_preview()

    assert preview.pages.page_count < before
    assert desk.previewing.layout is not None
    [scratch] = desk.left_previews()
    assert len(list(scratch.rglob("*.pdf"))) == 1


def test_preview_leaves_nothing_behind(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    desk.exporting.start()
    desk.wait_for_preview()
    assert desk.left_previews()

    desk.hands.button("Cancel").click()

    assert not desk.is_open
    assert desk.left_previews() == []


def test_template_that_cannot_be_used_is_said_where_the_preview_would_be(
    reading: Reading, desk: Desk, tmp_path: Path
) -> None:
    reading.open_text()
    template = tmp_path / "mine.md"
    template.write_text("# {{ article.title }}\n{% for %}\n", encoding="utf-8")
    desk.exporting.start()
    desk.hands.choose("Markdown")
    desk.wait_for_preview()
    assert "A bridge is closed" in desk.previewing.preview.text

    desk.hands.line("Template").setText(str(template))
    desk.wait_for_preview()
    assert "line 2" in desk.previewing.preview.problem

    desk.hands.line("Template").clear()
    desk.wait_for_preview()
    assert "A bridge is closed" in desk.previewing.preview.text


@pytest.mark.parametrize("text", ["JSON", "CSV, for spreadsheets", "Citation: BibTeX", "Markdown"])
def test_formats_of_text_are_seen_as_text(reading: Reading, desk: Desk, text: str) -> None:
    reading.open_text()
    reading.mark("every hour")
    desk.exporting.start()

    desk.hands.choose(text)
    desk.wait_for_preview()

    assert "A bridge is closed" in desk.previewing.preview.text


def test_child_that_is_killed_costs_one_preview(reading: Reading, desk: Desk) -> None:
    mark_often(reading)
    desk.exporting.start()
    desk.wait_until(lambda: bool(desk.previewing._works))
    [work] = desk.previewing._works
    [runner] = work._pool._runners
    desk.wait_until(lambda: runner._child is not None)
    assert runner._child is not None
    os.kill(runner._child.pid, signal.SIGKILL)
    desk.wait_for_preview()
    assert "The export ended before it was done" in desk.previewing.preview.problem

    desk.hands.choose("11 pt")
    assert desk.previewing.preview.problem == "", "it is no longer true"
    desk.wait_for_preview()

    assert desk.previewing.preview.problem == ""


def test_export_that_fails_says_why_and_can_be_tried_again(reading: Reading, desk: Desk, out: Path) -> None:
    reading.open_text()
    hands = desk.start(reading.folder / "articles" / "inside the library.pdf")

    hands.button("Export").click()
    desk.wait_for("library")

    hands.file.setText(str(out / "better.pdf"))
    hands.button("Export").click()
    desk.wait_for("Saved “better.pdf”")
    assert (out / "better.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("way", ["the button", "escape", "the end of the program"])
def test_cancelled_export_leaves_nothing_and_the_old_file_as_it_was(
    reading: Reading, desk: Desk, out: Path, qtbot: QtBot, way: str
) -> None:
    mark_often(reading)
    output = out / "long.pdf"
    output.write_bytes(b"the old file")
    hands = desk.start(output)
    ends: dict[str, Callable[[], object]] = {
        "the button": lambda: hands.button("Cancel").click(),
        "escape": lambda: qtbot.keyClick(hands.dialog, Qt.Key.Key_Escape),
        "the end of the program": desk.exporting.close,
    }

    hands.button("Replace").click()
    desk.at_first_progress(ends[way])
    desk.wait_until(lambda: not desk.is_open or desk.sheet._run is None)

    assert output.read_bytes() == b"the old file"
    assert [path.name for path in out.iterdir()] == ["long.pdf"]


def test_export_can_begin_again_right_after_it_was_cancelled(reading: Reading, desk: Desk, out: Path) -> None:
    mark_often(reading)
    hands = desk.start(out / "long.pdf")

    hands.button("Export").click()
    hands.button("Cancel").click()
    hands.button("Export").click()
    desk.wait_for("Saved “long.pdf”")

    assert [path.name for path in out.iterdir()] == ["long.pdf"]


def test_several_articles_are_written_to_a_folder_and_the_bad_one_gets_its_sentence(
    reading: Reading, desk: Desk, out: Path
) -> None:
    good, other = reading.save(b"One\n\nText.\n", "one.txt"), reading.save(b"Two\n\nText.\n", "two.txt")
    bad = reading.save(b"Three\n\nText.\n", "three.txt")
    version = reading.library.articles.version(bad.version_id)
    reading.library.files.path(version.reading_file).write_bytes(b"")
    reading.library.files.path(version.reading_file).unlink()
    desk.exporting.start_saved([good.id, bad.id, other.id])
    desk.wait_until(lambda: desk.is_open)
    desk.hands.file.setText(str(out / "new folder"))

    desk.hands.button("Export").click()
    desk.wait_for("2 of 3 articles were saved")

    assert sorted(path.name for path in (out / "new folder").iterdir()) == ["One.pdf", "Two.pdf"]
    assert desk.failures == []


def test_articles_that_are_all_gone_are_said_in_one_sentence(reading: Reading, desk: Desk) -> None:
    desk.exporting.start_saved(["0" * 32])

    desk.wait_until(lambda: len(desk.failures) == 1)
    assert not desk.is_open


def test_password_opens_the_preview_too(reading: Reading, desk: Desk, tmp_path: Path) -> None:
    article = reading.save(write_pages(tmp_path / "locked.pdf", password="secret"))
    reading.open(article, password="secret")

    desk.exporting.start()
    desk.wait_for_preview()

    assert desk.previewing.preview.problem == ""
    assert desk.previewing.preview.pages.page_count == 4


def test_printing_waits_for_the_pages(reading: Reading, desk: Desk) -> None:
    reading.open_text()
    desk.exporting.print_pages()
    assert not desk.hands.button("Print…").isEnabled()

    desk.wait_for_preview()

    assert desk.hands.button("Print…").isEnabled()
