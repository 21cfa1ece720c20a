"""Saving fails and works again: what the reader sees, and that nothing is lost on the way."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE
from gui.test_undoing import mark
from gui.windows import Desktop
from reader_app.gui.unsaved_changes import UnsavedNote
from reader_app.gui.unsaved_dialog import UnsavedDialog, write_notes
from reader_app.library.library import open_library


@pytest.fixture
def reading(desktop: Desktop, tmp_path: Path) -> Desktop:
    (tmp_path / "ebb.txt").write_text("Ebb of the tide\n\nThe sea comes twice a day here.\n")
    desktop.open(tmp_path / "ebb.txt")
    desktop.wait_until_read()
    desktop.library.set_patience(0.05)
    return desktop


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep the library locked, as another program does that writes for long."""
    other = sqlite3.connect(folder / "library.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


def said(desktop: Desktop) -> str:
    bar = desktop.window.article.unsaved
    return bar.accessibleName() if bar.isVisible() else ""


def test_failed_save_is_said_once_in_a_bar_that_stays_until_all_is_saved(
    reading: Desktop, qtbot: QtBot
) -> None:
    made = mark(reading, "twice a day")
    unsaved = reading.session.annotations.unsaved
    sentences: list[str] = []
    unsaved.failed.connect(sentences.append)

    with locked(reading.library.folder):
        for text in ("T", "Ty", "Typed"):
            reading.session.annotations.set_note(made.id, text)
            unsaved.save()
        reading.window.article.notices.show_notice("Something else")
        assert said(reading).startswith("Not saved yet: another program")
        assert "another program is using the library" in said(reading)
    with qtbot.waitSignal(unsaved.saved, timeout=PATIENCE):
        pass  # it tries again by itself

    assert len(sentences) == 1
    assert said(reading) == ""
    assert reading.notice == "Everything is saved now."
    assert reading.library.annotations.get(made.id).note == "Typed"


def test_what_another_program_writes_at_the_last_moment_is_brought_together(
    reading: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = mark(reading, "twice a day")
    put_all, late = reading.library.annotations.put_all, ["theirs"]

    def write_between(*arguments: Any, **options: Any) -> None:
        if late:
            with open_library(reading.library.folder) as other:
                other.annotations.put(made.changed(tags=(late.pop(),)))
        put_all(*arguments, **options)

    monkeypatch.setattr(reading.library.annotations, "put_all", write_between)
    reading.session.annotations.set_note(made.id, "mine")

    stored = reading.library.annotations.get(made.id)
    assert (stored.note, stored.tags) == ("mine", ("theirs",))
    assert said(reading) == ""


def test_many_unsaved_notes_wait_for_the_library_once(reading: Desktop) -> None:
    ids = [mark(reading, words).id for words in ("The sea", "twice", "a day", "here")]
    attempts: list[str] = []
    with locked(reading.library.folder):
        for number, annotation_id in enumerate(ids):
            reading.session.annotations.set_note(annotation_id, f"Note {number}")
        reading.library.annotations._database._connection.set_trace_callback(attempts.append)

        reading.session.annotations.unsaved.save()

    assert sum("BEGIN IMMEDIATE" in each for each in attempts) == 1


def test_reading_goes_on_quietly_while_the_place_cannot_be_kept(reading: Desktop) -> None:
    with locked(reading.library.folder):
        reading.window.opening.keep_position()

    assert (reading.notice, said(reading)) == ("", "")
    article = reading.session.article
    assert article is not None
    assert not reading.session.record.is_kept
    reading.wait_until(lambda: reading.library.positions.get(article.id) is not None)  # by itself
    assert reading.session.record.is_kept


def press(text: str) -> None:
    """Press a button of the dialog that opens next."""

    def press_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, UnsavedDialog)
        next(each for each in dialog.findChildren(QPushButton) if each.text() == text).click()

    QTimer.singleShot(0, press_it)


def test_window_stays_open_with_what_is_not_saved_if_the_reader_wants_to(reading: Desktop) -> None:
    made = mark(reading, "twice a day")
    with locked(reading.library.folder):
        reading.session.annotations.set_note(made.id, "Typed")
        press("Keep the window open")

        assert not reading.window.close()

        assert reading.session.annotations.get(made.id) is not None
        assert said(reading) != ""


def test_closing_waits_until_the_library_is_free(reading: Desktop) -> None:
    made = mark(reading, "twice a day")
    lock = locked(reading.library.folder)
    lock.__enter__()
    reading.session.annotations.set_note(made.id, "Typed")
    QTimer.singleShot(0, lambda: lock.__exit__(None, None, None))

    assert reading.window.close()

    with open_library(reading.library.folder) as library:
        assert library.annotations.get(made.id).note == "Typed"


def test_copy_of_unsaved_notes_has_quotes_and_notes(reading: Desktop, tmp_path: Path) -> None:
    made = mark(reading, "twice a day")
    with locked(reading.library.folder):
        reading.session.annotations.set_note(made.id, "Typed *here*")
        dialog = UnsavedDialog(reading.session.annotations.unsaved, reading.window)

        dialog.save_copy(tmp_path / "copy.md")
        dialog.save_copy(tmp_path / "no such folder" / "copy.md")

    assert (tmp_path / "copy.md").read_text() == "> twice a day\n\nTyped *here*\n"
    assert "cannot be written" in dialog._problem.text()


def test_copy_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "copy.md"
    path.write_text("before")
    (tmp_path / "copy.md.part").mkdir()

    with pytest.raises(IsADirectoryError):
        write_notes(path, [UnsavedNote("quote", "note")])

    assert path.read_text() == "before"
