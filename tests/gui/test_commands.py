from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtGui import QUndoStack

from reader_app.core.annotation import Annotation, Target, new_annotation
from reader_app.gui.commands import Change, EditAnnotations, MoveToTrash, Things


class Kept:
    """A place where annotations are put."""

    def __init__(self) -> None:
        self.states: list[str | None] = []
        self.is_gone = False

    def put(self, changes: Sequence[Change]) -> None:
        self.states += [each.after.note if each.after is not None else None for each in changes]

    def put_again(self, changes: Sequence[Change]) -> bool:
        self.put(changes)
        return not self.is_gone


class Articles:
    """A place where articles are deleted."""

    def __init__(self) -> None:
        self.moves: list[str] = []
        self.works = True

    def trash(self, things: Things) -> bool:
        self.moves.append(f"trash {things.articles}")
        return self.works

    def restore(self, things: Things) -> bool:
        self.moves.append(f"restore {things.articles}")
        return self.works


def change(before: Annotation | None, after: Annotation | None) -> Change:
    one = before or after
    assert one is not None
    return Change(one.id, one.article_id, 1, before, after)


def edit(kept: Kept, annotation: Annotation, before: str, after: str) -> EditAnnotations:
    # Of one and the same moment, as the store makes them: what a step begins with is where the last ended.
    states = (replace(annotation, note=before), replace(annotation, note=after))
    return EditAnnotations(kept, [change(*states)], "note", is_typing=True)


def annotation() -> Annotation:
    return new_annotation("article", (Target(0, 0, 5, "Tides"),))


def test_pushing_applies_and_undo_takes_back() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()

    stack.push(EditAnnotations(kept, [change(None, made)], "mark"))
    stack.undo()
    stack.redo()

    assert kept.states == ["", None, ""]


def test_several_changes_are_one_step() -> None:
    kept, stack, one, other = Kept(), QUndoStack(), annotation(), annotation()

    stack.push(EditAnnotations(kept, [change(None, one), change(other, None)], "merging"))
    stack.undo()

    assert kept.states == ["", None, None, ""]
    assert not stack.canUndo()


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


def test_typing_after_somebody_else_changed_the_note_is_a_step_of_its_own() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()

    stack.push(edit(kept, made, "", "a"))
    stack.push(edit(kept, made, "a and theirs", "ab and theirs"))

    assert stack.count() == 2


def test_typing_after_undo_begins_a_new_step() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()

    stack.push(edit(kept, made, "", "a"))
    stack.undo()
    stack.push(edit(kept, made, "", "b"))
    kept.states.clear()
    stack.undo()

    assert (kept.states, stack.canUndo()) == ([""], False)


def test_step_that_has_nothing_left_to_take_back_is_dropped() -> None:
    kept, stack, made = Kept(), QUndoStack(), annotation()
    stack.push(EditAnnotations(kept, [change(None, made)], "mark"))
    kept.is_gone = True

    stack.undo()

    assert (stack.count(), stack.canRedo()) == (0, False)


def test_article_goes_to_the_trash_and_back() -> None:
    articles, stack = Articles(), QUndoStack()

    stack.push(MoveToTrash(articles, Things(("tides",)), "tides", "deletion"))
    stack.undo()
    stack.redo()
    articles.works = False
    stack.undo()

    assert articles.moves == ["trash ('tides',)", "restore ('tides',)"] * 2
    assert stack.count() == 0
