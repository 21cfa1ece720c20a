from pathlib import Path

import pymupdf
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from gui.reading import PATIENCE
from gui.windows import Desktop
from reader_app.core.annotation import Kind, Status
from reader_app.core.article import Form
from reader_app.core.article_text import ArticleText
from reader_app.gui.marking import mark_selection
from reader_app.gui.table import Table
from reader_app.gui.versions_dialog import VersionsDialog
from reader_app.intake.sources import given

PARAGRAPHS = "".join(
    f"<p>Sentence number {n} tells of the tide, of quay {n * 7}, and of what the town of {n * 13} boats said"
    " about it in the year before the storm came over the sea and took the old harbor away.</p>"
    for n in range(40)
)
PAGE = f"""
<!DOCTYPE html><html lang="en"><head><title>The tide</title>
<link rel="canonical" href="https://example.org/tide"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About the paper</a></li></ul></nav>
<div class="sidebar"><h3>Most read</h3><ul><li><a href="/x">A horse won the lottery</a></li></ul></div>
<article><h1>The tide</h1>{PARAGRAPHS}</article>
<footer><p>Imprint and privacy of the paper</p></footer></body></html>
"""


@pytest.fixture
def reading(desktop: Desktop, tmp_path: Path) -> Desktop:
    page = tmp_path / "tide.html"
    page.write_text(PAGE)
    desktop.open(page)
    desktop.wait_until_read()
    return desktop


def show(desktop: Desktop, action: str, form: Form) -> None:
    desktop.run(action)
    wait_for_form(desktop, form)


def wait_for_form(desktop: Desktop, form: Form) -> None:
    desktop.wait_until(
        lambda: (
            desktop.session.article is not None
            and desktop.session.article.form is form
            and not desktop.window._furniture.versions.is_busy
        )  # type: ignore[union-attr]
    )
    desktop.wait_until_read()


def mark(desktop: Desktop, words: str) -> str:
    """Mark words wherever they stand in the form that is shown; returns the id of the mark."""
    article = desktop.session.article
    assert article is not None
    texts = ArticleText(desktop.library.articles.texts(article.version_id) or [])
    [(first, after)] = texts.quote_places(words)
    desktop.session.select(first, after)
    text = desktop.session.text
    assert text is not None
    desktop.wait_until(lambda: not text.unread_span(first, after))
    return mark_selection(desktop.session, Kind.HIGHLIGHT, "claim")


def statuses(desktop: Desktop) -> dict[str, Status]:
    return {each.quote: each.status for each in desktop.session.annotations.in_order()}


def test_whole_page_shows_what_the_article_leaves_out_and_goes_back(reading: Desktop) -> None:
    assert "Imprint and privacy" not in reading.text

    show(reading, "form-whole", Form.WHOLE_PAGE)
    assert "Imprint and privacy" in reading.text
    assert reading.window._actions["form-whole"].isChecked()

    show(reading, "form-switch", Form.ARTICLE)
    assert "Imprint and privacy" not in reading.text
    assert reading.window._actions["form-article"].isChecked()


def test_marks_stay_with_their_words_in_each_form(reading: Desktop) -> None:
    mark(reading, "Sentence number 3 tells of the tide")
    show(reading, "form-switch", Form.WHOLE_PAGE)
    assert statuses(reading) == {"Sentence number 3 tells of the tide": Status.PLACED}
    mark(reading, "Imprint and privacy of the paper")

    show(reading, "form-switch", Form.ARTICLE)

    assert statuses(reading) == {
        "Sentence number 3 tells of the tide": Status.PLACED,
        "Imprint and privacy of the paper": Status.UNPLACED,
    }
    assert "1 annotation has no sure place here" in reading.status
    show(reading, "form-switch", Form.WHOLE_PAGE)
    assert set(statuses(reading).values()) == {Status.PLACED}


