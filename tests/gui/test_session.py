import os
import signal
from pathlib import Path

from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE, Reading, long_text, styled, write_pages
from reader_app.core.annotation import Annotation, Kind, Status, Target, new_annotation
from reader_app.core.article import State
from reader_app.gui.marking import mark_selection
from reader_app.library.library import open_library
from reader_app.worker import jobs


def test_opened_article_is_laid_out_and_counted_as_being_read(reading: Reading) -> None:
    article = reading.open_text()

    session = reading.session
    assert session.article is not None
    assert session.layout is not None
    assert session.layout.reflows
    kept = reading.library.articles.get(article.id)
    assert (kept.state, kept.opened_at is not None) == (State.READING, True)
    assert reading.place("nobody listened")


def test_mark_is_in_the_library_at_once(reading: Reading) -> None:
    reading.open_text()

    made = reading.mark("The bridge over the river", label="claim")

    assert reading.stored() == [made]
    assert (made.quote, made.label_id, made.kind) == ("The bridge over the river", "claim", Kind.HIGHLIGHT)
    assert reading.session.selection is None
    assert reading.session.active_id == made.id
    assert reading.session.anchors.first_quad(made.id) is not None


def test_nothing_selected_marks_nothing(reading: Reading) -> None:
    reading.open_text()

    assert mark_selection(reading.session, Kind.HIGHLIGHT, "claim") == ""
    assert reading.stored() == []


def test_ends_of_a_selection_may_come_in_any_order(reading: Reading) -> None:
    reading.open_text()
    first, after = reading.place("nobody listened")

    reading.session.select(after, first)

    assert reading.session.selected_text() == "nobody listened"


def test_undo_and_redo_go_through_every_kind_of_change(reading: Reading) -> None:
    reading.open_text()
    annotations, stack = reading.session.annotations, reading.session.annotations.undo_stack
    made = reading.mark("nobody listened")
    annotations.set_label(made.id, "question")
    annotations.set_kind(made.id, Kind.UNDERLINE)
    annotations.set_note(made.id, "Who?")
    annotations.remove(made.id)

    def state() -> list[tuple[str, Kind, str]]:
        return [(each.label_id, each.kind, each.note) for each in reading.stored()]

    states = [state()]
    while stack.canUndo():
        stack.undo()
        states.append(state())
    expected = [
        [],
        [("question", Kind.UNDERLINE, "Who?")],
        [("question", Kind.UNDERLINE, "")],
        [("question", Kind.HIGHLIGHT, "")],
        [("claim", Kind.HIGHLIGHT, "")],
        [],
    ]
    assert states == expected
    states = [state()]
    while stack.canRedo():
        stack.redo()
        states.append(state())
    assert states == expected[::-1]


def test_undoing_a_removal_brings_back_the_same_annotation_and_its_mark(reading: Reading) -> None:
    reading.open_text()
    made = reading.mark("nobody listened")
    reading.session.annotations.remove(made.id)
    assert reading.session.active_id == ""
    assert reading.session.anchors.first_quad(made.id) is None

    reading.session.annotations.undo_stack.undo()

    assert reading.stored() == [made]
    assert reading.session.anchors.first_quad(made.id) is not None


def test_another_article_has_none_of_the_marks_and_they_can_still_be_undone(reading: Reading) -> None:
    first = reading.open_text()
    made = reading.mark("nobody listened")

    reading.open_text("Another article\n\nNothing is marked in it.\n", "other.txt")

    assert reading.session.annotations.in_order() == []
    assert reading.session.active_id == ""
    reading.session.annotations.undo_stack.undo()
    assert reading.library.annotations.of_article(first.id) == []
    reading.session.annotations.undo_stack.redo()
    assert reading.session.annotations.in_order() == []
    reading.open(first)
    assert reading.session.annotations.in_order() == [made]
    assert reading.session.anchors.first_quad(made.id) is not None


