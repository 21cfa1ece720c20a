"""What other programs do to the library shows in the window, and takes nothing away from the reader."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPlainTextEdit

from gui.test_undoing import go_to, mark, stored
from gui.windows import Desktop
from reader_app.core.annotation import Label
from reader_app.intake.sources import given
from reader_app.library.library import open_library
from reader_app.worker.jobs import SaveVersion
from reader_app.worker.runner import JobRunner

TEXT = "Ebb of the tide\n\nThe sea comes twice a day here, says the harbor.\n"


@pytest.fixture
def reading(desktop: Desktop, tmp_path: Path) -> Desktop:
    (tmp_path / "ebb.txt").write_text(TEXT)
    desktop.open(tmp_path / "ebb.txt")
    desktop.wait_until_read()
    return desktop


def editor_of(desktop: Desktop, annotation_id: str) -> QPlainTextEdit:
    assert desktop.window._furniture is not None
    desktop.window._furniture.desk.panel.edit_note(annotation_id)
    [editor] = desktop.window.findChildren(QPlainTextEdit)
    return editor


def test_changes_from_outside_show_in_marks_cards_and_list(reading: Desktop) -> None:
    made, removed = mark(reading, "twice a day"), mark(reading, "the harbor")
    with open_library(reading.library.folder) as library:
        library.annotations.put(made.changed(note="From outside", tags=("sea",)))
        library.annotations.remove(removed.id)

    reading.wait_until(
        lambda: [each.note for each in reading.session.annotations.in_order()] == ["From outside"]
    )


def test_label_that_was_renamed_elsewhere_has_its_new_name(reading: Desktop) -> None:
    with open_library(reading.library.folder) as library:
        library.labels.save(Label("claim", "Doubtful", "#ff0000", 1))

    reading.wait_until(lambda: reading.window._actions["label-2"].text() == "Doubtful")


def test_note_that_is_typed_while_it_is_changed_elsewhere_keeps_both_texts(reading: Desktop) -> None:
    made = mark(reading, "twice a day")
    editor = editor_of(reading, made.id)
    editor.insertPlainText("Typed here")
    with open_library(reading.library.folder) as library:
        library.annotations.put(made.changed(note="Written elsewhere"))

    reading.wait_until(lambda: editor.toPlainText() == "Typed here\n\n---\n\nWritten elsewhere")

    assert "both texts" in reading.notice
    assert reading.library.annotations.get(made.id).note == editor.toPlainText()


def test_article_that_was_deleted_elsewhere_can_be_brought_back(reading: Desktop) -> None:
    mark(reading, "twice a day")
    with open_library(reading.library.folder) as library:
        library.articles.trash(library.articles.list()[0].id)
    reading.wait_until(lambda: "in the trash" in reading.notice)
    assert "twice a day" in reading.text

    reading.press_notice()

    assert reading.titles == ["Ebb of the tide"]
    assert stored(reading, "Ebb of the tide") == ["twice a day"]


def test_version_that_another_program_gave_is_opened_with_the_marks(reading: Desktop, tmp_path: Path) -> None:
    mark(reading, "twice a day")
    assert reading.session.article is not None
    changed = tmp_path / "changed.txt"
    changed.write_text(TEXT.replace("The sea", "Every winter the sea"))
    with JobRunner() as runner:
        runner.run(
            SaveVersion(reading.library.folder, reading.session.article.id, given(changed, changed.name))
        )

    reading.wait_until(lambda: "Every winter" in reading.text and "Another program" in reading.notice)

    assert [each.quote for each in reading.session.annotations.in_order()] == ["twice a day"]


def test_labels_and_articles_stay_readable_while_nothing_is_open(reading: Desktop, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("Flood of the tide\n\nAnother text of the sea.\n")
    reading.open(tmp_path / "other.txt")
    with open_library(reading.library.folder) as library:
        library.articles.trash(library.articles.find("Ebb of the tide").id)

    reading.wait_until(lambda: reading.titles == ["Flood of the tide"])
    go_to(reading, "Flood of the tide")

    assert reading.notice == ""