def test_undo_goes_back_over_the_change_of_form_to_the_form_of_each_edit(reading: Desktop) -> None:
    mark(reading, "Sentence number 3 tells of the tide")
    show(reading, "form-whole", Form.WHOLE_PAGE)
    mark(reading, "Imprint and privacy of the paper")

    reading.run("undo")
    assert list(statuses(reading)) == ["Sentence number 3 tells of the tide"]
    reading.run("undo")
    reading.run("undo")  # nothing is undone while the form is changing
    wait_for_form(reading, Form.ARTICLE)
    assert list(statuses(reading)) == ["Sentence number 3 tells of the tide"]
    reading.run("undo")
    assert statuses(reading) == {}

    reading.run("redo")
    reading.run("redo")
    wait_for_form(reading, Form.WHOLE_PAGE)
    reading.run("redo")
    assert set(statuses(reading).values()) == {Status.PLACED}
    assert len(statuses(reading)) == 2


def test_reading_place_stays_at_the_same_words(reading: Desktop) -> None:
    view = reading.window.article.view
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    reading.wait_until_read()
    before = words_at_top(reading)

    show(reading, "form-whole", Form.WHOLE_PAGE)
    reading.wait_until(lambda: words_at_top(reading) == before)
    show(reading, "form-article", Form.ARTICLE)

    reading.wait_until(lambda: words_at_top(reading) == before)


def words_at_top(desktop: Desktop) -> str:
    article = desktop.session.article
    assert article is not None
    position, _ = desktop.window.article.view.keeper.position()
    texts = desktop.library.articles.texts(article.version_id) or []
    return texts[position.section].chars[position.offset :][:30]


def test_form_is_remembered(reading: Desktop, tmp_path: Path) -> None:
    show(reading, "form-whole", Form.WHOLE_PAGE)
    other = tmp_path / "other.txt"
    other.write_text("Another article\n\nWith other words.\n")
    reading.open(other)
    assert not reading.window._actions["form-whole"].isEnabled()

    reading.add(tmp_path / "tide.html")

    reading.wait_until(lambda: reading.title == "The tide")
    assert "Imprint and privacy" in reading.text


def test_new_version_is_kept_when_the_reader_says_so(reading: Desktop, tmp_path: Path, qtbot: QtBot) -> None:
    mark(reading, "Sentence number 3 tells of the tide")
    mark(reading, "Sentence number 5 tells of the tide")
    changed = tmp_path / "changed.html"
    changed.write_text(
        PAGE.replace("Sentence number 5 tells of the tide", "Nobody came").replace("lottery", "race")
    )

    reading.add(changed)
    reading.wait_until(lambda: "has changed since" in reading.notice)
    assert len(reading.titles) == 1
    assert "Nobody came" not in reading.text
    with qtbot.waitSignal(reading.session.opened, timeout=PATIENCE):
        reading.press_notice()

    assert "Nobody came" in reading.text
    assert reading.notice == "This is the new version; the old one is kept. 1 annotation moved, 1 unplaced."
    assert statuses(reading) == {
        "Sentence number 3 tells of the tide": Status.PLACED,
        "Sentence number 5 tells of the tide": Status.UNPLACED,
    }

    reading.run("undo")
    reading.wait_until(lambda: "Sentence number 5" in reading.text)
    reading.wait_until(lambda: not reading.window._furniture.versions.is_busy)  # type: ignore[union-attr]
    assert set(statuses(reading).values()) == {Status.PLACED}
    assert reading.notice == ""
    reading.run("redo")
    reading.wait_until(lambda: "Nobody came" in reading.text)


COMMENTS = "".join(
    f"<div class='comment'><b>Reader {n}</b> I think the tide of {n} was higher than in the year before,"
    " and the town should say so in public at last.</div>"
    for n in range(30)
)
DOUBTFUL = (
    f"<html><head><title>Boats</title></head><body><div><a href='/'>Home</a></div>{COMMENTS}</body></html>"
)


def test_doubtful_article_offers_the_whole_page_the_first_time(desktop: Desktop, tmp_path: Path) -> None:
    page, other = tmp_path / "boats.html", tmp_path / "other.txt"
    page.write_text(DOUBTFUL)
    other.write_text("Another article\n\nWith other words.\n")
    desktop.open(page)
    assert "uncertain" in desktop.notice
    desktop.open(other)
    assert desktop.notice == ""
    desktop.open(page)
    assert desktop.notice == ""