def test_same_article_opened_again_keeps_what_can_be_undone(reading: Reading) -> None:
    article = reading.open_text()
    reading.mark("nobody listened")

    reading.open(article)
    reading.session.annotations.undo_stack.undo()

    assert reading.stored() == []


def test_words_that_are_not_there_make_an_annotation_unplaced_and_stay_stored(reading: Reading) -> None:
    article = reading.save(b"A bridge\n\nIt is closed until spring, the town says.\n")
    gone = foreign(article.id, "words that nobody ever wrote in it")
    reading.library.annotations.put(gone)

    reading.open(article)
    reading.wait_until(lambda: status(reading, gone) is Status.UNPLACED)

    assert reading.session.anchors.first_quad(gone.id) is None
    assert reading.stored() == [gone]


def test_changes_of_a_second_program_are_taken_over(reading: Reading, qtbot: QtBot) -> None:
    article = reading.open_text()
    mine, removed = reading.mark("nobody listened"), reading.mark("every hour")
    with open_library(reading.folder) as library:
        library.annotations.put(mine.changed(note="From the command line"))
        library.annotations.remove(removed.id)
        added = new_annotation(article.id, described(reading, "closed until spring"))
        gone = foreign(article.id, "words that nobody ever wrote in it")
        library.annotations.put(added)
        library.annotations.put(gone)
    assert reading.library.changed_elsewhere()

    reading.session.annotations.refresh()

    assert {each.id: each.note for each in reading.session.annotations.in_order()} == {
        mine.id: "From the command line",
        added.id: "",
        gone.id: "",
    }
    reading.wait_until(lambda: reading.session.anchors.first_quad(added.id) is not None)
    assert status(reading, gone) is Status.UNPLACED
    assert reading.session.anchors.first_quad(removed.id) is None


def test_marks_stay_on_their_words_in_every_layout(reading: Reading) -> None:
    reading.open_text(long_text(40))
    made = reading.mark("Number003 begins this paragraph, which goes on with as many words")

    for changes in ({"font_size": 24.0}, {"width": 280.0}, {"font_size": 9.0, "width": 600.0}):
        reading.view.set_style(styled(reading.view, **changes))
        reading.settle()
        reading.wait_until(lambda: reading.session.anchors.first_quad(made.id) is not None)
        assert covered(reading, made) == "".join(made.quote.split())
    assert reading.stored() == [made]


