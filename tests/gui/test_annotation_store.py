import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reader_app.core.annotation import Annotation, Kind, Status, Target, new_annotation
from reader_app.core.article import Article
from reader_app.gui.annotation_store import AnnotationStore
from reader_app.intake.sources import given
from reader_app.library import database
from reader_app.library.library import Library, open_library
from reader_app.worker.jobs import SaveSource
from reader_app.worker.saving import save_source

SOON = 60_000  # milliseconds


class Desk:
    """A store over a real library, and what it said."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.article = save_source(
            SaveSource(folder, given(b"Tides\n\nThe sea comes twice a day.\n", "t.txt"))
        ).article
        self.library: Library = open_library(folder)
        self.store = AnnotationStore(self.library)
        self.store.start([], self.article.id, self.article.version_id)
        self.failures: list[str] = []
        self.changes: list[str] = []
        self.store.unsaved.failed.connect(self.failures.append)
        self.store.changed.connect(self.changes.append)

    def add(self, start: int = 0, article: Article | None = None) -> Annotation:
        target = Target(0, start, start + 5, "Tides")
        annotation = new_annotation((article or self.article).id, (target,))
        self.store.add(annotation)
        return annotation

    def note(self, annotation: Annotation) -> str:
        found = self.store.get(annotation.id)
        assert found is not None
        return found.note

    def stored(self) -> dict[str, str]:
        """Return the notes that another program finds."""
        with open_library(self.folder) as library:
            return {each.id: each.note for each in library.annotations.of_article(self.article.id)}

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep the library locked, as another program does that writes for long."""
        other = sqlite3.connect(self.folder / "library.sqlite3", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()

    @contextmanager
    def full(self) -> Iterator[None]:
        """Let the library's file not grow, as on a full disk."""
        connection = self.library.annotations._database._connection
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        try:
            yield
        finally:
            connection.execute("PRAGMA max_page_count = 1073741823")


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(database, "PATIENCE", 0.05)  # a locked library is given up sooner
    desk = Desk(tmp_path / "library")
    yield desk
    desk.store.close()
    desk.library.close()


def test_typing_in_one_note_is_one_step_of_undo(desk: Desk) -> None:
    made = desk.add()
    for text in ("W", "Wh", "Who", "Who?"):
        desk.store.set_note(made.id, text)
        assert desk.stored() == {made.id: text}

    desk.store.undo_stack.undo()
    assert desk.stored() == {made.id: ""}
    desk.store.undo_stack.redo()

    assert desk.stored() == {made.id: "Who?"}


def test_typing_in_another_note_or_after_another_change_is_a_step_of_its_own(desk: Desk) -> None:
    one, other = desk.add(), desk.add(5)
    desk.store.set_note(one.id, "first")
    desk.store.set_note(other.id, "second")
    desk.store.set_note(one.id, "third")
    desk.store.set_label(one.id, "question")
    desk.store.set_note(one.id, "fourth")

    seen = []
    for _ in range(5):
        seen.append((desk.note(one), desk.note(other)))
        desk.store.undo_stack.undo()

    assert seen == [
        ("fourth", "second"),
        ("third", "second"),
        ("third", "second"),
        ("first", "second"),
        ("first", ""),
    ]


def test_change_that_changes_nothing_is_no_step(desk: Desk) -> None:
    made = desk.add()
    steps = desk.store.undo_stack.count()

    desk.store.set_note(made.id, "")
    desk.store.set_label(made.id, made.label_id)
    desk.store.set_kind(made.id, Kind.HIGHLIGHT)
    desk.store.set_note("no such annotation", "text")
    desk.store.remove("no such annotation")

    assert desk.store.undo_stack.count() == steps


def test_each_step_says_what_it_takes_back(desk: Desk) -> None:
    made = desk.add()
    texts = [desk.store.undo_stack.undoText()]
    desk.store.set_note(made.id, "Who?")
    texts.append(desk.store.undo_stack.undoText())
    desk.store.set_label(made.id, "question")
    texts.append(desk.store.undo_stack.undoText())
    desk.store.remove(made.id)
    texts.append(desk.store.undo_stack.undoText())

    assert texts == ["mark", "note", "label", "deletion"]


def test_annotations_come_in_reading_order(desk: Desk) -> None:
    last, first, middle = desk.add(15), desk.add(0), desk.add(7)

    assert desk.store.in_order() == [first, middle, last]


def test_locked_library_keeps_what_was_typed_and_saves_it_later(desk: Desk, qtbot: QtBot) -> None:
    made = desk.add()

    with desk.locked():
        desk.store.set_note(made.id, "typed while it was locked")
        assert desk.note(made) == "typed while it was locked"
        assert desk.store.unsaved
        [sentence] = desk.failures
    with qtbot.waitSignal(desk.store.unsaved.saved, timeout=SOON):
        pass  # it tries again by itself

    assert "library" in sentence
    assert not desk.store.unsaved
    assert desk.stored() == {made.id: "typed while it was locked"}


def test_full_disk_keeps_what_was_typed_and_saves_it_later(desk: Desk, qtbot: QtBot) -> None:
    made = desk.add()
    long = "All of this was typed on a full disk. " * 3000

    with desk.full():
        desk.store.set_note(made.id, long)
        assert desk.failures
        assert desk.stored() == {made.id: ""}
        assert desk.note(made) == long
    with qtbot.waitSignal(desk.store.unsaved.saved, timeout=SOON):
        desk.store.unsaved.save()

    assert desk.stored() == {made.id: long}


def test_new_mark_and_removal_that_failed_are_made_up_for(desk: Desk, qtbot: QtBot) -> None:
    removed = desk.add()

    with desk.locked():
        made = desk.add(5)
        desk.store.remove(removed.id)
        passing = desk.add(10)
        desk.store.remove(passing.id)
        assert desk.store.in_order() == [made]
    with qtbot.waitSignal(desk.store.unsaved.saved, timeout=SOON):
        desk.store.unsaved.save()

    assert desk.stored() == {made.id: ""}


def test_undo_works_while_the_library_fails(desk: Desk, qtbot: QtBot) -> None:
    made = desk.add()

    with desk.locked():
        desk.store.set_note(made.id, "typed")
        desk.store.undo_stack.undo()
        assert desk.note(made) == ""
    with qtbot.waitSignal(desk.store.unsaved.saved, timeout=SOON):
        desk.store.unsaved.save()

    assert desk.stored() == {made.id: ""}


def test_one_annotation_that_can_never_be_saved_does_not_keep_others_from_it(desk: Desk) -> None:
    lost = new_annotation("f" * 32, (Target(0, 0, 5, "Tides"),))

    desk.store.add(lost)
    made = desk.add(5)

    assert desk.stored() == {made.id: ""}
    assert desk.store.unsaved
    assert desk.store.get(lost.id) == lost


def test_what_could_not_be_saved_is_there_when_its_article_comes_back(desk: Desk, qtbot: QtBot) -> None:
    kept, removed = desk.add(), desk.add(5)
    with desk.locked():
        desk.store.set_note(kept.id, "typed while it was locked")
        desk.store.remove(removed.id)
        new = desk.add(10)
    stored = desk.library.annotations.of_article(desk.article.id)

    desk.store.start([], "another article", 0)
    assert desk.store.in_order() == []
    desk.store.start(stored, desk.article.id, desk.article.version_id)

    assert [each.id for each in desk.store.in_order()] == [kept.id, new.id]
    assert desk.note(kept) == "typed while it was locked"


def test_changes_from_outside_do_not_overwrite_what_is_not_saved_yet(desk: Desk) -> None:
    mine, theirs = desk.add(), desk.add(5)
    with open_library(desk.folder) as library:
        library.annotations.put(mine.changed(note="from outside"))
        library.annotations.put(theirs.changed(note="from outside"))
    with desk.locked():
        desk.store.set_note(mine.id, "typed here")

        desk.store.refresh()

        assert (desk.note(mine), desk.note(theirs)) == ("typed here\n\n---\n\nfrom outside", "from outside")
        assert theirs.id in desk.changes


def test_nothing_changed_outside_changes_nothing(desk: Desk) -> None:
    made = desk.add()
    desk.store.mark_unplaced(made.id)
    desk.changes.clear()

    desk.store.refresh()

    assert desk.changes == []
    found = desk.store.get(made.id)
    assert found is not None
    assert found.status is Status.UNPLACED


def test_that_words_were_not_found_is_shown_and_not_stored(desk: Desk) -> None:
    made = desk.add()

    desk.store.mark_unplaced(made.id)
    desk.store.set_note(made.id, "Still mine")

    found = desk.store.get(made.id)
    assert found is not None
    assert found.status is Status.UNPLACED
    [stored] = desk.library.annotations.of_article(desk.article.id)
    assert (stored.status, stored.note) == (Status.PLACED, "Still mine")