def test_whole_page_of_a_doubtful_article_is_a_press_away(desktop: Desktop, tmp_path: Path) -> None:
    page = tmp_path / "boats.html"
    page.write_text(DOUBTFUL)
    desktop.open(page)

    desktop.press_notice()
    wait_for_form(desktop, Form.WHOLE_PAGE)

    assert "Home" in desktop.text
    assert desktop.notice == ""


def test_other_extraction_can_be_shown(reading: Desktop) -> None:
    show(reading, "form-other", Form.OTHER)

    assert "Sentence number 30" in reading.text


def test_article_that_is_no_page_has_no_other_forms(desktop: Desktop, tmp_path: Path) -> None:
    note = tmp_path / "note.txt"
    note.write_text("A note\n\nWith some words.\n")
    desktop.open(note)

    assert not desktop.window._actions["form-whole"].isEnabled()
    assert not desktop.window._actions["form-switch"].isEnabled()
    assert not desktop.window._actions["open-page"].isEnabled()


def test_edits_are_held_while_another_form_comes(reading: Desktop) -> None:
    reading.run("form-whole")
    versions = reading.window._furniture.versions  # type: ignore[union-attr]
    assert versions.is_busy

    view = reading.window.article.view
    assert view.viewport().testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    wait_for_form(reading, Form.WHOLE_PAGE)
    assert not view.viewport().testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    assert reading.window.focusWidget() is view


def test_form_that_cannot_be_made_is_told_and_nothing_changes(reading: Desktop) -> None:
    mark(reading, "Sentence number 3 tells of the tide")
    assert reading.session.article is not None
    version = reading.library.articles.version(reading.session.article.version_id)
    reading.library.files.path(version.original_file).unlink()

    reading.run("form-whole")
    reading.wait_until(lambda: bool(reading.notice))

    assert reading.session.article.form is Form.ARTICLE
    assert reading.window._actions["form-article"].isChecked()
    assert reading.window.focusWidget() is reading.window.article.view
    reading.run("undo")
    assert statuses(reading) == {}


def select(desktop: Desktop, words: str) -> None:
    article = desktop.session.article
    assert article is not None
    texts = ArticleText(desktop.library.articles.texts(article.version_id) or [])
    [(first, after)] = texts.quote_places(words)
    desktop.session.select(first, after)


def test_passage_is_left_out_and_undo_brings_it_back(reading: Desktop) -> None:
    mark(reading, "Sentence number 3 tells of the tide")
    select(reading, "number 5 tells")
    show(reading, "leave-out", Form.REPAIRED)
    assert "Sentence number 5 tells" not in reading.text
    assert "Sentence number 6 tells" in reading.text
    assert set(statuses(reading).values()) == {Status.PLACED}

    select(reading, "number 6 tells")
    reading.run("leave-out")
    desktop_is_without = "Sentence number 6 tells"
    reading.wait_until(lambda: desktop_is_without not in reading.text)
    wait_for_form(reading, Form.REPAIRED)

    reading.run("undo")
    reading.wait_until(lambda: desktop_is_without in reading.text)
    wait_for_form(reading, Form.REPAIRED)
    assert "Sentence number 5 tells" not in reading.text
    reading.run("undo")
    wait_for_form(reading, Form.ARTICLE)
    assert "Sentence number 5 tells" in reading.text
    assert reading.window._actions["form-repaired"].isEnabled()
    show(reading, "form-repaired", Form.REPAIRED)
    assert "Sentence number 5 tells" not in reading.text


def test_nothing_is_left_out_of_a_pdf(desktop: Desktop, tmp_path: Path) -> None:
    paper = tmp_path / "paper.pdf"
    with pymupdf.open() as pdf:
        pdf.new_page().insert_text((72, 72), "A paper on tides")
        pdf.save(paper)
    desktop.open(paper)
    desktop.wait_until_read()

    desktop.session.select((0, 0), (0, 5))

    assert not desktop.window._actions["leave-out"].isEnabled()
    assert not desktop.window._actions["form-repaired"].isEnabled()