def test_selection_over_pages_marks_each_page(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf"))
    reading.session.read_page(1)
    reading.wait_until(lambda: reading.session.text is not None and reading.session.text.page(1) is not None)

    first, _ = reading.place("Page0 line11")
    _, after = reading.place("Page1 line00")
    reading.session.select(first, after)
    mark_selection(reading.session, Kind.HIGHLIGHT, "claim")

    [made] = reading.stored()
    assert [(target.section, target.exact) for target in made.targets] == [
        (0, "Page0 line11 has a few words."),
        (1, "Page1 line00"),
    ]
    assert [page for page in range(4) if reading.session.anchors.on_page(page)] == [0, 1]


def test_selection_over_a_page_that_was_not_read_loses_no_words(reading: Reading, tmp_path: Path) -> None:
    reading.open_pdf(write_pages(tmp_path / "pages.pdf", pages=9))
    text = reading.session.text
    assert text is not None
    reading.session.read_page(8)
    reading.wait_until(lambda: text.page(8) is not None)
    assert text.page(5) is None

    reading.session.select((0, 0), (8, 10))
    assert mark_selection(reading.session, Kind.HIGHLIGHT, "claim") == ""
    assert reading.failures == ["The pages between are still being read; mark them in a moment."]
    reading.wait_until(lambda: not text.unread_span((0, 0), (8, 10)))
    mark_selection(reading.session, Kind.HIGHLIGHT, "claim")

    [made] = reading.stored()
    assert [target.section for target in made.targets] == list(range(9))


def test_article_stays_when_another_cannot_be_opened(reading: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    article = reading.open_text()
    made = reading.mark("nobody listened")
    other = reading.save(write_pages(tmp_path / "other.pdf"))
    file = reading.library.files.path(reading.library.articles.version(other.version_id).reading_file)
    file.chmod(0o600)
    file.write_bytes(b"damaged")

    with qtbot.waitSignal(reading.session.failed, timeout=PATIENCE):
        reading.session.open(other, reading.view.style_that_fits())
    read: list[object] = []
    reading.session.request(jobs.ReadPage(0), 0, read.append, lambda error: read.append(error))
    reading.wait_until(lambda: bool(read))

    assert reading.session.article is not None
    assert reading.session.article.id == article.id
    assert reading.session.annotations.in_order() == [made]
    assert not isinstance(read[0], Exception)


def test_password_is_asked_for_and_a_wrong_one_told(reading: Reading, tmp_path: Path, qtbot: QtBot) -> None:
    article = reading.save(write_pages(tmp_path / "locked.pdf", password="secret"))
    style = reading.view.style_that_fits()

    with qtbot.waitSignal(reading.session.password_wanted, timeout=PATIENCE) as first:
        reading.session.open(article, style)
    with qtbot.waitSignal(reading.session.password_wanted, timeout=PATIENCE) as second:
        reading.session.open(article, style, "wrong")
    reading.open(article, password="secret")

    assert (first.args, second.args) == ([False], [True])
    assert reading.session.layout is not None
    assert len(reading.session.layout.pages) == 4


def test_style_chosen_while_an_article_opens_is_the_one_it_gets(reading: Reading, qtbot: QtBot) -> None:
    reading.open_text()
    other = reading.save(long_text().encode(), "long.txt")

    with qtbot.waitSignal(reading.session.opened, timeout=PATIENCE):
        reading.session.open(other, reading.view.style_that_fits())
        reading.view.set_style(styled(reading.view, width=300.0))
    reading.settle()

    assert reading.session.article is not None
    assert reading.session.article.id == other.id
    assert reading.session.layout is not None
    assert reading.session.layout.pages[0].width == 300.0


def test_article_goes_on_after_its_child_was_killed(reading: Reading) -> None:
    reading.open_text(long_text())
    made = reading.mark("Number001")
    last = len(reading.view.stack) - 1

    os.kill(reading.child.pid, signal.SIGKILL)
    reading.session.read_page(last)
    text = reading.session.text
    assert text is not None
    reading.wait_until(lambda: text.page(last) is not None)

    assert reading.failures == []
    assert reading.session.annotations.in_order() == [made]


def described(reading: Reading, words: str) -> tuple[Target, ...]:
    assert reading.session.text is not None
    return reading.session.text.describe(*reading.place(words))


def foreign(article_id: str, words: str) -> Annotation:
    """Make an annotation as another program makes it."""
    return new_annotation(article_id, (Target(0, 40, 40 + len("".join(words.split())), words),))


def status(reading: Reading, annotation: Annotation) -> Status | None:
    found = reading.session.annotations.get(annotation.id)
    return found.status if found is not None else None


def covered(reading: Reading, annotation: Annotation) -> str:
    """Return the characters whose middle lies in an annotation's quads."""
    text, found = reading.session.text, ""
    assert text is not None
    for number in range(len(reading.view.stack)):
        page = text.page(number)
        quads = [
            quad
            for each, quads in reading.session.anchors.on_page(number)
            if each.id == annotation.id
            for quad in quads
        ]
        for index in range(len(page.text) if page is not None and quads else 0):
            assert page is not None
            [quad] = page.quads(page.start + index, page.start + index + 1)
            x, y = (quad.ul.x + quad.lr.x) / 2, (quad.ul.y + quad.lr.y) / 2
            if any(q.ul.x <= x <= q.lr.x and q.ul.y <= y <= q.lr.y for q in quads):
                found += page.text.chars[index]
    return found
