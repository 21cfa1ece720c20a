from pathlib import Path

import pytest

from gui.windows import Desktop
from reader_app.core.annotation import Annotation, Kind
from reader_app.core.article_text import ArticleText
from reader_app.gui.marking import mark_selection
from reader_app.library.library import open_library


@pytest.fixture
def two(desktop: Desktop, tmp_path: Path) -> Desktop:
    """A window on two articles, the first of them open."""
    for name in ("Flood", "Ebb"):
        (tmp_path / f"{name}.txt").write_text(f"{name} of the tide\n\nThe {name} comes twice a day here.\n")
        desktop.open(tmp_path / f"{name}.txt")
        desktop.wait_until_read()
    return desktop


def go_to(desktop: Desktop, title: str) -> None:
    article = desktop.library.articles.find(title)
    desktop.window.opening.open_by_id(article.id)
    desktop.wait_until(lambda: desktop.title == title)
    desktop.wait_until_read()


def mark(desktop: Desktop, words: str) -> Annotation:
    session = desktop.session
    assert session.article is not None
    texts = ArticleText(desktop.library.articles.texts(session.article.version_id) or [])
    [span] = texts.quote_places(words)
    session.select(*span)
    made = session.annotations.get(mark_selection(session, Kind.HIGHLIGHT, "claim"))
    assert made is not None
    return made


def stored(desktop: Desktop, title: str) -> list[str]:
    with open_library(desktop.library.folder) as library:
        article = library.articles.find(title)
        return [each.quote for each in library.annotations.of_article(article.id)]


def listed_counts(desktop: Desktop) -> list[int]:
    model = desktop.articles._model
    rows = [model.row_at(model.index(number, 0)) for number in range(model.rowCount())]
    return [row.annotation_count for row in rows]


def test_undo_goes_on_in_the_article_before_and_says_so(two: Desktop) -> None:
    mark(two, "twice a day")
    go_to(two, "Flood of the tide")
    mark(two, "comes twice")

    two.run("undo")
    assert two.notice == ""
    two.run("undo")

    assert stored(two, "Ebb of the tide") == []
    assert two.notice == "Undone in “Ebb of the tide”: mark."
    two.press_notice()
    two.wait_until(lambda: two.title == "Ebb of the tide")
    two.run("redo")
    assert [each.quote for each in two.session.annotations.in_order()] == ["twice a day"]


def test_list_shows_how_many_annotations_are_left_in_the_other_article(two: Desktop) -> None:
    mark(two, "twice a day")
    go_to(two, "Flood of the tide")
    two.wait_until(lambda: listed_counts(two) == [1, 0])
    said: list[bool] = []
    two.shelf.changed.connect(lambda: said.append(True))

    two.run("undo")

    assert said
    two.wait_until(lambda: listed_counts(two) == [0, 0])


def test_menu_says_what_is_undone(two: Desktop) -> None:
    made = mark(two, "twice a day")
    two.session.annotations.set_tags(made.id, ["sea"])

    assert two.window._actions["undo"].text() == "&Undo tags"
    two.run("undo")

    assert two.window._actions["redo"].text() == "&Redo tags"


def test_deleted_article_comes_back_by_undo_with_its_annotations(two: Desktop) -> None:
    mark(two, "twice a day")
    article = two.library.articles.find("Ebb of the tide")
    two.articles.delete_requested.emit(article.id)
    assert two.titles == ["Flood of the tide"]
    assert "in the trash" in two.notice

    two.run("undo")

    assert two.titles == ["Ebb of the tide", "Flood of the tide"]
    assert stored(two, "Ebb of the tide") == ["twice a day"]
    assert two.notice == ""
    two.run("redo")
    assert two.titles == ["Flood of the tide"]
    assert "in the trash" in two.notice


def test_notice_of_a_deletion_takes_back_that_deletion_whatever_was_done_since(two: Desktop) -> None:
    two.articles.delete_requested.emit(two.library.articles.find("Flood of the tide").id)
    mark(two, "twice a day")

    two.press_notice()

    assert two.titles == ["Ebb of the tide", "Flood of the tide"]
    assert stored(two, "Ebb of the tide") == ["twice a day"]


def test_undo_leaves_what_another_program_changed_since(two: Desktop) -> None:
    made = mark(two, "twice a day")
    two.session.annotations.set_label(made.id, "question")
    with open_library(two.library.folder) as library:
        library.annotations.put(library.annotations.get(made.id).changed(note="From the command line"))

    two.run("undo")

    [left] = two.session.annotations.in_order()
    assert (left.label_id, left.note) == ("claim", "From the command line")


def test_undo_of_what_another_program_changed_again_is_dropped_and_told(two: Desktop) -> None:
    made = mark(two, "twice a day")
    two.session.annotations.set_label(made.id, "question")
    with open_library(two.library.folder) as library:
        library.annotations.put(library.annotations.get(made.id).changed(label_id="evidence"))

    two.run("undo")

    assert "changed or deleted elsewhere" in two.notice
    assert [each.label_id for each in two.session.annotations.in_order()] == ["evidence"]
    two.run("undo")
    assert stored(two, "Ebb of the tide") == []


def test_what_another_program_deleted_does_not_come_back_by_undo_of_a_change(two: Desktop) -> None:
    made = mark(two, "twice a day")
    two.session.annotations.set_note(made.id, "A note")
    with open_library(two.library.folder) as library:
        library.annotations.remove(made.id)

    two.run("undo")

    assert stored(two, "Ebb of the tide") == []
    assert two.session.annotations.in_order() == []


def test_undo_in_an_article_that_is_gone_for_good_is_dropped(two: Desktop) -> None:
    made = mark(two, "twice a day")
    two.session.annotations.remove(made.id)
    go_to(two, "Flood of the tide")
    with open_library(two.library.folder) as library:
        library.articles.trash(made.article_id)
        library.trash.empty()

    two.run("undo")

    assert "changed or deleted elsewhere" in two.notice
    assert not two.session.annotations.unsaved
