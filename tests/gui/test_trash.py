from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QListView, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from gui.test_undoing import mark, stored
from gui.windows import Desktop
from reader_app.gui.trash_dialog import TrashDialog
from reader_app.library.library import open_library


@pytest.fixture
def reading(desktop: Desktop, tmp_path: Path) -> Desktop:
    """A window with one annotation and one article in the trash."""
    for name in ("Flood", "Ebb"):
        (tmp_path / f"{name}.txt").write_text(f"{name} of the tide\n\nThe {name} comes twice a day here.\n")
        desktop.open(tmp_path / f"{name}.txt")
        desktop.wait_until_read()
    made = mark(desktop, "twice a day")
    desktop.session.annotations.set_note(made.id, "Really?")
    desktop.session.annotations.remove(made.id)
    desktop.articles.delete_requested.emit(desktop.library.articles.find("Flood of the tide").id)
    desktop.run("trash")
    return desktop


def dialog(desktop: Desktop) -> TrashDialog:
    [found] = desktop.window.findChildren(TrashDialog)
    return found


def rows(desktop: Desktop) -> list[str]:
    model = dialog(desktop)._model
    return [str(model.data(model.index(row))) for row in range(model.rowCount())]


def choose(desktop: Desktop, *numbers: int) -> None:
    view = dialog(desktop).findChild(QListView)
    view.clearSelection()
    for number in numbers:
        view.selectionModel().select(
            view.model().index(number, 0), view.selectionModel().SelectionFlag.Select
        )


def press(desktop: Desktop, text: str) -> None:
    [button] = [each for each in dialog(desktop).findChildren(QPushButton) if each.text() == text]
    assert button.isEnabled()
    button.click()


def answer(text: str) -> None:
    """Press a button of the question that is asked next."""

    def press_it() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        next(each for each in box.buttons() if each.text().replace("&", "") == text).click()

    QTimer.singleShot(0, press_it)


def test_trash_lists_what_was_deleted_the_last_first(reading: Desktop) -> None:
    assert rows(reading) == [
        "Flood of the tide — Article",
        "Really? — “twice a day” — Annotation in “Ebb of the tide”",
    ]


def test_search_finds_notes_quotes_and_titles(reading: Desktop) -> None:
    dialog(reading)._filter.setText("REALLY")
    assert len(rows(reading)) == 1
    dialog(reading)._filter.setText("nowhere")
    assert rows(reading) == []
    dialog(reading)._filter.setText("flood tide")
    assert len(rows(reading)) == 1


def test_what_was_searched_is_restored_by_keys_alone(reading: Desktop, qtbot: QtBot) -> None:
    trash = dialog(reading)
    qtbot.keyClicks(trash._filter, "really")

    qtbot.keyClick(trash._filter, Qt.Key.Key_Down)
    qtbot.keyClick(trash._list, Qt.Key.Key_Return)

    assert stored(reading, "Ebb of the tide") == ["twice a day"]


def test_several_things_are_restored_in_one_step_that_can_be_undone(reading: Desktop) -> None:
    choose(reading, 0, 1)

    press(reading, "Restore")

    assert rows(reading) == []
    assert reading.titles == ["Ebb of the tide", "Flood of the tide"]
    assert [each.note for each in reading.session.annotations.in_order()] == ["Really?"]
    reading.run("undo")
    assert len(rows(reading)) == 2
    assert reading.titles == ["Ebb of the tide"]
    assert reading.session.annotations.in_order() == []


def test_annotation_comes_back_with_its_article(reading: Desktop) -> None:
    reading.articles.delete_requested.emit(reading.library.articles.find("Ebb of the tide").id)
    choose(reading, next(number for number, row in enumerate(rows(reading)) if "Really?" in row))

    press(reading, "Restore")

    assert stored(reading, "Ebb of the tide") == ["twice a day"]
    reading.run("undo")
    assert reading.titles == []


def test_nothing_is_deleted_for_good_without_a_yes(reading: Desktop) -> None:
    choose(reading, 1)
    answer("Cancel")
    press(reading, "Delete for good…")
    assert len(rows(reading)) == 2

    answer("Delete for good")
    press(reading, "Delete for good…")
    assert rows(reading) == ["Flood of the tide — Article"]
    answer("Delete for good")
    press(reading, "Empty the trash…")

    assert rows(reading) == []
    with open_library(reading.library.folder) as library:
        assert library.articles.trashed() == []


def test_undo_after_the_trash_was_emptied_says_that_it_is_too_late(reading: Desktop) -> None:
    answer("Delete for good")
    press(reading, "Empty the trash…")

    reading.run("undo")

    assert "deleted elsewhere" in reading.notice or "trash" in reading.notice
    assert reading.titles == ["Ebb of the tide"]
    reading.run("undo")  # the annotation is in the step itself: it comes back
    assert [each.note for each in reading.session.annotations.in_order()] == ["Really?"]


def test_what_another_program_deletes_is_listed(reading: Desktop) -> None:
    with open_library(reading.library.folder) as library:
        library.articles.trash(library.articles.find("Ebb of the tide").id)

    reading.wait_until(lambda: any("Ebb of the tide — Article" in row for row in rows(reading)))
