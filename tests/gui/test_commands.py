from PySide6.QtGui import QUndoStack

from reader_app.core.annotation import Annotation, Target, new_annotation
from reader_app.gui.commands import EditAnnotation


class Kept:
    """A place where annotations are put."""

    def __init__(self) -> None:
        self.states: list[str | None] = []

    def put(self, annotation_id: str, annotation: Annotation | None) -> None:
        self.states.append(annotation.note if annotation is not None else None)


def edit(kept: Kept, annotation: Annotation, before: str, after: str) -> EditAnnotation:
    one, other = annotation.changed(note=before), annotation.changed(note=after)
    return EditAnnotation(kept, annotation.id, one, other, "note", is_typing=True)


def annotation() -> Annotation:
    return new_annotation("article", (Target(0, 0, 5, "Tides"),))


def test_pushing_applies_and_undo_takes_back() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()

    stack.push(EditAnnotation(kept, made.id, None, made, "mark"))
    stack.undo()
    stack.redo()

    assert kept.states == ["", None, ""]


def test_edits_of_one_note_become_one_and_of_two_stay_two() -> None:
    kept, stack, one, other = Kept(), QUndoStack(), annotation(), annotation()

    stack.push(edit(kept, one, "", "a"))
    stack.push(edit(kept, one, "a", "ab"))
    stack.push(edit(kept, other, "", "c"))
    kept.states.clear()
    stack.undo()
    stack.undo()

    assert stack.count() == 2
    assert kept.states == ["", ""]


def test_typing_after_undo_begins_a_new_step() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()

    stack.push(edit(kept, made, "", "a"))
    stack.undo()
    stack.push(edit(kept, made, "", "b"))
    kept.states.clear()
    stack.undo()

    assert (kept.states, stack.canUndo()) == ([""], False)