def test_new_version_that_is_kept_while_another_article_is_open_can_be_undone(
    reading: Desktop, tmp_path: Path
) -> None:
    assert reading.session.article is not None
    first = reading.session.article
    mark(reading, "Sentence number 3 tells of the tide")
    changed, other = tmp_path / "changed.html", tmp_path / "other.txt"
    changed.write_text(PAGE.replace("Sentence number 5 tells", "Line number 5 speaks"))
    other.write_text("Another article\n\nWith other words.\n")
    reading.open(other)
    versions = reading.window._furniture.versions  # type: ignore[union-attr]
    versions.keep_new(first.id, given(changed, changed.name))
    reading.wait_until(lambda: reading.title == "The tide" and not versions.is_busy)
    assert "Line number 5" in reading.text
    reading.open(other)

    reading.run("undo")
    reading.wait_until(lambda: not versions.is_busy)

    assert reading.library.articles.get(first.id).version_id == first.version_id
    assert reading.title == "Another article"
    reading.run("redo")
    reading.wait_until(lambda: not versions.is_busy)
    assert reading.library.articles.get(first.id).version_id != first.version_id


def test_article_of_the_same_title_can_become_the_new_version_of_the_one_before(
    desktop: Desktop, tmp_path: Path
) -> None:
    for name, words in (("one.txt", "The sea comes twice."), ("two.txt", "The sea comes twice a day.")):
        (tmp_path / name).write_text(f"The ebb\n\n{words}\n")
    desktop.open(tmp_path / "one.txt")
    desktop.wait_until_read()
    assert desktop.session.article is not None
    first = desktop.session.article.id
    made = mark(desktop, "The sea comes")

    desktop.open(tmp_path / "two.txt")
    desktop.wait_until(lambda: "another article of this title" in desktop.notice)
    desktop.press_notice()
    versions = desktop.window._furniture.versions  # type: ignore[union-attr]
    desktop.wait_until(lambda: desktop.session.article.id == first and not versions.is_busy)  # type: ignore[union-attr]

    assert "twice a day" in desktop.text
    assert desktop.titles == ["The ebb"]
    assert [each.id for each in desktop.session.annotations.in_order()] == [made]
    desktop.run("undo")
    desktop.wait_until(lambda: not versions.is_busy and "twice a day" not in desktop.text)
    assert desktop.titles == ["The ebb", "The ebb"]


def test_versions_are_listed_and_an_older_one_can_be_shown(reading: Desktop, tmp_path: Path) -> None:
    assert reading.session.article is not None
    first = reading.session.article
    changed = tmp_path / "changed.html"
    changed.write_text(PAGE.replace("Sentence number 5 tells", "Line number 5 speaks"))
    versions = reading.window._furniture.versions  # type: ignore[union-attr]
    versions.keep_new(first.id, given(changed, changed.name))
    reading.wait_until(lambda: not versions.is_busy and "Line number 5" in reading.text)

    reading.run("versions")
    [dialog] = reading.window.findChildren(VersionsDialog)
    table = dialog.findChild(Table)
    newer, older = table.topLevelItem(0), table.topLevelItem(table.topLevelItemCount() - 1)
    assert (newer.text(4), older.text(4), older.text(0)) == ("shown now", "", "1")
    table.setCurrentItem(older)
    dialog._on_chosen()

    reading.wait_until(lambda: not versions.is_busy and "Sentence number 5" in reading.text)
    reading.run("undo")
    reading.wait_until(lambda: not versions.is_busy and "Line number 5" in reading.text)


def test_same_file_again_is_no_new_version(reading: Desktop, tmp_path: Path) -> None:
    assert reading.session.article is not None
    versions = reading.window._furniture.versions  # type: ignore[union-attr]
    steps = reading.session.annotations.undo_stack.count()

    versions.keep_new(reading.session.article.id, given(tmp_path / "tide.html", "tide.html"))
    reading.wait_until(lambda: not versions.is_busy and bool(reading.notice))

    assert "is the same" in reading.notice
    assert reading.session.annotations.undo_stack.count() == steps
